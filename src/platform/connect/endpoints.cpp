#include "platform/connect/endpoints.hpp"

#include "http/headers.hpp"
#include "platform/connect/app_url.hpp"
#include "platform/connect/conditions.hpp"
#include "platform/connect/modules.hpp"
#include "platform/connect/placeholders.hpp"
#include "platform/connect/unique_ids.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

namespace postern::platform::connect {
namespace {

using Kind = JsonValue::Kind;

// A value and its JSON pointer.
struct Place {
    JsonValue const& value;
    std::string pointer;

    [[nodiscard]] Place member(JsonMember const& member) const
    {
        return {member.value, append_pointer(pointer, member.name)};
    }
    [[nodiscard]] Place item(std::size_t index) const
    {
        return {value.items[index], append_pointer(pointer, index)};
    }
};

// The module (or what stands for one) in which an address was found.
struct Owner {
    std::string_view type_name;
    ModuleType const* type; // null if unknown
    std::string key;
    std::string id; // of its plain `url`
    Audience audience = Audience::everyone;
    JsonValue const* module = nullptr;
};

std::string_view text_of(JsonValue const& object, std::string_view name)
{
    auto const* value = object.find(name);
    return value && value->kind == Kind::string ? std::string_view(value->string) : std::string_view();
}

std::string join_path(std::string_view path, std::string_view step)
{
    return path.empty() ? std::string(step) : fmt::format("{}/{}", path, step);
}

// What comes behind the module's id: "target/url" and "url" are the module itself, "editor/url" is "/editor".
std::string id_suffix(std::string_view path)
{
    auto const slash = path.rfind('/');
    auto const head = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
    return head.empty() || head == "target" ? "" : fmt::format("/{}", head);
}

class Collector {
public:
    Collector(LineIndex const& lines, http::Url const& base_url, std::string_view declared_base_url)
        : lines_(lines),
          base_url_(base_url),
          declared_base_url_(declared_base_url)
    {
    }

    std::expected<AddressList, DescriptorError> list(JsonValue const& root);

private:
    void read_lifecycle(Place const& lifecycle);
    void read_translations(Place const& translations);
    void read_migration(Place const& migration);
    void read_links(Place const& links, std::string_view reason);
    void read_modules(Place const& modules);
    void read_module_type(std::string_view name, Place const& list);
    void read_module(std::string_view type_name, std::size_t ordinal, Place const& module);
    void miss_url(Owner const& owner, Place const& module);
    void walk(Owner const& owner, Place const& place, std::string const& path);
    void read_address(Owner const& owner, Place const& url, std::string const& path,
                      JsonValue const& container);
    void guess_address(Owner const& owner, Place const& url, std::string const& path, Caching caching);
    [[nodiscard]] std::string module_key(std::string_view type_name, Place const& module);

    void add(Owner const& owner, Place const& url, EndpointKind kind, std::string_view suffix,
             Caching caching = Caching::per_request);
    void skip(Place const& url, std::string reason);
    [[nodiscard]] bool has_room(Place const& url);
    void warn(std::string_view sentence, JsonValue const& where);
    void fail(std::string message, Place const& where, std::string remedy);
    bool expect(Place const& place, Kind kind);

