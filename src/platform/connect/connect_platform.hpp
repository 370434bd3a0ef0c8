#pragma once

#include "platform/platform.hpp"

namespace postern::platform::connect {

// Atlassian Connect (Jira, Confluence and Bitbucket in the cloud). Has no state.
class ConnectPlatform final : public Platform {
public:
    [[nodiscard]] std::string_view name() const override;

    [[nodiscard]] std::expected<App, DescriptorError>
    read_descriptor(std::string_view text, std::optional<http::Url> const& base_url_override) const override;

    [[nodiscard]] HostContext make_context(App const& app, std::string_view label,
                                           Random& random) const override;

    [[nodiscard]] std::string endpoint_url(App const& app, Endpoint const& endpoint,
                                           HostContext const& context) const override;

    [[nodiscard]] std::string request_claims(App const& app, http::Request const& request,
                                             HostContext const& context, TimePoint now) const override;

    [[nodiscard]] std::string product_context(HostContext const& context) const override;

    [[nodiscard]] std::string context_claims(HostContext const& context, TimePoint now) const override;

    [[nodiscard]] Lifecycle lifecycle_call(App const& app, std::string_view event,
                                           http::Request const& request, HostContext const& context,
                                           Random& random, TimePoint now) const override;

    [[nodiscard]] std::string webhook_body(App const& app, Endpoint const& endpoint,
                                           HostContext const& context, TimePoint now) const override;

    [[nodiscard]] TokenBinding token_binding(App const& app, http::Request const& request,
                                             std::optional<std::string_view> query_hash) const override;

    // "Authorization: JWT <token>", or the query parameter `jwt` behind all others. A token that cannot stand
    // in a header (control bytes) is a bug of the caller: asserts.
    void place_token(http::Request& request, std::string_view token, TokenPlacement placement) const override;
};

} // namespace postern::platform::connect
