#include "probes/admin.hpp"

#include "jwt/token.hpp"
#include "probes/requests.hpp"

#include <fmt/format.h>

namespace postern::probes {
namespace {

using evidence::AdminAttempts;
using evidence::Credential;
using platform::TokenPlacement;

evidence::TokenBinding binding_to(PlanInput const& input, http::Request const& request,
                                  std::string const& user_token)
{
    auto const parsed = jwt::parse(user_token);
    auto const query_hash = parsed ? parsed->claims.query_hash : std::nullopt;
    return input.platform.token_binding(input.app, request, query_hash);
}

void add(PlanInput const& input, platform::Endpoint const& endpoint, platform::HostContext const& context,
         std::string const& user_token, AdminPlan& plan)
{
    auto const bare = request_of(input, endpoint, context);
    auto const binding = binding_to(input, bare, user_token);
    for (auto const placement : {TokenPlacement::authorization_header, TokenPlacement::query_parameter}) {
        auto request = bare;
        input.platform.place_token(request, user_token, placement);
        plan.steps.push_back({.endpoint = endpoint.id,
                              .what = fmt::format("no token, before the user's {}", where(placement)),
                              .request = bare});
        plan.steps.push_back({.endpoint = endpoint.id,
                              .what = fmt::format("{}, {}", in_words(Credential::user), where(placement)),
                              .request = std::move(request),
                              .token = user_token});
        plan.attempts.push_back({.endpoint = endpoint.id,
                                 .binding = binding,
                                 .without_token = {.endpoint = endpoint.id, .context = context.label},
                                 .with_token = {.endpoint = endpoint.id,
                                                .credential = Credential::user,
                                                .placement = placement,
                                                .context = context.label}});
    }
}

// A token that is bound to another address would open no page, whatever the app thinks of it.
void add_controls(PlanInput const& input, platform::HostContext const& context, std::string const& user_token,
                  AdminPlan& plan)
{
    auto pages = 0;
    for (auto const& endpoint : input.app.endpoints) {
        auto const is_page = endpoint.kind == platform::EndpointKind::page &&
                             endpoint.audience == platform::Audience::everyone &&
                             endpoint.caching == platform::Caching::per_request;
        if (!is_page || binding_to(input, request_of(input, endpoint, context), user_token) !=
                            evidence::TokenBinding::any_request)
            continue;
        add(input, endpoint, context, user_token, plan);
        if (++pages == control_pages_max)
            return;
    }
}

void take(Heard& heard, evidence::Attempt& attempt)
{
    attempt.hops = std::move(heard.hops);
    attempt.stopped = std::move(heard.stopped);
}

} // namespace

AdminPlan plan_admin(PlanInput const& input, std::optional<std::string> const& user_token, Random& random)
{
    AdminPlan plan;
    if (user_token) {
        plan.user_token = AdminAttempts::UserToken::given;
        if (auto const parsed = jwt::parse(*user_token))
            plan.token_expires_at = parsed->claims.expires_at;
    }
    auto const context = input.platform.make_context(input.app, "admin", random);
    for (auto const& endpoint : input.app.endpoints) {
        if (endpoint.audience != platform::Audience::administrators)
            continue;
        plan.endpoints.push_back(endpoint.id);
        if (user_token)
            add(input, endpoint, context, *user_token, plan);
    }
    if (user_token && !plan.endpoints.empty())
        add_controls(input, context, *user_token, plan);
    return plan;
}

boost::asio::awaitable<AdminAttempts> gather_admin(AdminPlan plan, Conversation& conversation)
{
    auto hearing = conversation.hear_all(std::move(plan.steps));
    auto heard = co_await std::move(hearing);
    AdminAttempts gathered{.user_token = plan.user_token,
                           .endpoints = std::move(plan.endpoints),
                           .attempts = std::move(plan.attempts)};
    for (std::size_t i = 0; i < gathered.attempts.size(); ++i) {
        take(heard[2 * i], gathered.attempts[i].without_token);
        take(heard[2 * i + 1], gathered.attempts[i].with_token);
    }
    co_return gathered;
}

} // namespace postern::probes
