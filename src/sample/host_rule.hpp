#pragma once

#include "http/url.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace postern::sample {

// Which hosts the app talks to and lets frame its pages: "site.example" is this host, "*.site.example" every
// host below it. An install call names its tenant's host, and that name alone opens no connection.
class HostRule {
public:
    // Fails with a sentence for a person.
    [[nodiscard]] static std::expected<HostRule, std::string> parse(std::string_view text);

    // Plain http is allowed for loopback addresses only.
    [[nodiscard]] bool allows(http::Url const& url) const;

    // As a source of the CSP directive frame-ancestors.
    [[nodiscard]] std::vector<std::string> frame_sources() const;

private:
    HostRule() = default;
    std::string host_; // lower case, without "*."
    enum class Match { exact, below } match_ = Match::exact;
};

[[nodiscard]] bool is_loopback(std::string_view host);

// Where Jira Cloud sites live (connect-protocol.md section 5).
[[nodiscard]] std::vector<HostRule> default_host_rules();

[[nodiscard]] bool allows(std::vector<HostRule> const& rules, http::Url const& url);

} // namespace postern::sample
