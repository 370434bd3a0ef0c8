#include "platform/connect/near_miss.hpp"

#include "base/sha256.hpp"
#include "http/headers.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ranges>
#include <set>
#include <utility>

namespace postern::platform::connect {
namespace {

// A way to write one part of the canonical request. `deviation` is empty for the right ways.
struct Way {
    std::string deviation;
    std::string text;
};
using Ways = std::vector<Way>;

// What the host itself adds to a page's address (docs/guides/token.md).
constexpr auto host_parameters =
    std::to_array<std::string_view>({"xdm_e", "xdm_c", "xdm_p", "cp", "xdm_deprecated_addon_key_do_not_use",
                                     "lic", "cv", "tz", "loc", "user_id", "user_key"});

std::string replaced(std::string_view text, std::string_view from, std::string_view to)
{
    std::string out;
    while (true) {
        auto const at = text.find(from);
        out += text.substr(0, at);
        if (at == text.npos)
            return out;
        out += to;
        text.remove_prefix(at + from.size());
    }
}

std::vector<std::string_view> pieces_of(std::string_view query)
{
    std::vector<std::string_view> pieces;
    while (!query.empty()) {
        auto const end = std::min(query.find('&'), query.size());
        if (end > 0)
            pieces.push_back(query.substr(0, end));
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return pieces;
}

std::string_view name_of(std::string_view piece) { return piece.substr(0, piece.find('=')); }

// The query without the pieces that `unwanted` names.
template <typename Unwanted>
std::string without(std::string_view query, Unwanted const& unwanted)
{
    std::string out;
    for (auto const piece : pieces_of(query)) {
        if (unwanted(piece))
            continue;
        if (!out.empty())
            out += '&';
        out += piece;
    }
    return out;
}

bool is_host_parameter(std::string_view name)
{
    return std::ranges::find(host_parameters, name) != host_parameters.end();
}

// "a=1,2&b=3" as "a=1&a=2&b=3": in canonical text a comma that is not encoded only ever joins.
std::string not_joined(std::string_view canonical)
{
    std::string out;
    for (auto const piece : pieces_of(canonical)) {
        if (!out.empty())
            out += '&';
        auto const join = fmt::format("&{}=", name_of(piece));
        out += replaced(piece, ",", join);
    }
    return out;
}

std::string with_lower_case_escapes(std::string text)
{
    for (std::size_t i = 0; i + 2 < text.size(); ++i)
        if (text[i] == '%')
            for (auto const at : {i + 1, i + 2})
                text[at] =
                    text[at] >= 'A' && text[at] <= 'F' ? static_cast<char>(text[at] - 'A' + 'a') : text[at];
    return text;
}

// As JavaScript's encodeURIComponent leaves them.
std::string with_marks_as_they_are(std::string text)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> marks{
        {{"%21", "!"}, {"%27", "'"}, {"%28", "("}, {"%29", ")"}, {"%2A", "*"}}};
    for (auto const& [escape, mark] : marks)
        text = replaced(text, escape, mark);
    return text;
}

void add(Ways& ways, std::string deviation, std::string text)
{
    auto const known = [&](Way const& way) { return way.text == text; };
    if (std::ranges::none_of(ways, known))
        ways.push_back({std::move(deviation), std::move(text)});
}

Ways methods(HashedRequest const& request)
{
    Ways ways;
    std::string upper(request.method);
    std::ranges::transform(upper, upper.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    add(ways, "", upper);
    for (std::string_view const other : {"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"})
        add(ways, fmt::format("the method {} instead of {}", other, upper), std::string(other));
    add(ways, "the method in lower case", http::lower_case(upper));
    return ways;
}

Ways paths(HashedRequest const& request)
{
    Ways ways;
    auto const target = request.target;
    auto const right = canonical_path(target, request.base);
    auto const whole = canonical_path(target, "");
    add(ways, "", right);
    add(ways, "", canonical_path(target, request.base, PathForm::decoded));
    add(ways, "a slash at the end of the path", right + '/');
    auto trimmed = right;
    while (trimmed.size() > 1 && trimmed.ends_with('/'))
        trimmed.pop_back();
    add(ways, "no slash at the end of the path", trimmed);
    add(ways, "the base path not removed", whole);
    auto at = whole.find('/', 1);
    for (std::size_t i = 0; i < base_paths_max && at != whole.npos; ++i, at = whole.find('/', at + 1))
        add(ways, fmt::format("the base path {}", whole.substr(0, at)), whole.substr(at));
    add(ways, "the base path in front a second time",
        canonical_path(request.base, "") + (right == "/" ? "" : right));
    add(ways, "the '&' in the path not encoded", replaced(right, "%26", "&"));
    add(ways, "the path encoded twice", replaced(right, "%", "%25"));
    add(ways, "the fragment as part of the path", canonical_path(replaced(target, "#", "%23"), request.base));
    add(ways, "the whole address instead of its path",
        std::string(target.substr(0, target.find_first_of("?#"))));
    return ways;
}

// Ways that begin with another text than the query, to be canonicalised as if it were the query.
Ways query_texts(HashedRequest const& request)
{
    Ways ways;
    auto const query = query_of(request.target);
    add(ways, "", std::string(query));
    add(ways, "no parameters at all", "");
    add(ways, "the host's own parameters left out",
        without(query, [](auto piece) { return is_host_parameter(name_of(piece)); }));
    add(ways, "only the host's own parameters",
        without(query, [](auto piece) { return !is_host_parameter(name_of(piece)); }));
    add(ways, "'+' as a plus sign and not as a space", replaced(query, "+", "%2B"));
    add(ways, "the parameters encoded twice", replaced(query, "%", "%25"));
    std::set<std::string_view> seen;
    add(ways, "only the first of the parameters of the same name",
        without(query, [&](auto piece) { return !seen.insert(name_of(piece)).second; }));
    auto const pieces = pieces_of(query);
    add(ways, "only the last of the parameters of the same name", without(query, [&](auto piece) {
            return std::ranges::any_of(pieces, [&](auto other) {
                return other.data() > piece.data() && name_of(other) == name_of(piece);
            });
        }));
    if (auto const hash = request.target.find('#'); hash != request.target.npos)
        add(ways, "the fragment as part of the parameters",
            fmt::format("{}%23{}", query, request.target.substr(hash + 1)));
    if (request.form_body) {
        add(ways, "the parameters of the form body", std::string(*request.form_body));
        add(ways, "the parameters of query and form body together",
            fmt::format("{}&{}", query, *request.form_body));
    }
    for (auto const piece : pieces | std::views::take(single_parameters_max))
        add(ways, fmt::format("the parameter {} left out", name_of(piece)),
            without(query, [&](auto other) { return other.data() == piece.data(); }));
    return ways;
}

Ways queries(HashedRequest const& request)
{
    Ways ways;
    auto const texts = query_texts(request);
    for (auto const order : {SortOrder::java, SortOrder::javascript})
        add(ways, "", canonical_query(texts[0].text, order));
    auto const right = ways[0].text;
    for (auto const& text : texts | std::views::drop(1))
        for (auto const order : {SortOrder::java, SortOrder::javascript})
            add(ways, text.deviation, canonical_query(text.text, order));

    auto const& query = texts[0].text;
    add(ways, "the parameter jwt, which holds the token itself",
        canonical_query(query, SortOrder::java, TokenParameter::kept));
    add(ways, "repeated parameters not joined", not_joined(right));
    add(ways, "the joining commas encoded as %2C", replaced(right, ",", "%2C"));
    add(ways, "commas inside values not encoded", replaced(right, "%2C", ","));
    add(ways, "spaces as '+' and not as %20", replaced(right, "%20", "+"));
    add(ways, "the characters !'()* not encoded", with_marks_as_they_are(right));
    add(ways, "escapes in lower case", with_lower_case_escapes(right));
    add(ways, "the query as it stands, neither sorted nor encoded anew",
        without(query, [](auto piece) { return name_of(piece) == "jwt"; }));
    return ways;
}

} // namespace

std::optional<NearMiss> find_near_miss(std::string_view expected, HashedRequest const& request)
{
    if (expected.size() != qsh_digits)
        return std::nullopt;
    auto const digits = http::lower_case(expected);
    auto const all_methods = methods(request);
    auto const all_paths = paths(request);
    auto const all_queries = queries(request);
    std::optional<NearMiss> best;
    for (auto const& method : all_methods) {
        for (auto const& path : all_paths) {
            for (auto const& query : all_queries) {
                std::vector<std::string> deviations;
                if (digits != expected)
                    deviations.emplace_back("the hash in lower case");
                for (auto const* way : {&method, &path, &query})
                    if (!way->deviation.empty())
                        deviations.push_back(way->deviation);
                if (deviations.empty() || (best && best->deviations.size() <= deviations.size()))
                    continue;
                auto canonical = fmt::format("{}&{}&{}", method.text, path.text, query.text);
                if (sha256_hex(canonical) == digits)
                    best = NearMiss{std::move(deviations), std::move(canonical)};
            }
        }
    }
    return best;
}

} // namespace postern::platform::connect
