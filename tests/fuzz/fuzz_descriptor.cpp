// Whatever bytes a descriptor holds: it is read or refused with a message, and no request leaves the app.

#include "base/assert.hpp"
#include "platform/connect/connect_platform.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

using namespace postern;

namespace {

void plan(platform::connect::ConnectPlatform const& platform, platform::App const& app)
{
    SeededRandom random(1);
    auto const context = platform.make_context(app, "a", random);
    for (auto const& endpoint : app.endpoints) {
        http::Request request{.url = platform.endpoint_url(app, endpoint, context)};
        POSTERN_ASSERT(request.url.starts_with(app.base_url.origin() + "/"),
                       "requests stay on the app's origin");
        POSTERN_ASSERT(!request.url.contains('{'), "no placeholder is left");
        POSTERN_ASSERT(!endpoint.id.empty() && endpoint.position.line > 0,
                       "an endpoint has an id and a place");
        static_cast<void>(platform.request_claims(app, request, context, TimePoint{}));
        static_cast<void>(platform.webhook_body(app, endpoint, context, TimePoint{}));
        platform.place_token(request, "a.b.c", platform::TokenPlacement::query_parameter);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    platform::connect::ConnectPlatform const platform;
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const given = *http::parse_url("https://app.example/base");
    for (auto const& base_url : {std::optional<http::Url>(), std::optional(given)}) {
        if (auto const app = platform.read_descriptor(text, base_url))
            plan(platform, *app);
        else
            POSTERN_ASSERT(!app.error().message.empty() && !app.error().remedy.empty(),
                           "an error says what is wrong and what to do");
    }
    return 0;
}
