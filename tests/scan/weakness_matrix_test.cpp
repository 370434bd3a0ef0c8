// What a scan says of each weakness of the sample app, one at a time, through the command line: exactly which
// checks say something else than of the healthy app. The evidence of each scan is judged again and must say
// the same. Prints the matrix at its end.
//
// A weakness that is added to the sample app needs a row here; a check, its verdicts of the healthy app.

#include "scan/scanned.hpp"
#include "scan/verdicts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>

namespace postern::scan_test {
namespace {

using sample::Weakness;
using enum checks::Outcome;

enum class Transport { http, tls };
std::string_view name(Transport transport) { return transport == Transport::http ? "http" : "tls"; }

// What each check says of the sample app without any weakness.
struct Healthy {
    std::string_view check;
    checks::Outcome over_http;
    checks::Outcome over_tls;
};

constexpr std::array healthy_app{
    Healthy{"anonymous-access", warn, warn},
    Healthy{"forged-token", pass, pass},
    Healthy{"lifecycle-signature", pass, pass},
    Healthy{"admin-authorization", manual, manual},
    Healthy{"leaked-secrets", pass, pass},
    Healthy{"leaked-tokens", pass, pass},
    Healthy{"exposed-files", pass, pass},
    Healthy{"directory-listing", pass, pass},
    Healthy{"error-pages", pass, pass},
    Healthy{"source-maps", pass, pass},
    Healthy{"reflected-input", pass, pass},
    Healthy{"open-redirect", pass, pass},
    Healthy{"credential-forms", pass, pass},
    Healthy{"vulnerable-components", pass, pass},
    Healthy{"cache-control", pass, pass},
    Healthy{"referrer-policy", pass, pass},
    Healthy{"session-cookies", pass, pass},
    Healthy{"content-security-policy", pass, pass},
    Healthy{"frame-options", pass, pass},
    Healthy{"content-type-options", pass, pass},
    Healthy{"cross-origin", pass, pass},
    Healthy{"tls-versions", not_applicable, pass},
    Healthy{"tls-ciphers", not_applicable, pass},
    Healthy{"tls-certificate", not_applicable, pass},
    Healthy{"https-redirect", not_applicable, not_applicable},
    Healthy{"hsts", not_applicable, pass},
    Healthy{"domain-registration", not_applicable, not_applicable}, // this machine has no name in the DNS
    Healthy{"domain-takeover", not_applicable, not_applicable},
    Healthy{"certificate-authority", not_applicable, not_applicable},
    Healthy{"branding", manual, manual}, // not asked for
    Healthy{"descriptor-base-url", warn, pass},
    Healthy{"descriptor-authentication", pass, pass},
    Healthy{"descriptor-migrations", pass, pass},
    Healthy{"descriptor-scopes", pass, pass},
    Healthy{"descriptor-modules", pass, pass},
};

// The checks that say something else of an app with this weakness. None: nothing can be seen of it, because
// it takes a tenant's secret or a key of the host's, or because it is no hole.
struct Row {
    Weakness weakness;
    std::vector<Change> changes = {};
};

// Of an app whose pages give nothing to judge: these, and more of them.
std::vector<Change> no_page_seen(std::initializer_list<std::string_view> more)
{
    std::vector<Change> changes;
    for (auto const check :
         {"anonymous-access", "forged-token", "reflected-input", "credential-forms", "vulnerable-components",
          "cache-control", "referrer-policy", "session-cookies", "content-security-policy", "frame-options",
          "content-type-options", "cross-origin"})
        changes.push_back({std::string_view(check), inconclusive});
    for (auto const check : more)
        changes.push_back({check, inconclusive});
    return changes;
}

std::vector<Row> const over_http{
    {Weakness::open_html, {{"anonymous-access", fail}}},
    {Weakness::alg_none, {{"forged-token", fail}, {"lifecycle-signature", fail}}},
    {Weakness::any_signature, {{"forged-token", fail}, {"lifecycle-signature", fail}}},
    {Weakness::unsigned_install, {{"lifecycle-signature", fail}}},
    {Weakness::error_but_leaks, {{"anonymous-access", fail}}},
    {Weakness::refusal_leaks, {{"anonymous-access", fail}}},
    {Weakness::login_redirect, {{"credential-forms", warn}}},
    {Weakness::fake_login_redirect, {{"anonymous-access", fail}}},
    {Weakness::missing_cache_control, {{"cache-control", warn}}},
    {Weakness::wrong_cache_control, {{"cache-control", fail}}},
    {Weakness::missing_referrer_policy, {{"referrer-policy", fail}}},
    {Weakness::wrong_referrer_policy, {{"referrer-policy", fail}}},
    {Weakness::insecure_cookie, {{"session-cookies", fail}}},
    {Weakness::token_in_redirect, {{"leaked-tokens", fail}, {"credential-forms", warn}}},
    {Weakness::stack_trace, {{"forged-token", inconclusive}, {"error-pages", fail}}},
    {Weakness::vulnerable_library, {{"vulnerable-components", fail}}},
    {Weakness::credential_form, {{"credential-forms", fail}}},
    {Weakness::reflected_input, {{"reflected-input", fail}}},
    {Weakness::open_redirect, {{"open-redirect", fail}}},
    {Weakness::exposed_env, {{"exposed-files", fail}}},
    {Weakness::exposed_git, {{"exposed-files", fail}}},
    {Weakness::directory_listing, {{"directory-listing", fail}}},
    {Weakness::leaked_secret, {{"leaked-secrets", fail}}},
    {Weakness::huge_body,
     {{"anonymous-access", inconclusive},
      {"forged-token", inconclusive},
      {"reflected-input", manual},
      {"credential-forms", manual},
      {"error-pages", manual},
      {"leaked-secrets", manual},
      {"leaked-tokens", manual},
      {"source-maps", manual}}},
    {Weakness::wrong_content_type, {{"credential-forms", manual}, {"vulnerable-components", manual}}},
    {Weakness::wide_scopes, {{"descriptor-scopes", warn}}},
    {Weakness::unsigned_migration, {{"descriptor-migrations", fail}}},
    {Weakness::csp_blocks_host, {{"content-security-policy", fail}}},
    {Weakness::unsafe_csp, {{"content-security-policy", warn}}},
    {Weakness::frame_options_deny, {{"frame-options", fail}}},
    {Weakness::sniffable, {{"content-type-options", warn}}},
    {Weakness::cors_reflects_any_origin, {{"cross-origin", fail}}},

    // To be seen with the secret of a tenant or of two, or with a key of the host.
    {Weakness::expiry_ignored},
    {Weakness::qsh_ignored},
    {Weakness::context_token_everywhere},
    {Weakness::tenant_confusion},
    {Weakness::hmac_with_public_key},
    {Weakness::admin_open_to_users},

    // To be seen over TLS only.
    {Weakness::missing_hsts},
    {Weakness::wrong_hsts},

    // Nothing can be seen behind these.
    {Weakness::slow,
     no_page_seen({"leaked-secrets", "leaked-tokens", "error-pages", "source-maps", "open-redirect"})},
    {Weakness::unavailable, no_page_seen({"leaked-secrets", "leaked-tokens", "error-pages", "source-maps",
                                          "lifecycle-signature", "open-redirect"})},
    {Weakness::endless_redirect, no_page_seen({})},
};

// What only an app that speaks TLS can have.
std::vector<Row> const over_tls{
    {Weakness::missing_hsts, {{"hsts", fail}}},
    {Weakness::wrong_hsts, {{"hsts", fail}}},
};

Verdicts healthy(Transport transport)
{
    Verdicts verdicts;
    for (auto const& each : healthy_app)
        verdicts.emplace(each.check,
                         checks::name(transport == Transport::http ? each.over_http : each.over_tls));
    return verdicts;
}

struct Run {
    Transport transport;
    std::optional<Weakness> weakness; // none: the healthy app
    std::vector<Change> changes = {};

