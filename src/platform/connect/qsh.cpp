#include "platform/connect/qsh.hpp"

#include "base/sha256.hpp"
#include "http/headers.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <cstdint>

namespace postern::platform::connect {
namespace {

constexpr std::string_view upper_hex = "0123456789ABCDEF";
constexpr std::size_t encoded_bytes_per_byte = 3; // "%XX"

// RFC 3986 section 2.3
constexpr std::array<bool, 256> unreserved = [] {
    std::array<bool, 256> table{};
    for (unsigned char const c :
         std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"))
        table[c] = true;
    return table;
}();

constexpr std::uint8_t no_digit = 0xff;

constexpr std::array<std::uint8_t, 256> hex_value = [] {
    std::array<std::uint8_t, 256> table{};
    table.fill(no_digit);
    for (std::uint8_t i = 0; i < 10; ++i)
        table[static_cast<std::size_t>('0' + i)] = i;
    for (std::uint8_t i = 0; i < 6; ++i) {
        table[static_cast<std::size_t>('A' + i)] = static_cast<std::uint8_t>(10 + i);
        table[static_cast<std::size_t>('a' + i)] = static_cast<std::uint8_t>(10 + i);
    }
    return table;
}();

std::uint8_t digit(char c) { return hex_value[static_cast<unsigned char>(c)]; }

bool is_escape(std::string_view text, std::size_t at)
{
    return text[at] == '%' && at + 2 < text.size() && digit(text[at + 1]) != no_digit &&
           digit(text[at + 2]) != no_digit;
}

unsigned char escaped_byte(std::string_view text, std::size_t at)
{
    return static_cast<unsigned char>(digit(text[at + 1]) << 4 | digit(text[at + 2]));
}

// Form decoding and canonical encoding in one pass. `out` has room for three bytes per byte of `text`;
// returns the end of what was written.
char* encode(std::string_view text, char* out)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto byte = static_cast<unsigned char>(text[i]);
        if (byte == '+') {
            byte = ' ';
        } else if (is_escape(text, i)) {
            byte = escaped_byte(text, i);
            i += 2;
        }
        if (unreserved[byte]) {
            *out++ = static_cast<char>(byte);
        } else {
            *out++ = '%';
            *out++ = upper_hex[byte >> 4];
            *out++ = upper_hex[byte & 0x0f];
        }
    }
    return out;
}

// How many bytes at the start of `text` are their own encoding.
std::size_t canonical_prefix(std::string_view text)
{
    std::size_t size = 0;
    while (size < text.size() && unreserved[static_cast<unsigned char>(text[size])])
        ++size;
    return size;
}

// Compares what two canonically encoded texts stand for, in the order of UTF-16 code units (ECMA-262, Array
// sort; java.lang.String.compareTo): that of the UTF-8 bytes, save that the lead bytes of U+E000 to U+FFFF
// (EE, EF) come behind those of the surrogate pairs (F0 to F4). Below, at or above zero.
int compare_decoded(std::string_view a, std::string_view b)
{
    auto const take = [](std::string_view& text) -> int {
        auto const encoded = text.front() == '%'; // canonical: always a whole escape
        auto const byte = encoded ? escaped_byte(text, 0) : static_cast<unsigned char>(text.front());
        text.remove_prefix(encoded ? 3 : 1);
        return byte == 0xee || byte == 0xef ? byte + 0x20 : byte;
    };
    while (!a.empty() && !b.empty()) {
        auto const left = take(a);
        auto const right = take(b);
        if (left != right)
            return left - right;
    }
    return (a.empty() ? 0 : 1) - (b.empty() ? 0 : 1);
}

std::string_view without_fragment(std::string_view target) { return target.substr(0, target.find('#')); }

bool starts_with_scheme(std::string_view text, std::string_view scheme)
{
    return text.size() >= scheme.size() && http::equal_ignoring_case(text.substr(0, scheme.size()), scheme);
}

// The path of a target or of a base URL; may be empty.
std::string_view path_of(std::string_view target)
{
    target = without_fragment(target);
    for (std::string_view const scheme : {"https://", "http://"}) {
        if (!starts_with_scheme(target, scheme))
            continue;
        target.remove_prefix(std::min(target.find_first_of("/?", scheme.size()), target.size()));
        break;
    }
    return target.substr(0, target.find('?'));
}

void append_path(std::string& out, std::string_view target, std::string_view base, PathForm form)
{
    auto path = path_of(target);
    if (auto const prefix = path_of(base); path.starts_with(prefix))
        path.remove_prefix(prefix.size());

    auto const start = out.size();
    for (std::size_t i = 0; i < path.size(); ++i) {
        auto c = path[i];
        if (form == PathForm::decoded && is_escape(path, i)) {
            c = static_cast<char>(escaped_byte(path, i));
            i += 2;
        }
        if (out.size() == start && c != '/')
            out += '/';
        if (c == '&') // or "/a&b=c" and "/a?b=c" would hash alike
            out += "%26";
        else
            out += c;
    }
    if (out.size() == start)
        out += '/';
    else if (out.size() > start + 1 && out.back() == '/')
        out.pop_back();
}

bool has_escape(std::string_view target)
{
    auto const path = path_of(target);
    for (auto at = path.find('%'); at != std::string_view::npos; at = path.find('%', at + 1))
        if (is_escape(path, at))
            return true;
    return false;
}

bool may_carry_form(std::string_view method)
{
    return http::equal_ignoring_case(method, "POST") || http::equal_ignoring_case(method, "PUT");
}

} // namespace

