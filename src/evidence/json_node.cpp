#include "evidence/json_node.hpp"

#include "evidence/bytes_json.hpp"

#include <fmt/format.h>

namespace postern::evidence {
namespace {

nlohmann::json const missing;

} // namespace

void Defect::note(std::string_view pointer, std::string message)
{
    if (!error_)
        error_ = {.message = std::move(message),
                  .pointer = std::string(pointer),
                  .remedy = "mend that place, or scan again with --save-evidence"};
}

Node Node::member(std::string_view name) const
{
    auto const pointer = fmt::format("{}/{}", pointer_, name);
    if (!value_->is_object()) {
        complain("this must be an object");
        return {missing, pointer, *defect_};
    }
    auto const found = value_->find(name);
    if (found == value_->end()) {
        complain(fmt::format("the member \"{}\" is missing", name));
        return {missing, pointer, *defect_};
    }
    return {*found, pointer, *defect_};
}

std::optional<Node> Node::optional_member(std::string_view name) const
{
    if (!value_->is_object()) {
        complain("this must be an object");
        return std::nullopt;
    }
    auto const found = value_->find(name);
    if (found == value_->end() || found->is_null())
        return std::nullopt;
    return Node(*found, fmt::format("{}/{}", pointer_, name), *defect_);
}

std::vector<Node> Node::items() const
{
    std::vector<Node> all;
    if (!value_->is_array()) {
        complain("this must be a list");
        return all;
    }
    all.reserve(value_->size());
    for (auto const& item : *value_)
        all.emplace_back(item, fmt::format("{}/{}", pointer_, all.size()), *defect_);
    return all;
}

Node::Pair Node::pair() const
{
    auto const both = items();
    if (both.size() != 2) {
        complain("this must be a list of a name and a value");
        return {};
    }
    return {both[0].bytes(), both[1].bytes()};
}

std::string Node::bytes() const
{
    auto bytes = bytes_from_json(*value_);
    if (!bytes)
        complain("this must be a text, or {\"base64\": ...} with padded standard base64");
    return std::move(bytes).value_or("");
}

std::vector<std::string> Node::list_of_bytes() const
{
    std::vector<std::string> all;
    for (auto const& item : items())
        all.push_back(item.bytes());
    return all;
}

bool Node::boolean() const
{
    if (!value_->is_boolean())
        complain("this must be true or false");
    return value_->is_boolean() && value_->get<bool>();
}

double Node::fraction(double min, double max) const
{
    auto const number = value_->is_number() ? value_->get<double>() : min - 1;
    if (number >= min && number <= max)
        return number;
    complain(fmt::format("this must be a number from {} to {}", min, max));
    return min;
}

std::int64_t Node::number(std::int64_t min, std::int64_t max) const
{
    auto const wanted = [&] { complain(fmt::format("this must be a whole number from {} to {}", min, max)); };
    bool const fits = value_->is_number_unsigned()
                          ? value_->get<std::uint64_t>() <= static_cast<std::uint64_t>(INT64_MAX)
                          : value_->is_number_integer();
    if (!fits)
        return wanted(), min;
    auto const number = value_->get<std::int64_t>();
    if (number < min || number > max)
        return wanted(), min;
    return number;
}

} // namespace postern::evidence
