// How an app acts as a user.

#include "app_at_sites.hpp"

#include <gmock/gmock.h>

namespace postern::simulator {
namespace {

using testing::HasSubstr;

class OAuth2 : public AppAtSites {
protected:
    [[nodiscard]] json claims(Tenant const& tenant) const
    {
        return {{"iss", "urn:atlassian:connect:clientid:" + client_ids_.at(tenant.client_key)},
                {"sub", std::string("urn:atlassian:connect:useraccountid:") + alpha_user},
                {"tnt", tenant.origin},
                {"aud", "https://oauth-2-authorization-server.services.atlassian.com"},
                {"iat", seconds()},
                {"exp", seconds() + 60}};
    }

    Answer ask_token(json const& claims, std::string const& secret, std::string const& scope = "",
                     std::string const& grant = "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer")
    {
        return ask_with_assertion(signed_with(secret, claims), scope, grant);
    }

    Answer
    ask_with_assertion(std::string const& assertion, std::string const& scope = "",
                       std::string const& grant = "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer")
    {
        http::Request request{.method = "POST",
                              .url = alpha().origin + "/oauth2/token",
                              .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                              .body = "grant_type=" + grant + "&assertion=" + assertion};
        if (!scope.empty())
            request.body += "&scope=" + scope;
        return answer_to(std::move(request), nullptr);
    }

    std::string token(std::string const& scope = "")
    {
        auto const answer = ask_token(claims(alpha()), secret(alpha()), scope);
        EXPECT_EQ(answer.status, 200) << answer.body;
        EXPECT_EQ(answer.body.value("token_type", ""), "Bearer");
        EXPECT_EQ(answer.body.value("expires_in", 0), 900);
        return answer.body.value("access_token", "");
    }

