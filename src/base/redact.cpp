#include "base/redact.hpp"

#include "base/hex.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

namespace postern {
namespace {

// The number that the first `digits` characters of `text` are in hexadecimal.
std::optional<int> hex_number(std::string_view text, std::size_t digits)
{
    if (text.size() < digits)
        return std::nullopt;
    int number = 0;
    for (char const c : text.substr(0, digits)) {
        if (hex_value(c) < 0)
            return std::nullopt;
        number = number * 16 + hex_value(c);
    }
    return number;
}

// A few positions in a text, each once. One byte of a secret can often be read in more than one way; more
// ways than fit here need a text that was escaped many times over.
class Places {
public:
    void add(std::size_t place)
    {
        auto const used = std::span(places_).first(size_);
        if (size_ < places_.size() && std::ranges::find(used, place) == used.end())
            places_[size_++] = place;
    }
    [[nodiscard]] auto begin() const { return places_.begin(); }
    [[nodiscard]] auto end() const { return places_.begin() + size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }

private:
    std::array<std::size_t, 16> places_{};
    std::size_t size_ = 0;
};

// Each of the following adds the places where `text`, which stands at `at`, goes on if it begins with `byte`
// in one notation.

// "%2B", "%252B" …
void percent_encoded(std::string_view text, std::uint8_t byte, std::size_t at, Places& next)
{
    constexpr std::size_t nested_max = 3;
    std::size_t digits = 1;
    for (std::size_t nested = 0; nested <= nested_max; ++nested, digits += 2) {
        auto const rest = text.substr(std::min(digits, text.size()));
        if (hex_number(rest, 2) == byte)
            next.add(at + digits + 2);
        if (!rest.starts_with("25"))
            return;
    }
}

// "\u002b", "\x2b", "\/"; with several backslashes where one string holds another.
void backslash_escaped(std::string_view text, std::uint8_t byte, std::size_t at, Places& next)
{
    constexpr std::size_t backslashes_max = 8;
    auto const run = std::min(text.substr(0, backslashes_max).find_first_not_of('\\'),
                              std::min(text.size(), backslashes_max));
    if (byte == '\\')
        for (std::size_t escaped = 2; escaped <= run; escaped *= 2)
            next.add(at + escaped);
    if (run == text.size())
        return;
    auto const rest = text.substr(run + 1);
    if (text[run] == 'u' && hex_number(rest, 4) == byte)
        next.add(at + run + 5);
    else if (text[run] == 'x' && hex_number(rest, 2) == byte)
        next.add(at + run + 3);
    else if (text[run] == static_cast<char>(byte) && std::string_view("\"'/&<>=+-").contains(text[run]))
        next.add(at + run + 1);
}

// How many bytes "&amp;", "&#43;" or "&#x2b;" at the start of `text` takes to write `byte`; 0: it does not.
std::size_t html_reference(std::string_view text, std::uint8_t byte)
{
    constexpr std::size_t reference_max_bytes = 12;
    static constexpr std::array<std::pair<std::string_view, char>, 11> names{{{"amp", '&'},
                                                                              {"lt", '<'},
                                                                              {"gt", '>'},
                                                                              {"quot", '"'},
                                                                              {"apos", '\''},
                                                                              {"plus", '+'},
                                                                              {"sol", '/'},
                                                                              {"equals", '='},
                                                                              {"period", '.'},
                                                                              {"lowbar", '_'},
                                                                              {"percnt", '%'}}};
    auto const end = text.substr(0, reference_max_bytes).find(';');
    if (end == std::string_view::npos)
        return 0;
    auto name = text.substr(1, end - 1);
    for (auto const& [known, character] : names)
        if (known == name)
            return character == static_cast<char>(byte) ? end + 1 : 0;
    if (!name.starts_with('#'))
        return 0;
    name.remove_prefix(1);
    int const base = name.starts_with('x') || name.starts_with('X') ? 16 : 10;
    if (base == 16)
        name.remove_prefix(1);
    if (name.empty())
        return 0;
    std::int64_t number = 0; // reference_max_bytes keeps it far from an overflow
    for (char const c : name) {
        auto const digit = hex_value(c);
        if (digit < 0 || digit >= base)
            return 0;
        number = number * base + digit;
    }
    return number == byte ? end + 1 : 0;
}

void written_as(std::string_view text, char c, std::size_t at, Places& next)
{
    auto const byte = static_cast<std::uint8_t>(c);
    if (text.front() == c || (text.front() == '+' && c == ' ')) // a form writes spaces so
        next.add(at + 1);
    if (text.front() == '%')
        percent_encoded(text, byte, at, next);
    else if (text.front() == '\\')
        backslash_escaped(text, byte, at, next);
    else if (text.front() == '&')
        if (auto const size = html_reference(text, byte); size > 0)
            next.add(at + size);
}

// The size of the occurrence of `secret` at the start of `text`; 0: there is none.
std::size_t occurrence(std::string_view text, std::string_view secret)
{
    if (text.starts_with(secret))
        return secret.size();
    Places places;
    places.add(0);
    for (std::size_t matched = 0; matched < secret.size(); ++matched) {
        Places next;
        for (auto const place : places) {
            if (place < text.size())
                written_as(text.substr(place), secret[matched], place, next);
            else if (matched >= cut_secret_min_bytes)
                return text.size();
        }
        if (next.empty())
            return 0;
        places = next;
    }
    return *std::ranges::max_element(places);
}

bool is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' || c == '-';
}

} // namespace

std::string_view describe(SecretError error)
{
    switch (error) {
    case SecretError::too_short:
        return "a secret must have at least 8 bytes to be kept out of what is written";
    case SecretError::what_not_words:
        return "the name of a secret may have only letters, digits, spaces and hyphens";
    }
    return "";
}

std::expected<Redactor, SecretError> Redactor::make(std::vector<Secret> secrets)
{
    Redactor redactor;
    for (auto& [what, value] : secrets) {
        if (value.size() < secret_min_bytes)
            return std::unexpected(SecretError::too_short);
        if (what.empty() || !std::ranges::all_of(what, is_word_char))
            return std::unexpected(SecretError::what_not_words);
        redactor.begins_[static_cast<std::uint8_t>(value.front())] = true;
        redactor.known_.push_back({"[redacted " + what + "]", std::move(value)});
    }
    for (char const c : {'%', '\\', '&', '+'})
        redactor.begins_[static_cast<std::uint8_t>(c)] = !redactor.known_.empty();
    std::ranges::sort(redactor.known_, std::ranges::greater{},
                      [](Known const& known) { return known.value.size(); });
    return redactor;
}

std::string Redactor::redacted(std::string text) const
{
    if (known_.empty())
        return text;
    std::string out;
    std::string_view const all = text;
    std::size_t copied = 0;
    for (std::size_t at = 0; at < all.size();) {
        std::size_t size = 0;
        if (begins_[static_cast<std::uint8_t>(all[at])]) {
            for (auto const& known : known_) {
                size = occurrence(all.substr(at), known.value);
                if (size == 0)
                    continue;
                out.append(all.substr(copied, at - copied)).append(known.placeholder);
                copied = at + size;
                break;
            }
        }
        at += size > 0 ? size : 1;
    }
    if (copied == 0)
        return text;
    return out.append(all.substr(copied));
}

} // namespace postern
