#pragma once

// Where a descriptor's text comes from: an address, a file, or standard input.

#include "net/send.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <expected>
#include <iosfwd>
#include <optional>
#include <string>

namespace postern::net {

// A descriptor larger than this is not read to its end (real ones are below 100 KiB).
inline constexpr std::size_t descriptor_text_max_bytes = 4 * 1024 * 1024;

struct SourceError {
    enum class Kind {
        unreachable, // the network or the server did not give it: nothing could be looked at
        unusable // it is there, but cannot be a descriptor; or the call names something that cannot be read
    };
    // What each command has a remedy of its own for.
    enum class Cause { other, no_connection, no_answer_in_time, untrusted, status };
    Kind kind;
    std::string message;            // what happened; names the place
    std::string remedy;             // as far as it is the same everywhere; may be empty
    Cause cause = Cause::other;     // of what was fetched
    std::optional<int> status = {}; // the last answer's, where one came
};

using SourceText = std::expected<std::string, SourceError>;

// GET, following redirects. The bodies that `client` keeps must be at least descriptor_text_max_bytes.
[[nodiscard]] boost::asio::awaitable<SourceText> fetch_descriptor(Client& client, std::string url,
                                                                  Deadline deadline);

// The same; each request goes by way of `send`.
[[nodiscard]] boost::asio::awaitable<SourceText> fetch_descriptor(Send send, std::string url,
                                                                  Deadline deadline);

// The whole of a regular file.
[[nodiscard]] SourceText read_descriptor_file(std::string const& path);

// Everything up to the end of `in`; `name` stands in messages.
[[nodiscard]] SourceText read_descriptor_stream(std::istream& in, std::string const& name);

} // namespace postern::net
