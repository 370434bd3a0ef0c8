// What it costs to verify tokens: a whole page token (signature, claims and query hash) beside OpenSSL's
// HMAC-SHA256 over the same bytes, and RS256 beside OpenSSL's RSA alone. Prints the ratios within this one
// run, and fails where a bound that the project promises is missed.

#include "base/assert.hpp"
#include "base/sha256.hpp"
#include "jwt/sign.hpp"
#include "jwt/verifier.hpp"
#include "platform/connect/qsh.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace postern;
namespace connect = platform::connect;

constexpr double page_tokens_per_second_min = 500'000;
constexpr double rs256_ratio_max = 1.1;

constexpr TimePoint now{std::chrono::seconds(1'700'000'000)};
constexpr std::string_view secret = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
constexpr std::string_view base = "https://app.example/base";
constexpr std::string_view target =
    "/base/"
    "panel?issue=ABC-1&project=ABC&xdm_e=https%3A%2F%2Ftenant.example&xdm_c=channel-com.example.app__panel"
    "&cp=&xdm_deprecated_addon_key_do_not_use=com.example.app&lic=none&cv=1001.0.0-SNAPSHOT";

jwt::Key const& shared_key()
{
    static auto const key = jwt::Key::from_secret(secret).value();
    return key;
}

// Claims in the order of a real page token, about 350 bytes in all.
std::string const& page_token()
{
    static auto const token = [] {
        auto const claims = fmt::format(
            R"({{"sub":"557058:0f2c6d31-7a44-4d41","qsh":"{}",)"
            R"("iss":"c7a1f3d2-0b1c-3d6e-9a55-1c2d3e4f5a6b","context":{{}},"exp":1700000900,"iat":1700000000}})",
            connect::query_hash("GET", target, base));
        return jwt::sign(claims, shared_key(), jwt::Algorithm::hs256).value();
    }();
    return token;
}

void page_token_verification(benchmark::State& state)
{
    auto const& token = page_token();
    jwt::Policy const policy{.algorithms = {jwt::Algorithm::hs256}};
    jwt::Verifier verifier;
    connect::QueryHasher hasher;
    for (auto _ : state) {
        auto const view = verifier.verify(token, shared_key(), policy, now);
        POSTERN_ASSERT(view && view->query_hash, "the token is right");
        auto const variant = hasher.match(*view->query_hash, "GET", target, base);
        POSTERN_ASSERT(variant, "the hash fits");
        benchmark::DoNotOptimize(variant);
    }
}

void openssl_hmac_sha256(benchmark::State& state)
{
    auto const& token = page_token();
    auto const input = token.substr(0, token.rfind('.'));
    std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> const mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr),
                                                                EVP_MAC_free);
    std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> const context(EVP_MAC_CTX_new(mac.get()),
                                                                            EVP_MAC_CTX_free);
    std::string digest = "SHA256";
    std::array<OSSL_PARAM, 2> const parameters{OSSL_PARAM_construct_utf8_string("digest", digest.data(), 0),
                                               OSSL_PARAM_construct_end()};
    auto const* const key = reinterpret_cast<unsigned char const*>(secret.data());
    POSTERN_ASSERT(EVP_MAC_init(context.get(), key, secret.size(), parameters.data()) == 1, "HMAC");
    std::array<unsigned char, 32> out{};
    for (auto _ : state) {
        std::size_t size = 0;
        EVP_MAC_init(context.get(), nullptr, 0, nullptr); // the key again
        EVP_MAC_update(context.get(), reinterpret_cast<unsigned char const*>(input.data()), input.size());
        EVP_MAC_final(context.get(), out.data(), &size, out.size());
        benchmark::DoNotOptimize(out);
    }
}

jwt::Key const& rsa_key()
{
    static auto const key = jwt::Key::generate(jwt::Algorithm::rs256);
    return key;
}

std::string const& install_token()
{
    static auto const token =
        jwt::sign(R"({"iss":"c7a1f3d2-0b1c-3d6e","aud":["https://app.example"],"exp":1700000900})", rsa_key(),
                  jwt::Algorithm::rs256, "3f1c0a52-9a7d")
            .value();
    return token;
}

