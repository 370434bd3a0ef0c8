#include "support/sample_in_memory.hpp"

#include <gmock/gmock.h>

namespace postern::sample {
namespace {

using testing::HasSubstr;

TEST(WeaknessNames, are_read_back_exactly_and_each_has_one_line)
{
    std::set<std::string_view> names;
    for (auto const weakness : all()) {
        EXPECT_EQ(weakness_from(name(weakness)), weakness);
        EXPECT_TRUE(names.insert(name(weakness)).second);
        EXPECT_FALSE(description(weakness).empty());
        EXPECT_FALSE(description(weakness).contains('\n'));
    }
    for (auto const* other : {"", "OPEN-HTML", "open_html", "open-html "})
        EXPECT_EQ(weakness_from(other), std::nullopt) << other;
}

TEST(WeaknessNames, suggest_the_one_that_was_meant)
{
    EXPECT_EQ(nearest("open-htm"), Weakness::open_html);
    EXPECT_EQ(nearest("qshignored"), Weakness::qsh_ignored);
    EXPECT_EQ(nearest("algnone"), Weakness::alg_none);
    EXPECT_EQ(nearest("mising-hst"), Weakness::missing_hsts);
    (void)nearest(std::string(100'000, 'x')); // bounded
}

TEST(WeaknessSets, hold_what_was_added)
{
    WeaknessSet set;
    EXPECT_TRUE(set.empty());
    set.add(Weakness::wrong_content_type);
    for (auto const weakness : all())
        EXPECT_EQ(set.has(weakness), weakness == Weakness::wrong_content_type);
}

// An attack tells whether it got in, or got something out.
struct Attack {
    std::string_view name;
    bool (*succeeds)(AppInMemory&);
};

// The page was shown to the user whom the token names.
bool shown(http::Response const& response) { return response.body.contains(user_account); }

std::string url_of(std::string_view target) { return fmt::format("https://app.example{}", target); }

json panel_claims(AppInMemory const& app, TenantOfTest const& tenant = tenant_a)
{
    return app.claims(tenant, "GET", url_of(panel));
}

http::Response get_panel(AppInMemory& app, std::string const& token)
{
    return app.get_with(std::string(panel), token);
}

bool anonymous_page(AppInMemory& app)
{
    auto response = app.get(std::string(panel));
    if (auto const location = response.headers.get("Location");
        location && location->starts_with(url_of("/")))
        response = app.call({.url = std::string(*location)});
    return response.body.contains(updates_of_issue);
}

bool unsigned_token(AppInMemory& app)
{
    auto claims = panel_claims(app, {"unknown-tenant", "", ""});
    return shown(get_panel(app, jwt::forge::alg_none(claims.dump(), "none")));
}

bool unsigned_token_of_a_tenant(AppInMemory& app)
{
    auto const response = get_panel(app, jwt::forge::alg_none(panel_claims(app).dump(), "nOnE"));
    return shown(response) && response.body.contains(updates_of_issue);
}

bool token_of_an_unknown_issuer(AppInMemory& app)
{
    return shown(get_panel(app, AppInMemory::sign(panel_claims(app, {"unknown-tenant", "", ""}), "guess")));
}

bool token_with_another_secret(AppInMemory& app)
{
    return shown(get_panel(app, AppInMemory::sign(panel_claims(app), "guess")));
}

bool token_with_its_signature_removed(AppInMemory& app)
{
    return shown(get_panel(app, jwt::forge::signature_removed(panel_claims(app).dump())));
}

bool expired_token(AppInMemory& app)
{
    auto const token = AppInMemory::sign(panel_claims(app), tenant_a.secret);
    app.clock.set(app.clock.now() + std::chrono::minutes(16));
    return shown(get_panel(app, token));
}

bool token_without_expiry(AppInMemory& app)
{
    auto claims = panel_claims(app);
    claims.erase("exp");
    return shown(get_panel(app, AppInMemory::sign(claims, tenant_a.secret)));
}

bool token_of_another_address(AppInMemory& app)
{
    auto const claims = app.claims(tenant_a, "GET", url_of("/overview.html"));
    return shown(get_panel(app, AppInMemory::sign(claims, tenant_a.secret)));
}

bool token_without_query_hash(AppInMemory& app)
{
    auto claims = panel_claims(app);
    claims.erase("qsh");
    return shown(get_panel(app, AppInMemory::sign(claims, tenant_a.secret)));
}

json context_claims(AppInMemory const& app)
{
    auto claims = panel_claims(app);
    claims["qsh"] = "context-qsh";
    return claims;
}

bool context_token_on_a_page(AppInMemory& app)
{
    return shown(get_panel(app, AppInMemory::sign(context_claims(app), tenant_a.secret)));
}

bool context_token_on_a_webhook(AppInMemory& app)
{
    auto const token = AppInMemory::sign(context_claims(app), tenant_a.secret);
    return app.post("/issue-updated", token, {{"issue", {{"key", "ABC-12"}}}}).status < 300;
}

bool context_token_on_a_lifecycle_call(AppInMemory& app)
{
    auto const token = AppInMemory::sign(context_claims(app), tenant_a.secret);
    return app.post("/disabled", token, AppInMemory::lifecycle_body(tenant_a, "disabled")).status < 300;
}

bool token_of_one_tenant_in_the_name_of_another(AppInMemory& app)
{
    return shown(get_panel(app, AppInMemory::sign(panel_claims(app, tenant_a), tenant_b.secret)));
}

TenantOfTest const taken_over{"tenant-a", "a secret of the attacker's", "https://attacker.example"};

// The attacker's secret counts from now on.
bool took_over(AppInMemory& app, std::optional<std::string> const& token)
{
    auto const answer = app.post("/installed", token, AppInMemory::lifecycle_body(taken_over, "installed"));
    if (answer.status >= 300)
        return false;
    EXPECT_TRUE(shown(get_panel(app, AppInMemory::sign(panel_claims(app), taken_over.secret))));
    return true;
}

bool install_without_a_token(AppInMemory& app) { return took_over(app, std::nullopt); }

bool install_by_a_foreign_key(AppInMemory& app)
{
    auto const claims = app.lifecycle_claims(taken_over, "installed").dump();
    auto const token = jwt::forge::rs256(claims, foreign_key(), host_key_id);
    return took_over(app, token);
}

bool install_by_a_token_that_is_not_signed(AppInMemory& app)
{
    auto const claims = app.lifecycle_claims(taken_over, "installed").dump();
    return took_over(app, jwt::forge::alg_none(claims, "none"));
}

bool install_signed_with_the_public_key(AppInMemory& app)
{
    auto const header = fmt::format(R"({{"typ":"JWT","alg":"HS256","kid":"{}"}})", host_key_id);
    auto const secret = jwt::Key::from_secret(host_key().public_pem().value()).value();
    auto const claims = app.lifecycle_claims(taken_over, "installed").dump();
    return took_over(app, jwt::sign_with_header(header, claims, secret, jwt::Algorithm::hs256).value());
}

bool admin_page_as_a_user(AppInMemory& app)
{
    return shown(app.open("/settings.html")) || shown(app.open("/configure.html"));
}

bool token_in_a_location(AppInMemory& app)
{
    auto const token = AppInMemory::sign(panel_claims(app), "guess");
    auto const response = get_panel(app, token);
    return response.headers.get("Location").value_or("").contains(token);
}

bool stack_trace_of_an_error(AppInMemory& app)
{
    return get_panel(app, "no.token.atall").body.contains("token-check.js:42");
}

bool file_of_variables(AppInMemory& app) { return app.get("/.env").body.contains("DB_PASSWORD="); }

bool repository(AppInMemory& app) { return app.get("/.git/HEAD").body.starts_with("ref: "); }

bool listing_of_a_folder(AppInMemory& app) { return app.get("/static/1/").body.contains("foo.css"); }

bool secret_in_a_page(AppInMemory& app) { return app.get("/about.html").body.contains("sharedSecret"); }

bool vulnerable_library(AppInMemory& app)
{
    return app.get("/about.html").body.contains("/static/1/vendor.js") &&
           app.get("/static/1/vendor.js").body.contains("lodash 4.17.4");
}

bool form_for_a_token(AppInMemory& app) { return app.get("/about.html").body.contains("API token"); }

bool element_in_a_page(AppInMemory& app)
{
    return app.get("/foo.html?issueKey=%3Cb%3Ehere").body.contains("<b>here");
}

bool redirect_to_anywhere(AppInMemory& app)
{
    return app.get("/foo.html?returnUrl=https%3A%2F%2Felsewhere.example%2F")
               .headers.get("Location")
               .value_or("") == "https://elsewhere.example/";
}

constexpr std::array attacks{
    Attack{"anonymous_page", anonymous_page},
    Attack{"unsigned_token", unsigned_token},
    Attack{"unsigned_token_of_a_tenant", unsigned_token_of_a_tenant},
    Attack{"token_of_an_unknown_issuer", token_of_an_unknown_issuer},
    Attack{"token_with_another_secret", token_with_another_secret},
    Attack{"token_with_its_signature_removed", token_with_its_signature_removed},
    Attack{"expired_token", expired_token},
    Attack{"token_without_expiry", token_without_expiry},
    Attack{"token_of_another_address", token_of_another_address},
    Attack{"token_without_query_hash", token_without_query_hash},
    Attack{"context_token_on_a_page", context_token_on_a_page},
    Attack{"context_token_on_a_webhook", context_token_on_a_webhook},
    Attack{"context_token_on_a_lifecycle_call", context_token_on_a_lifecycle_call},
    Attack{"token_of_one_tenant_in_the_name_of_another", token_of_one_tenant_in_the_name_of_another},
    Attack{"install_without_a_token", install_without_a_token},
    Attack{"install_by_a_foreign_key", install_by_a_foreign_key},
    Attack{"install_by_a_token_that_is_not_signed", install_by_a_token_that_is_not_signed},
    Attack{"install_signed_with_the_public_key", install_signed_with_the_public_key},
    Attack{"admin_page_as_a_user", admin_page_as_a_user},
    Attack{"token_in_a_location", token_in_a_location},
    Attack{"stack_trace_of_an_error", stack_trace_of_an_error},
    Attack{"file_of_variables", file_of_variables},
    Attack{"vulnerable_library", vulnerable_library},
    Attack{"form_for_a_token", form_for_a_token},
    Attack{"element_in_a_page", element_in_a_page},
    Attack{"redirect_to_anywhere", redirect_to_anywhere},
    Attack{"repository", repository},
    Attack{"listing_of_a_folder", listing_of_a_folder},
    Attack{"secret_in_a_page", secret_in_a_page},
};

using Names = std::set<std::string_view>;

// Exactly these succeed; of everything that is not named here, none.
std::map<Weakness, Names> const holes{
    {Weakness::open_html, {"anonymous_page"}},
    {Weakness::alg_none,
     {"unsigned_token", "unsigned_token_of_a_tenant", "install_by_a_token_that_is_not_signed"}},
    {Weakness::any_signature,
     {"token_of_an_unknown_issuer", "token_with_another_secret", "token_with_its_signature_removed",
      "token_of_one_tenant_in_the_name_of_another", "install_by_a_foreign_key"}},
    {Weakness::expiry_ignored, {"expired_token", "token_without_expiry"}},
    {Weakness::qsh_ignored, {"token_of_another_address", "token_without_query_hash"}},
    {Weakness::context_token_everywhere,
     {"context_token_on_a_page", "context_token_on_a_webhook", "context_token_on_a_lifecycle_call"}},
    {Weakness::tenant_confusion, {"token_of_one_tenant_in_the_name_of_another"}},
    {Weakness::hmac_with_public_key, {"install_signed_with_the_public_key"}},
    {Weakness::unsigned_install,
     {"install_without_a_token", "install_by_a_foreign_key", "install_by_a_token_that_is_not_signed",
      "install_signed_with_the_public_key"}},
    {Weakness::admin_open_to_users, {"admin_page_as_a_user"}},
    {Weakness::error_but_leaks, {"anonymous_page"}},
    {Weakness::refusal_leaks, {"anonymous_page"}},
    {Weakness::fake_login_redirect, {"anonymous_page"}},
    {Weakness::token_in_redirect, {"token_in_a_location"}},
    {Weakness::stack_trace, {"stack_trace_of_an_error"}},
    {Weakness::vulnerable_library, {"vulnerable_library"}},
    {Weakness::credential_form, {"form_for_a_token"}},
    {Weakness::reflected_input, {"element_in_a_page"}},
    {Weakness::open_redirect, {"redirect_to_anywhere"}},
    {Weakness::exposed_env, {"file_of_variables"}},
    {Weakness::exposed_git, {"repository"}},
    {Weakness::directory_listing, {"listing_of_a_folder"}},
    {Weakness::leaked_secret, {"secret_in_a_page"}},
};

Names successes(WeaknessSet weaknesses)
{
    Names names;
    for (auto const& attack : attacks) {
        // Nobody can install an app that is unavailable.
        auto app = weaknesses.has(Weakness::unavailable)
                       ? std::make_unique<AppInMemory>(AppInMemory::config(weaknesses))
                       : healthy(weaknesses);
        if (attack.succeeds(*app))
            names.insert(attack.name);
    }
    return names;
}

TEST(TheAppWithoutAWeakness, refuses_every_attack) { EXPECT_EQ(successes({}), Names{}); }

class OneWeakness : public testing::TestWithParam<Weakness> {};

TEST_P(OneWeakness, opens_exactly_its_hole)
{
    auto const weakness = GetParam();
    auto const found = holes.find(weakness);
    EXPECT_EQ(found != holes.end(), effect(weakness) == Effect::hole);
    EXPECT_EQ(successes({weakness}), found == holes.end() ? Names{} : found->second);
}

INSTANTIATE_TEST_SUITE_P(Sample, OneWeakness, testing::ValuesIn(all().begin(), all().end()),
                         [](auto const& info) {
                             auto text = std::string(name(info.param));
                             std::ranges::replace(text, '-', '_');
                             return text;
                         });

} // namespace
} // namespace postern::sample
