#include "platform/connect/located_json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace postern::platform::connect {
namespace {

using Kind = JsonValue::Kind;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t expectation_max_bytes = 160;

// Reads the text for the parser and tells how far it has got.
class CountingIterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = char const*;
    using reference = char const&;

    CountingIterator(char const* at, char const** furthest) : at_(at), furthest_(furthest) {}
    reference operator*() const { return *at_; }
    CountingIterator& operator++()
    {
        *furthest_ = ++at_;
        return *this;
    }
    bool operator==(CountingIterator const& other) const { return at_ == other.at_; }

private:
    char const* at_;
    char const** furthest_;
};

// What nlohmann says, without its own place and without the input that it repeats.
std::string expectation(std::string_view what)
{
    if (auto const at = what.find("] "); what.starts_with('[') && at != std::string_view::npos)
        what.remove_prefix(at + 2);
    if (auto const at = what.find(": "); what.starts_with("parse error at ") && at != std::string_view::npos)
        what.remove_prefix(at + 2);
    auto const read = what.find("; last read: ");
    auto const rest = what.rfind("; expected ");
    std::string words(what.substr(0, std::min(read, expectation_max_bytes)));
    if (read != std::string_view::npos && rest != std::string_view::npos && rest > read)
        words += what.substr(rest);
    return words;
}

// Receives the parser's events and puts the values together.
class Builder {
public:
    Builder(std::string_view text, char const* const* furthest) : text_(text), furthest_(furthest)
    {
        if (text.starts_with(byte_order_mark))
            consumed_ = byte_order_mark.size();
    }

    bool null() { return add({.kind = Kind::null}); }
    bool boolean(bool value) { return add({.kind = Kind::boolean, .boolean = value}); }
    bool number_integer(std::int64_t) { return add({.kind = Kind::number}); }
    bool number_unsigned(std::uint64_t) { return add({.kind = Kind::number}); }
    bool number_float(double, std::string const&) { return add({.kind = Kind::number}); }
    bool string(std::string& value) { return add({.kind = Kind::string, .string = std::move(value)}); }
    bool binary(nlohmann::json::binary_t&) { return false; } // never in a JSON text
    bool start_object(std::size_t) { return open({.kind = Kind::object}); }
    bool start_array(std::size_t) { return open({.kind = Kind::array}); }
    bool end_array() { return close(); }
    bool key(std::string& name)
    {
        auto const start = token_start();
        if (name.size() > json_name_max_bytes)
            return stop(JsonFailure::Kind::name_too_long, start);
        names_.push_back(std::move(name));
        return true;
    }
    bool end_object()
    {
        drop_overridden(open_.back().members);
        return close();
    }

    bool parse_error(std::size_t position, std::string const&, nlohmann::detail::exception const& error)
    {
        // `position` counts the bytes read, the last of them belongs to what does not fit.
        auto const last = std::min(position > 0 ? position - 1 : 0, text_.size());
        auto words = expectation(error.what());
        auto const inside = words.contains("invalid string");
        failure_ = {JsonFailure::Kind::syntax, inside ? last : unfit_start(last), std::move(words)};
        return false;
    }

    std::optional<JsonFailure> failure() { return std::move(failure_); }
    JsonDocument document() { return {std::move(root_), std::move(duplicates_)}; }

private:
    [[nodiscard]] std::size_t read() const { return static_cast<std::size_t>(*furthest_ - text_.data()); }

    // The start of the token that was read last: behind the token before it come only spaces and separators.
    // (After a number, the byte that ended it has been read too; it is a space, a separator or a bracket.)
    std::size_t token_start()
    {
        auto const start = text_.find_first_not_of(" \t\r\n,:", consumed_);
        consumed_ = read();
        return std::min(start, text_.size());
    }

    // The start of the token that ends at `last` and does not fit; it may be a separator itself.
    [[nodiscard]] std::size_t unfit_start(std::size_t last) const
    {
        auto const skip_space = [&](std::size_t from) {
            return std::min(text_.find_first_not_of(" \t\r\n", from), last);
        };
        auto at = skip_space(consumed_);
        while (at < last && (text_[at] == ',' || text_[at] == ':'))
            at = skip_space(at + 1);
        return at;
    }

    bool stop(JsonFailure::Kind kind, std::size_t offset)
    {
        failure_ = {kind, offset, ""};
        return false;
    }

