#include "policy/reason.hpp"

#include <array>

namespace postern::policy {
namespace {

constexpr std::array reasons{Reason::public_static_content, Reason::cacheable_module, Reason::third_party,
                             Reason::accepted_risk,         Reason::not_reachable,    Reason::false_positive};

} // namespace

std::span<Reason const> all_reasons() { return reasons; }

std::string_view name(Reason reason)
{
    switch (reason) {
    case Reason::public_static_content:
        return "public-static-content";
    case Reason::cacheable_module:
        return "cacheable-module";
    case Reason::third_party:
        return "third-party";
    case Reason::accepted_risk:
        return "accepted-risk";
    case Reason::not_reachable:
        return "not-reachable";
    case Reason::false_positive:
        return "false-positive";
    }
    return "";
}

std::optional<Reason> reason_from(std::string_view text)
{
    for (auto const reason : reasons)
        if (name(reason) == text)
            return reason;
    return std::nullopt;
}

// The exception for what must be public: requirements.md section 2, row 1; cacheable modules: section 6.
std::string_view sentence(Reason reason)
{
    switch (reason) {
    case Reason::public_static_content:
        return "What is served here is static, the same for everyone, and meant to be public; the "
               "requirements "
               "allow anonymous access where the use case needs it.";
    case Reason::cacheable_module:
        return "The descriptor declares this module as cacheable: the host product sends no token and no "
               "context there by its own design, and authentication happens in the browser through its "
               "bridge.";
    case Reason::third_party:
        return "What was observed belongs to a server or file of somebody else, which the app does not "
               "control.";
    case Reason::accepted_risk:
        return "The observation is right. The vendor knows the risk and accepts it for the time being.";
    case Reason::not_reachable:
        return "What the finding warns of cannot be reached by an attacker.";
    case Reason::false_positive:
        return "The finding does not describe what the app does.";
    }
    return "";
}

std::string reason_list()
{
    std::string list;
    for (auto const reason : reasons)
        list += (list.empty() ? "" : ", ") + std::string(name(reason));
    return list;
}

} // namespace postern::policy
