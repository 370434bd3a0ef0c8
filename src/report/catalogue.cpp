#include "report/catalogue.hpp"

#include "base/assert.hpp"
#include "report/catalogue_files.hpp"

#include <algorithm>
#include <utility>

namespace postern::report {
namespace {

constexpr std::string_view topics_file = "topics.json";

std::vector<Topic> built_in_topics()
{
    auto const files = catalogue_files();
    auto const file = std::ranges::find(files, topics_file, &EmbeddedFile::name);
    POSTERN_ASSERT(file != files.end(), "the topics are built in");
    auto read = read_topics(file->bytes);
    POSTERN_ASSERT(read.has_value(), "the embedded topics are readable");
    return std::move(*read);
}

std::vector<Catalogue> built_in_catalogues()
{
    std::vector<Catalogue> all;
    for (auto const& file : catalogue_files()) {
        if (file.name == topics_file)
            continue;
        auto read = read_catalogue(file.bytes, topics());
        POSTERN_ASSERT(read.has_value(), "the embedded catalogues are readable");
        all.push_back(std::move(*read));
    }
    std::ranges::sort(all, {}, &Catalogue::source_date);
    POSTERN_ASSERT(!all.empty(), "a catalogue is built in");
    add_aliases(all);
    return all;
}

bool share_a_topic(Requirement const& a, Requirement const& b)
{
    return std::ranges::find_first_of(a.topics, b.topics) != a.topics.end();
}

std::string_view year_of(std::string_view version) { return version.substr(version.rfind('-') + 1); }

} // namespace

void add_aliases(std::vector<Catalogue>& catalogues)
{
    for (auto& catalogue : catalogues)
        for (auto& requirement : catalogue.requirements)
            for (auto const& other : catalogues)
                for (auto const& same : other.requirements)
                    if (&other != &catalogue && share_a_topic(requirement, same))
                        requirement.aliases.push_back({other.version, same.number});
}

std::span<Topic const> topics()
{
    static std::vector<Topic> const all = built_in_topics();
    return all;
}

std::span<Catalogue const> catalogues()
{
    static std::vector<Catalogue> const all = built_in_catalogues();
    return all;
}

Catalogue const& newest_catalogue() { return catalogues().back(); }

Catalogue const* find_catalogue(std::string_view name)
{
    auto const all = catalogues();
    auto const found = std::ranges::find_if(all, [&](Catalogue const& catalogue) {
        return catalogue.version == name || year_of(catalogue.version) == name;
    });
    return found == all.end() ? nullptr : &*found;
}

} // namespace postern::report
