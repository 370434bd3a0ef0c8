#include "report/catalogue.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <utility>

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

    std::vector<std::string> texts(json const& object, char const* member)
    {
        std::vector<std::string> all;
        for (auto const& item : list(object, member, &json::is_string))
            all.push_back(item.get<std::string>());
        return all;
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

    std::vector<Alias> numbers(json const& object, char const* member)
    {
        std::vector<Alias> all;
        for (auto const& item : list(object, member, &json::is_object))
            all.push_back({text(item, "scheme"), text(item, "number")});
        return all;
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

std::expected<json, CatalogueError> document_of(std::string_view text, std::string const& place,
                                                std::string_view format)
{
    auto document = json::parse(text, nullptr, false);
    if (!document.is_object())
        return std::unexpected(CatalogueError{fmt::format("{} is not a JSON object", place)});
    auto const found = document.find("format");
    if (found == document.end() || *found != format)
        return std::unexpected(CatalogueError{fmt::format("{}: \"format\" must be \"{}\"", place, format)});
    return document;
}

std::expected<Topic, CatalogueError> topic(json const& item, std::size_t index)
{
    Reader reader(fmt::format("topic {}", index + 1));
    Topic read{.slug = reader.text(item, "slug"),
               .paraphrase = reader.text(item, "paraphrase"),
               .what_to_look_at = reader.text(item, "what_to_look_at"),
               .applies_to = reader.text(item, "applies_to"),
               .csrt_title = reader.optional_text(item, "csrt_title"),
               .exemptions = reader.texts(item, "exemptions"),
               .checks = reader.texts(item, "checks"),
               .numbers = reader.numbers(item, "numbers")};
    for (auto const& rating : reader.list(item, "severities", &json::is_object))
        read.severities.push_back(severity_rating(reader, rating));
    if (!reader.defect().empty())
        return std::unexpected(CatalogueError{reader.defect()});
    return read;
}

// Adds what is not there yet.
template <typename Value>
void add(std::vector<Value>& all, std::vector<Value> const& more)
{
    for (auto const& each : more)
        if (std::ranges::find(all, each) == all.end())
            all.push_back(each);
}

void add_sentence(std::string& text, std::string const& sentence)
{
    if (!text.empty())
        text += ' ';
    text += sentence;
}

void take_over(Requirement& requirement, Topic const& topic)
{
    add_sentence(requirement.paraphrase, topic.paraphrase);
    add_sentence(requirement.what_to_look_at, topic.what_to_look_at);
    requirement.applies_to = requirement.applies_to.empty() || requirement.applies_to == topic.applies_to
                                 ? topic.applies_to
                                 : "all";
    add(requirement.exemptions, topic.exemptions);
    add(requirement.checks, topic.checks);
    add(requirement.severities, topic.severities);
    add(requirement.aliases, topic.numbers);
}

Numbering numbering(Reader& reader, json const& item)
{
    auto const word = reader.optional_text(item, "numbering");
    if (!word.empty() && word != "unconfirmed")
        reader.complain("numbering", "must be \"unconfirmed\", or not be there");
    return word.empty() ? Numbering::confirmed : Numbering::unconfirmed;
}

std::expected<Requirement, CatalogueError> requirement(json const& item, std::size_t index,
                                                       std::string const& link, std::span<Topic const> topics)
{
    Reader reader(fmt::format("requirement {} of the catalogue", index + 1));
    Requirement read{.number = reader.text(item, "number"),
                     .slug = reader.text(item, "slug"),
                     .title = reader.text(item, "title"),
                     .link = item.contains("link") ? reader.text(item, "link") : link,
                     .note = reader.optional_text(item, "note"),
                     .numbering = numbering(reader, item)};
    read.topics = item.contains("topics") ? reader.texts(item, "topics") : std::vector{read.slug};
    for (auto const& slug : read.topics) {
        auto const found = std::ranges::find(topics, slug, &Topic::slug);
        if (found == topics.end())
            reader.complain(item.contains("topics") ? "topics" : "slug", "names a topic that there is not");
        else
            take_over(read, *found);
    }
    if (read.topics.empty())
        reader.complain("topics", "must name at least one");
    if (!reader.defect().empty())
        return std::unexpected(CatalogueError{reader.defect()});
    return read;
}

} // namespace

std::expected<std::vector<Topic>, CatalogueError> read_topics(std::string_view text)
{
    auto const document = document_of(text, "the list of topics", "postern-topics-1");
    if (!document)
        return std::unexpected(document.error());
    Reader reader("the list of topics");
    auto const items = reader.list(*document, "topics", &json::is_object);
    if (!reader.defect().empty())
        return std::unexpected(CatalogueError{reader.defect()});
    std::vector<Topic> topics;
    for (std::size_t index = 0; index < items.size(); ++index) {
        auto read = topic(items[index], index);
        if (!read)
            return std::unexpected(read.error());
        if (std::ranges::find(topics, read->slug, &Topic::slug) != topics.end())
            return std::unexpected(CatalogueError{fmt::format("two topics are called {}", read->slug)});
        topics.push_back(std::move(*read));
    }
    return topics;
}

std::expected<Catalogue, CatalogueError> read_catalogue(std::string_view text, std::span<Topic const> topics)
{
    auto const document = document_of(text, "the catalogue", "postern-catalogue-2");
    if (!document)
        return std::unexpected(document.error());
    Reader reader("the catalogue");
    Catalogue catalogue{.version = reader.text(*document, "version"),
                        .title = reader.text(*document, "title"),
                        .note = reader.optional_text(*document, "note"),
                        .source_url = reader.text(*document, "source_url"),
                        .source_date = reader.text(*document, "source_date")};
    auto const items = reader.list(*document, "requirements", &json::is_object);
    if (!reader.defect().empty())
        return std::unexpected(CatalogueError{reader.defect()});

    std::set<std::string> names;
    for (std::size_t index = 0; index < items.size(); ++index) {
        auto read = requirement(items[index], index, catalogue.source_url, topics);
        if (!read)
            return std::unexpected(read.error());
        if (!names.insert("number " + read->number).second || !names.insert("slug " + read->slug).second)
            return std::unexpected(
                CatalogueError{fmt::format("two requirements of the catalogue are {}", read->number)});
        catalogue.requirements.push_back(std::move(*read));
    }
    return catalogue;
}

} // namespace postern::report
