// What the product will not show, or soon no longer: withdrawn modules, keys that it cannot use, images and
// links that a browser will not open. Limits from the published pages of the modules, e.g.
// https://developer.atlassian.com/cloud/jira/platform/modules/project-admin-tab-panel (key: at most 100
// characters of ^[a-zA-Z0-9-]+$, unique in the app; name: at most 1500), and of the descriptor's own members
// (connect-protocol.md section 7).
#include "checks/answer.hpp"
#include "checks/check.hpp"
#include "http/local_host.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>

namespace postern::checks {
namespace {

using platform::StatedLink;
using platform::StatedModule;

constexpr CheckInfo info{
    .id = "descriptor-modules",
    .title = "The descriptor's modules are current and within their limits",
    .failure_title = "Modules of the descriptor cannot work",
    .topic = "Whether the descriptor's modules are current and within their limits",
    .why = "What the product withdraws or refuses is no longer maintained, and neither is its protection.",
    .severity = Severity::low,
    .cwe = 477, // Use of Obsolete Function
    .weight = Weight::hint,
};

constexpr std::size_t module_key_max_bytes = 100;
constexpr std::size_t module_name_max_bytes = 1500;
constexpr std::size_t app_key_max_bytes = 80;
constexpr std::size_t app_name_max_bytes = 80;

bool is_module_key(std::string_view key)
{
    return std::ranges::all_of(key, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
}

class Modules {
public:
    Modules(evidence::DescriptorFacts const& facts, std::vector<platform::Endpoint> const& endpoints)
        : facts_(facts),
          endpoints_(endpoints)
    {
    }

    std::vector<Finding> judge()
    {
        judge_text("key", facts_.key, app_key_max_bytes);
        judge_text("name", facts_.name, app_name_max_bytes);
        for (auto const& module : facts_.modules) {
            judge_standing(module);
            judge_key(module);
            if (module.name.size() > module_name_max_bytes)
                add(module,
                    fmt::format("Its name has {} bytes; {} are allowed.", module.name.size(),
                                module_name_max_bytes),
                    "/name", Severity::info);
        }
        for (auto const& endpoint : endpoints_)
            judge_address(endpoint);
        for (auto const& link : facts_.links)
            judge_link(link);
        return std::move(findings_);
    }

private:
    void add(StatedModule const& module, std::string message, std::string_view step, Severity severity)
    {
        findings_.push_back({.subject = module.pointer + std::string(step),
                             .outcome = Outcome::warn,
                             .severity = severity,
                             .message = std::move(message),
                             .proof = {fmt::format("{}: \"{}\" with the key \"{}\"", module.pointer,
                                                   module.type, module.key)},
                             .position = module.position});
    }

    void add(platform::Stated const& stated, std::string message, Severity severity)
    {
        findings_.push_back({.subject = stated.pointer,
                             .outcome = Outcome::warn,
                             .severity = severity,
                             .message = std::move(message),
                             .proof = {fmt::format("{}: \"{}\"", stated.pointer, stated.text)},
                             .position = stated.position});
    }

    void judge_text(std::string_view what, std::optional<platform::Stated> const& stated, std::size_t max)
    {
        if (stated && stated->text.size() > max)
            add(*stated,
                fmt::format("The app's {} has {} bytes; {} are allowed.", what, stated->text.size(), max),
                Severity::info);
    }

    void judge_standing(StatedModule const& module)
    {
        if (module.standing == StatedModule::Standing::deprecated)
            add(module,
                fmt::format("{} is deprecated since {}; use {} instead ({}).", module.type,
                            module.deprecated_since, module.successor, module.source),
                "", Severity::low);
        else if (module.standing == StatedModule::Standing::unknown)
            add(module,
                fmt::format("\"{}\" is no type of module that the products are known to have: it is spelt "
                            "wrong, withdrawn, or new.",
                            module.type),
                "", Severity::info);
    }

    void judge_key(StatedModule const& module)
    {
        if (module.key.empty() || module.type == "webhooks")
            return;
        if (!is_module_key(module.key) || module.key.size() > module_key_max_bytes)
            add(module,
                fmt::format(
                    "The key of a module has at most {} letters, digits and \"-\"; \"{}\" is another.",
                    module_key_max_bytes, module.key.substr(0, module_key_max_bytes)),
                "/key", Severity::info);
        auto const [first, is_new] = keys_.emplace(module.key, module.pointer);
        if (!is_new)
            add(module,
                fmt::format("The key \"{}\" is that of {} too; it must be unique in the app.",
                            module.key.substr(0, module_key_max_bytes), first->second),
                "/key/unique", Severity::info);
    }

    void judge_address(platform::Endpoint const& endpoint)
    {
        if (endpoint.unusable.empty())
            return;
        findings_.push_back(
            {.endpoint = endpoint.id,
             .subject = endpoint.pointer,
             .outcome = Outcome::warn,
             .severity = Severity::medium,
             .message = fmt::format("Nothing could be asked of this endpoint: {}.", endpoint.unusable),
             .proof = {fmt::format("{}: \"{}\"", endpoint.pointer, endpoint.url_template)}});
    }

    // A relative address of an image is resolved against the base URL, so that it is none to complain of.
    void judge_link(StatedLink const& link)
    {
        auto const url = http::parse_url(link.url.text);
        if (link.role == StatedLink::Role::image) {
            if (url && url->scheme == "http" && !http::is_local(url->host))
                add(link.url,
                    "The image is named by a plain HTTP address: a browser does not show it in the product's "
                    "HTTPS page, or asks for it over HTTPS instead (W3C Mixed Content, section 4).",
                    Severity::info);
            return;
        }
        if (!url && link.url.pointer == "/vendor/url")
            add(link.url, "The vendor's address is not absolute, which the schema demands.", Severity::info);
    }

    evidence::DescriptorFacts const& facts_;
    std::vector<platform::Endpoint> const& endpoints_;
    std::map<std::string_view, std::string_view> keys_; // with the pointer of the first
    std::vector<Finding> findings_;
};

Verdict evaluate(evidence::DescriptorFacts const& facts, evidence::Evidence const& evidence)
{
    auto findings = Modules(facts, evidence.endpoints).judge();
    auto const left_out =
        facts.left_out > 0
            ? fmt::format("; {} more entries of the descriptor were not looked at", facts.left_out)
            : "";
    if (!findings.empty())
        return warn(counted(findings.size(), "place") +
                        " in the descriptor that products refuse, ignore or withdraw" + left_out,
                    std::move(findings));
    if (facts.modules.empty())
        return not_applicable("the descriptor declares no module");
    if (facts.left_out > 0)
        return inconclusive("nothing was found" + left_out);
    return pass(counted(facts.modules.size(), "module") +
                " of the descriptor looked at, none withdrawn or out of "
                "its limits");
}

} // namespace

extern constexpr Check descriptor_modules = make_check<&evaluate>(info);

} // namespace postern::checks