    [[nodiscard]] std::string name() const
    {
        return weakness ? std::string(sample::name(*weakness)) : "(healthy app)";
    }
    [[nodiscard]] sample::WeaknessSet weaknesses() const
    {
        return weakness ? sample::WeaknessSet{*weakness} : sample::WeaknessSet{};
    }
};

void PrintTo(Run const& run, std::ostream* out) { *out << run.name() << " over " << name(run.transport); }

std::vector<Run> runs()
{
    std::vector<Run> all;
    for (auto const transport : {Transport::http, Transport::tls}) {
        all.push_back({.transport = transport, .weakness = std::nullopt});
        for (auto const& [weakness, changes] : transport == Transport::http ? over_http : over_tls)
            all.push_back({.transport = transport, .weakness = weakness, .changes = changes});
    }
    return all;
}

class WeaknessMatrix : public testing::TestWithParam<Run> {
protected:
    static void SetUpTestSuite() { std::filesystem::create_directories(folder); }
    static void TearDownTestSuite()
    {
        std::cout << '\n';
        matrix().print(std::cout);
        std::cout << '\n';
    }

    // Saves the evidence.
    json scan_sample()
    {
        auto const& run = GetParam();
        auto const tls = run.transport == Transport::tls ? std::optional(identity()) : std::nullopt;
        if (tls)
            postern_.now = SystemClock().now(); // as the certificate's
        FixedClock const clock(postern_.now);
        SampleTarget const target(clock, run.weaknesses(), tls);
        std::vector<std::string> options{"--save-evidence", evidence_file()};
        if (tls)
            options.insert(options.end(), {"--ca-file", ca_file()});
        // Only what never answers may be given up on, however busy the machine is.
        options.insert(options.end(), {"--timeout", run.weakness == Weakness::slow ? "3" : "60"});
        return scan(postern_, target, std::move(options));
    }