    bool count(std::size_t offset)
    {
        return ++values_ <= json_values_max_count || stop(JsonFailure::Kind::too_many_values, offset);
    }

    void attach(JsonValue value)
    {
        if (open_.empty()) {
            root_ = std::move(value);
        } else if (open_.back().kind == Kind::object) {
            open_.back().members.push_back({std::move(names_.back()), std::move(value)});
            names_.pop_back();
        } else {
            open_.back().items.push_back(std::move(value));
        }
    }

    bool add(JsonValue value)
    {
        value.offset = token_start();
        if (!count(value.offset))
            return false;
        attach(std::move(value));
        return true;
    }

    bool open(JsonValue value)
    {
        value.offset = token_start();
        if (!count(value.offset))
            return false;
        if (open_.size() == json_depth_max)
            return stop(JsonFailure::Kind::too_deep, value.offset);
        open_.push_back(std::move(value));
        return true;
    }

    bool close()
    {
        consumed_ = read();
        auto value = std::move(open_.back());
        open_.pop_back();
        attach(std::move(value));
        return true;
    }

    void drop_overridden(std::vector<JsonMember>& members)
    {
        std::vector<std::size_t> order(members.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            order[i] = i;
        std::ranges::sort(order, {},
                          [&](std::size_t i) { return std::pair(std::string_view(members[i].name), i); });
        std::vector<bool> overridden(members.size());
        for (std::size_t i = 1; i < order.size(); ++i) {
            auto const& earlier = members[order[i - 1]];
            if (earlier.name != members[order[i]].name)
                continue;
            overridden[order[i - 1]] = true;
            duplicates_.push_back({earlier.name, earlier.value.offset});
        }
        std::size_t index = 0;
        std::erase_if(members, [&](JsonMember const&) { return overridden[index++]; });
    }

    std::string_view text_;
    char const* const* furthest_;
    std::size_t consumed_ = 0;
    std::size_t values_ = 0;
    std::vector<JsonValue> open_;
    std::vector<std::string> names_;
    JsonValue root_;
    std::vector<DuplicateName> duplicates_;
    std::optional<JsonFailure> failure_;
};

} // namespace

JsonValue const* JsonValue::find(std::string_view name) const
{
    auto const found = std::ranges::find(members, name, &JsonMember::name);
    return found == members.end() ? nullptr : &found->value;
}

std::string_view describe(Kind kind)
{
    switch (kind) {
    case Kind::null:
        return "null";
    case Kind::boolean:
        return "true or false";
    case Kind::number:
        return "a number";
    case Kind::string:
        return "a string";
    case Kind::array:
        return "a list";
    case Kind::object:
        return "an object";
    }
    return "";
}

std::expected<JsonDocument, JsonFailure> parse_located(std::string_view text)
{
    if (text.size() > json_text_max_bytes)
        return std::unexpected(JsonFailure{JsonFailure::Kind::too_large, json_text_max_bytes, ""});
    auto const* furthest = text.data();
    Builder builder(text, &furthest);
    auto const done =
        nlohmann::json::sax_parse(CountingIterator(text.data(), &furthest),
                                  CountingIterator(text.data() + text.size(), &furthest), &builder);
    if (auto failure = builder.failure())
        return std::unexpected(std::move(*failure));
    if (!done)
        return std::unexpected(JsonFailure{JsonFailure::Kind::syntax, 0, "unexpected input"});
    return builder.document();
}

LineIndex::LineIndex(std::string_view text) : line_starts_{0}
{
    for (auto at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
        line_starts_.push_back(at + 1);
}

Position LineIndex::at(std::size_t offset) const
{
    auto const next = std::ranges::upper_bound(line_starts_, offset);
    auto const line = next - line_starts_.begin();
    auto const column = offset - line_starts_[static_cast<std::size_t>(line - 1)] + 1;
    return {static_cast<int>(line), static_cast<int>(column)};
}

std::string append_pointer(std::string_view pointer, std::string_view name)
{
    std::string out(pointer);
    out += '/';
    for (auto const c : name) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out += c;
    }
    return out;
}

std::string append_pointer(std::string_view pointer, std::size_t index)
{
    return fmt::format("{}/{}", pointer, index);
}

} // namespace postern::platform::connect
