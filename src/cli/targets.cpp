#include "cli/targets.hpp"

#include "cli/scan_options.hpp"
#include "http/headers.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <istream>
#include <set>
#include <sstream>

namespace postern::cli {
namespace {

// A host or the name of a file, as the name of a folder that lies where it seems to lie.
std::string short_name(ScanTarget const& target)
{
    auto const address = target.base_url.empty() ? target.descriptor : target.base_url;
    auto const url = http::parse_url(address);
    auto name = http::lower_case(url ? url->host : std::filesystem::path(target.descriptor).stem().string());
    constexpr std::size_t name_max_bytes = 64;
    name.resize(std::min(name.size(), name_max_bytes));
    constexpr std::string_view kept = "abcdefghijklmnopqrstuvwxyz0123456789-.";
    for (char& c : name)
        if (!kept.contains(c))
            c = '_';
    if (name.starts_with('.'))
        name.front() = '_';
    return name;
}

// Folders keep their names from run to run as long as targets keep their order among those of one name.
class FolderNames {
public:
    std::string next(ScanTarget const& target)
    {
        auto const name = short_name(target);
        for (std::size_t number = 1;; ++number) {
            auto candidate = number == 1 ? name : fmt::format("{}-{}", name, number);
            if (given_.insert(candidate).second)
                return candidate;
        }
    }

private:
    std::set<std::string> given_;
};

std::expected<ScanTarget, std::string> read_line(std::string const& line, std::string const& directory)
{
    std::istringstream words(line);
    ScanTarget target;
    std::string more;
    words >> target.descriptor >> target.base_url;
    if (words >> more)
        return std::unexpected("there is more than a descriptor and a base URL");
    if (!target.base_url.empty())
        if (auto const url = http::parse_url(target.base_url); !url)
            return std::unexpected(fmt::format("{}: {}", target.base_url, describe(url.error())));
    if (target.descriptor == "-")
        return std::unexpected("standard input cannot be one of several targets; name a file");
    if (!is_address(target.descriptor)) {
        target.descriptor = (std::filesystem::path(directory) / target.descriptor).string();
        std::error_code ignored;
        if (!std::filesystem::exists(target.descriptor, ignored))
            return std::unexpected(fmt::format("there is no file {}", target.descriptor));
    } else if (auto const url = http::parse_url(target.descriptor); !url) {
        return std::unexpected(fmt::format("{}: {}", target.descriptor, describe(url.error())));
    }
    return target;
}

} // namespace

std::expected<std::vector<ScanTarget>, std::string> read_targets(std::istream& in, std::string const& name,
                                                                 std::string const& directory)
{
    std::string text(targets_file_max_bytes + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > targets_file_max_bytes)
        return std::unexpected(fmt::format("{}: a list of targets has at most {} KiB; split it", name,
                                           targets_file_max_bytes / 1024));
    std::vector<ScanTarget> targets;
    FolderNames folders;
    std::istringstream lines(text);
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        auto const first = line.find_first_not_of(" \t\r");
        if (first == std::string::npos || line[first] == '#')
            continue;
        auto target = read_line(line, directory);
        if (!target)
            return std::unexpected(fmt::format("{}:{}: {}", name, number, target.error()));
        target->folder = folders.next(*target);
        targets.push_back(*std::move(target));
        if (targets.size() > targets_max)
            return std::unexpected(
                fmt::format("{}:{}: more than {} targets; split the list", name, number, targets_max));
    }
    if (targets.empty())
        return std::unexpected(fmt::format("{}: there is no target in it; write a descriptor's URL or file "
                                           "on each line",
                                           name));
    return targets;
}

} // namespace postern::cli
