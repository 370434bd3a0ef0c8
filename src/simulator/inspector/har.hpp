#pragma once

// HTTP Archives. Source: http://www.softwareishard.com/blog/har-12-spec/ (version 1.2). What it has no member
// for stands in "_postern" of an entry, as the specification allows.

#include "simulator/inspector/exchange_log.hpp"

#include <nlohmann/json.hpp>

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace postern::simulator::inspector {

// Limits on what is read. Of one exchange nothing is written that is beyond them; a whole archive may be.
inline constexpr std::size_t har_max_bytes = std::size_t{8} * 1024 * 1024;
inline constexpr int har_max_depth = 16;               // objects and lists inside each other
inline constexpr std::size_t har_values_max = 500'000; // an entry of a browser has some hundred
inline constexpr std::size_t har_entries_max = ExchangeLog::exchanges_max;
inline constexpr std::size_t har_fields_max = 1000;      // headers of one message
inline constexpr std::size_t har_params_max = 1000;      // fields of one form
inline constexpr std::size_t har_words_max_bytes = 1024; // of what stands in "_postern"

inline constexpr std::string_view har_purpose_unknown = "imported"; // where an entry does not say its own

// An entry for each. One without an answer has status 0, and says so in its comment, and so does one of which
// headers or the rest of the method, of the address or of a word in "_postern" are left out.
[[nodiscard]] nlohmann::json har_json(std::vector<RecordedExchange> const& exchanges);

struct HarError {
    std::string message;
    std::string place; // "log.entries[3].request.url", "line 3, column 7"; empty where it is the whole file
};

// Reads an archive, of whatever program: members that are not needed may be missing, unknown ones are passed
// over, and so are entries of other schemes than http and https. `site` is that of entries that name none. A
// form whose text is missing is written anew from its fields; one of several parts cannot be, and counts as
// cut, and so does a body of which the archive has the size alone.
[[nodiscard]] std::expected<std::vector<RecordedExchange>, HarError> read_har(std::string_view text,
                                                                              std::string_view site);

} // namespace postern::simulator::inspector
