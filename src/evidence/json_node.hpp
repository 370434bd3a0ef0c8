#pragma once

#include "evidence/json.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::evidence {

// The first defect of a document; later ones would only be consequences of it.
class Defect {
public:
    void note(std::string_view pointer, std::string message);
    [[nodiscard]] bool found() const { return error_.has_value(); }
    [[nodiscard]] EvidenceError error() && { return std::move(*error_); }

private:
    std::optional<EvidenceError> error_;
};

// A value of a JSON document and its place in it. What is not of the wanted type is noted as a defect and
// read as an empty value. The document and the defect outlive the node.
class Node {
public:
    Node(nlohmann::json const& value, std::string pointer, Defect& defect)
        : value_(&value),
          pointer_(std::move(pointer)),
          defect_(&defect)
    {
    }

    // A member of an object; a defect where it is missing.
    [[nodiscard]] Node member(std::string_view name) const;
    // Nothing where it is missing or null.
    [[nodiscard]] std::optional<Node> optional_member(std::string_view name) const;
    // The items of a list.
    [[nodiscard]] std::vector<Node> items() const;
    // A list of exactly two texts.
    struct Pair {
        std::string first;
        std::string second;
    };
    [[nodiscard]] Pair pair() const;

    [[nodiscard]] std::string bytes() const;
    [[nodiscard]] std::vector<std::string> list_of_bytes() const;
    [[nodiscard]] bool boolean() const;
    [[nodiscard]] double fraction(double min, double max) const;
    [[nodiscard]] std::int64_t number(std::int64_t min, std::int64_t max) const;

    // A word that `from` knows.
    template <typename Enum>
    [[nodiscard]] Enum word(std::optional<Enum> (*from)(std::string_view)) const
    {
        auto const text = bytes();
        auto const known = from(text);
        if (!known)
            complain("\"" + text + "\" is not a known word here");
        return known.value_or(Enum{});
    }

    void complain(std::string message) const { defect_->note(pointer_, std::move(message)); }

private:
    nlohmann::json const* value_;
    std::string pointer_;
    Defect* defect_;
};

} // namespace postern::evidence
