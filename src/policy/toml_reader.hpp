#pragma once

// TOML with places: the first defect of a file is noted, what is wrong reads as an empty value.

#include "policy/policy_toml.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <toml++/toml.h>
#include <vector>

namespace postern::policy {

struct TomlDefect {
    std::optional<PolicyError> error; // the first one
    void note(Place place, std::string message, std::string remedy);
};

// A table of which each key is asked for once; `end` complains about the others. The document and the defect
// outlive it.
class TomlTable {
public:
    TomlTable(toml::table const& table, std::string name, TomlDefect& defect);

    [[nodiscard]] Place place() const;
    [[nodiscard]] Place place_of(std::string_view key) const;
    [[nodiscard]] std::vector<std::string> keys() const; // in the order of the file

    [[nodiscard]] std::string text(std::string_view key); // must be there, and not empty
    [[nodiscard]] std::optional<std::string> optional_text(std::string_view key);
    [[nodiscard]] std::vector<std::string> texts(std::string_view key); // none where it is not there
    [[nodiscard]] std::optional<Day> optional_day(std::string_view key);
    [[nodiscard]] std::optional<TomlTable> optional_table(std::string_view key);
    [[nodiscard]] std::vector<TomlTable> tables(std::string_view key); // [[key]]
    [[nodiscard]] std::vector<Setting> settings(std::string const& section) const;

    void complain(std::string_view key, std::string message, std::string remedy);
    void end();

private:
    toml::node const* ask(std::string_view key);

    toml::table const* table_;
    std::string name_; // "[[waiver]]"; empty for the whole file
    TomlDefect* defect_;
    std::vector<std::string> asked_;
};

class TomlDocument {
public:
    // Nothing, and a defect, where it is not TOML or larger than policy_file_max_bytes.
    [[nodiscard]] static std::optional<TomlDocument> parse(std::string_view text, TomlDefect& defect);
    [[nodiscard]] TomlTable root(TomlDefect& defect) const;

private:
    explicit TomlDocument(toml::table table);
    std::shared_ptr<toml::table const> table_; // stays where it is when the document is moved
};

} // namespace postern::policy
