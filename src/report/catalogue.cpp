#include "report/catalogue.hpp"

#include "base/assert.hpp"
#include "report/embedded_catalogue.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace postern::report {
namespace {

using nlohmann::json;

// Collects the first defect; after it, every further value is a default that nobody will see.
class Reader {
public:
    explicit Reader(std::string place) : place_(std::move(place)) {}

    std::string text(json const& object, char const* member)
    {
        auto const found = object.find(member);
        if (found == object.end() || !found->is_string() || found->get_ref<std::string const&>().empty())
            return complain(member, "must be a text that is not empty"), "";
        return found->get<std::string>();
    }

    std::string optional_text(json const& object, char const* member)
    {
        return object.contains(member) ? text(object, member) : "";
    }

    double number(json const& object, char const* member)
    {
        auto const found = object.find(member);
        if (found == object.end() || !found->is_number())
            return complain(member, "must be a number"), 0;
        return found->get<double>();
    }

    std::vector<json> list(json const& object, char const* member, bool (json::*is)() const noexcept)
    {
        auto const found = object.find(member);
        if (found == object.end() || !found->is_array() ||
            !std::ranges::all_of(*found, [is](json const& item) { return (item.*is)(); }))
            return complain(member, "must be a list of the right kind"), std::vector<json>{};
        return {found->begin(), found->end()};
    }

    void complain(char const* member, char const* what)
    {
        if (defect_.empty())
            defect_ = fmt::format("{}: \"{}\" {}", place_, member, what);
    }

    [[nodiscard]] std::string const& defect() const { return defect_; }

private:
    std::string place_;
    std::string defect_;
};

SeverityRating severity_rating(Reader& reader, json const& item)
{
    SeverityRating rating{.about = reader.optional_text(item, "about"),
                          .score = reader.number(item, "score"),
                          .source = reader.text(item, "source"),
                          .date = reader.text(item, "date")};
    auto const label = checks::severity_from(reader.text(item, "label"));
    if (!label)
        reader.complain("label", "is not a severity");
    rating.label = label.value_or(checks::Severity::medium);
    return rating;
}

std::expected<Requirement, CatalogueError> requirement(json const& item, std::size_t index)
{
    Reader reader(fmt::format("requirement {} of the catalogue", index + 1));
    Requirement read{.number = reader.text(item, "number"),
                     .slug = reader.text(item, "slug"),
                     .title = reader.text(item, "title"),
                     .what_to_look_at = reader.text(item, "what_to_look_at"),
                     .applies_to = reader.text(item, "applies_to")};
    for (auto const& check : reader.list(item, "checks", &json::is_string))
        read.checks.push_back(check.get<std::string>());
    for (auto const& rating : reader.list(item, "severities", &json::is_object))
        read.severities.push_back(severity_rating(reader, rating));
    for (auto const& alias : reader.list(item, "aliases", &json::is_object))
        read.aliases.push_back({reader.text(alias, "scheme"), reader.text(alias, "number")});
    if (!reader.defect().empty())
        return std::unexpected(CatalogueError{reader.defect()});
    return read;
}

} // namespace

std::expected<Catalogue, CatalogueError> read_catalogue(std::string_view text)
{
    auto const document = json::parse(text, nullptr, false);
    if (!document.is_object())
        return std::unexpected(CatalogueError{"the catalogue is not a JSON object"});
    Reader reader("the catalogue");
    if (reader.text(document, "format") != "postern-catalogue-1")
        reader.complain("format", "must be \"postern-catalogue-1\"");
    Catalogue catalogue{.version = reader.text(document, "version"),
                        .title = reader.text(document, "title"),
                        .source_url = reader.text(document, "source_url"),
                        .source_date = reader.text(document, "source_date")};
    auto const items = reader.list(document, "requirements", &json::is_object);
    if (!reader.defect().empty())
        return std::unexpected(CatalogueError{reader.defect()});

    std::set<std::string> names;
    for (std::size_t index = 0; index < items.size(); ++index) {
        auto read = requirement(items[index], index);
        if (!read)
            return std::unexpected(read.error());
        if (!names.insert("number " + read->number).second || !names.insert("slug " + read->slug).second)
            return std::unexpected(
                CatalogueError{fmt::format("two requirements of the catalogue are {}", read->number)});
        catalogue.requirements.push_back(std::move(*read));
    }
    return catalogue;
}

Catalogue const& newest_catalogue()
{
    static Catalogue const catalogue = [] {
        auto read = read_catalogue(embedded_catalogue());
        POSTERN_ASSERT(read.has_value(), "the embedded catalogue is readable");
        return std::move(*read);
    }();
    return catalogue;
}

} // namespace postern::report
