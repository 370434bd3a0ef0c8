#include "platform/connect/context.hpp"

#include "http/headers.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>

namespace postern::platform::connect {
namespace {

constexpr std::size_t label_bytes = 5;    // of randomness in a name
constexpr std::size_t project_digits = 6; // "PTRN" and these: the ten characters that Jira allows

std::uint64_t draw(Random& random)
{
    std::array<std::uint8_t, 8> bytes{};
    random.fill(bytes);
    std::uint64_t value = 0;
    for (auto const byte : bytes)
        value = value << 8 | byte;
    return value;
}

std::string name(Random& random) { return fmt::format("{}{}", test_mark, random.hex(label_bytes)); }

// Ten digits that fit a signed 32-bit integer.
std::string number(Random& random) { return std::to_string(1'000'000'000 + draw(random) % 1'000'000'000); }

std::string project_key(Random& random)
{
    constexpr std::string_view characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    std::string key = "PTRN";
    auto value = draw(random);
    for (std::size_t i = 0; i < project_digits; ++i, value /= characters.size())
        key += characters[value % characters.size()];
    return key;
}

std::string uuid(Random& random)
{
    auto const hex = random.hex(16);
    auto const part = [&](std::size_t from, std::size_t count) { return hex.substr(from, count); };
    return fmt::format("{}-{}-{}-{}-{}", part(0, 8), part(8, 4), part(12, 4), part(16, 4), part(20, 12));
}

// Values for the parameters of one context. Those that belong together agree.
class Values {
public:
    Values(HostContext& context, Random& random)
        : context_(context),
          random_(random),
          project_(project_key(random)),
          issue_(fmt::format("{}-{}", project_, 1000 + draw(random) % 9000))
    {
    }

    void add(std::string const& parameter)
    {
        if (context_.values.size() < context_values_max_count && !context_.values.contains(parameter))
            context_.values.emplace(parameter, value_of(http::lower_case(parameter)));
    }

private:
    // By how the name ends: "issue.id", "issueId", "ac.projectKey" …
    std::string value_of(std::string_view parameter)
    {
        if (parameter.ends_with("issue.key") || parameter.ends_with("issuekey"))
            return issue_;
        if (parameter.ends_with("project.key") || parameter.ends_with("projectkey"))
            return project_;
        if (parameter.ends_with("key"))
            return project_key(random_);
        if (parameter.ends_with("accountid") || parameter.ends_with("userid") ||
            parameter.ends_with("user.id") || parameter.ends_with("username"))
            return context_.user;
        if (parameter.ends_with("uuid"))
            return uuid(random_);
        if (parameter.ends_with("id") || parameter.ends_with("version"))
            return number(random_);
        if (parameter == "tenant.url")
            return context_.host_origin;
        if (parameter.ends_with("url") || parameter.ends_with("uri"))
            return fmt::format("{}/{}", context_.host_origin, name(random_));
        if (parameter.ends_with("email"))
            return fmt::format("{0}@{0}.example", name(random_));
        return name(random_);
    }

    HostContext& context_;
    Random& random_;
    std::string project_;
    std::string issue_;
};

} // namespace

HostContext make_context(App const& app, std::string_view label, Random& random)
{
    HostContext context{.label = std::string(label),
                        .host_origin = fmt::format("https://{}{}.atlassian.net", test_mark, random.hex(8)),
                        .client_key = fmt::format("{}{}", test_mark, uuid(random)),
                        .user = name(random)};
    Values values(context, random);
    // Webhook bodies need these, whether a URL has them or not.
    for (auto const* parameter :
         {"issue.id", "issue.key", "project.id", "project.key", "page.id", "space.id", "space.key"})
        values.add(parameter);
    for (auto const& endpoint : app.endpoints)
        for (auto const& parameter : endpoint.context_parameters)
            values.add(parameter);
    return context;
}

} // namespace postern::platform::connect
