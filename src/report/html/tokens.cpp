#include "report/html/tokens.hpp"

#include <algorithm>
#include <set>
#include <string_view>

namespace postern::report::html {
namespace {

// Of base64url and the dots between the parts: RFC 7515 section 7.1.
constexpr std::string_view token_letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";

// Every JSON object begins with {" or has white space before the quote; the former is what libraries write.
constexpr std::string_view object_begins = "eyJ";

bool looks_like_token(std::string_view word)
{
    return word.starts_with(object_begins) && word.size() <= jwt::token_max_bytes &&
           std::ranges::count(word, '.') == 2;
}

class Finder {
public:
    void look(std::string_view text, std::string_view where)
    {
        for (auto at = text.find_first_of(token_letters); at != std::string_view::npos;
             at = text.find_first_of(token_letters, at)) {
            auto const end = std::min(text.find_first_not_of(token_letters, at), text.size());
            auto const word = text.substr(at, end - at);
            if (found_.size() < tokens_per_request_max && looks_like_token(word) && seen_.insert(word).second)
                found_.push_back({std::string(where), jwt::parse(word)});
            at = end;
        }
    }

    std::vector<CarriedToken> take() { return std::move(found_); }

private:
    std::set<std::string_view> seen_;
    std::vector<CarriedToken> found_;
};

} // namespace

std::vector<CarriedToken> carried_tokens(http::Request const& request)
{
    Finder finder;
    finder.look(request.url, "address");
    for (auto const& [name, value] : request.headers)
        finder.look(value, "header " + name);
    finder.look(request.body, "body");
    return finder.take();
}

} // namespace postern::report::html
