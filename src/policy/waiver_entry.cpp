#include "policy/waiver_entry.hpp"

#include "base/edit_distance.hpp"
#include "policy/glob.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace postern::policy {
namespace {

// A basic string of TOML 1.0.
std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            out += {'\\', c};
        else if (c == '\n')
            out += "\\n";
        else if (byte < 0x20 || byte == 0x7f)
            out += fmt::format("\\u{:04x}", byte);
        else
            out += c;
    }
    return out + '"';
}

checks::Outcome measured(report::Finding const& finding)
{
    return finding.ruling ? finding.ruling->measured : finding.outcome;
}

std::string entry(Found const& found, WaiverWish const& wish)
{
    auto const& finding = *found.finding;
    auto text =
        fmt::format("[[waiver]]\nfinding = {}\ncheck = {}\n", quoted(finding.id), quoted(found.check->id));
    if (!finding.endpoint.empty())
        text += fmt::format("endpoint = {}\n", quoted(exactly(finding.endpoint)));
    if (!finding.subject.empty())
        text += fmt::format("subject = {}\n", quoted(exactly(finding.subject)));
    text += fmt::format("verdict = {}\nreason = {}\nexplanation = {}\nauthor = {}\nexpires = {}\n",
                        quoted(name(measured(finding))), quoted(name(wish.reason)), quoted(wish.explanation),
                        quoted(wish.author), day_text(wish.expires));
    return text;
}

// TOML knows two ends of a line; a file keeps its own.
std::string with_line_ends_of(std::string_view file, std::string_view added)
{
    auto const end = file.find('\n');
    if (end == std::string_view::npos || end == 0 || file[end - 1] != '\r')
        return std::string(added);
    std::string text;
    for (char const c : added) {
        if (c == '\n')
            text += '\r';
        text += c;
    }
    return text;
}

} // namespace

std::expected<Found, std::string> find_finding(report::Report const& report, std::string_view id)
{
    std::vector<std::string> ids;
    for (auto const& check : report.checks)
        for (auto const& finding : check.findings) {
            if (finding.id == id)
                return Found{&check, &finding};
            ids.push_back(finding.id);
        }
    constexpr std::size_t repeated_max_bytes = 64;
    auto const shown = id.substr(0, repeated_max_bytes);
    if (ids.empty())
        return std::unexpected(fmt::format("the report has no finding {}, and no other either", shown));
    auto const meant = nearest(id, ids);
    return std::unexpected(fmt::format("the report has no finding {}; {}", shown,
                                       is_near(id, meant) ? fmt::format("did you mean {}?", meant)
                                                          : "copy the id that the report shows at it"));
}

std::expected<std::string, std::string> with_waiver(std::string_view text, std::string const& file,
                                                    Found const& found, WaiverWish const& wish, Day today)
{
    auto const before = read_policy(text, file);
    if (!before)
        return std::unexpected(in_words(file, before.error()));
    if (measured(*found.finding) == checks::Outcome::inconclusive)
        return std::unexpected(fmt::format(
            "finding {} says that something could not be looked at; that cannot be waived, so scan again, or "
            "switch the check off there with a [[rule]]",
            found.finding->id));
    for (auto const& waiver : before->waivers)
        if (waiver.finding == found.finding->id && (!waiver.expires || *waiver.expires >= today))
            return std::unexpected(fmt::format("{}:{}: finding {} is waived already; change that entry", file,
                                               waiver.place.line, waiver.finding));
    std::string added;
    if (!text.empty())
        added = text.ends_with('\n') ? "\n" : "\n\n";
    added += entry(found, wish);
    auto const after = std::string(text) + with_line_ends_of(text, added);
    auto const read = read_policy(after, file);
    if (!read)
        return std::unexpected(fmt::format("the waiver cannot be added: {}", in_words(file, read.error())));
    return after;
}

} // namespace postern::policy
