#include "checks/secret_rules.hpp"

#include "base/assert.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <optional>
#include <utility>

namespace postern::checks {
namespace {

using nlohmann::json;
using Kind = SecretRule::Kind;
using Form = SecretRule::Form;
using Certainty = SecretRule::Certainty;

constexpr std::string_view rules_format = "postern-secret-rules-1";

template <typename Enum, std::size_t size>
using Words = std::array<std::pair<std::string_view, Enum>, size>;

constexpr Words<Kind, 5> kinds{{{"prefixed", Kind::prefixed},
                                {"assigned", Kind::assigned},
                                {"private_key", Kind::private_key},
                                {"web_token", Kind::web_token},
                                {"connection", Kind::connection}}};
constexpr Words<Form, 4> forms{{{"any", Form::any},
                                {"base62_checksum", Form::base62_checksum},
                                {"atlassian_suffix", Form::atlassian_suffix},
                                {"upper_hex_end", Form::upper_hex_end}}};
constexpr Words<Certainty, 2> certainties{{{"certain", Certainty::certain}, {"likely", Certainty::likely}}};

template <typename Enum, std::size_t size>
Enum word(Words<Enum, size> const& words, std::string const& text)
{
    for (auto const& [known, value] : words)
        if (known == text)
            return value;
    throw std::invalid_argument(fmt::format("\"{}\" is not a known word here", text));
}

// "A-Za-z0-9_-": ranges, and single characters; a dash at the end is one.
std::bitset<256> characters_of(std::string_view text)
{
    std::bitset<256> set;
    auto const byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    for (std::size_t at = 0; at < text.size(); ++at) {
        bool const range = at + 2 < text.size() && text[at + 1] == '-';
        for (unsigned c = byte(at); c <= byte(range ? at + 2 : at); ++c)
            set.set(c);
        at += range ? 2 : 0;
    }
    return set;
}

SecretRule read_rule(json const& node)
{
    auto const severity = severity_from(node.at("severity").get<std::string>());
    if (!severity)
        throw std::invalid_argument("\"severity\" is none of info, low, medium, high, critical");
    SecretRule rule{.id = node.at("id"),
                    .title = node.at("title"),
                    .kind = word(kinds, node.at("kind")),
                    .starts = node.value("starts", std::vector<std::string>()),
                    .names = node.value("names", std::vector<std::string>()),
                    .characters = characters_of(node.value("characters", "")),
                    .length_min = node.at("length").at("min"),
                    .length_max = node.at("length").at("max"),
                    .form = word(forms, node.value("form", "any")),
                    .entropy_min_bits = node.value("entropy_min_bits", 0.0),
                    .certainty = word(certainties, node.at("certainty")),
                    .severity = *severity};
    bool const needs_start =
        rule.kind == Kind::prefixed || rule.kind == Kind::web_token || rule.kind == Kind::connection;
    for (auto const& start : rule.starts)
        if (start.size() < 3)
            throw std::invalid_argument("a start shorter than 3 characters stands in every text");
    if (needs_start != !rule.starts.empty() || (rule.kind == Kind::assigned) != !rule.names.empty())
        throw std::invalid_argument("\"starts\" or \"names\" do not go with \"kind\"");
    if (rule.length_min == 0 || rule.length_min > rule.length_max)
        throw std::invalid_argument("\"length\" is no range");
    return rule;
}

} // namespace

std::expected<SecretRules, std::string> read_secret_rules(std::string_view text)
{
    std::string place = "the file";
    try {
        auto const document = json::parse(text);
        if (document.at("format") != rules_format)
            return std::unexpected(fmt::format("the format is not \"{}\"", rules_format));
        SecretRules rules{.version = document.at("version"), .placeholders = document.at("placeholders")};
        for (auto const& node : document.at("rules")) {
            place = fmt::format("rule {}", rules.rules.size());
            rules.rules.push_back(read_rule(node));
        }
        return rules;
    } catch (std::exception const& error) { // json's own, and those above
        return std::unexpected(fmt::format("{}: {}", place, error.what()));
    }
}

SecretRules const& secret_rules()
{
    static SecretRules const rules = [] {
        auto read = read_secret_rules(secret_rule_files().front().bytes);
        POSTERN_ASSERT(read.has_value(), "the built-in rules can be read; a test reads them too");
        return *std::move(read);
    }();
    return rules;
}

} // namespace postern::checks
