#include "checks/brand_names.hpp"

#include "base/assert.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace postern::checks {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

constexpr std::string_view names_format = "postern-branding-1";

// Bytes that are not ASCII belong to a word: "Café".
bool is_of_a_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) & 0x80) != 0;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

Words words_of(std::string_view text)
{
    Words words;
    bool inside = false;
    for (auto const raw : text) {
        auto const c = lower(raw);
        if (is_of_a_word(c)) {
            if (!inside)
                words.emplace_back();
            words.back() += c;
        }
        inside = is_of_a_word(c);
    }
    return words;
}

std::string joined(Words const& words)
{
    std::string all;
    for (auto const& word : words)
        all += word;
    return all;
}

// The longest product, in letters, of those for which `fits` holds.
template <typename Fits>
std::optional<std::string> longest(BrandNames const& names, Fits fits)
{
    std::optional<std::string> found;
    for (auto const& product : names.products)
        if (fits(words_of(product)) && (!found || product.size() > found->size()))
            found = product;
    return found;
}

Words list(json const& node)
{
    auto all = node.get<Words>();
    if (std::ranges::any_of(all, [](auto const& one) { return words_of(one).empty(); }))
        throw std::invalid_argument("a name without a word in it");
    return all;
}

} // namespace

std::expected<BrandNames, std::string> read_brand_names(std::string_view text)
{
    try {
        auto const document = json::parse(text);
        if (document.at("format") != names_format)
            return std::unexpected(fmt::format("the format is not \"{}\"", names_format));
        return BrandNames{.products = list(document.at("products")), .words = list(document.at("words"))};
    } catch (std::exception const& error) { // json's own, and that above
        return std::unexpected(std::string(error.what()));
    }
}

BrandNames const& brand_names()
{
    static BrandNames const names = [] {
        auto read = read_brand_names(brand_name_files().front().bytes);
        POSTERN_ASSERT(read.has_value(), "the built-in list can be read; a test reads it too");
        return *std::move(read);
    }();
    return names;
}

std::optional<std::string> begins_with_product(std::string_view name, BrandNames const& names)
{
    auto const all = words_of(name);
    return longest(names, [&](Words const& product) {
        return product.size() <= all.size() &&
               std::ranges::equal(product, std::span(all).first(product.size()));
    });
}

std::optional<std::string> has_word(std::string_view name, BrandNames const& names)
{
    auto const all = words_of(name);
    for (auto const& word : names.words)
        if (std::ranges::find(all, joined(words_of(word))) != all.end())
            return word;
    return std::nullopt;
}

std::optional<InLabel> product_in_label(std::string_view label, BrandNames const& names)
{
    auto const parts = words_of(label);
    auto const whole = longest(names, [&](Words const& product) {
        return !std::ranges::search(parts, product).empty() ||
               std::ranges::find(parts, joined(product)) != parts.end();
    });
    if (whole)
        return InLabel{*whole, true};
    auto const text = joined(parts);
    auto const within = longest(names, [&](Words const& product) { return text.contains(joined(product)); });
    if (within)
        return InLabel{*within, false};
    return std::nullopt;
}

} // namespace postern::checks
