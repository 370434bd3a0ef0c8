#include "policy/toml_reader.hpp"

#include "base/edit_distance.hpp"
#include "policy/toml_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace postern::policy {
namespace {

Place place_in(toml::source_region const& region)
{
    return {static_cast<std::size_t>(region.begin.line), static_cast<std::size_t>(region.begin.column)};
}

// As it would stand on a command line; nothing for what could not.
std::optional<std::string> as_argument(toml::node const& node)
{
    if (auto const* text = node.as_string())
        return text->get();
    if (auto const* number = node.as_integer())
        return std::to_string(number->get());
    if (auto const* number = node.as_floating_point())
        return fmt::format("{}", number->get());
    return std::nullopt;
}

} // namespace

std::string nearest(std::string_view written, std::vector<std::string> const& known)
{
    constexpr std::size_t compared_max_bytes = 64;
    auto const tried = written.substr(0, compared_max_bytes);
    auto const found = std::ranges::min_element(
        known, {}, [&](std::string const& one) { return edit_distance(tried, one); });
    return found == known.end() ? std::string() : *found;
}

void TomlDefect::note(Place place, std::string message, std::string remedy)
{
    if (!error)
        error = {.place = place, .message = std::move(message), .remedy = std::move(remedy)};
}

TomlTable::TomlTable(toml::table const& table, std::string name, TomlDefect& defect)
    : table_(&table),
      name_(std::move(name)),
      defect_(&defect)
{
}

Place TomlTable::place() const { return place_in(table_->source()); }

Place TomlTable::place_of(std::string_view key) const
{
    auto const found = table_->find(key);
    return found == table_->end() ? place() : place_in((*found).first.source());
}

std::vector<std::string> TomlTable::keys() const
{
    std::vector<std::string> keys;
    for (auto const& [key, node] : *table_)
        keys.emplace_back(key.str());
    std::ranges::sort(keys, {}, [&](std::string const& key) {
        auto const at = place_of(key);
        return std::pair(at.line, at.column);
    });
    return keys;
}

toml::node const* TomlTable::ask(std::string_view key)
{
    asked_.emplace_back(key);
    return table_->get(key);
}

void TomlTable::complain(std::string_view key, std::string message, std::string remedy)
{
    defect_->note(place_of(key), std::move(message), std::move(remedy));
}

std::optional<std::string> TomlTable::optional_text(std::string_view key)
{
    auto const* node = ask(key);
    if (!node)
        return std::nullopt;
    auto const* text = node->as_string();
    if (!text || text->get().empty()) {
        complain(key, fmt::format("'{}' must be a text that is not empty", key),
                 fmt::format("write {} = \"…\"", key));
        return std::nullopt;
    }
    return text->get();
}

std::string TomlTable::text(std::string_view key)
{
    auto text = optional_text(key);
    if (!text)
        defect_->note(place(), fmt::format("'{}' is missing in {}", key, name_),
                      fmt::format("write {} = \"…\"", key));
    return std::move(text).value_or("");
}

std::vector<std::string> TomlTable::texts(std::string_view key)
{
    std::vector<std::string> texts;
    auto const* node = ask(key);
    if (!node)
        return texts;
    auto const* list = node->as_array();
    if (list)
        for (auto const& item : *list)
            if (auto const* text = item.as_string())
                texts.push_back(text->get());
    if (!list || texts.empty() || texts.size() != list->size())
        complain(key, fmt::format("'{}' must be a list of texts, and not an empty one", key),
                 fmt::format("write {} = [\"…\"]", key));
    return texts;
}

std::optional<Day> TomlTable::optional_day(std::string_view key)
{
    auto const* node = ask(key);
    if (!node)
        return std::nullopt;
    std::optional<Day> day;
    if (auto const* date = node->as_date())
        day =
            day_from(fmt::format("{:04}-{:02}-{:02}", date->get().year, date->get().month, date->get().day));
    else if (auto const* text = node->as_string())
        day = day_from(text->get());
    if (!day)
        complain(key, fmt::format("'{}' must be a day", key), fmt::format("write {} = 2027-03-31", key));
    return day;
}

std::optional<TomlTable> TomlTable::optional_table(std::string_view key)
{
    auto const* node = ask(key);
    if (!node)
        return std::nullopt;
    if (auto const* table = node->as_table())
        return TomlTable(*table, fmt::format("[{}]", key), *defect_);
    complain(key, fmt::format("'{}' must be a table", key),
             fmt::format("write [{}] on a line of its own", key));
    return std::nullopt;
}

std::vector<TomlTable> TomlTable::tables(std::string_view key)
{
    std::vector<TomlTable> tables;
    auto const* node = ask(key);
    if (!node)
        return tables;
    auto const* list = node->as_array();
    if (list)
        for (auto const& item : *list)
            if (auto const* table = item.as_table())
                tables.emplace_back(*table, fmt::format("[[{}]]", key), *defect_);
    if (!list || tables.size() != list->size())
        complain(key, fmt::format("'{}' must be a list of tables", key),
                 fmt::format("write [[{}]] on a line of its own", key));
    return tables;
}

std::vector<Setting> TomlTable::settings(std::string const& section) const
{
    std::vector<Setting> settings;
    for (auto const& key : keys()) {
        auto const& node = *table_->get(key);
        Setting setting{.section = section, .key = key, .place = place_of(key)};
        if (auto const* boolean = node.as_boolean()) {
            setting.value = boolean->get() ? Setting::Value::on : Setting::Value::off;
        } else if (auto const* list = node.as_array()) {
            for (auto const& item : *list)
                if (auto text = as_argument(item))
                    setting.texts.push_back(*std::move(text));
            if (list->empty() || setting.texts.size() != list->size())
                defect_->note(setting.place, fmt::format("'{}' must be a list of texts", key),
                              fmt::format("write {} = [\"…\"]", key));
        } else if (auto text = as_argument(node)) {
            setting.texts.push_back(*std::move(text));
        } else {
            defect_->note(setting.place, fmt::format("'{}' has a value that is no option's", key),
                          "write a text, a number, true or false");
        }
        settings.push_back(std::move(setting));
    }
    return settings;
}

void TomlTable::end()
{
    for (auto const& key : keys())
        if (std::ranges::find(asked_, key) == asked_.end())
            complain(key,
                     fmt::format("there is no key '{}'{}", key,
                                 name_.empty() ? std::string() : fmt::format(" in {}", name_)),
                     fmt::format("did you mean '{}'?", nearest(key, asked_)));
}

TomlDocument::TomlDocument(toml::table table) : table_(std::make_shared<toml::table const>(std::move(table)))
{
}

std::optional<TomlDocument> TomlDocument::parse(std::string_view text, TomlDefect& defect)
{
    if (text.size() > policy_file_max_bytes) {
        defect.note({}, fmt::format("it has more than {} KiB", policy_file_max_bytes / 1024),
                    "remove what is not needed");
        return std::nullopt;
    }
    if (auto const place = too_long_key(text)) {
        defect.note(*place, fmt::format("there is a key with more than {} parts", key_parts_max),
                    "no section has one, remove it");
        return std::nullopt;
    }
    try {
        return TomlDocument(toml::parse(text));
    } catch (toml::parse_error const& error) {
        defect.note(place_in(error.source()), fmt::format("this is not TOML: {}", error.description()),
                    "see https://toml.io for the form");
        return std::nullopt;
    }
}

TomlTable TomlDocument::root(TomlDefect& defect) const { return {*table_, "", defect}; }

} // namespace postern::policy