    Answer with_bearer(Tenant const& tenant, std::string const& token, std::string const& method,
                       std::string const& target, json const& body = nullptr)
    {
        http::Request request{.method = method, .url = tenant.origin + target};
        request.headers.set("Authorization", "Bearer " + token);
        return answer_to(std::move(request), body);
    }
};

TEST_F(OAuth2, an_app_acts_as_a_user_with_the_users_permissions)
{
    install_app({"WRITE", "ACT_AS_USER"});
    auto const bearer = token();
    EXPECT_EQ(with_bearer(alpha(), bearer, "GET", "/rest/api/3/myself").body.at("accountId"), alpha_user);
    EXPECT_EQ(with_bearer(alpha(), bearer, "GET", "/wiki/rest/api/user/current").body.at("accountId"),
              alpha_user);
    auto const comment =
        with_bearer(alpha(), bearer, "POST", "/rest/api/2/issue/ALPHA-1/comment", {{"body", "As a user"}});
    EXPECT_EQ(comment.body.at("author").at("accountId"), alpha_user) << comment.body;
    EXPECT_EQ(with_bearer(alpha(), bearer, "PUT", "/rest/api/3/project/ALPHA/properties/x", 1).status, 403)
        << "a plain user may not edit projects";
}

TEST_F(OAuth2, the_inspector_masks_a_bearer_token_and_asks_again_as_another_user)
{
    install_app({"READ", "ACT_AS_USER"});
    auto const bearer = token();
    with_bearer(alpha(), bearer, "GET", "/rest/api/3/myself");
    auto const ask_inspector = [&](std::string const& name, json const& body) {
        return json::parse(call(alpha(), "inspector/" + name, body).body);
    };
    auto const id = ask_inspector("search", {{"text", "/rest/api/3/myself"}}).at("ids").back();
    auto const shown = ask_inspector("entry", {{"id", id}});
    EXPECT_EQ(shown.at("request").at("headers").back(), json({"Authorization", "Bearer [masked]"}));
    EXPECT_EQ(ask_inspector("search", {{"text", "access_token"}}).at("ids").size(), 1U);
    EXPECT_THAT(ask_inspector("export", {{"secrets", "masked"}}).dump(), testing::Not(HasSubstr(bearer)));

    auto const again = ask_inspector("replay", {{"id", id}, {"change", "other-user"}});
    EXPECT_EQ(again.at("title"), "As another user, Alpha administrator");
    auto const body =
        ask_inspector("entry", {{"id", again.at("exchange")}}).at("response").at("body").get<std::string>();
    EXPECT_EQ(json::parse(body).at("accountId"), alpha_admin);
    EXPECT_EQ(ask_inspector("replay", {{"id", id}, {"change", "no-token"}}).at("verdict"), "as expected");
}

TEST_F(OAuth2, a_token_may_have_fewer_scopes_than_the_app)
{
    install_app({"WRITE", "ACT_AS_USER"});
    auto const bearer = token("READ+act_as_user");
    EXPECT_EQ(with_bearer(alpha(), bearer, "GET", "/rest/api/3/myself").status, 200);
    auto const refused =
        with_bearer(alpha(), bearer, "PUT", "/rest/api/3/issue/ALPHA-1", {{"fields", {{"summary", "x"}}}});
    EXPECT_EQ(refused.status, 403);
    EXPECT_THAT(refused.body.dump(), HasSubstr("bearer token does not have the scope WRITE"));
    auto const too_many = ask_token(claims(alpha()), secret(alpha()), "ADMIN");
    EXPECT_EQ(too_many.status, 400);
    EXPECT_EQ(too_many.body.at("error"), "invalid_scope");
    EXPECT_EQ(ask_token(claims(alpha()), secret(alpha()), "FLY").body.at("error"), "invalid_scope");
}

TEST_F(OAuth2, any_site_gives_tokens_for_all)
{
    install_app({"READ", "ACT_AS_USER"});
    auto of_beta = claims(beta());
    of_beta["sub"] = "urn:atlassian:connect:useraccountid:be7a00000000000000000002";
    of_beta["aud"] = alpha().origin;
    of_beta["tnt"] = beta().origin + "/wiki/";
    auto const answer = ask_token(of_beta, secret(beta()));
    ASSERT_EQ(answer.status, 200) << answer.body;
    auto const bearer = answer.body.at("access_token").get<std::string>();
    EXPECT_EQ(with_bearer(beta(), bearer, "GET", "/rest/api/3/myself").status, 200);
    EXPECT_EQ(with_bearer(alpha(), bearer, "GET", "/rest/api/3/myself").status, 401)
        << "but each token is for one site";
}

TEST_F(OAuth2, tokens_end)
{
    install_app({"READ", "ACT_AS_USER"});
    auto const bearer = token();
    clock_.set(clock_.now() + std::chrono::seconds(899));
    EXPECT_EQ(with_bearer(alpha(), bearer, "GET", "/rest/api/3/myself").status, 200);
    clock_.set(clock_.now() + std::chrono::seconds(1));
    EXPECT_EQ(with_bearer(alpha(), bearer, "GET", "/rest/api/3/myself").status, 401);
    EXPECT_EQ(with_bearer(alpha(), "guessed", "GET", "/rest/api/3/myself").status, 401);
    EXPECT_EQ(with_bearer(alpha(), "", "GET", "/rest/api/3/myself").status, 401);
}

TEST_F(OAuth2, tokens_end_with_the_installation)
{
    install_app({"READ", "ACT_AS_USER"});
    auto const bearer = token();
    run(simulator_->install_everywhere(descriptor()));
    EXPECT_EQ(with_bearer(alpha(), bearer, "GET", "/rest/api/3/myself").status, 401);
    auto const fresh = token();
    call(alpha(), "disable", json::object());
    EXPECT_EQ(with_bearer(alpha(), fresh, "GET", "/rest/api/3/myself").status, 401);
    EXPECT_EQ(ask_token(claims(alpha()), secret(alpha())).status, 400);
}

TEST_F(OAuth2, an_assertion_that_is_not_good_is_refused_with_the_reason)
{
    install_app({"READ", "ACT_AS_USER"});
    struct Row {
        std::string claim;
        json value;
        std::string says;
    };
    auto const user = std::string("urn:atlassian:connect:useraccountid:");
    for (auto const& [claim, value, says] : {
             Row{"iss", app_key, "oauthClientId"},
             Row{"iss", "urn:atlassian:connect:clientid:guessed", "oauthClientId"},
             Row{"iss", "urn:atlassian:connect:clientid:", "oauthClientId"},
             Row{"sub", user + "be7a00000000000000000001", "accountId"},
             Row{"sub", alpha_user, "accountId"},
             Row{"tnt", beta().origin, "tnt must be " + alpha().origin},
             Row{"tnt", 7, "tnt must be"},
             Row{"aud", "https://elsewhere.example", "aud must be"},
             Row{"exp", seconds() - 61, "expired"},
             Row{"exp", nullptr, "can be read"},
         }) {
        auto spoilt = claims(alpha());
        spoilt[claim] = value;
        auto const answer = ask_token(spoilt, secret(alpha()));
        EXPECT_EQ(answer.status, 400) << claim << " " << value;
        EXPECT_EQ(answer.body.at("error"), "invalid_grant") << claim;
        EXPECT_THAT(answer.body.at("error_description").get<std::string>(), HasSubstr(says));
    }
    EXPECT_EQ(ask_token(claims(alpha()), secret(beta())).body.at("error"), "invalid_grant")
        << "another secret";
    EXPECT_EQ(ask_token(claims(alpha()), secret(alpha()), "", "password").body.at("error"),
              "unsupported_grant_type");
    http::Request empty{.method = "POST", .url = alpha().origin + "/oauth2/token"};
    EXPECT_EQ(ask(empty).status, 400);
    empty.method = "GET";
    EXPECT_EQ(ask(empty).status, 405);
}

TEST_F(OAuth2, a_refusal_says_what_to_do_about_what_was_wrong)
{
    install_app({"READ", "ACT_AS_USER"});
    auto const secret_remedy = HasSubstr("Sign it with the shared secret of Alpha");
    auto const refusal = [&](json const& spoilt, std::string const& with) {
        return ask_token(spoilt, with).body.at("error_description").get<std::string>();
    };
    auto const changed = [&](std::string const& claim, json const& value) {
        auto spoilt = claims(alpha());
        spoilt[claim] = value;
        return refusal(spoilt, secret(alpha()));
    };
    EXPECT_THAT(refusal(claims(alpha()), secret(beta())), secret_remedy);
    for (auto const& [says, remedy] : {
             std::pair(changed("exp", seconds() - 61), "Make another assertion for each request"),
             std::pair(changed("iat", seconds() + 61), "Set the app's clock"),
             std::pair(changed("nbf", seconds() + 61), "Set the app's clock"),
         })
        EXPECT_THAT(says, testing::AllOf(HasSubstr(remedy), testing::Not(secret_remedy)));
    auto const key = jwt::Key::from_secret(secret(alpha())).value();
    auto const other = jwt::sign(claims(alpha()).dump(), key, jwt::Algorithm::hs384).value();
    EXPECT_THAT(ask_with_assertion(other).body.dump(),
                testing::AllOf(HasSubstr("Sign it with HS256"), testing::Not(secret_remedy)));
}

TEST_F(OAuth2, an_app_without_the_scope_is_no_user)
{
    install_app({"ADMIN"});
    auto const refused = ask_token(claims(alpha()), secret(alpha()));
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(refused.body.at("error"), "unauthorized_client");
    EXPECT_THAT(refused.body.at("error_description").get<std::string>(), HasSubstr("ACT_AS_USER"));
}

} // namespace
} // namespace postern::simulator
