#include "simulator/site.hpp"

#include "base/assert.hpp"
#include "base/sha256.hpp"
#include "jwt/sign.hpp"
#include "simulator/issue_type.hpp"
#include "simulator/pages/inline_conditions.hpp"
#include "simulator/pages/macro_parameters.hpp"

#include <fmt/format.h>

namespace postern::simulator {
namespace {

constexpr std::size_t macro_hash_digits = 32;

jwt::Key key_of(Installation const& installation)
{
    auto key = jwt::Key::from_secret(installation.shared_secret);
    POSTERN_ASSERT(key.has_value(), "an installation has a secret");
    return *std::move(key);
}

std::string value(std::map<std::string, std::string> const& values, std::string const& name)
{
    auto const found = values.find(name);
    return found == values.end() ? "" : found->second;
}

} // namespace

std::string property_owner(std::string_view kind, std::string_view id)
{
    return fmt::format("{}/{}", kind, id);
}

std::shared_ptr<InstalledApp const> Site::app() const
{
    auto installation = state_.installation(tenant_.name);
    if (!installation)
        return app_ = nullptr;
    if (app_ && app_->installation == *installation)
        return app_;
    auto read = read_installed(platform_, *std::move(installation));
    app_ = read ? std::make_shared<InstalledApp const>(*std::move(read)) : nullptr;
    return app_;
}

Situation Site::situation(InstalledApp const& app, Visit const& visit,
                          std::map<std::string, std::string> const& values) const
{
    auto const project = value(values, "project.key");
    auto const assignee = [this, key = value(values, "issue.key")] {
        return state_.issue(tenant_.name, key).value_or(Issue()).assignee;
    };
    auto const property = [this, values, app_key = app.app.key, account = visit.user.account_id](
                              std::string const& entity, std::string const& key) {
        auto const owner = entity == "addon"  ? property_owner("app", app_key)
                           : entity == "user" ? property_owner("user", account)
                                              : property_owner(entity, value(values, entity + ".id"));
        return state_.property(tenant_.name, owner, key);
    };
    return {.user = visit.user,
            .project_key = project.empty() ? std::nullopt : std::optional(project),
            .assignee = assignee,
            .property = property};
}

ConditionJudgement Site::judge(InstalledApp const& app, Module const& module, Visit const& visit,
                               std::map<std::string, std::string> const& values) const
{
    auto const& json = app.descriptor[nlohmann::json::json_pointer(module.pointer)];
    auto const conditions = json.find("conditions");
    if (conditions == json.end())
        return {};
    return judge_conditions(*conditions, situation(app, visit, values));
}

std::optional<FrameAddress> Site::address(InstalledApp const& app, Module const& module, Visit const& visit,
                                          std::map<std::string, std::string> const& values,
                                          TimePoint issued_at) const
{
    auto const* const endpoint = app.endpoint(module);
    if (!endpoint)
        return std::nullopt;
    auto all = visit.values;
    all.merge(values_at(module, values));
    all.merge(inline_conditions(endpoint->absolute_template, situation(app, visit, values)));
    all.merge(parameters_in(endpoint->absolute_template, module)); // where the place has no such parameter
    auto const context = host_context(tenant_, visit.user.account_id, std::move(all));
    return frame_address(platform_, app.app, *endpoint, context, key_of(app.installation), issued_at);
}

std::string Site::context_token(InstalledApp const& app, Visit const& visit,
                                std::map<std::string, std::string> const& values) const
{
    auto const context = host_context(tenant_, visit.user.account_id, values);
    auto const claims = platform_.context_claims(context, visit.now);
    auto token = jwt::sign(claims, key_of(app.installation), jwt::Algorithm::hs256);
    POSTERN_ASSERT(token.has_value(), "claims are an object and the tenant's secret is an HMAC key");
    return *std::move(token);
}

std::map<std::string, std::string> values_of(Project const& project)
{
    return {{"project.id", project.id}, {"project.key", project.key}};
}

std::map<std::string, std::string> values_of(Project const& project, Issue const& issue)
{
    auto values = values_of(project);
    values["issue.id"] = issue.id;
    values["issue.key"] = issue.key;
    values["issuetype.id"] = issue_type_id(issue.type);
    return values;
}

std::map<std::string, std::string> values_of(Space const& space)
{
    return {{"space.id", space.id}, {"space.key", space.key}};
}

std::map<std::string, std::string> values_of(Space const& space, Content const& content)
{
    auto const version = std::to_string(content.version);
    return {{"space.id", space.id},        {"space.key", space.key},     {"content.id", content.id},
            {"content.type", "page"},      {"content.version", version}, {"page.id", content.id},
            {"page.title", content.title}, {"page.type", "page"},        {"page.version", version}};
}

std::map<std::string, std::string> values_at(Module const& module, std::map<std::string, std::string> values)
{
    auto const content = values.find("content.id");
    if (module.place != Place::macro || content == values.end())
        return values;
    auto const hash =
        sha256_hex(fmt::format("{} {}", content->second, module.id)).substr(0, macro_hash_digits);
    auto const part = [&](std::size_t from, std::size_t count) { return hash.substr(from, count); };
    values["macro.id"] =
        fmt::format("{}-{}-{}-{}-{}", part(0, 8), part(8, 4), part(12, 4), part(16, 4), part(20, 12));
    values["macro.hash"] = hash;
    values["macro.outputType"] = values["output.type"] = "display";
    return values;
}

} // namespace postern::simulator
