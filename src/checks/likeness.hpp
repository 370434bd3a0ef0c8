#pragma once

// Whether two answers are the same page. A page that varies by itself (a nonce, a time of day) is asked for
// twice, and only what stays the same between those two counts.

#include "checks/answer.hpp"

namespace postern::checks {

enum class Likeness {
    same,       // byte for byte
    same_words, // but for what varies by itself, or repeats the request
    different
};

// `repeated` is a second answer to the request of `first`; null where there is none.
[[nodiscard]] Likeness likeness(Answer const& first, Answer const* repeated, Answer const& other);

} // namespace postern::checks
