#include "sample/lifecycle_call.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace postern::sample {
namespace {

nlohmann::json parse(std::string_view text) { return nlohmann::json::parse(text, nullptr, false); }

std::optional<std::string> text_of(nlohmann::json const& object, char const* name)
{
    if (!object.is_object())
        return std::nullopt;
    auto const found = object.find(name);
    if (found == object.end() || !found->is_string())
        return std::nullopt;
    return found->get<std::string>();
}

std::optional<std::string> issue_key_of(nlohmann::json const& object)
{
    if (!object.is_object())
        return std::nullopt;
    auto const issue = object.find("issue");
    auto key = issue == object.end() ? std::nullopt : text_of(*issue, "key");
    return key && is_issue_key(*key) ? key : std::nullopt;
}

} // namespace

std::optional<LifecycleCall> read_lifecycle_call(std::string_view body)
{
    auto const json = parse(body);
    auto key = text_of(json, "key");
    auto client_key = text_of(json, "clientKey");
    auto event = text_of(json, "eventType");
    if (!key || !client_key || !event || client_key->empty() || client_key->size() > client_key_max_bytes)
        return std::nullopt;

    LifecycleCall call{.app_key = std::move(*key),
                       .client_key = std::move(*client_key),
                       .event = std::move(*event),
                       .shared_secret = text_of(json, "sharedSecret"),
                       .base_url = std::nullopt};
    if (call.shared_secret &&
        (call.shared_secret->empty() || call.shared_secret->size() > shared_secret_max_bytes))
        return std::nullopt;
    if (json.contains("baseUrl")) {
        auto const base_url = text_of(json, "baseUrl");
        auto const parsed = base_url ? http::parse_url(*base_url) : std::unexpected(http::UrlError::empty);
        if (!parsed)
            return std::nullopt;
        call.base_url = *parsed;
    }
    return call;
}

std::optional<std::string> webhook_issue_key(std::string_view body) { return issue_key_of(parse(body)); }

std::optional<std::string> context_issue_key(std::string_view context)
{
    auto const json = parse(context);
    if (!json.is_object())
        return std::nullopt;
    auto const jira = json.find("jira");
    return jira == json.end() ? std::nullopt : issue_key_of(*jira);
}

bool is_issue_key(std::string_view text)
{
    constexpr std::size_t issue_key_max_bytes = 64;
    auto const is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
    auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
    auto const dash = text.find('-');
    if (text.size() > issue_key_max_bytes || dash == std::string_view::npos || dash == 0 ||
        !is_letter(text[0]))
        return false;
    auto const project = text.substr(0, dash);
    auto const number = text.substr(dash + 1);
    return std::ranges::all_of(project, [&](char c) { return is_letter(c) || is_digit(c) || c == '_'; }) &&
           !number.empty() && std::ranges::all_of(number, is_digit);
}

} // namespace postern::sample
