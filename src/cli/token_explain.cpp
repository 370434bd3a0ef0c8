#include "base/sha256.hpp"
#include "cli/token_commands.hpp"
#include "cli/token_output.hpp"
#include "platform/connect/explain.hpp"
#include "platform/connect/near_miss.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>

namespace postern::cli {
namespace {

namespace connect = platform::connect;

struct ExplainOptions : TokenOptions {
    ExpectedToken expected = ExpectedToken::bound_to_request;
};

// How the token's hash relates to the request.
struct HashExplanation {
    std::string expected; // the request's hash
    std::string canonical;
    std::optional<connect::QshVariant> variant;
    std::optional<connect::NearMiss> near_miss;
};

std::optional<HashExplanation> explain_hash(jwt::Token const& token, TokenOptions const& options,
                                            Environment& environment)
{
    if (!options.url)
        return std::nullopt;
    auto const form = read_form(options, environment);
    auto const hash = token.claims.query_hash.value_or("");
    HashExplanation explanation;
    explanation.variant =
        connect::match_query_hash(hash, options.method, *options.url, options.base_url, form);
    explanation.canonical =
        form && connect::query_of(*options.url).empty()
            ? connect::canonical_form_request(options.method, *options.url, options.base_url, *form)
            : connect::canonical_request(options.method, *options.url, options.base_url);
    explanation.expected = sha256_hex(explanation.canonical);
    if (!explanation.variant)
        explanation.near_miss =
            connect::find_near_miss(hash, {options.method, *options.url, options.base_url, form});
    return explanation;
}

nlohmann::ordered_json json_of(std::vector<connect::ExplainedClaim> const& claims)
{
    auto list = nlohmann::ordered_json::array();
    for (auto const& [name, value, meaning] : claims)
        list.push_back({{"name", name}, {"value", json_value(value)}, {"meaning", meaning}});
    return list;
}

nlohmann::ordered_json json_of(HashExplanation const& hash)
{
    nlohmann::ordered_json json{{"fits", hash.variant.has_value()},
                                {"query_hash", hash.expected},
                                {"canonical_request", hash.canonical}};
    if (hash.variant)
        json["variant"] = describe(*hash.variant);
    if (hash.near_miss)
        json["near_miss"] = {{"deviations", hash.near_miss->deviations},
                             {"canonical_request", hash.near_miss->canonical}};
    return json;
}

void write_claims(std::string_view title, std::vector<connect::ExplainedClaim> const& claims,
                  Environment& environment)
{
    auto screen = screen_for(environment);
    screen.text(0, title);
    for (auto const& [name, value, meaning] : claims) {
        write_unbroken(fmt::format("{} = {}", name, value), 2, environment);
        screen.text(6, meaning);
    }
}

void write_hash(HashExplanation const& hash, jwt::Token const& token, Environment& environment)
{
    auto screen = screen_for(environment);
    screen.text(0, "Query hash");
    if (hash.variant) {
        screen.text(2, fmt::format("It is that of the request: {}.", describe(*hash.variant)));
        return;
    }
    if (!token.claims.query_hash)
        screen.text(2, "The token has none, so it is bound to no request.");
    else if (*token.claims.query_hash == connect::context_qsh)
        screen.text(2, "This is a context token: it is bound to no request.");
    else
        screen.text(2, "It is NOT that of the request. The request's canonical form is");
    write_unbroken(hash.canonical, 4, environment);
    screen.text(2, "with the hash");
    write_unbroken(hash.expected, 4, environment);
    if (hash.near_miss) {
        screen.text(2, fmt::format("The token's hash would fit with {}:",
                                   fmt::join(hash.near_miss->deviations, ", and ")));
        write_unbroken(hash.near_miss->canonical, 4, environment);
    } else if (token.claims.query_hash && *token.claims.query_hash != connect::context_qsh) {
        screen.text(2, "No known way to canonicalise this request gives the token's hash: it was made for "
                       "another request, or the address was changed on its way.");
    }
}

int explain(ExplainOptions const& options, Environment& environment)
{
    check_request_options(options);
    auto const place = options.token_file.empty() && options.token.empty() ? std::string("-")
                       : options.token_file.empty()                        ? options.token
                                                                           : options.token_file;
    check_standard_input({place, options.secret_file, options.key_file});
    if (options.form_file == "-")
        throw UsageError{"--form-file: explain needs the form in a file"}; // it is read more than once
    auto const now = time_of(options, environment);
    auto const compact = read_token(options, environment);
    auto const token = jwt::parse(compact);
    if (!token)
        return write_failure(token.error(), options.output, environment);
    std::optional<TokenVerdict> verdict;
    if (has_key(options))
        verdict = judge_token(compact, options, options.expected, environment);
    auto const hash = explain_hash(*token, options, environment);
    auto const age = connect::explain_age(token->claims, now);
    auto const status = !verdict || verdict->verified ? exit_ok : exit_failed;

    if (options.output == TokenOutput::json) {
        nlohmann::ordered_json json{{"signature_checked", verdict.has_value()}};
        if (verdict)
            json["verdict"] = verdict_json(*verdict);
        json["age"] = age;
        json["header"] = json_of(connect::explain_header(*token));
        json["payload"] = json_of(connect::explain_payload(*token, now));
        if (hash)
            json["request"] = json_of(*hash);
        write_json(json, environment.out);
        return status;
    }
    auto screen = screen_for(environment);
    if (verdict)
        write_verdict(*verdict, environment);
    else
        screen.text(0, "The signature was NOT checked (give --secret-file or --key-file): anybody can have "
                       "written this.");
    screen.text(0, fmt::format("The token {}.", age));
    screen.blank();
    write_claims("Header", connect::explain_header(*token), environment);
    screen.blank();
    write_claims("Claims", connect::explain_payload(*token, now), environment);
    if (hash) {
        screen.blank();
        write_hash(*hash, *token, environment);
    }
    return status;
}

} // namespace

void add_token_explain(CLI::App& token, Chosen& chosen)
{
    auto options = std::make_shared<ExplainOptions>();
    auto* const command = token.add_subcommand(
        "explain", "Say in words what a token holds, how old it is, and why its query hash does not fit");
    add_token_source(*command, *options);
    add_key_options(*command, *options);
    add_request_options(*command, *options);
    add_now_option(*command, *options);
    add_leeway_option(*command, *options);
    command->add_flag_callback(
        "--context-token", [&options = *options] { options.expected = ExpectedToken::context; },
        "A context token is expected");
    add_json_option(*command, *options);
    refuse_secrets(*command);
    command->callback([options, &chosen] {
        chosen = [options](Environment& environment) { return explain(*options, environment); };
    });
}

} // namespace postern::cli
