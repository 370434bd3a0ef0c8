#pragma once

// What the scopes of a descriptor open. Source: connect-protocol.md section 7;
// https://developer.atlassian.com/cloud/jira/platform/scopes-for-connect-and-oauth-2-3LO-apps/ and, for
// Bitbucket, https://developer.atlassian.com/cloud/bitbucket/rest/intro/#authentication.

#include "platform/descriptor_facts.hpp"

#include <string_view>

namespace postern::platform::connect {

struct ScopeMeaning {
    StatedScope::Reach reach = StatedScope::Reach::unknown;
    std::string_view why; // see StatedScope
};

// Scopes are written in small or in capital letters; both mean the same.
[[nodiscard]] ScopeMeaning meaning_of_scope(std::string_view scope);

} // namespace postern::platform::connect
