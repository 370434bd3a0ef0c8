#include "sample/key_server.hpp"

#include <algorithm>

namespace postern::sample {
namespace {

bool is_key_id_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

} // namespace

std::string_view describe(KeyFailure failure)
{
    switch (failure) {
    case KeyFailure::key_id_malformed:
        return "the kid may not stand in an address";
    case KeyFailure::unknown:
        return "the key server does not know this kid";
    case KeyFailure::unreachable:
        return "the key server does not answer with a key";
    }
    return "";
}

bool is_key_id(std::string_view text)
{
    return !text.empty() && text.size() <= key_id_max_bytes && text.front() != '.' && !text.contains("..") &&
           std::ranges::all_of(text, is_key_id_character);
}

boost::asio::awaitable<std::expected<std::string, KeyFailure>> HttpKeyServer::public_key(std::string key_id)
{
    if (!is_key_id(key_id))
        co_return std::unexpected(KeyFailure::key_id_malformed);
    if (auto const kept = keys_.find(key_id); kept != keys_.end())
        co_return kept->second;

    auto url = base_;
    if (!url.path.ends_with('/'))
        url.path += '/';
    url.path += key_id;
    http::Request request{.method = "GET", .url = url.text(), .headers = {}, .body = ""};
    auto const deadline = std::chrono::steady_clock::now() + answer_timeout;
    auto step = client_.send(std::move(request), deadline);
    auto const sent = co_await std::move(step);
    auto const* const response = std::get_if<http::Response>(&sent.outcome);
    if (response && response->status == 404)
        co_return std::unexpected(KeyFailure::unknown);
    if (!response || response->status != 200 || response->body_truncated() ||
        !response->body.starts_with("-----BEGIN"))
        co_return std::unexpected(KeyFailure::unreachable);
    if (keys_.size() >= keys_max)
        keys_.erase(keys_.begin());
    keys_.emplace(std::move(key_id), response->body);
    co_return response->body;
}

} // namespace postern::sample
