#pragma once

// Whether two answers are the same page. A page that varies by itself (a nonce, a time of day) is asked for
// twice, and only what stays the same between those two counts.

#include "http/exchange.hpp"

#include <span>

namespace postern::http {

// An answer, and what led to it: the first of `hops` is the request as it was made.
struct Page {
    Response const* response = nullptr; // null where none came
    std::span<Exchange const> hops;
};

enum class Likeness {
    same,       // byte for byte
    same_words, // but for what varies by itself, or repeats the request
    different
};

// `repeated` is a second answer to the request of `first`, if there is one. One of another status says
// nothing of how the page varies, and counts as none.
[[nodiscard]] Likeness likeness(Page first, Page repeated, Page other);

} // namespace postern::http
