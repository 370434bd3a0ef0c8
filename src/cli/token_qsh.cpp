#include "base/sha256.hpp"
#include "cli/token_commands.hpp"
#include "cli/token_output.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace postern::cli {
namespace {

namespace connect = platform::connect;

int qsh(TokenOptions const& options, Environment& environment)
{
    if (!options.url)
        throw UsageError{"--url is missing: the address or path of the request"};
    check_request_options(options);
    auto const form = read_form(options, environment);
    auto const source = form ? connect::ParameterSource::form_body : connect::ParameterSource::query;
    connect::QueryHasher hasher;
    auto const canonical = [&](connect::SortOrder order, connect::PathForm path) {
        return std::string(hasher.canonical_request(options.method, *options.url, options.base_url,
                                                    {order, path, source}, form.value_or("")));
    };
    auto const first = canonical(connect::SortOrder::java, connect::PathForm::raw);
    if (options.output == TokenOutput::text) {
        environment.out << sha256_hex(first) << '\n';
        return exit_ok;
    }
    auto variants = nlohmann::ordered_json::array();
    for (auto const path : {connect::PathForm::raw, connect::PathForm::decoded})
        for (auto const order : {connect::SortOrder::java, connect::SortOrder::javascript}) {
            auto const text = canonical(order, path);
            variants.push_back({{"order", order == connect::SortOrder::java ? "java" : "javascript"},
                                {"path", path == connect::PathForm::raw ? "raw" : "decoded"},
                                {"query_hash", sha256_hex(text)},
                                {"canonical_request", text}});
        }
    write_json({{"query_hash", sha256_hex(first)}, {"canonical_request", first}, {"variants", variants}},
               environment.out);
    return exit_ok;
}

} // namespace

void add_token_qsh(CLI::App& token, Chosen& chosen)
{
    auto options = std::make_shared<TokenOptions>();
    auto* const command = token.add_subcommand("qsh", "Print the query hash of a request");
    add_request_options(*command, *options);
    add_json_option(*command, *options);
    command->callback([options, &chosen] {
        chosen = [options](Environment& environment) { return qsh(*options, environment); };
    });
}

} // namespace postern::cli
