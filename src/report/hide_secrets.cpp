#include "report/hide_secrets.hpp"

#include "checks/secret_match.hpp"

#include <variant>

namespace postern::report {
namespace {

void hide(std::string& text) { text = checks::without_secrets(std::move(text)); }

} // namespace

void hide_secrets(Report& report)
{
    for (auto& exchange : report.exchanges)
        if (auto* response = std::get_if<http::Response>(&exchange.outcome))
            hide(response->body);
    for (auto& check : report.checks)
        for (auto& finding : check.findings) {
            hide(finding.message);
            hide(finding.explanation);
            for (auto& line : finding.proof)
                hide(line);
        }
}

} // namespace postern::report
