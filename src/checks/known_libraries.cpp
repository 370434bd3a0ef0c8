#include "checks/known_libraries.hpp"

#include "base/assert.hpp"
#include "base/sha1.hpp"
#include "checks/library_version.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace postern::checks {
namespace {

using nlohmann::json;

// Texts that may be a list, a single one, or missing.
std::vector<std::string> texts(json const& object, char const* member)
{
    std::vector<std::string> all;
    auto const found = object.find(member);
    if (found == object.end())
        return all;
    if (found->is_string())
        return {found->get<std::string>()};
    for (auto const& each : *found)
        if (each.is_string())
            all.push_back(each.get<std::string>());
    return all;
}

Vulnerability vulnerability(json const& entry)
{
    Vulnerability read{.below = entry.value("below", ""),
                       .at_or_above = entry.value("atOrAbove", ""),
                       .excludes = texts(entry, "excludes"),
                       .severity = severity_from(entry.value("severity", "")).value_or(Severity::medium),
                       .info = texts(entry, "info")};
    if (auto const identifiers = entry.find("identifiers"); identifiers != entry.end()) {
        for (auto const* kind : {"CVE", "githubID"})
            std::ranges::move(texts(*identifiers, kind), std::back_inserter(read.identifiers));
        read.summary = identifiers->value("summary", "");
        read.summary.resize(std::min(read.summary.find_first_of("\r\n"), read.summary.size()));
    }
    return read;
}

// retire.js writes these as "/expression/version/".
std::pair<std::string, std::string> split_replacement(std::string_view text)
{
    auto const end = text.rfind('/', text.empty() ? 0 : text.size() - 2);
    if (text.size() < 4 || !text.starts_with('/') || !text.ends_with('/') || end == 0)
        return {};
    return {std::string(text.substr(1, end - 1)), std::string(text.substr(end + 1, text.size() - end - 2))};
}

// "jquery-1.8.1.js" of an address; without its query.
std::string_view file_name(std::string_view url)
{
    url = url.substr(0, url.find_first_of("?#"));
    return url.substr(url.find_last_of('/') + 1);
}

// As retire.js reads a file.
std::string with_plain_line_ends(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at)
        if (text[at] != '\r')
            out += text[at];
        else if (at + 1 == text.size() || text[at + 1] != '\n')
            out += '\n';
    return out;
}

} // namespace

void KnownLibraries::add_expressions(std::size_t library, void const* extractors)
{
    auto const& given = *static_cast<json const*>(extractors);
    auto const add = [&](LibraryPatterns& patterns, std::string const& expression,
                         std::string_view version = "$1") {
        if (!patterns.add(library, expression, version))
            ++expressions_not_read_;
    };
    for (auto const& each : texts(given, "uri"))
        add(addresses_, each);
    for (auto const& each : texts(given, "filename"))
        add(file_names_, "^" + each + "$");
    for (auto const& each : texts(given, "filecontent"))
        add(contents_, each);
    for (auto const& each : texts(given, "filecontentreplace")) {
        auto const [expression, version] = split_replacement(each);
        add(contents_in_parts_, expression, version);
    }
    if (auto const hashes = given.find("hashes"); hashes != given.end())
        for (auto const& [hash, version] : hashes->items())
            hashes_.emplace(hash, Library{names_[library], version.get<std::string>()});
}

std::expected<KnownLibraries, std::string> KnownLibraries::read(std::string_view text)
{
    try {
        auto const document = json::parse(text);
        KnownLibraries all;
        all.source_ = document.at("source").get<std::string>();
        for (auto const& library : document.at("libraries")) {
            auto const name = library.at("name").get<std::string>();
            all.names_.push_back(name);
            for (auto const& entry : library.at("vulnerabilities"))
                all.vulnerabilities_[name].push_back(vulnerability(entry));
            std::ranges::sort(all.vulnerabilities_[name], [](auto const& a, auto const& b) {
                return std::pair(b.severity, a.identifiers) < std::pair(a.severity, b.identifiers);
            });
            all.add_expressions(all.names_.size() - 1, &library.at("extractors"));
        }
        for (auto* patterns : {&all.addresses_, &all.file_names_, &all.contents_, &all.contents_in_parts_})
            patterns->compile();
        return all;
    } catch (json::exception const& error) {
        return std::unexpected(fmt::format("the list of libraries cannot be read: {}", error.what()));
    }
}

namespace {

void add_all(std::vector<LibraryPatterns::Match> const& matches, std::vector<std::string> const& names,
             std::vector<Library>& found)
{
    for (auto const& match : matches) {
        Library library{names[match.library], match.version};
        if (std::ranges::find(found, library) == found.end())
            found.push_back(std::move(library));
    }
}

} // namespace

std::vector<Library> KnownLibraries::in_address(std::string_view url) const
{
    std::vector<Library> found;
    add_all(addresses_.find(url), names_, found);
    add_all(file_names_.find(file_name(url)), names_, found);
    return found;
}

std::vector<Library> KnownLibraries::in_script(std::string_view text) const
{
    auto const script = with_plain_line_ends(text);
    std::vector<Library> found;
    add_all(contents_.find(script), names_, found);
    if (found.empty())
        add_all(contents_in_parts_.find(script), names_, found);
    if (!found.empty())
        return found;
    if (auto const by_hash = hashes_.find(sha1_hex(script)); by_hash != hashes_.end())
        found.push_back(by_hash->second);
    return found;
}

std::vector<Vulnerability const*> KnownLibraries::vulnerabilities(Library const& library) const
{
    std::vector<Vulnerability const*> all;
    auto const found = vulnerabilities_.find(library.name);
    if (found == vulnerabilities_.end())
        return all;
    for (auto const& each : found->second) {
        auto const before = !each.at_or_above.empty() && !at_or_above(library.version, each.at_or_above);
        auto const after = !each.below.empty() && at_or_above(library.version, each.below);
        auto const excluded = std::ranges::find(each.excludes, library.version) != each.excludes.end();
        if (!before && !after && !excluded)
            all.push_back(&each);
    }
    return all;
}

KnownLibraries const& known_libraries()
{
    static auto const libraries = KnownLibraries::read(known_libraries_data().front().bytes);
    POSTERN_ASSERT(libraries.has_value(), "the list was made by this build");
    return *libraries;
}

} // namespace postern::checks