    json evaluate_evidence()
    {
        auto const result = postern_.run({"evaluate", evidence_file(), "--format", "json"});
        EXPECT_EQ(result.err, "");
        auto report = json::parse(result.out);
        report["exit_status"] = result.status;
        if (std::filesystem::file_size(evidence_file()) > evidence_kept_max_bytes)
            std::filesystem::remove(evidence_file());
        return report;
    }

    static void note(Verdicts const& got, PrintedMatrix::Mark mark)
    {
        auto const& run = GetParam();
        matrix().add(run.name(), std::string(name(run.transport)), got,
                     run.weakness ? healthy(run.transport) : Verdicts(), mark);
    }

private:
    static constexpr std::uintmax_t evidence_kept_max_bytes = 8 * 1024 * 1024; // of one scan
    static inline std::filesystem::path const folder = POSTERN_MATRIX_FOLDER;

    static PrintedMatrix& matrix()
    {
        static PrintedMatrix of_this_run;
        return of_this_run;
    }
    // A certificate that the scan is told to trust.
    static net::TlsIdentity const& identity()
    {
        static auto const made = net::make_self_signed("localhost", 90);
        return made;
    }
    static std::string ca_file()
    {
        auto const file = folder / "ca.pem";
        std::ofstream(file) << identity().certificate_pem;
        return file;
    }
    static std::string evidence_file()
    {
        auto const& run = GetParam();
        return folder / fmt::format("{}.{}.json", run.weakness ? run.name() : "healthy", name(run.transport));
    }

    support::CommandLine postern_;
};

int expected_status(json const& report)
{
    if (!with_verdict(report, "fail").empty())
        return cli::exit_failed;
    return with_verdict(report, "inconclusive").empty() ? cli::exit_ok : cli::exit_incomplete;
}

void expect_every_endpoint_is_probed(json const& report)
{
    EXPECT_TRUE(report.at("complete"));
    for (auto const& coverage : report.at("coverage"))
        if (coverage.at("kind") != "none")
            EXPECT_EQ(coverage.at("state"), "probed") << coverage.dump();
}

TEST_P(WeaknessMatrix, says_exactly_this)
{
    auto const& run = GetParam();
    auto const report = scan_sample();
    auto const got = verdicts_of(report);
    auto const wrong = differences(with(healthy(run.transport), run.changes), got);
    for (auto const& line : wrong)
        ADD_FAILURE() << run.name() << " over " << name(run.transport) << ": " << line;
    for (auto const& check : report.at("checks"))
        if (check.at("verdict") == "fail")
            expect_proof(report, check);
    EXPECT_EQ(report.at("exit_status"), expected_status(report));
    if (!run.weakness)
        expect_every_endpoint_is_probed(report);

    auto const again = evaluate_evidence();
    for (auto const& line : differences(got, verdicts_of(again)))
        ADD_FAILURE() << run.name() << ", the saved evidence: " << line;
    EXPECT_EQ(again.at("exit_status"), report.at("exit_status"));
    EXPECT_TRUE(again.at("checks") == report.at("checks")) << "the findings differ";
    note(got, wrong.empty() && !HasFailure() ? PrintedMatrix::Mark::as_expected : PrintedMatrix::Mark::other);
}

INSTANTIATE_TEST_SUITE_P(Sample, WeaknessMatrix, testing::ValuesIn(runs()), [](auto const& run) {
    auto text = fmt::format("{}_over_{}", run.param.weakness ? run.param.name() : "healthy",
                            name(run.param.transport));
    std::ranges::replace(text, '-', '_');
    return text;
});

TEST(WeaknessMatrixRows, are_one_for_every_weakness)
{
    for (auto const weakness : sample::all())
        EXPECT_EQ(std::ranges::count(over_http, weakness, &Row::weakness), 1) << sample::name(weakness);
}

// A hole that can be seen without a secret must be seen, and what is harmless must not be called a failure.
TEST(WeaknessMatrixRows, agree_with_what_the_sample_app_says_of_each_weakness)
{
    std::map<Weakness, std::vector<checks::Outcome>> seen;
    for (auto const* rows : {&over_http, &over_tls})
        for (auto const& [weakness, changes] : *rows)
            for (auto const& change : changes)
                seen[weakness].push_back(change.outcome);
    for (auto const weakness : sample::all()) {
        auto const told = testing::AnyOf(fail, warn);
        auto const shown = sample::visibility(weakness) == sample::Visibility::anonymous;
        auto const effect = sample::effect(weakness);
        if (effect == sample::Effect::nuisance || effect == sample::Effect::harmless)
            EXPECT_THAT(seen[weakness], testing::Not(testing::Contains(fail))) << sample::name(weakness);
        else if (shown)
            EXPECT_THAT(seen[weakness], testing::Contains(told)) << sample::name(weakness);
        else
            EXPECT_THAT(seen[weakness], testing::IsEmpty()) << sample::name(weakness);
    }
}

} // namespace
} // namespace postern::scan_test
