#include "cli/proxy_choice.hpp"

#include "http/headers.hpp"

#include <algorithm>
#include <string_view>

namespace postern::cli {
namespace {

using Variable = std::function<std::optional<std::string>(std::string const&)>;

std::string first_of(Variable const& variable, std::initializer_list<char const*> names)
{
    for (auto const* name : names)
        if (auto value = variable(name); value && !value->empty())
            return *std::move(value);
    return "";
}

// "example" and ".example" stand for example and everything below it.
bool is_excepted(std::string_view host, std::string_view entry)
{
    while (entry.starts_with('.'))
        entry.remove_prefix(1);
    if (entry.empty() || !host.ends_with(entry))
        return false;
    return host.size() == entry.size() || host[host.size() - entry.size() - 1] == '.';
}

} // namespace

bool goes_through_proxy(evidence::Host const& host, std::string const& option, Variable const& variable)
{
    if (!option.empty())
        return true;
    if (first_of(variable, {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}).empty())
        return false;
    auto const exceptions = http::lower_case(first_of(variable, {"no_proxy", "NO_PROXY"}));
    auto name = std::string_view(host.name);
    if (name.starts_with('[') && name.ends_with(']'))
        name = name.substr(1, name.size() - 2);
    constexpr std::string_view separators = ", \t";
    for (std::size_t at = 0; at < exceptions.size();) {
        auto const end = std::min(exceptions.find_first_of(separators, at), exceptions.size());
        auto const entry = std::string_view(exceptions).substr(at, end - at);
        if (entry == "*" || is_excepted(name, entry))
            return false;
        at = end + 1;
    }
    return true;
}

} // namespace postern::cli
