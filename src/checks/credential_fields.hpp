#pragma once

// Fields of a page that ask for a password or an API token, by what is written at them.

#include "http/html.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace postern::checks {

struct CredentialField {
    enum class Asks {
        atlassian_secret, // a password or token that opens an Atlassian account or site
        token,            // an API token, of whom it does not say
        password          // a password, of whom it does not say
    };
    Asks asks = Asks::password;
    std::string words;    // what is written at it, cut to what fits a report
    std::string name;     // its name or id; may be empty
    std::size_t line = 0; // in the page
};

// In the order of the page; fields that a person cannot fill in are left out.
[[nodiscard]] std::vector<CredentialField> credential_fields(http::HtmlDocument const& document);

} // namespace postern::checks
