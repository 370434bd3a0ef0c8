#include "checks/secret_match.hpp"

#include "checks/secret_form.hpp"
#include "checks/secret_value.hpp"
#include "http/token_signature.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace postern::checks {
namespace {

using Kind = SecretRule::Kind;
using Form = SecretRule::Form;

constexpr std::string_view pem_begin = "-----BEGIN ";
constexpr std::string_view pem_key = "PRIVATE KEY-----";
constexpr std::size_t pem_label_max_bytes = 40;
constexpr std::size_t checksum_hex_digits = 8;

bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}
bool is_upper_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'); }
bool is_hex(char c) { return is_upper_hex(c) || (c >= 'a' && c <= 'f'); }

// Whether a word begins here: behind nothing, no word character, an escape (\n) or a percent-encoded byte.
bool word_begins(std::string_view text, std::size_t at)
{
    if (at == 0 || !is_word(text[at - 1]))
        return true;
    if (at >= 2 && text[at - 2] == '\\')
        return std::string_view("nrt").contains(text[at - 1]);
    return at >= 3 && text[at - 3] == '%' && is_hex(text[at - 2]) && is_hex(text[at - 1]);
}

std::size_t run_length(std::string_view text, std::bitset<256> const& characters, std::size_t max)
{
    std::size_t length = 0;
    while (length < text.size() && length < max && characters.test(static_cast<unsigned char>(text[length])))
        ++length;
    return length;
}

bool all_upper_hex(std::string_view text) { return std::ranges::all_of(text, is_upper_hex); }

class Search {
public:
    Search(std::string_view text, SecretRules const& rules) : text_(text), rules_(rules)
    {
        for (auto const& rule : rules.rules) {
            if (rule.kind == Kind::prefixed || rule.kind == Kind::web_token)
                for (auto const& start : rule.starts)
                    begins_[static_cast<unsigned char>(start[0])] = true;
        }
        for (char const c : {'-', ':', '='})
            begins_[static_cast<unsigned char>(c)] = true;
    }

