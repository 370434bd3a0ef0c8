#pragma once

// The query hash (`qsh`) that binds a Connect token to one request: the SHA-256 of the canonical form of
// method, path and parameters. Source: connect-protocol.md section 3 (docs/guides/token.md explains it for
// users); https://developer.atlassian.com/cloud/jira/platform/understanding-jwt/.
//
// No function here fails: whatever bytes come in, there is exactly one canonical request.
//  - An escape that is none ("%", "%4", "%zz") stands for itself: its "%" is encoded again as "%25".
//  - Bytes that are not UTF-8 stay what they are: "%ff" becomes "%FF". (Libraries that put U+FFFD there make
//    different requests equal; their hash does not match ours, and the request is refused.)

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::platform::connect {

// The value of the claim `qsh` in a context token (AP.context.getToken). It is bound to no request: accept it
// only where an endpoint is declared to take context tokens. `match_query_hash` never accepts it.
inline constexpr std::string_view context_qsh = "context-qsh";

inline constexpr std::size_t qsh_digits = 64; // lower-case hex digits of a SHA-256

// By what parameters are sorted. They differ for names with characters such as "[" and beyond ASCII.
enum class SortOrder {
    java,      // by the percent-encoded name: the host product, and what we mint
    javascript // by the decoded name in UTF-16 code units: npm atlassian-jwt
};

// The host sometimes hashes the decoded path.
enum class PathForm {
    raw,    // as on the wire, escapes and their case kept
    decoded // each valid escape replaced by its byte, after the base path was removed
};

// Which parameters are hashed.
enum class ParameterSource { query, form_body };

// A parameter named `jwt` carries the token itself and is no part of the hash. `kept` exists to recognise
// signers that got this wrong; nothing verifies with it.
enum class TokenParameter { dropped, kept };

// One way to canonicalise a request.
struct QshVariant {
    SortOrder order = SortOrder::java;
    PathForm path = PathForm::raw;
    ParameterSource parameters = ParameterSource::query;
    bool operator==(QshVariant const&) const = default;
};

// In words, for a sentence: "parameters sorted as Java does, raw path".
[[nodiscard]] std::string describe(QshVariant const& variant);

// In all of these:
//  method       in any case; compared and hashed in upper case (ASCII)
//  target       an absolute http(s) URL, of which scheme and host are ignored, or path[?query]; the path may
//               lack its first "/"; a fragment is ignored
//  base         the app's base URL or only its path; removed from the request's path as a plain string prefix
//               (so base "/app" turns "/apple/x" into "/le/x", as the host does); "" for none
// Time is n log n in the number of parameters; the caller bounds the input (http::url_max_bytes).

// METHOD&path&query
[[nodiscard]] std::string canonical_request(std::string_view method, std::string_view target,
                                            std::string_view base, SortOrder order = SortOrder::java,
                                            PathForm path = PathForm::raw);

// The same with the parameters of an application/x-www-form-urlencoded body in place of the query's.
[[nodiscard]] std::string canonical_form_request(std::string_view method, std::string_view target,
                                                 std::string_view base, std::string_view form_body,
                                                 SortOrder order = SortOrder::java,
                                                 PathForm path = PathForm::raw);

// The parts of it, for whoever explains how a hash came about.
[[nodiscard]] std::string canonical_path(std::string_view target, std::string_view base,
                                         PathForm path = PathForm::raw);
[[nodiscard]] std::string canonical_query(std::string_view query_or_form, SortOrder order = SortOrder::java,
                                          TokenParameter token = TokenParameter::dropped);

// What stands behind the first "?" of a target, without the fragment; "" where there is none.
[[nodiscard]] std::string_view query_of(std::string_view target);

// The claim `qsh` of a request as we mint it: 64 lower-case hex digits, raw path, Java order, because the
// host is Java-derived.
[[nodiscard]] std::string query_hash(std::string_view method, std::string_view target, std::string_view base);

// Whether `expected` (a token's claim) is the hash of this request, and in which variant. Tried in this
// order: raw path, then decoded path (both with Java's, then JavaScript's order) over the query; then the
// same over `form_body`, but only for POST and PUT without any query parameter (`jwt` counts as one: ACE does
// the same). The comparison takes the same time for every wrong hash; anything but 64 bytes never matches.
[[nodiscard]] std::optional<QshVariant>
match_query_hash(std::string_view expected, std::string_view method, std::string_view target,
                 std::string_view base, std::optional<std::string_view> form_body = std::nullopt);

// The same for the hot path: keeps its memory, so that after a first request of the same size it allocates
// nothing. Belongs to one thread.
class QueryHasher {
public:
    // As the free functions of these names. The views live until the next call.
    [[nodiscard]] std::string_view canonical_request(std::string_view method, std::string_view target,
                                                     std::string_view base, QshVariant const& variant = {},
                                                     std::string_view form_body = {});
    [[nodiscard]] std::string_view query_hash(std::string_view method, std::string_view target,
                                              std::string_view base);
    [[nodiscard]] std::optional<QshVariant> match(std::string_view expected, std::string_view method,
                                                  std::string_view target, std::string_view base,
                                                  std::optional<std::string_view> form_body = std::nullopt);

private:
    struct Parameter { // both percent-encoded in the canonical way
        std::string_view name;
        std::string_view value;
    };

    [[nodiscard]] static bool less(SortOrder order, Parameter const& a, Parameter const& b);
    void parse(std::string_view query_or_form, TokenParameter token);
    void sort(SortOrder order);
    [[nodiscard]] bool sorted(SortOrder order) const;
    void write_head(std::string_view method, std::string_view target, std::string_view base, PathForm path);
    void write_query();
    void digest();
    [[nodiscard]] std::optional<QshVariant> match_parameters(std::string_view expected,
                                                             std::string_view method, std::string_view target,
                                                             std::string_view base, ParameterSource source);
    friend std::string canonical_query(std::string_view, SortOrder, TokenParameter);

    std::vector<char> encoded_; // holds what parameters_ points at, where it is not the request itself
    std::vector<Parameter> parameters_; // of the last parse
    std::string canonical_;
    std::array<char, qsh_digits> hash_{};
};

} // namespace postern::platform::connect
