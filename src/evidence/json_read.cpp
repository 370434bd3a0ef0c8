#include "evidence/json.hpp"
#include "evidence/json_document.hpp"
#include "evidence/json_parts.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <istream>
#include <set>
#include <utility>

namespace postern::evidence {
namespace {

using nlohmann::json;

// The last millisecond of the year 9999; later ones have no ISO 8601 text of the usual form.
constexpr std::int64_t time_max_ms = 253'402'300'799'999;
Evidence read_document(Node const& document)
{
    auto const time = [&](std::string_view name) {
        return TimePoint(std::chrono::milliseconds(document.member(name).number(0, time_max_ms)));
    };
    Evidence evidence{.tool_version = document.member("tool_version").bytes(),
                      .target = read_target(document.member("target")),
                      .started_at = time("started_at_ms"),
                      .ended_at = time("ended_at_ms"),
                      .completeness = {document.member("gaps").list_of_bytes()},
                      .descriptor_warnings = document.member("descriptor_warnings").list_of_bytes()};
    std::set<std::string> ids;
    for (auto const& node : document.member("endpoints").items()) {
        evidence.endpoints.push_back(read_endpoint(node));
        if (!ids.insert(evidence.endpoints.back().id).second)
            node.member("id").complain("another endpoint has this id");
    }
    for (auto const& node : document.member("unprobed").items())
        evidence.unprobed.push_back(read_unprobed(node));
    for (auto const& node : document.member("hosts").items())
        evidence.hosts.push_back(read_host(node));
    if (auto const descriptor = document.optional_member("descriptor"))
        evidence.descriptor = read_descriptor(*descriptor);
    Known known(document, evidence);
    if (auto const dns = document.optional_member("dns"))
        evidence.dns = read_dns(*dns, known);
    if (auto const access = document.optional_member("access"))
        evidence.access = read_access(*access, known);
    if (auto const lifecycle = document.optional_member("lifecycle"))
        evidence.lifecycle = read_lifecycle(*lifecycle, known);
    if (auto const admin = document.optional_member("admin"))
        evidence.admin = read_admin(*admin, known);
    if (auto const paths = document.optional_member("exposed_paths"))
        evidence.exposed_paths = read_exposed_paths(*paths, known);
    if (auto const cross_origin = document.optional_member("cross_origin"))
        evidence.cross_origin = read_cross_origin(*cross_origin, known);
    if (auto const input = document.optional_member("input"))
        evidence.input = read_input(*input, known);
    if (auto const resources = document.optional_member("resources"))
        evidence.resources = read_resources(*resources, known);
    if (auto const tls = document.optional_member("tls"))
        evidence.tls = read_tls(*tls, known);
    return evidence;
}

constexpr auto give_evidence = "give a file that `postern scan --save-evidence FILE` wrote";

constexpr DocumentKind evidence_kind{.name = "the evidence",
                                     .bytes_max = evidence_file_max_bytes,
                                     .depth_max = evidence_depth_max,
                                     .values_max = evidence_values_max,
                                     .where_too_large = "scan fewer endpoints at once",
                                     .where_another = give_evidence};

std::unexpected<EvidenceError> refused(std::string message, std::string remedy)
{
    return std::unexpected(EvidenceError{.message = std::move(message), .remedy = std::move(remedy)});
}

std::expected<void, EvidenceError> check_format(json const& document)
{
    auto const found = document.is_object() ? document.find("format") : document.end();
    if (found == document.end() || !found->is_string()) {
        bool const report = document.is_object() && document.contains("schema_version");
        return refused(report ? "this is a report, not evidence" : "this is not evidence of a scan",
                       give_evidence);
    }
    auto const& format = found->get_ref<std::string const&>();
    if (format == evidence_format)
        return {};
    if (!format.starts_with("postern-evidence-"))
        return refused("this is not evidence of a scan", give_evidence);
    return std::unexpected(EvidenceError{
        .message = fmt::format("this evidence has the format \"{}\", and only \"{}\" can be read", format,
                               evidence_format),
        .pointer = "/format",
        .remedy = "use the version of Postern that wrote it, or scan again"});
}

} // namespace

std::expected<Evidence, EvidenceError> read_json(std::string_view text)
{
    auto const document = parse_document(text, evidence_kind);
    if (!document)
        return std::unexpected(document.error());
    if (auto const known = check_format(*document); !known)
        return std::unexpected(known.error());
    Defect defect;
    auto evidence = read_document(Node(*document, "", defect));
    if (defect.found())
        return std::unexpected(std::move(defect).error());
    return evidence;
}

std::expected<Evidence, EvidenceError> read_json(std::istream& in)
{
    constexpr std::size_t piece_bytes = 1024 * 1024;
    std::string text;
    while (in && text.size() <= evidence_file_max_bytes) {
        auto const size = text.size();
        text.resize(size + piece_bytes);
        in.read(text.data() + size, piece_bytes);
        text.resize(size + static_cast<std::size_t>(in.gcount()));
    }
    if (in.bad())
        return refused("the evidence cannot be read to its end", "look at the file and its disk");
    return read_json(text);
}

} // namespace postern::evidence