    std::vector<SecretMatch> run()
    {
        for (std::size_t at = 0; at < text_.size() && found_.size() < secret_matches_max;) {
            auto const match = begins_[static_cast<unsigned char>(text_[at])] ? match_at(at) : std::nullopt;
            if (match)
                found_.push_back(*match);
            at = match ? match->at + match->size : at + 1;
        }
        return std::move(found_);
    }

private:
    [[nodiscard]] std::optional<SecretMatch> match_at(std::size_t at) const
    {
        char const c = text_[at];
        if (c == '-')
            return private_key(at);
        if (c == ':' || c == '=') {
            if (text_.substr(at).starts_with("://"))
                return connection(at);
            return assigned(at);
        }
        if (!word_begins(text_, at))
            return std::nullopt;
        for (auto const& rule : rules_.rules)
            if (rule.kind == Kind::prefixed || rule.kind == Kind::web_token)
                for (auto const& start : rule.starts)
                    if (text_.substr(at).starts_with(start)) {
                        auto const match =
                            rule.kind == Kind::prefixed ? prefixed(rule, at, start) : web_token(rule, at);
                        if (match)
                            return match;
                    }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<SecretMatch> prefixed(SecretRule const& rule, std::size_t at,
                                                      std::string_view start) const
    {
        auto const rest = text_.substr(at + start.size());
        auto length = run_length(rest, rule.characters, rule.length_max + 1);
        if (length < rule.length_min || length > rule.length_max)
            return std::nullopt;
        auto const body = rest.substr(0, length);
        if (rule.form == Form::atlassian_suffix) {
            auto const suffix = rest.substr(length, 1 + checksum_hex_digits);
            if (suffix.size() != 1 + checksum_hex_digits || suffix[0] != '=' ||
                !all_upper_hex(suffix.substr(1)))
                return std::nullopt;
            length += suffix.size();
        }
        if (rule.form == Form::base62_checksum && !has_base62_checksum(body))
            return std::nullopt;
        if (rule.form == Form::upper_hex_end &&
            !all_upper_hex(body.substr(body.size() - checksum_hex_digits)))
            return std::nullopt;
        // What goes on as a word is part of something longer: an image in base64, say.
        if (length < rest.size() && is_word(rest[length]))
            return std::nullopt;
        auto const whole = text_.substr(at, start.size() + length);
        if (entropy_bits(body) < rule.entropy_min_bits || is_placeholder(whole, rules_.placeholders))
            return std::nullopt;
        return SecretMatch{&rule, at, whole.size()};
    }

    [[nodiscard]] std::optional<SecretMatch> web_token(SecretRule const& rule, std::size_t at) const
    {
        auto const rest = text_.substr(at, rule.length_max + 1);
        auto const header = run_length(rest, rule.characters, rest.size());
        if (!rest.substr(header).starts_with(".eyJ"))
            return std::nullopt;
        auto const claims = run_length(rest.substr(header + 1), rule.characters, rest.size());
        auto const end = header + 1 + claims;
        if (!rest.substr(end).starts_with('.'))
            return std::nullopt;
        auto const behind = rest.substr(end + 1);
        auto const signature = behind.starts_with(http::redacted_signature)
                                   ? http::redacted_signature.size()
                                   : run_length(behind, rule.characters, behind.size());
        auto const size = end + 1 + signature;
        if (signature < rule.length_min || size > rule.length_max ||
            !claims_of_token(rest.substr(0, end + 1)))
            return std::nullopt;
        return SecretMatch{&rule, at, size};
    }

    [[nodiscard]] std::optional<SecretMatch> private_key(std::size_t at) const
    {
        auto rest = text_.substr(at);
        if (!rest.starts_with(pem_begin) || (at > 0 && text_[at - 1] == '-'))
            return std::nullopt;
        auto const label = rest.substr(pem_begin.size(), pem_label_max_bytes).find(pem_key);
        if (label == std::string_view::npos)
            return std::nullopt;
        auto begin = pem_begin.size() + label + pem_key.size();
        auto const* const rule = rule_of(Kind::private_key);
        if (!rule)
            return std::nullopt;
        auto const key = read_key_body(rest.substr(begin, rule->length_max));
        begin += key.skipped;
        if (key.base64.size() < rule->length_min || !begins_like_private_key(rest.substr(begin)) ||
            entropy_bits(key.base64) < rule->entropy_min_bits)
            return std::nullopt;
        return SecretMatch{rule, at + begin, key.size};
    }

    [[nodiscard]] std::optional<SecretMatch> connection(std::size_t colon) const
    {
        auto const scheme = scheme_before(text_, colon);
        for (auto const& rule : rules_.rules) {
            if (rule.kind != Kind::connection || std::ranges::find(rule.starts, scheme) == rule.starts.end())
                continue;
            auto const password = password_behind(text_, colon + 3);
            auto const value = text_.substr(password.at, password.size);
            if (value.size() >= rule.length_min && value.size() <= rule.length_max &&
                !is_placeholder(value, rules_.placeholders) && !is_stand_in(value))
                return SecretMatch{&rule, password.at, password.size};
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<SecretMatch> assigned(std::size_t at) const
    {
        auto const assignment = read_assignment(text_, at);
        if (assignment.value.size == 0)
            return std::nullopt;
        auto const value = text_.substr(assignment.value.at, assignment.value.size);
        for (auto const& rule : rules_.rules) {
            if (rule.kind != Kind::assigned || value.size() < rule.length_min ||
                value.size() > rule.length_max ||
                run_length(value, rule.characters, value.size()) != value.size() ||
                !ends_with_name(assignment.words, rule.names))
                continue;
            bool const random =
                rule.certainty == SecretRule::Certainty::certain || !is_no_random_value(value);
            if (random && entropy_bits(value) >= rule.entropy_min_bits &&
                !is_placeholder(value, rules_.placeholders))
                return SecretMatch{&rule, assignment.value.at, assignment.value.size};
        }
        return std::nullopt;
    }

    [[nodiscard]] SecretRule const* rule_of(Kind kind) const
    {
        auto const rule = std::ranges::find(rules_.rules, kind, &SecretRule::kind);
        return rule == rules_.rules.end() ? nullptr : &*rule;
    }

    std::string_view text_;
    SecretRules const& rules_;
    std::array<bool, 256> begins_{};
    std::vector<SecretMatch> found_;
};

} // namespace

std::vector<SecretMatch> find_secrets(std::string_view text, SecretRules const& rules)
{
    auto found = Search(text, rules).run();
    return found;
}

TextPlace place_of(std::string_view text, std::size_t at)
{
    auto const before = text.substr(0, at);
    auto const line_start = before.rfind('\n');
    return {.line = 1 + static_cast<std::size_t>(std::ranges::count(before, '\n')),
            .column = at - (line_start == std::string_view::npos ? 0 : line_start + 1) + 1};
}

std::string without_secrets(std::string text)
{
    for (auto const& match : find_secrets(text)) {
        if (match.rule->kind == Kind::web_token)
            continue;
        auto const kept = shown_bytes(match.size);
        std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(match.at + kept), match.size - kept, '*');
    }
    return text;
}

} // namespace postern::checks