std::string describe(QshVariant const& variant)
{
    return fmt::format("{} parameters sorted as {} does, {} path",
                       variant.parameters == ParameterSource::query ? "query" : "form body",
                       variant.order == SortOrder::java ? "Java" : "JavaScript",
                       variant.path == PathForm::raw ? "raw" : "decoded");
}

std::string_view query_of(std::string_view target)
{
    target = without_fragment(target);
    auto const mark = target.find('?');
    return mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
}

void QueryHasher::parse(std::string_view query_or_form, TokenParameter token)
{
    parameters_.clear();
    if (encoded_.size() < query_or_form.size() * encoded_bytes_per_byte)
        encoded_.resize(query_or_form.size() * encoded_bytes_per_byte);
    auto* free = encoded_.data();
    auto const canonical = [&free](std::string_view text) -> std::string_view {
        auto const same = canonical_prefix(text);
        if (same == text.size())
            return text;
        auto* const start = free;
        free = encode(text.substr(same), std::ranges::copy(text.substr(0, same), free).out);
        return {start, static_cast<std::size_t>(free - start)};
    };

    while (!query_or_form.empty()) {
        auto const end = std::min(query_or_form.find('&'), query_or_form.size());
        auto const piece = query_or_form.substr(0, end);
        query_or_form.remove_prefix(std::min(end + 1, query_or_form.size()));
        if (piece.empty())
            continue;
        auto const equals = std::min(piece.find('='), piece.size());
        auto const name = canonical(piece.substr(0, equals));
        if (name == "jwt" && token == TokenParameter::dropped)
            continue;
        parameters_.push_back({name, canonical(piece.substr(std::min(equals + 1, piece.size())))});
    }
}

// Values of one name are sorted by code units in both orders; only the order of the names differs.
bool QueryHasher::less(SortOrder order, Parameter const& a, Parameter const& b)
{
    auto const by_name = order == SortOrder::java ? a.name.compare(b.name) : compare_decoded(a.name, b.name);
    return by_name != 0 ? by_name < 0 : compare_decoded(a.value, b.value) < 0;
}

void QueryHasher::sort(SortOrder order)
{
    std::ranges::sort(parameters_, [order](auto const& a, auto const& b) { return less(order, a, b); });
}

bool QueryHasher::sorted(SortOrder order) const
{
    return std::ranges::is_sorted(parameters_,
                                  [order](auto const& a, auto const& b) { return less(order, a, b); });
}

void QueryHasher::write_head(std::string_view method, std::string_view target, std::string_view base,
                             PathForm path)
{
    canonical_.clear();
    for (char const c : method)
        canonical_ += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    canonical_ += '&';
    append_path(canonical_, target, base, path);
    canonical_ += '&';
}

