#include "platform/connect/modules.hpp"

#include <algorithm>
#include <array>

namespace postern::platform::connect {
namespace {

using enum EndpointKind;
using enum Product;

constexpr auto everyone = Audience::everyone;
constexpr auto administrators = Audience::administrators;

constexpr std::string_view an_icon = "an icon";
constexpr std::string_view an_image = "an image";

constexpr std::array page_url{UrlMember{"url", page}};
constexpr std::array target_url{UrlMember{"target/url", page}};
constexpr std::array webhook_url{UrlMember{"url", webhook}};
constexpr std::array actions{UrlMember{"actions/*/templateUrl", action}};
constexpr std::array workflow{UrlMember{"view/url", page}, UrlMember{"create/url", page},
                              UrlMember{"edit/url", page}};
constexpr std::array post_function{UrlMember{"view/url", page}, UrlMember{"create/url", page},
                                   UrlMember{"edit/url", page}, UrlMember{"triggered/url", webhook}};
constexpr std::array macro{UrlMember{"url", page}, UrlMember{"renderModes/*/url", page},
                           UrlMember{"editor/url", page}, UrlMember{"propertyPanel/url", page}};
constexpr std::array blueprint{UrlMember{"template/url", asset},
                               UrlMember{"template/blueprintContext/url", webhook}};
constexpr std::array automation{UrlMember{"configForm/url", page}, UrlMember{"webhook/url", webhook}};

constexpr auto types = std::to_array<ModuleType>({
    // several products
    {"adminPages", any, administrators, page_url},
    {"configurePage", any, administrators, page_url},
    {"dialogs", any, everyone, page_url},
    {"generalPages", any, everyone, page_url},
    {"keyboardShortcuts", any, everyone, {}},
    {"postInstallPage", any, everyone, page_url},
    {"profilePages", any, everyone, page_url},
    {"webItems", any, everyone, page_url},
    {"webPanels", any, everyone, page_url},
    {"webSections", any, everyone, {}},
    {"webhooks", any, everyone, webhook_url},
    // Jira
    {"automationActions", jira, everyone, automation},
    {"jiraBackgroundScripts", jira, everyone, page_url},
    {"jiraBuildInfoProvider", jira, everyone, actions},
    {"jiraDashboardItems", jira, everyone, page_url},
    {"jiraDeploymentInfoProvider", jira, everyone, actions},
    {"jiraDesignInfoProvider", jira, everyone, actions},
    {"jiraDevelopmentTool", jira, everyone, actions},
    {"jiraDevOpsComponentProvider", jira, everyone, actions},
    {"jiraEntityProperties", jira, everyone, {}},
    {"jiraFeatureFlagInfoProvider", jira, everyone, actions},
    {"jiraGlobalPermissions", jira, everyone, {}},
    {"jiraIssueContents", jira, everyone, target_url},
    {"jiraIssueContexts", jira, everyone, target_url},
    {"jiraIssueFields", jira, everyone, {}},
    {"jiraIssueGlances", jira, everyone, target_url},
    {"jiraIssueTabPanels", jira, everyone, page_url},
    {"jiraProfileTabPanels", jira, everyone, page_url},
    {"jiraProjectAdminTabPanels", jira, administrators, page_url},
    {"jiraProjectPages", jira, everyone, page_url},
    {"jiraProjectPermissions", jira, administrators, {}},
    {"jiraProjectTabPanels", jira, everyone, page_url},
    {"jiraRemoteLinkInfoProvider", jira, everyone, actions},
    {"jiraReports", jira, everyone, page_url},
    {"jiraSearchRequestViews", jira, everyone, page_url},
    {"jiraSecurityInfoProvider", jira, everyone, actions},
    {"jiraTimeTrackingProviders", jira, everyone, {}},
    {"jiraWorkflowConditions", jira, everyone, workflow},
    {"jiraWorkflowPostFunctions", jira, everyone, post_function},
    {"jiraWorkflowValidators", jira, everyone, workflow},
    {"serviceDeskAutomationActions", jira, everyone, automation},
    {"serviceDeskOrganizationActions", jira, everyone, page_url},
    {"serviceDeskOrganizationPanels", jira, everyone, page_url},
    {"serviceDeskPortalFooters", jira, everyone, page_url},
    {"serviceDeskPortalHeaders", jira, everyone, page_url},
    {"serviceDeskPortalProfileActions", jira, everyone, page_url},
    {"serviceDeskPortalProfilePanels", jira, everyone, page_url},
    {"serviceDeskPortalRequestCreatePropertyPanels", jira, everyone, page_url},
    {"serviceDeskPortalRequestViewActions", jira, everyone, page_url},
    {"serviceDeskPortalRequestViewDetailsPanels", jira, everyone, page_url},
    {"serviceDeskPortalRequestViewPanels", jira, everyone, page_url},
    {"serviceDeskPortalSubHeaders", jira, everyone, page_url},
    {"serviceDeskPortalUserMenuActions", jira, everyone, page_url},
    {"serviceDeskQueueGroups", jira, everyone, {}},
    {"serviceDeskQueues", jira, everyone, page_url},
    {"serviceDeskReports", jira, everyone, page_url},
    // Confluence
    {"blueprints", confluence, everyone, blueprint},
    {"confluenceContentProperties", confluence, everyone, {}},
    {"confluenceThemes", confluence, everyone, page_url},
    {"contentBylineItems", confluence, everyone, page_url},
    {"customContent", confluence, everyone, page_url},
    {"dynamicContentMacros", confluence, everyone, macro},
    {"spaceToolsTabs", confluence, everyone, page_url},
    {"staticContentMacros", confluence, everyone, macro},
    // Bitbucket
    {"fileViews", bitbucket, everyone, page_url},
    {"profileTabs", bitbucket, everyone, page_url},
    {"repoPages", bitbucket, everyone, page_url},
});

// Modules that the pages of the platform call deprecated.
constexpr auto deprecations = std::to_array<Deprecation>({
    {"jiraIssueGlances", "2023-10-06", "jiraIssueContexts",
     "https://developer.atlassian.com/cloud/jira/platform/modules/issue-glance/"},
    {"jiraProfileTabPanels", "2017-10-01", "generalPages with a link in the user's menu",
     "https://developer.atlassian.com/cloud/jira/platform/modules/tab-panel/"},
    {"jiraProjectTabPanels", "2017-10-01", "jiraProjectPages",
     "https://developer.atlassian.com/cloud/jira/platform/modules/tab-panel/"},
});

struct Reason {
    std::string_view name; // of a member on the way to the URL, or of the URL's own
    std::string_view why;
};

constexpr auto reasons = std::to_array<Reason>({
    {"icon", an_icon},
    {"icons", an_icon},
    {"iconUrl", an_icon},
    {"logoUrl", an_image},
    {"logo", an_image},
    {"thumbnail", an_image},
    {"thumbnailUrl", an_image},
    {"imagePlaceholder", an_image},
    {"documentation", link_for_people},
    {"documentationUrl", link_for_people},
    {"homeUrl", link_for_people},
    {"vendor", link_for_people},
    {"links", link_for_people},
    {"params", "a parameter, not an address that the host requests"},
    {"autoconvert", "a pattern for links, not an address"},
});

// One step off the front of "a/b/c".
std::string_view take_step(std::string_view& path)
{
    auto const slash = path.find('/');
    auto const step = path.substr(0, slash);
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
    return step;
}

bool matches(std::string_view pattern, std::string_view path)
{
    while (!pattern.empty() && !path.empty()) {
        auto const wanted = take_step(pattern);
        if (auto const step = take_step(path); wanted != "*" && wanted != step)
            return false;
    }
    return pattern.empty() && path.empty();
}

} // namespace

std::string_view name(Product product)
{
    switch (product) {
    case Product::any:
        return "";
    case Product::jira:
        return "Jira";
    case Product::confluence:
        return "Confluence";
    case Product::bitbucket:
        return "Bitbucket";
    }
    return "";
}

Product product_from(std::string_view product_name)
{
    for (auto const product : {Product::jira, Product::confluence, Product::bitbucket})
        if (name(product) == product_name)
            return product;
    return Product::any;
}

ModuleType const* find_module_type(std::string_view name)
{
    auto const* const found = std::ranges::find(types, name, &ModuleType::name);
    return found == types.end() ? nullptr : found;
}

std::optional<EndpointKind> known_url(ModuleType const& type, std::string_view path)
{
    auto const found =
        std::ranges::find_if(type.urls, [&](UrlMember const& url) { return matches(url.path, path); });
    return found == type.urls.end() ? std::nullopt : std::optional(found->kind);
}

// The schemas demand it of every type that has it at its top, but of two, whose pages may be the product's
// own.
bool needs_url(ModuleType const& type)
{
    return known_url(type, "url") && type.name != "customContent" && type.name != "confluenceThemes";
}

std::optional<std::string_view> not_an_endpoint(std::string_view module_type, std::string_view path)
{
    if (module_type == "jiraIssueFields" && path == "template/url")
        return "an address on the host product, not on the app";
    if (path == "url" && module_type.ends_with("Provider"))
        return link_for_people;
    if (path == "url" && module_type == "jiraDevelopmentTool")
        return link_for_people;
    auto last = std::string_view();
    for (auto rest = path; !rest.empty();) {
        last = take_step(rest);
        auto const* const found = std::ranges::find(reasons, last, &Reason::name);
        if (found != reasons.end())
            return found->why;
    }
    if (last != "url" && last != "templateUrl")
        return "not an address that the host is known to request";
    return std::nullopt;
}

std::optional<StatedLink::Role> link_role(std::string_view reason)
{
    if (reason == an_icon || reason == an_image)
        return StatedLink::Role::image;
    return reason == link_for_people ? std::optional(StatedLink::Role::link) : std::nullopt;
}

Deprecation const* find_deprecation(std::string_view module_type)
{
    auto const* const found = std::ranges::find(deprecations, module_type, &Deprecation::type);
    return found == deprecations.end() ? nullptr : found;
}

bool names_a_url(std::string_view name) { return name == "url" || name.ends_with("Url"); }

} // namespace postern::platform::connect
