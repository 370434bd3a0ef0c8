#include "jwt/json_scan.hpp"

#include "base/assert.hpp"
#include "jwt/token.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>

namespace postern::jwt {
namespace {

// Below this many keys comparing each with each is faster than sorting; above it, it would be an attack.
constexpr std::size_t pairwise_max_keys = 16;

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Characters that end the plain part of a string: quote, backslash, control bytes.
constexpr std::array<bool, 256> make_string_stops()
{
    std::array<bool, 256> stops{};
    for (std::size_t c = 0; c < 0x20; ++c)
        stops[c] = true;
    stops[static_cast<unsigned char>('"')] = true;
    stops[static_cast<unsigned char>('\\')] = true;
    return stops;
}
constexpr auto string_stops = make_string_stops();

constexpr int hex_digit(char c)
{
    if (is_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

// Four hex digits at `text`; nothing if they are not.
std::optional<std::uint32_t> code_unit(char const* text, char const* end)
{
    if (end - text < 4)
        return std::nullopt;
    std::uint32_t unit = 0;
    for (int i = 0; i < 4; ++i) {
        auto const digit = hex_digit(text[i]);
        if (digit < 0)
            return std::nullopt;
        unit = unit << 4 | static_cast<std::uint32_t>(digit);
    }
    return unit;
}

constexpr bool is_high_surrogate(std::uint32_t unit) { return unit >= 0xd800 && unit < 0xdc00; }
constexpr bool is_low_surrogate(std::uint32_t unit) { return unit >= 0xdc00 && unit < 0xe000; }

void append_utf8(std::string& out, std::uint32_t point)
{
    auto const tail = [&](int shift) { out += static_cast<char>(0x80 | ((point >> shift) & 0x3f)); };
    if (point < 0x80) {
        out += static_cast<char>(point);
    } else if (point < 0x800) {
        out += static_cast<char>(0xc0 | point >> 6);
        tail(0);
    } else if (point < 0x10000) {
        out += static_cast<char>(0xe0 | point >> 12);
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xf0 | point >> 18);
        tail(12);
        tail(6);
        tail(0);
    }
}

// Sorts `keys` where there are many.
bool has_duplicates(std::span<std::string_view> keys)
{
    if (keys.size() > pairwise_max_keys) {
        std::ranges::sort(keys);
        return std::ranges::adjacent_find(keys) != keys.end();
    }
    for (std::size_t i = 1; i < keys.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (keys[i] == keys[j])
                return true;
    return false;
}

constexpr char unescaped(char escape)
{
    switch (escape) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return escape; // quote, backslash, slash
    }
}

} // namespace

std::expected<std::span<JsonMember const>, JsonFault> JsonScanner::scan(std::string_view text)
{
    members_.clear();
    keys_.clear();
    decoded_.clear();
    decoded_.reserve(text.size());
    duplicate_seen_ = false;
    if (!simdjson::validate_utf8(text.data(), text.size()))
        return std::unexpected(JsonFault::not_utf8);

    at_ = text.data();
    end_ = text.data() + text.size();
    skip_space();
    bool const is_object = at_ != end_ && *at_ == '{';
    auto const step = scan_value(0);
    if (step == Step::too_deep)
        return std::unexpected(JsonFault::too_deep);
    skip_space();
    if (step == Step::bad || at_ != end_)
        return std::unexpected(JsonFault::not_json);
    if (!is_object)
        return std::unexpected(JsonFault::not_an_object);
    if (duplicate_seen_)
        return std::unexpected(JsonFault::duplicate_key);
    return std::span<JsonMember const>(members_);
}

std::optional<std::string_view> JsonScanner::find(std::string_view key) const
{
    auto const member = std::ranges::find(members_, key, &JsonMember::key);
    if (member == members_.end())
        return std::nullopt;
    return member->value;
}

std::optional<std::string_view> JsonScanner::string(std::string_view value)
{
    if (!value.starts_with('"'))
        return std::nullopt;
    return characters(value);
}

bool JsonScanner::strings(std::string_view value, std::vector<std::string_view>& out)
{
    if (!value.starts_with('['))
        return false;
    at_ = value.data() + 1;
    end_ = value.data() + value.size();
    for (skip_space(); *at_ != ']'; skip_space()) {
        if (*at_ != '"')
            return false;
        auto const* const start = at_;
        POSTERN_ASSERT(scan_string(), "the array was checked before");
        out.push_back(characters(from(start)));
        skip_space();
        (void)accept(',');
    }
    return true;
}

JsonScanner::Step JsonScanner::scan_value(std::size_t depth)
{
    if (at_ == end_)
        return Step::bad;
    auto const step = [](bool good) { return good ? Step::good : Step::bad; };
    switch (*at_) {
    case '{':
        return scan_object(depth + 1);
    case '[':
        return scan_array(depth + 1);
    case '"':
        return step(scan_string());
    case 't':
        return step(scan_literal("true"));
    case 'f':
        return step(scan_literal("false"));
    case 'n':
        return step(scan_literal("null"));
    default:
        return step(scan_number());
    }
}

JsonScanner::Step JsonScanner::scan_object(std::size_t depth)
{
    if (depth > json_max_depth)
        return Step::too_deep;
    ++at_;
    skip_space();
    if (accept('}'))
        return Step::good;
    auto const first_key = keys_.size();
    do {
        skip_space();
        auto const* const key_start = at_;
        if (at_ == end_ || *at_ != '"' || !scan_string())
            return Step::bad;
        auto const quoted = from(key_start);
        auto const key = string_has_escapes_ ? characters(quoted) : quoted.substr(1, quoted.size() - 2);
        keys_.push_back(key);
        skip_space();
        if (!accept(':'))
            return Step::bad;
        skip_space();
        auto const* const value_start = at_;
        if (auto const step = scan_value(depth); step != Step::good)
            return step;
        if (depth == 1)
            members_.push_back({key, from(value_start)});
        skip_space();
    } while (accept(','));
    if (!accept('}'))
        return Step::bad;
    duplicate_seen_ = duplicate_seen_ || has_duplicates(std::span(keys_).subspan(first_key));
    keys_.resize(first_key);
    return Step::good;
}

JsonScanner::Step JsonScanner::scan_array(std::size_t depth)
{
    if (depth > json_max_depth)
        return Step::too_deep;
    ++at_;
    skip_space();
    if (accept(']'))
        return Step::good;
    do {
        skip_space();
        if (auto const step = scan_value(depth); step != Step::good)
            return step;
        skip_space();
    } while (accept(','));
    return accept(']') ? Step::good : Step::bad;
}

bool JsonScanner::scan_string()
{
    string_has_escapes_ = false;
    ++at_;
    while (true) {
        while (at_ != end_ && !string_stops[static_cast<unsigned char>(*at_)])
            ++at_;
        if (at_ == end_)
            return false;
        if (*at_ == '"') {
            ++at_;
            return true;
        }
        if (*at_ != '\\' || !scan_escape())
            return false;
        string_has_escapes_ = true;
    }
}

bool JsonScanner::scan_escape()
{
    ++at_;
    if (at_ == end_)
        return false;
    if (*at_ != 'u')
        return std::string_view("\"\\/bfnrt").contains(*at_++);
    auto const unit = code_unit(++at_, end_);
    if (!unit || is_low_surrogate(*unit))
        return false;
    at_ += 4;
    if (!is_high_surrogate(*unit))
        return true;
    if (end_ - at_ < 2 || at_[0] != '\\' || at_[1] != 'u')
        return false;
    auto const low = code_unit(at_ + 2, end_);
    if (!low || !is_low_surrogate(*low))
        return false;
    at_ += 6;
    return true;
}

bool JsonScanner::scan_number()
{
    auto const digits = [this] {
        auto const* const start = at_;
        while (at_ != end_ && is_digit(*at_))
            ++at_;
        return at_ - start;
    };
    (void)accept('-');
    auto const* const integer = at_;
    auto const integer_digits = digits();
    if (integer_digits == 0 || (integer_digits > 1 && *integer == '0'))
        return false;
    if (accept('.') && digits() == 0)
        return false;
    if (accept('e') || accept('E')) {
        if (!accept('+'))
            (void)accept('-');
        return digits() > 0;
    }
    return true;
}

bool JsonScanner::scan_literal(std::string_view literal)
{
    if (static_cast<std::size_t>(end_ - at_) < literal.size() ||
        std::string_view(at_, literal.size()) != literal)
        return false;
    at_ += literal.size();
    return true;
}

void JsonScanner::skip_space()
{
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\t' || *at_ == '\n' || *at_ == '\r'))
        ++at_;
}

bool JsonScanner::accept(char wanted)
{
    if (at_ == end_ || *at_ != wanted)
        return false;
    ++at_;
    return true;
}

std::string_view JsonScanner::from(char const* start) const
{
    return {start, static_cast<std::size_t>(at_ - start)};
}

std::string_view JsonScanner::characters(std::string_view quoted)
{
    auto const raw = quoted.substr(1, quoted.size() - 2);
    if (!raw.contains('\\'))
        return raw;
    POSTERN_ASSERT(decoded_.size() + raw.size() <= decoded_.capacity(), "a value was decoded twice");
    auto const start = decoded_.size();
    auto const* const raw_end = raw.data() + raw.size();
    for (auto const* c = raw.data(); c != raw_end; ++c) {
        if (*c != '\\') {
            decoded_ += *c;
        } else if (*++c != 'u') {
            decoded_ += unescaped(*c);
        } else {
            auto point = *code_unit(c + 1, raw_end);
            c += 4;
            if (is_high_surrogate(point)) {
                point = 0x10000 + ((point - 0xd800) << 10) + (*code_unit(c + 3, raw_end) - 0xdc00);
                c += 6;
            }
            append_utf8(decoded_, point);
        }
    }
    return std::string_view(decoded_).substr(start);
}

} // namespace postern::jwt