    LineIndex const& lines_;
    http::Url const& base_url_;
    std::string_view declared_base_url_;
    AddressList list_;
    UniqueIds ids_;
    std::unordered_set<std::string_view> unknown_types_;
    std::size_t warnings_ = 0;
    std::optional<DescriptorError> error_; // the first one; nothing is read behind it
};

void Collector::fail(std::string message, Place const& where, std::string remedy)
{
    if (!error_)
        error_ = {std::move(message), where.pointer, lines_.at(where.value.offset), std::move(remedy)};
}

bool Collector::expect(Place const& place, Kind kind)
{
    if (place.value.kind == kind)
        return true;
    if (place.value.kind != Kind::null) // null is as good as absent
        fail(fmt::format("{} must be {}, not {}", place.pointer, describe(kind), describe(place.value.kind)),
             place, "correct the descriptor: the host would refuse it as well");
    return false;
}

void Collector::warn(std::string_view sentence, JsonValue const& where)
{
    if (++warnings_ <= warnings_max_count)
        list_.warnings.push_back(warning_at(sentence, lines_.at(where.offset)));
}

bool Collector::has_room(Place const& url)
{
    if (list_.endpoints.size() + list_.unusable.size() + list_.unprobed.size() < addresses_max_count)
        return true;
    fail(fmt::format("the descriptor has more than {} addresses", addresses_max_count), url,
         "check that this is the descriptor of one app");
    return false;
}

void Collector::skip(Place const& url, std::string reason)
{
    if (!has_room(url))
        return;
    list_.unprobed.push_back({url.pointer, lines_.at(url.value.offset), url.value.string, std::move(reason)});
}

void Collector::add(Owner const& owner, Place const& url, EndpointKind kind, std::string_view suffix,
                    Caching caching)
{
    if (!has_room(url))
        return;
    auto located = locate(url.value.string, base_url_, declared_base_url_);
    if (!located && located.error().why == NoRequest::Why::elsewhere)
        return skip(url, std::move(located.error().reason));
    Endpoint endpoint{.id = ids_.give(owner.id + std::string(suffix)),
                      .kind = kind,
                      .module_type = std::string(owner.type_name),
                      .module_key = owner.key,
                      .pointer = url.pointer,
                      .position = lines_.at(url.value.offset),
                      .url_template = url.value.string,
                      .audience = owner.audience,
                      .caching = caching};
    if (!located) {
        endpoint.unusable = "its address cannot be used: " + std::move(located.error().reason);
        list_.unusable.push_back(std::move(endpoint));
        return;
    }
    if (located->contains("{{") || located->contains("{%"))
        warn(fmt::format("{} looks like a template that has not been filled in", url.pointer), url.value);
    endpoint.context_parameters = context_parameters(*located);
    endpoint.absolute_template = *std::move(located);
    list_.endpoints.push_back(std::move(endpoint));
}

void Collector::read_lifecycle(Place const& lifecycle)
{
    if (!expect(lifecycle, Kind::object))
        return;
    for (auto const& member : lifecycle.value.members) {
        auto const url = lifecycle.member(member);
        if (!expect(url, Kind::string))
            continue;
        Owner const owner{"lifecycle", nullptr, member.name, fmt::format("lifecycle/{}", member.name)};
        add(owner, url, EndpointKind::lifecycle, "");
    }
}

void Collector::read_translations(Place const& translations)
{
    for (auto const& member : translations.value.members) {
        if (member.name != "paths")
            continue;
        auto const paths = translations.member(member);
        for (auto const& language : paths.value.members) {
            if (language.value.kind != Kind::string)
                continue;
            Owner const owner{"translations", nullptr, language.name,
                              fmt::format("translations/{}", language.name)};
            add(owner, paths.member(language), EndpointKind::asset, "");
        }
    }
}

// The host posts progress of a migration from server to cloud there.
void Collector::read_migration(Place const& migration)
{
    for (auto const& member : migration.value.members) {
        if (member.name != "migrationWebhookPath" || member.value.kind != Kind::string)
            continue;
        Owner const owner{"cloudAppMigration", nullptr, "migration", "cloudAppMigration"};
        add(owner, migration.member(member), EndpointKind::webhook, "");
    }
}

void Collector::read_links(Place const& links, std::string_view reason)
{
    for (auto const& member : links.value.members)
        if (member.value.kind == Kind::string &&
            (member.value.string.contains('/') || names_a_url(member.name)))
            skip(links.member(member), std::string(reason));
}

void Collector::read_modules(Place const& modules)
{
    if (!expect(modules, Kind::object))
        return;
    for (auto const& member : modules.value.members)
        read_module_type(member.name, modules.member(member));
}

// A list of modules, or one module by itself.
void Collector::read_module_type(std::string_view name, Place const& list)
{
    if (list.value.kind == Kind::object)
        return read_module(name, 1, list);
    if (list.value.kind != Kind::array) {
        if (list.value.kind != Kind::null)
            fail(fmt::format("{} must be a list of modules or one module, not {}", list.pointer,
                             describe(list.value.kind)),
                 list, "correct the descriptor: the host would refuse it as well");
        return;
    }
    for (std::size_t i = 0; i < list.value.items.size() && !error_; ++i)
        if (auto const module = list.item(i); expect(module, Kind::object))
            read_module(name, i + 1, module);
}

std::string Collector::module_key(std::string_view type_name, Place const& module)
{
    auto const* key = module.value.find(type_name == "webhooks" ? "event" : "key");
    if (!key)
        return "";
    if (key->kind != Kind::string || key->string.size() > module_key_max_bytes) {
        warn(fmt::format("{} has a key that is no string or longer than {} bytes", module.pointer,
                         module_key_max_bytes),
             *key);
        return "";
    }
    return key->string;
}

void Collector::read_module(std::string_view type_name, std::size_t ordinal, Place const& module)
{
    Owner owner{.type_name = type_name, .type = find_module_type(type_name), .module = &module.value};
    owner.key = module_key(type_name, module);
    owner.id = fmt::format("{}/{}", type_name, owner.key.empty() ? std::to_string(ordinal) : owner.key);
    if (owner.type)
        owner.audience = owner.type->audience;
    if (auto const* conditions = module.value.find("conditions");
        conditions && audience_by_conditions(*conditions) == Audience::administrators)
        owner.audience = Audience::administrators;
    walk(owner, module, "");
    if (!error_)
        miss_url(owner, module);
}

// A module of a type that needs an address and has none is an endpoint all the same.
void Collector::miss_url(Owner const& owner, Place const& module)
{
    auto const* url = module.value.find("url");
    if (!owner.type || !needs_url(*owner.type) || (url && url->kind != Kind::null) || !has_room(module))
        return;
    list_.unusable.push_back({.id = ids_.give(owner.id),
                              .kind = *known_url(*owner.type, "url"),
                              .module_type = std::string(owner.type_name),
                              .module_key = owner.key,
                              .pointer = append_pointer(module.pointer, "url"),
                              .position = lines_.at(module.value.offset),
                              .audience = owner.audience,
                              .unusable = "the module has no url, which its type needs"});
}

// Looks at every member of a module; the depth is bounded by that of the JSON text.
void Collector::walk(Owner const& owner, Place const& place, std::string const& path)
{
    for (std::size_t i = 0; i < place.value.items.size() && !error_; ++i)
        walk(owner, place.item(i), join_path(path, std::to_string(i)));
    for (auto const& member : place.value.members) {
        if (error_)
            return;
        auto const here = place.member(member);
        auto const inner = join_path(path, member.name);
        if (names_a_url(member.name) && member.value.kind != Kind::object)
            read_address(owner, here, inner, place.value);
        else if (member.name == "condition" && is_remote_condition(member.value.string))
            add(owner, here, EndpointKind::action, id_suffix(inner));
        else
            walk(owner, here, inner);
    }
}

void Collector::read_address(Owner const& owner, Place const& url, std::string const& path,
                             JsonValue const& container)
{
    auto const known = owner.type ? known_url(*owner.type, path) : std::nullopt;
    if (known ? !expect(url, Kind::string) : url.value.kind != Kind::string)
        return;
    if (owner.type_name == "webItems" && path == "url") {
        auto const context = http::lower_case(text_of(*owner.module, "context"));
        if (context == "product")
            return skip(url, "a path on the host product, not on the app");
        if (context == "page")
            return skip(url, "a module key, not a URL");
    }
    auto const* cacheable = container.find("cacheable");
    auto const caching = cacheable && cacheable->boolean ? Caching::cacheable : Caching::per_request;
    if (known)
        return add(owner, url, *known, id_suffix(path), caching);
    if (auto const reason = not_an_endpoint(owner.type_name, path))
        return skip(url, std::string(*reason));
    guess_address(owner, url, path, caching);
}

// An address in a place that is not known: rather look at it than overlook it.
void Collector::guess_address(Owner const& owner, Place const& url, std::string const& path, Caching caching)
{
    if (owner.type)
        warn(fmt::format("{} is not known as an address of the app; it is probed as if it were one",
                         url.pointer),
             url.value);
    else if (unknown_types_.insert(owner.type_name).second)
        warn(fmt::format("\"{}\" is not a known type of module; its addresses are probed as pages",
                         owner.type_name),
             url.value);
    auto const kind = path.ends_with("templateUrl") ? EndpointKind::action : EndpointKind::page;
    add(owner, url, kind, id_suffix(path), caching);
}

std::expected<AddressList, DescriptorError> Collector::list(JsonValue const& root)
{
    Place const top{root, ""};
    for (auto const& member : root.members) {
        auto const place = top.member(member);
        if (member.name == "lifecycle")
            read_lifecycle(place);
        else if (member.name == "modules")
            read_modules(place);
        else if (member.name == "translations")
            read_translations(place);
        else if (member.name == "cloudAppMigration")
            read_migration(place);
        else if (member.name == "vendor" || member.name == "links")
            read_links(place, link_for_people);
        else if (member.name == "regionBaseUrls")
            read_links(place, "the base URL of another region");
        else if (member.name != "baseUrl" && names_a_url(member.name) && member.value.kind == Kind::string)
            skip(place, std::string(link_for_people));
    }
    if (error_)
        return std::unexpected(std::move(*error_));
    if (warnings_ > warnings_max_count)
        list_.warnings.push_back(fmt::format("{} more warnings", warnings_ - warnings_max_count));
    auto const by_place = [](auto const& address) {
        return std::pair(address.position.line, address.position.column);
    };
    std::ranges::sort(list_.endpoints, {}, by_place);
    std::ranges::sort(list_.unusable, {}, by_place);
    std::ranges::sort(list_.unprobed, {}, by_place);
    return std::move(list_);
}

} // namespace

std::expected<AddressList, DescriptorError> list_addresses(JsonValue const& root, LineIndex const& lines,
                                                           http::Url const& base_url,
                                                           std::string_view declared_base_url)
{
    return Collector(lines, base_url, declared_base_url).list(root);
}

std::string warning_at(std::string_view sentence, Position position)
{
    return fmt::format("{} (line {}, column {})", sentence, position.line, position.column);
}

} // namespace postern::platform::connect
