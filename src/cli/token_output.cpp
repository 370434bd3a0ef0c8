#include "cli/token_output.hpp"

#include "cli/report_output.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace postern::cli {
namespace {

using nlohmann::ordered_json;

report::TerminalStyle style_of(Environment const& environment) { return terminal_style({}, environment); }

std::string_view word(HashState hash)
{
    switch (hash) {
    case HashState::not_checked:
        return "not_checked";
    case HashState::fits:
        return "fits";
    case HashState::context_token:
        return "context_token";
    }
    return "";
}

} // namespace

report::Screen screen_for(Environment const& environment) { return {environment.out, style_of(environment)}; }

void write_unbroken(std::string_view text, int indent, Environment& environment)
{
    auto const room = std::max(style_of(environment).width_columns, report::terminal_columns_min) - indent;
    auto const visible = report::printable(text, report::Characters::ascii); // one column for each byte
    std::string_view rest = visible;
    do {
        auto const line = rest.substr(0, static_cast<std::size_t>(room));
        environment.out << std::string(static_cast<std::size_t>(indent), ' ') << line << '\n';
        rest.remove_prefix(line.size());
    } while (!rest.empty());
}

void write_json(ordered_json const& json, std::ostream& out)
{
    out << json.dump(2, ' ', true, ordered_json::error_handler_t::replace) << '\n';
}

ordered_json json_value(std::string_view text)
{
    auto value = ordered_json::parse(text, nullptr, false);
    return value.is_discarded() ? ordered_json(text) : value;
}

void write_json_text(std::string_view text, int indent, Environment& environment)
{
    auto const pretty = json_value(text).dump(2, ' ', true, ordered_json::error_handler_t::replace);
    std::string_view rest = pretty;
    while (!rest.empty()) {
        auto const end = std::min(rest.find('\n'), rest.size());
        write_unbroken(rest.substr(0, end), indent, environment);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
}

ordered_json verdict_json(TokenVerdict const& verdict)
{
    ordered_json json{{"verified", verdict.verified}};
    if (!verdict.verified) {
        json["reason"] = verdict.reason;
        json["message"] = verdict.message;
    }
    if (!verdict.key.empty())
        json["key"] = verdict.key;
    if (verdict.verified)
        json["query_hash"] = word(verdict.hash);
    if (verdict.variant)
        json["variant"] = describe(*verdict.variant);
    return json;
}

void write_verdict(TokenVerdict const& verdict, Environment& environment)
{
    auto screen = screen_for(environment);
    if (!verdict.verified) {
        screen.text(0, fmt::format("NOT VERIFIED ({}): {}.", verdict.reason, verdict.message));
        return;
    }
    screen.text(0, fmt::format("VERIFIED: signature (with {}) and times are right.", verdict.key));
    if (verdict.variant)
        screen.text(0, fmt::format("The query hash is that of the request: {}.", describe(*verdict.variant)));
    else if (verdict.hash == HashState::context_token)
        screen.text(0, "It is a context token, bound to no request.");
    else
        screen.text(0, "The query hash was NOT checked: give the request with --url.");
}

int write_failure(jwt::Failure failure, TokenOutput output, Environment& environment)
{
    if (output == TokenOutput::json)
        write_json({{"reason", name(failure)}, {"message", describe(failure)}}, environment.out);
    else
        screen_for(environment).text(0, fmt::format("NO TOKEN ({}): {}.", name(failure), describe(failure)));
    return exit_failed;
}

} // namespace postern::cli
