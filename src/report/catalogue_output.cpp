#include "report/catalogue_output.hpp"

#include "report/finding_parts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <vector>

namespace postern::report {
namespace {

using Json = nlohmann::ordered_json;

std::string aliases(Requirement const& requirement)
{
    std::vector<std::string> words;
    for (auto const& [scheme, number] : requirement.aliases)
        words.push_back(fmt::format("{} {}", scheme, number));
    return fmt::format("{}", fmt::join(words, ", "));
}

Json json_of(Requirement const& requirement)
{
    auto aliases = Json::array();
    for (auto const& [scheme, number] : requirement.aliases)
        aliases.push_back({{"scheme", scheme}, {"number", number}});
    return {{"number", requirement.number},
            {"numbering_confirmed", requirement.numbering == Numbering::confirmed},
            {"slug", requirement.slug},
            {"topics", requirement.topics},
            {"title", requirement.title},
            {"paraphrase", requirement.paraphrase},
            {"what_to_look_at", requirement.what_to_look_at},
            {"applies_to", requirement.applies_to},
            {"exemptions", requirement.exemptions},
            {"checks", requirement.checks},
            {"aliases", std::move(aliases)},
            {"link", requirement.link},
            {"note", requirement.note}};
}

std::vector<std::string> told(std::vector<std::string> ids)
{
    for (auto& id : ids)
        for (auto const& known : checks::all())
            if (known.info->id == id && known.info->runs == checks::Runs::on_request)
                id += " (on request)";
    return ids;
}

} // namespace

void write_catalogue(Catalogue const& catalogue, TerminalStyle const& style, std::ostream& out)
{
    constexpr int indent = 6;
    Screen screen(out, style);
    screen.text(0, fmt::format("{}: {}", catalogue.version, catalogue.title));
    screen.text(0, catalogue.source_url);
    if (!catalogue.note.empty())
        screen.text(0, catalogue.note);
    for (auto const& requirement : catalogue.requirements) {
        auto const unsure = requirement.numbering == Numbering::confirmed ? "" : " (number not confirmed)";
        screen.blank();
        screen.labelled(0, fmt::format("{:{}}", requirement.number, indent - 1),
                        fmt::format("{}{}", requirement.title, unsure));
        screen.text(indent, requirement.paraphrase);
        for (auto const& exemption : requirement.exemptions)
            screen.text(indent, "Exempt: " + exemption);
        screen.text(indent, requirement.checks.empty()
                                ? "A person must look."
                                : fmt::format("Checks: {}", fmt::join(told(requirement.checks), ", ")));
        screen.text(indent, fmt::format("Topics: {}", fmt::join(requirement.topics, ", ")));
        if (!requirement.aliases.empty())
            screen.text(indent, "Elsewhere: " + aliases(requirement));
        if (!requirement.note.empty())
            screen.text(indent, requirement.note);
    }
}

void write_catalogue_json(Catalogue const& catalogue, std::ostream& out)
{
    auto requirements = Json::array();
    for (auto const& requirement : catalogue.requirements)
        requirements.push_back(json_of(requirement));
    write_document({{"version", catalogue.version},
                    {"title", catalogue.title},
                    {"note", catalogue.note},
                    {"source_url", catalogue.source_url},
                    {"source_date", catalogue.source_date},
                    {"requirements", std::move(requirements)}},
                   out);
}

} // namespace postern::report
