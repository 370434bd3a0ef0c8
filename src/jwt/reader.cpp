#include "jwt/reader.hpp"

#include "base/base64.hpp"
#include "jwt/numeric_date.hpp"

#include <algorithm>

namespace postern::jwt {
namespace {

// Decodes into `bytes`, which only ever grows.
std::optional<std::string_view> decode_into(std::vector<char>& bytes, std::string_view segment)
{
    auto const needed = base64url_decoded_max_bytes(segment.size());
    if (bytes.size() < needed)
        bytes.resize(needed);
    auto const size = base64url_decode(segment, bytes);
    if (!size)
        return std::nullopt;
    return std::string_view(bytes.data(), *size);
}

// The header's failures; the payload's follow in the same order.
Failure header_failure(JsonFault fault)
{
    switch (fault) {
    case JsonFault::not_utf8:
        return Failure::header_not_utf8;
    case JsonFault::not_json:
        return Failure::header_not_json;
    case JsonFault::not_an_object:
        return Failure::header_not_an_object;
    case JsonFault::too_deep:
        return Failure::header_too_deep;
    case JsonFault::duplicate_key:
        break;
    }
    return Failure::header_duplicate_key;
}

Failure payload_failure(JsonFault fault)
{
    switch (fault) {
    case JsonFault::not_utf8:
        return Failure::payload_not_utf8;
    case JsonFault::not_json:
        return Failure::payload_not_json;
    case JsonFault::not_an_object:
        return Failure::payload_not_an_object;
    case JsonFault::too_deep:
        return Failure::payload_too_deep;
    case JsonFault::duplicate_key:
        break;
    }
    return Failure::payload_duplicate_key;
}

} // namespace

std::expected<TokenView, Failure> Reader::read(std::string_view compact)
{
    token_ = {};
    audience_.clear();
    claims_failure_.reset();
    if (auto const failure = decode(compact))
        return std::unexpected(*failure);
    if (auto const failure = scan())
        return std::unexpected(*failure);
    if (auto const failure = read_header())
        return std::unexpected(*failure);
    read_claims();
    return token_;
}

std::optional<Failure> Reader::decode(std::string_view compact)
{
    if (compact.size() > token_max_bytes)
        return Failure::too_large;
    auto const first = compact.find('.');
    auto const second = first == compact.npos ? compact.npos : compact.find('.', first + 1);
    if (second == compact.npos || compact.find('.', second + 1) != compact.npos)
        return Failure::not_three_segments;
    auto const header = decode_into(header_bytes_, compact.substr(0, first));
    if (!header)
        return Failure::header_not_base64url;
    auto const payload = decode_into(payload_bytes_, compact.substr(first + 1, second - first - 1));
    if (!payload)
        return Failure::payload_not_base64url;
    auto const signature = decode_into(signature_bytes_, compact.substr(second + 1));
    if (!signature)
        return Failure::signature_not_base64url;
    token_.header = *header;
    token_.payload = *payload;
    token_.signature = *signature;
    token_.signing_input = compact.substr(0, second);
    return std::nullopt;
}

std::optional<Failure> Reader::scan()
{
    if (auto const header = header_.scan(token_.header); !header)
        return header_failure(header.error());
    if (auto const payload = payload_.scan(token_.payload); !payload)
        return payload_failure(payload.error());
    return std::nullopt;
}

std::optional<Failure> Reader::read_header()
{
    // RFC 7515 section 4.1.11: what the header calls critical must be understood, and no extension is.
    if (header_.find("crit"))
        return Failure::critical_header;
    if (auto const type = header_.find("typ")) {
        token_.type = header_.string(*type);
        if (!token_.type)
            return Failure::type_malformed;
    }
    if (auto const key_id = header_.find("kid")) {
        token_.key_id = header_.string(*key_id);
        if (!token_.key_id)
            return Failure::key_id_malformed;
    }
    auto const algorithm = header_.find("alg");
    if (!algorithm)
        return Failure::algorithm_missing;
    auto const algorithm_name = header_.string(*algorithm);
    if (!algorithm_name)
        return Failure::algorithm_malformed;
    token_.algorithm = *algorithm_name;
    return std::nullopt;
}

void Reader::read_claims()
{
    auto const string = [this](std::string_view claim, Failure failure) {
        std::optional<std::string_view> characters;
        if (auto const value = payload_.find(claim)) {
            characters = payload_.string(*value);
            if (!characters)
                note(failure);
        }
        return characters;
    };
    auto const date = [this](std::string_view claim, Rounding rounding, Failure failure) {
        std::optional<NumericDate> time;
        if (auto const value = payload_.find(claim)) {
            time = numeric_date(*value, rounding);
            if (!time)
                note(failure);
        }
        return time;
    };
    token_.issuer = string("iss", Failure::issuer_malformed);
    token_.subject = string("sub", Failure::subject_malformed);
    token_.query_hash = string("qsh", Failure::query_hash_malformed);
    token_.expires_at = date("exp", Rounding::down, Failure::exp_malformed);
    token_.not_before = date("nbf", Rounding::up, Failure::nbf_malformed);
    token_.issued_at = date("iat", Rounding::up, Failure::iat_malformed);

    // RFC 7519 section 4.1.3: one string, or an array of them. An empty array names nobody and is refused.
    if (auto const value = payload_.find("aud")) {
        if (auto const one = payload_.string(*value))
            audience_.push_back(*one);
        else if (!payload_.strings(*value, audience_) || audience_.empty()) {
            audience_.clear();
            note(Failure::audience_malformed);
        }
        token_.audience = audience_;
    }
}

// Several claims may be wrong: the first in the order of the enum is the one that is told.
void Reader::note(Failure failure)
{
    claims_failure_ = claims_failure_ ? std::min(*claims_failure_, failure) : failure;
}

} // namespace postern::jwt
