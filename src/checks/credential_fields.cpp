#include "checks/credential_fields.hpp"

#include "http/headers.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace postern::checks {
namespace {

using http::HtmlDocument;
using http::HtmlElement;

constexpr std::size_t words_shown_max_bytes = 160;
constexpr std::size_t form_text_max_bytes = 4000; // of a form, where words of the product are looked for
constexpr std::size_t ancestors_max = 200;

constexpr auto products = std::to_array<std::string_view>(
    {"atlassian", "jira", "confluence", "bitbucket", "trello", "opsgenie", "statuspage"});

// In several languages, since apps speak to their users in theirs.
constexpr auto token_words = std::to_array<std::string_view>(
    {"api token", "api key", "access token", "app password", "auth token", "api jeton", "jeton d api",
     "token de api", "token api", "zugriffstoken", "zugangstoken", "secret token"});
constexpr auto password_words = std::to_array<std::string_view>(
    {"password", "passwort", "kennwort", "mot de passe", "contrasena", "contraseña", "senha", "wachtwoord",
     "haslo", "passphrase", "пароль", "パスワード", "密码"});

// Lower case, with what joins words in names ("api_token", "apiToken") as spaces.
std::string plain(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = text[i];
        bool const upper = c >= 'A' && c <= 'Z';
        if (upper && i > 0 && text[i - 1] >= 'a' && text[i - 1] <= 'z')
            out += ' ';
        bool const joins =
            c == '-' || c == '_' || c == '.' || c == '\'' || c == '\n' || c == '\r' || c == '\t';
        out += joins ? ' ' : upper ? static_cast<char>(c - 'A' + 'a') : c;
    }
    std::string squeezed;
    for (auto const c : out)
        if (c != ' ' || (!squeezed.empty() && squeezed.back() != ' '))
            squeezed += c;
    // Names without any joint.
    for (auto const& [joined, apart] :
         {std::pair<std::string_view, std::string_view>{"apitoken", "api token"},
          {"apikey", "api key"},
          {"accesstoken", "access token"}})
        for (auto at = squeezed.find(joined); at != std::string::npos; at = squeezed.find(joined, at + 1))
            squeezed.replace(at, joined.size(), apart);
    return squeezed;
}

template <typename Words>
bool any_of(Words const& words, std::string_view text)
{
    return std::ranges::any_of(words, [&](std::string_view word) { return text.contains(word); });
}

class Reader {
public:
    explicit Reader(HtmlDocument const& document) : document_(document), parts_(document.elements.size()) {}

    std::vector<CredentialField> read()
    {
        for (std::size_t i = 0; i < document_.elements.size(); ++i)
            if (auto field = field_of(i))
                fields_.push_back(*std::move(field));
        return std::move(fields_);
    }

private:
    static bool can_be_filled_in(HtmlElement const& element)
    {
        if (element.tag == "textarea")
            return true;
        auto const type = http::lower_case(element.attribute("type").value_or("text"));
        constexpr auto others = std::to_array<std::string_view>(
            {"hidden", "submit", "button", "reset", "image", "checkbox", "radio", "file", "range", "color",
             "date", "time", "month", "week", "datetime-local", "number"});
        return element.tag == "input" && std::ranges::find(others, type) == others.end();
    }

    // All text inside the element at `place`, its own and that of what it holds.
    std::string text_inside(std::size_t place) const
    {
        auto const& elements = document_.elements;
        std::string text = elements[place].text;
        // In the order of the document what an element holds stands right behind it.
        for (auto i = place + 1; i < elements.size() && text.size() < form_text_max_bytes; ++i) {
            if (!inside(i, place))
                break;
            if (elements[i].tag != "script" && elements[i].tag != "style")
                text.append(1, ' ').append(elements[i].text);
            for (auto const* attribute : {"href", "placeholder", "value"})
                if (auto const value = elements[i].attribute(attribute))
                    text.append(1, ' ').append(*value);
        }
        text.resize(std::min(text.size(), form_text_max_bytes));
        return text;
    }

    bool inside(std::size_t place, std::size_t ancestor) const
    {
        auto parent = document_.elements[place].parent;
        for (std::size_t steps = 0; parent && steps < ancestors_max; ++steps) {
            if (*parent == ancestor)
                return true;
            parent = document_.elements[*parent].parent;
        }
        return false;
    }

    std::optional<std::size_t> nearest(std::size_t place, std::string_view tag) const
    {
        auto parent = document_.elements[place].parent;
        for (std::size_t steps = 0; parent && steps < ancestors_max; ++steps) {
            if (document_.elements[*parent].tag == tag)
                return parent;
            parent = document_.elements[*parent].parent;
        }
        return std::nullopt;
    }

    std::string label_of(std::size_t place) const
    {
        if (auto const label = nearest(place, "label"))
            return text_inside(*label);
        auto const id = document_.elements[place].attribute("id").value_or("");
        for (std::size_t i = 0; !id.empty() && i < document_.elements.size(); ++i)
            if (document_.elements[i].tag == "label" && document_.elements[i].attribute("for") == id)
                return text_inside(i);
        return {};
    }

    // What is written around the field: its form, or else its parent.
    std::string surroundings(std::size_t place)
    {
        auto const form = nearest(place, "form");
        auto const around = form ? form : document_.elements[place].parent;
        if (!around)
            return {};
        if (parts_[*around].empty())
            parts_[*around] = plain(text_inside(*around)) + " ";
        return parts_[*around];
    }

    std::optional<CredentialField> field_of(std::size_t place)
    {
        auto const& element = document_.elements[place];
        if (!can_be_filled_in(element))
            return std::nullopt;
        std::string words = label_of(place);
        for (auto const* attribute : {"placeholder", "aria-label", "title", "name", "id", "autocomplete"})
            if (auto const value = element.attribute(attribute); value && !value->empty())
                words.append(words.empty() ? "" : " ").append(*value);
        auto const own = plain(words);
        auto const is_password = http::lower_case(element.attribute("type").value_or("")) == "password";
        auto const token = any_of(token_words, own);
        auto const password = is_password || any_of(password_words, own);
        if (!token && !password)
            return std::nullopt;
        // An app for Jira names Jira on its own login page too.
        auto const around = surroundings(place);
        auto const product =
            any_of(products, own) || around.contains("atlassian") || (token && any_of(products, around));
        using Asks = CredentialField::Asks;
        words.resize(std::min(words.size(), words_shown_max_bytes));
        return CredentialField{
            .asks = product ? Asks::atlassian_secret
                    : token ? Asks::token
                            : Asks::password,
            .words = std::move(words),
            .name = std::string(element.attribute("name").value_or(element.attribute("id").value_or(""))),
            .line = element.line};
    }

    HtmlDocument const& document_;
    std::vector<std::string> parts_; // what is written in a form, by its place; read once
    std::vector<CredentialField> fields_;
};

} // namespace

std::vector<CredentialField> credential_fields(HtmlDocument const& document)
{
    return Reader(document).read();
}

} // namespace postern::checks