void QueryHasher::write_query()
{
    for (auto parameter = parameters_.begin(); parameter != parameters_.end(); ++parameter) {
        if (parameter != parameters_.begin() && parameter->name == std::prev(parameter)->name) {
            canonical_ += ',';
        } else {
            if (parameter != parameters_.begin())
                canonical_ += '&';
            canonical_ += parameter->name;
            canonical_ += '=';
        }
        canonical_ += parameter->value;
    }
}

void QueryHasher::digest()
{
    constexpr std::string_view lower_hex = "0123456789abcdef";
    Sha256 sha256;
    sha256.update(canonical_);
    auto* out = hash_.data();
    for (auto const byte : sha256.finish()) {
        *out++ = lower_hex[byte >> 4];
        *out++ = lower_hex[byte & 0x0f];
    }
}

std::string_view QueryHasher::canonical_request(std::string_view method, std::string_view target,
                                                std::string_view base, QshVariant const& variant,
                                                std::string_view form_body)
{
    parse(variant.parameters == ParameterSource::query ? query_of(target) : form_body,
          TokenParameter::dropped);
    sort(variant.order);
    write_head(method, target, base, variant.path);
    write_query();
    return canonical_;
}

std::string_view QueryHasher::query_hash(std::string_view method, std::string_view target,
                                         std::string_view base)
{
    static_cast<void>(canonical_request(method, target, base));
    digest();
    return {hash_.data(), hash_.size()};
}

std::optional<QshVariant> QueryHasher::match_parameters(std::string_view expected, std::string_view method,
                                                        std::string_view target, std::string_view base,
                                                        ParameterSource source)
{
    for (auto const path : {PathForm::raw, PathForm::decoded}) {
        if (path == PathForm::decoded && !has_escape(target))
            continue;
        for (auto const order : {SortOrder::java, SortOrder::javascript}) {
            if (order == SortOrder::javascript && sorted(order))
                continue; // both orders agree on these names
            sort(order);
            write_head(method, target, base, path);
            write_query();
            digest();
            if (CRYPTO_memcmp(expected.data(), hash_.data(), hash_.size()) == 0)
                return QshVariant{order, path, source};
        }
    }
    return std::nullopt;
}

std::optional<QshVariant> QueryHasher::match(std::string_view expected, std::string_view method,
                                             std::string_view target, std::string_view base,
                                             std::optional<std::string_view> form_body)
{
    if (expected.size() != qsh_digits)
        return std::nullopt;
    auto const query = query_of(target);
    parse(query, TokenParameter::dropped);
    if (auto const variant = match_parameters(expected, method, target, base, ParameterSource::query))
        return variant;
    auto const query_is_empty = query.find_first_not_of('&') == std::string_view::npos;
    if (!form_body || !query_is_empty || !may_carry_form(method))
        return std::nullopt;
    parse(*form_body, TokenParameter::dropped);
    return match_parameters(expected, method, target, base, ParameterSource::form_body);
}

std::string canonical_request(std::string_view method, std::string_view target, std::string_view base,
                              SortOrder order, PathForm path)
{
    QueryHasher hasher;
    return std::string(hasher.canonical_request(method, target, base, {order, path, ParameterSource::query}));
}

std::string canonical_form_request(std::string_view method, std::string_view target, std::string_view base,
                                   std::string_view form_body, SortOrder order, PathForm path)
{
    QueryHasher hasher;
    return std::string(
        hasher.canonical_request(method, target, base, {order, path, ParameterSource::form_body}, form_body));
}

std::string canonical_path(std::string_view target, std::string_view base, PathForm path)
{
    std::string out;
    append_path(out, target, base, path);
    return out;
}

std::string canonical_query(std::string_view query_or_form, SortOrder order, TokenParameter token)
{
    QueryHasher hasher;
    hasher.parse(query_or_form, token);
    hasher.sort(order);
    hasher.write_query();
    return std::move(hasher.canonical_);
}

std::string query_hash(std::string_view method, std::string_view target, std::string_view base)
{
    QueryHasher hasher;
    return std::string(hasher.query_hash(method, target, base));
}

std::optional<QshVariant> match_query_hash(std::string_view expected, std::string_view method,
                                           std::string_view target, std::string_view base,
                                           std::optional<std::string_view> form_body)
{
    QueryHasher hasher;
    return hasher.match(expected, method, target, base, form_body);
}

} // namespace postern::platform::connect
