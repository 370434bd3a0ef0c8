#pragma once

// The port behind which everything specific to one host product lies. connect/ is the first implementation.

#include "base/clock.hpp"
#include "base/random.hpp"
#include "http/message.hpp"
#include "http/url.hpp"
#include "platform/descriptor_facts.hpp"
#include "platform/endpoint.hpp"

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::platform {

enum class Authentication { jwt, none };

// What a descriptor says, once it has been read and found valid.
struct App {
    std::string key;
    std::string name;
    http::Url base_url;
    Authentication authentication = Authentication::jwt;
    std::string product;             // the first host product that a module is of; empty where none says one
    std::vector<Endpoint> endpoints; // in the order of the descriptor
    std::vector<Endpoint> unusable;  // likewise: what should be an endpoint and names no address to request
    std::vector<Unprobed> unprobed;  // external URLs, icons, links …
    std::vector<std::string> warnings; // oddities that do not stop a scan, each one sentence with its place
    DescriptorFacts facts;
};

// Why a descriptor cannot be used. `message` says what is wrong and `remedy` what to do.
struct DescriptorError {
    enum class Kind {
        unusable,
        without_base_url // names no address of the app: one from elsewhere would do (base_url_override)
    };
    std::string message;
    std::string pointer;              // empty where the text is not JSON at all
    std::optional<Position> position; // where the place is known
    std::string remedy;
    Kind kind = Kind::unusable;
};

// Values for an endpoint's placeholders: which tenant, user, issue … a request pretends to come from.
// All are made up and marked as a test; two different contexts share no value.
struct HostContext {
    std::string label;                         // "a", "b"
    std::string host_origin;                   // "https://postern-test-….atlassian.net"
    std::string client_key;                    // issuer of tokens; random, starts with "postern-test-"
    std::string user;                          // subject of tokens
    std::map<std::string, std::string> values; // by placeholder, "issue.key" → "PTRN7-4711"
    bool operator==(HostContext const&) const = default;
};

// Whether a token is bound to the address that it is sent to.
enum class TokenBinding {
    this_request,   // its query hash is that of the request
    any_request,    // it has no query hash of one address (a context token, "context-qsh")
    another_request // its query hash belongs to another address: a refusal then says nothing of the user's
                    // role
};

// Where a token is put into a request.
enum class TokenPlacement { authorization_header, query_parameter };
[[nodiscard]] std::string_view name(TokenPlacement placement);

class Platform {
public:
    virtual ~Platform() = default;

    [[nodiscard]] virtual std::string_view name() const = 0; // "Atlassian Connect"

    // Reads `text` (the whole descriptor). `base_url_override` replaces the descriptor's own base URL.
    [[nodiscard]] virtual std::expected<App, DescriptorError>
    read_descriptor(std::string_view text, std::optional<http::Url> const& base_url_override) const = 0;

    // A made-up context with values for every parameter that the endpoints of `app` use.
    [[nodiscard]] virtual HostContext make_context(App const& app, std::string_view label,
                                                   Random& random) const = 0;

    // The absolute address under which the host would request the endpoint: placeholders and inline
    // conditions replaced one by one, the host's own parameters added unless the endpoint is cacheable;
    // without a token.
    [[nodiscard]] virtual std::string endpoint_url(App const& app, Endpoint const& endpoint,
                                                   HostContext const& context) const = 0;

    // The claims of a page or webhook token for this request as JSON text, bound to its address; valid from
    // `now` for the platform's usual lifetime.
    [[nodiscard]] virtual std::string request_claims(App const& app, http::Request const& request,
                                                     HostContext const& context, TimePoint now) const = 0;

    // What the host tells the app of the place it is shown in: license, issue, project, page … as JSON text.
    [[nodiscard]] virtual std::string product_context(HostContext const& context) const = 0;

    // The claims of a token that the bridge gives to a running frame, as JSON text: bound to no address, with
    // the product context in it; valid from `now` for the platform's usual lifetime.
    [[nodiscard]] virtual std::string context_claims(HostContext const& context, TimePoint now) const = 0;

    // The body of a lifecycle call ("installed", …) as JSON text, with a secret of its own, and the claims of
    // the token that goes with it.
    struct Lifecycle {
        std::string body;
        std::string claims;
    };
    [[nodiscard]] virtual Lifecycle lifecycle_call(App const& app, std::string_view event,
                                                   http::Request const& request, HostContext const& context,
                                                   Random& random, TimePoint now) const = 0;

    // The body of a webhook call to `endpoint` as JSON text, with the values of `context` in it.
    [[nodiscard]] virtual std::string webhook_body(App const& app, Endpoint const& endpoint,
                                                   HostContext const& context, TimePoint now) const = 0;

    // Whether a token with this claim `qsh` (nothing: it has none) is bound to `request`.
    [[nodiscard]] virtual TokenBinding token_binding(App const& app, http::Request const& request,
                                                     std::optional<std::string_view> query_hash) const = 0;

    // Puts `token` where the platform's hosts put it.
    virtual void place_token(http::Request& request, std::string_view token,
                             TokenPlacement placement) const = 0;
};

} // namespace postern::platform
