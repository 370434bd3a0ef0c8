#include "policy/policy_toml.hpp"

#include "checks/check.hpp"
#include "policy/toml_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace postern::policy {
namespace {

std::vector<std::string> check_ids()
{
    std::vector<std::string> ids;
    for (auto const& check : checks::all())
        ids.emplace_back(check.info->id);
    return ids;
}

enum class Names { one_check, one_or_all };

// The id of a check that exists, or "*" for all of them where that may stand.
std::string known_check(TomlTable& table, std::string_view key, Names const names)
{
    auto id = table.text(key);
    auto const ids = check_ids();
    if (!id.empty() && !(names == Names::one_or_all && id == "*") && std::ranges::find(ids, id) == ids.end())
        table.complain(key, fmt::format("there is no check '{}'", id),
                       fmt::format("did you mean '{}'?", nearest(id, ids)));
    return id;
}

report::Level level(TomlTable& table, std::string_view key)
{
    auto const text = table.text(key);
    auto const level = report::level_from(text);
    if (!level)
        table.complain(key, fmt::format("'{}' is no level", text), "use off, warn or fail");
    return level.value_or(report::Level::fail);
}

Rule rule(TomlTable table)
{
    Rule rule{.check = known_check(table, "check", Names::one_or_all),
              .level = level(table, "level"),
              .where = {.endpoints = table.texts("endpoints"),
                        .subjects = table.texts("subjects"),
                        .modules = table.texts("modules"),
                        .kinds = table.texts("kinds")},
              .place = table.place()};
    for (auto const& kind : rule.where.kinds)
        if (!platform::endpoint_kind_from(kind))
            table.complain("kinds", fmt::format("there is no kind '{}'", kind),
                           "use page, lifecycle, webhook, asset or action");
    table.end();
    return rule;
}

Reason reason(TomlTable& table)
{
    auto const text = table.text("reason");
    auto const reason = reason_from(text);
    if (!reason)
        table.complain("reason", fmt::format("'{}' is no reason", text), "use one of " + reason_list());
    return reason.value_or(Reason::false_positive);
}

checks::Outcome worst_verdict(TomlTable& table)
{
    auto const text = table.optional_text("verdict").value_or("warn");
    if (text == "fail")
        return checks::Outcome::fail;
    if (text != "warn")
        table.complain("verdict", fmt::format("'{}' cannot be waived", text), "use warn or fail");
    return checks::Outcome::warn;
}

WaiverRule waiver(TomlTable table)
{
    WaiverRule waiver{.finding = table.optional_text("finding").value_or(""),
                      .check = known_check(table, "check", Names::one_check),
                      .verdict = worst_verdict(table),
                      .reason = reason(table),
                      .explanation = table.text("explanation"),
                      .author = table.text("author"),
                      .expires = table.optional_day("expires"),
                      .place = table.place()};
    auto const endpoint = table.optional_text("endpoint");
    auto const subject = table.optional_text("subject");
    if (waiver.finding.empty() && !endpoint && !subject)
        table.complain("check", "this waiver says neither a finding nor an endpoint nor a subject",
                       "add endpoint = \"webPanels/…\"; \"*\" is every one");
    waiver.endpoint = endpoint.value_or("*");
    waiver.subject = subject.value_or("*");
    table.end();
    return waiver;
}

} // namespace

std::string in_words(std::string_view file, PolicyError const& error)
{
    auto const place =
        error.place.line > 0 ? fmt::format(":{}:{}", error.place.line, error.place.column) : "";
    return fmt::format("{}{}: {}; {}", file, place, error.message, error.remedy);
}

std::expected<Policy, PolicyError> read_policy(std::string_view text, std::string file)
{
    TomlDefect defect;
    auto const document = TomlDocument::parse(text, defect);
    Policy policy{.file = std::move(file)};
    if (document) {
        auto root = document->root(defect);
        for (auto const* section : {"scan", "report"})
            if (auto const table = root.optional_table(section))
                std::ranges::move(table->settings(section), std::back_inserter(policy.settings));
        if (auto table = root.optional_table("checks"))
            for (auto const& key : table->keys()) {
                auto const ids = check_ids();
                if (std::ranges::find(ids, key) == ids.end())
                    table->complain(key, fmt::format("there is no check '{}'", key),
                                    fmt::format("did you mean '{}'?", nearest(key, ids)));
                policy.rules.push_back(
                    {.check = key, .level = level(*table, key), .place = table->place_of(key)});
            }
        for (auto& table : root.tables("rule"))
            policy.rules.push_back(rule(std::move(table)));
        for (auto& table : root.tables("waiver"))
            policy.waivers.push_back(waiver(std::move(table)));
        root.end();
    }
    if (defect.error)
        return std::unexpected(*std::move(defect.error));
    return policy;
}

} // namespace postern::policy
