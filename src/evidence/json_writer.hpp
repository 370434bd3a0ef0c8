#pragma once

#include "evidence/bytes_json.hpp"

#include <nlohmann/json.hpp>

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace postern::evidence {

using Json = nlohmann::ordered_json;

template <typename Items, typename MakeJson>
[[nodiscard]] Json list(Items const& items, MakeJson make_json)
{
    auto all = Json::array();
    for (auto const& item : items)
        all.push_back(make_json(item));
    return all;
}

[[nodiscard]] inline Json list(std::vector<std::string> const& texts) { return list(texts, bytes_to_json); }

// The object of the file: a line a member, and a line an item of the long lists.
class Writer {
public:
    explicit Writer(std::ostream& out) : out_(out) {}

    void member(std::string_view name, Json const& value) { begin(name) << value.dump(); }

    template <typename Items, typename MakeJson>
    void lines(std::string_view name, Items const& items, MakeJson make_json)
    {
        begin(name) << '[';
        std::string_view separator = "\n";
        for (auto const& item : items) {
            out_ << separator << make_json(item).dump();
            separator = ",\n";
        }
        out_ << ']';
    }

    // A member whose value is an object that begins with the members of `head` and ends with a long list.
    template <typename Items, typename MakeJson>
    void part(std::string_view name, Json const& head, Items const& attempts, MakeJson make_json)
    {
        begin(name) << '{';
        for (auto const& [member, value] : head.items())
            out_ << '"' << member << "\":" << value.dump() << ',';
        first_ = true;
        lines("attempts", attempts, make_json);
        out_ << '}';
    }

    // A member whose value is an object with one long list.
    template <typename Items, typename MakeJson>
    void list_part(std::string_view name, std::string_view list_name, Items const& items, MakeJson make_json)
    {
        begin(name) << '{';
        first_ = true;
        lines(list_name, items, make_json);
        out_ << '}';
    }

private:
    std::ostream& begin(std::string_view name)
    {
        out_ << (first_ ? "" : ",\n") << '"' << name << "\":";
        first_ = false;
        return out_;
    }

    std::ostream& out_;
    bool first_ = true;
};

} // namespace postern::evidence
