#include "evidence/sensitive_path.hpp"

#include "base/assert.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <stdexcept>
#include <utility>

namespace postern::evidence {
namespace {

using nlohmann::json;
using Below = SensitivePath::Below;

constexpr std::string_view paths_format = "postern-exposed-paths-1";

Below below_from(std::string const& text)
{
    if (text == "base")
        return Below::base;
    if (text == "root")
        return Below::root;
    if (text == "both")
        return Below::both;
    throw std::invalid_argument("\"below\" is none of base, root, both");
}

SensitivePath read_path(json const& node)
{
    SensitivePath path{.path = node.at("path"),
                       .below = below_from(node.at("below")),
                       .title = node.at("title"),
                       .severity = node.at("severity"),
                       .why = node.at("why"),
                       .holds_secrets = node.value("holds_secrets", false),
                       .content = http::read_content_rule(node.at("content"))};
    if (!path.path.starts_with('/') || path.path.contains(".."))
        throw std::invalid_argument("\"path\" does not begin with a slash, or leaves its folder");
    return path;
}

} // namespace

std::expected<std::vector<SensitivePath>, std::string> read_sensitive_paths(std::string_view text)
{
    std::string place = "the file";
    try {
        auto const document = json::parse(text);
        if (document.at("format") != paths_format)
            return std::unexpected(fmt::format("the format is not \"{}\"", paths_format));
        std::vector<SensitivePath> paths;
        for (auto const& node : document.at("paths")) {
            place = fmt::format("path {}", paths.size());
            paths.push_back(read_path(node));
        }
        return paths;
    } catch (std::exception const& error) { // json's own, and those above
        return std::unexpected(fmt::format("{}: {}", place, error.what()));
    }
}

std::vector<SensitivePath> const& sensitive_paths()
{
    static std::vector<SensitivePath> const paths = [] {
        auto read = read_sensitive_paths(sensitive_path_files().front().bytes);
        POSTERN_ASSERT(read.has_value(), "the built-in list can be read; a test reads it too");
        return *std::move(read);
    }();
    return paths;
}

} // namespace postern::evidence