void rs256_verification(benchmark::State& state)
{
    auto const& token = install_token();
    jwt::Policy const policy{.algorithms = {jwt::Algorithm::rs256}};
    jwt::Verifier verifier;
    for (auto _ : state) {
        auto const view = verifier.verify(token, rsa_key(), policy, now);
        POSTERN_ASSERT(view, "the token is right");
        benchmark::DoNotOptimize(view);
    }
}

// What `openssl speed rsa2048` measures: EVP_PKEY_verify of a digest, again and again with one context.
void openssl_rsa2048_verify(benchmark::State& state)
{
    auto const pem = rsa_key().public_pem().value();
    std::unique_ptr<BIO, decltype(&BIO_free)> const bio(
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> const key(
        PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
    std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> const context(
        EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr), EVP_PKEY_CTX_free);
    EVP_PKEY_verify_init(context.get());
    EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING);
    EVP_PKEY_CTX_set_signature_md(context.get(), EVP_sha256());

    auto const token = jwt::parse(install_token()).value();
    auto const digest = sha256(token.signing_input);
    auto const* const signature = reinterpret_cast<unsigned char const*>(token.signature.data());
    for (auto _ : state) {
        auto const good =
            EVP_PKEY_verify(context.get(), signature, token.signature.size(), digest.data(), digest.size());
        POSTERN_ASSERT(good == 1, "the signature is right");
    }
}

BENCHMARK(openssl_hmac_sha256);
BENCHMARK(page_token_verification);
BENCHMARK(openssl_rsa2048_verify);
BENCHMARK(rs256_verification);

// The usual table, and the best time of each benchmark's repetitions.
class BestTimes final : public benchmark::ConsoleReporter {
public:
    BestTimes() : ConsoleReporter(OO_Tabular) {} // without colour, so that it can be kept in a file

    void ReportRuns(std::vector<Run> const& runs) override
    {
        ConsoleReporter::ReportRuns(runs);
        for (auto const& run : runs) {
            if (run.run_type != Run::RT_Iteration)
                continue;
            auto const seconds = run.cpu_accumulated_time / static_cast<double>(run.iterations);
            auto const [at, added] = seconds_.try_emplace(run.run_name.function_name, seconds);
            at->second = std::min(at->second, seconds);
        }
    }
    [[nodiscard]] double seconds(std::string const& name) const { return seconds_.at(name); }

private:
    std::map<std::string, double> seconds_;
};

bool print_result(BestTimes const& times)
{
    auto const page = times.seconds("page_token_verification");
    auto const hmac = times.seconds("openssl_hmac_sha256");
    auto const rs256 = times.seconds("rs256_verification");
    auto const rsa = times.seconds("openssl_rsa2048_verify");
    fmt::print("\npage token of {} bytes, HS256: signature, claims and query hash\n", page_token().size());
    fmt::print("  {:9.0f} a second on one core (at least {:.0f})\n", 1 / page, page_tokens_per_second_min);
    fmt::print("  {:9.2f} x the time of OpenSSL's HMAC-SHA256 over the same bytes ({:.0f} a second)\n",
               page / hmac, 1 / hmac);
    fmt::print("install token of {} bytes, RS256: signature and claims\n", install_token().size());
    fmt::print("  {:9.0f} a second on one core\n", 1 / rs256);
    fmt::print("  {:9.3f} x the time of OpenSSL's RSA-2048 verification (at most {}; {:.0f} a second)\n",
               rs256 / rsa, rs256_ratio_max, 1 / rsa);
    return 1 / page >= page_tokens_per_second_min && rs256 / rsa <= rs256_ratio_max;
}

} // namespace

int main(int argc, char** argv)
{
    std::vector<char*> arguments(argv, argv + argc);
    std::array<std::string, 2> defaults{"--benchmark_repetitions=5", "--benchmark_min_time=0.3"};
    for (auto& option : defaults)
        arguments.insert(arguments.begin() + 1, option.data());
    int count = static_cast<int>(arguments.size());
    benchmark::Initialize(&count, arguments.data());
    if (benchmark::ReportUnrecognizedArguments(count, arguments.data()))
        return 64;
    BestTimes times;
    if (benchmark::RunSpecifiedBenchmarks(&times) != 4)
        return 0; // a choice of them: no ratios
    return print_result(times) ? 0 : 1;
}
