#include "platform/connect/descriptor_facts.hpp"

#include "platform/connect/cut_text.hpp"
#include "platform/connect/modules.hpp"
#include "platform/connect/scopes.hpp"

#include <optional>
#include <string>
#include <utility>

namespace postern::platform::connect {
namespace {

using Kind = JsonValue::Kind;

std::string text_of(JsonValue const* value)
{
    return value && value->kind == Kind::string ? cut_text(value->string, fact_text_max_bytes) : "";
}

class FactReader {
public:
    explicit FactReader(LineIndex const& lines) : lines_(lines) {}

    DescriptorFacts read(JsonValue const& root, std::vector<Unprobed> const& unprobed)
    {
        facts_.key = stated(root.find("key"), "/key");
        facts_.name = stated(root.find("name"), "/name");
        facts_.base_url = stated(root.find("baseUrl"), "/baseUrl");
        if (auto const* authentication = root.find("authentication"))
            facts_.authentication = stated(authentication->find("type"), "/authentication/type");
        if (auto const* scopes = root.find("scopes"))
            read_scopes(*scopes);
        if (auto const* migrations = root.find("apiMigrations"))
            read_migrations(*migrations);
        if (auto const* lifecycle = root.find("lifecycle"))
            read_lifecycle(*lifecycle);
        if (auto const* modules = root.find("modules"))
            read_modules(*modules);
        for (auto const& address : unprobed)
            read_link(address);
        return std::move(facts_);
    }

private:
    // Nothing unless `value` is a text.
    std::optional<Stated> stated(JsonValue const* value, std::string pointer) const
    {
        if (!value || value->kind != Kind::string)
            return std::nullopt;
        return Stated{text_of(value), std::move(pointer), lines_.at(value->offset)};
    }

    template <typename Item>
    void add(std::vector<Item>& items, Item item)
    {
        if (items.size() < fact_list_max_count)
            items.push_back(std::move(item));
        else
            ++facts_.left_out;
    }

    void read_scopes(JsonValue const& scopes)
    {
        for (std::size_t i = 0; i < scopes.items.size(); ++i)
            if (auto scope = stated(&scopes.items[i], append_pointer("/scopes", i))) {
                auto const meaning = meaning_of_scope(scope->text);
                add(facts_.scopes, {*std::move(scope), meaning.reach, std::string(meaning.why)});
            }
    }

    void read_migrations(JsonValue const& migrations)
    {
        for (auto const& [name, value] : migrations.members)
            if (value.kind == Kind::boolean)
                add(facts_.migrations,
                    {{name, append_pointer("/apiMigrations", name), lines_.at(value.offset)},
                     value.boolean ? StatedMigration::State::on : StatedMigration::State::off});
    }

    void read_lifecycle(JsonValue const& lifecycle)
    {
        for (auto const& [name, value] : lifecycle.members)
            if (value.kind == Kind::string && !value.string.empty())
                add(facts_.lifecycle, {name, append_pointer("/lifecycle", name), lines_.at(value.offset)});
    }

    void read_modules(JsonValue const& modules)
    {
        for (auto const& [type, value] : modules.members) {
            auto const pointer = append_pointer("/modules", type);
            if (value.kind == Kind::object)
                read_module(type, value, pointer);
            for (std::size_t i = 0; i < value.items.size(); ++i)
                if (value.items[i].kind == Kind::object)
                    read_module(type, value.items[i], append_pointer(pointer, i));
        }
        if (products_seen_ == 1)
            facts_.product = name(product_);
    }

    void read_module(std::string const& type_name, JsonValue const& module, std::string pointer)
    {
        StatedModule stated{.type = type_name,
                            .key = text_of(module.find("key")),
                            .pointer = std::move(pointer),
                            .position = lines_.at(module.offset)};
        auto const* name = module.find("name");
        stated.name = text_of(name && name->kind == Kind::object ? name->find("value") : name);
        auto const* type = find_module_type(type_name);
        if (type) {
            stated.standing = StatedModule::Standing::current;
            note_product(type->product);
        }
        if (auto const* deprecation = find_deprecation(type_name)) {
            stated.standing = StatedModule::Standing::deprecated;
            stated.deprecated_since = deprecation->since;
            stated.successor = deprecation->successor;
            stated.source = deprecation->source;
        }
        add(facts_.modules, std::move(stated));
    }

    void note_product(Product product)
    {
        if (product == Product::any || (products_seen_ > 0 && product == product_))
            return;
        product_ = product;
        ++products_seen_;
    }

    void read_link(Unprobed const& address)
    {
        if (auto const role = link_role(address.reason))
            add(facts_.links,
                {*role, {cut_text(address.url, fact_text_max_bytes), address.pointer, address.position}});
    }

    LineIndex const& lines_;
    DescriptorFacts facts_;
    Product product_ = Product::any;
    std::size_t products_seen_ = 0;
};

} // namespace

DescriptorFacts read_facts(JsonValue const& root, LineIndex const& lines,
                           std::vector<Unprobed> const& unprobed)
{
    return FactReader(lines).read(root, unprobed);
}

} // namespace postern::platform::connect
