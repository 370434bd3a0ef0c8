#pragma once

// What a response merely repeats of the request. An error page that shows the address it was asked for has
// given nothing away; so the repetitions are taken out before a body is searched for what was given.

#include "http/exchange.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace postern::http {

enum class EchoScope {
    address,          // the whole address, or all of it behind the host: for bodies that may be content
    address_and_parts // path, query, single parameters and the body too: for error pages and redirects
};

// `text` with every repetition of the requests of `hops` replaced by a space: as they stand, decoded,
// percent-encoded, HTML-escaped, or with JSON's escapes.
[[nodiscard]] std::string without_echoes(std::string_view text, std::span<Exchange const> hops,
                                         EchoScope scope);

// The ways in which `text` may be written into a page: plain first, each once.
[[nodiscard]] std::vector<std::string> spellings(std::string_view text);

// The longest run of letters and digits in `text` that stand as they are in each of its spellings: what does
// not hold it holds none of them.
[[nodiscard]] std::string_view longest_plain_run(std::string_view text);

} // namespace postern::http
