#include "evidence/json_parts.hpp"

#include <algorithm>

namespace postern::evidence {
namespace {

Json record_json(DnsRecord const& record)
{
    return {{"owner", bytes_to_json(record.owner)},
            {"type", bytes_to_json(record.type)},
            {"value", bytes_to_json(record.value)}};
}

Json lookup_json(DnsLookup const& lookup)
{
    return {{"name", bytes_to_json(lookup.name)},
            {"type", bytes_to_json(lookup.type)},
            {"status", name(lookup.status)},
            {"detail", bytes_to_json(lookup.detail)},
            {"records", list(lookup.records, record_json)}};
}

DnsLookup read_lookup(Node const& node)
{
    DnsLookup lookup{.name = node.member("name").bytes(),
                     .type = node.member("type").bytes(),
                     .status = node.member("status").word(dns_status_from),
                     .detail = node.member("detail").bytes()};
    for (auto const& record : node.member("records").items())
        lookup.records.push_back({.owner = record.member("owner").bytes(),
                                  .type = record.member("type").bytes(),
                                  .value = record.member("value").bytes()});
    return lookup;
}

Json dns_host_json(DnsHost const& host)
{
    Json json{{"host", bytes_to_json(host.host)},
              {"skipped", bytes_to_json(host.skipped)},
              {"lookups", list(host.lookups, lookup_json)}};
    if (host.page)
        json["page"] = bytes_to_json(host.page->id);
    return json;
}

} // namespace

std::string_view name(DnsStatus status)
{
    switch (status) {
    case DnsStatus::answered:
        return "answered";
    case DnsStatus::no_such_name:
        return "no_such_name";
    case DnsStatus::refused:
        return "refused";
    case DnsStatus::silent:
        break;
    }
    return "silent";
}

std::optional<DnsStatus> dns_status_from(std::string_view text)
{
    using enum DnsStatus;
    for (auto const status : {answered, no_such_name, refused, silent})
        if (name(status) == text)
            return status;
    return std::nullopt;
}

DnsLookup const* find_lookup(DnsHost const& host, std::string_view name, std::string_view type)
{
    for (auto const& lookup : host.lookups)
        if (lookup.name == name && lookup.type == type)
            return &lookup;
    return nullptr;
}

std::vector<std::string> cname_chain(DnsLookup const& lookup)
{
    std::vector<std::string> chain;
    auto from = lookup.name.substr(0, lookup.name.find_last_not_of('.') + 1);
    while (chain.size() < lookup.records.size()) {
        auto const next = std::ranges::find_if(lookup.records, [&](DnsRecord const& record) {
            return record.type == "CNAME" && record.owner == from;
        });
        if (next == lookup.records.end() || std::ranges::find(chain, next->value) != chain.end())
            return chain;
        chain.push_back(next->value);
        from = next->value;
    }
    return chain;
}

Json dns_json(DnsAnswers const& dns)
{
    auto json = Json::object();
    json["hosts"] = list(dns.hosts, dns_host_json);
    return json;
}

DnsAnswers read_dns(Node const& node, Known& known)
{
    DnsAnswers dns;
    for (auto const& host : node.member("hosts").items()) {
        dns.hosts.push_back({.host = host.member("host").bytes(), .skipped = host.member("skipped").bytes()});
        for (auto const& lookup : host.member("lookups").items())
            dns.hosts.back().lookups.push_back(read_lookup(lookup));
        if (auto const page = host.optional_member("page"))
            dns.hosts.back().page = known.exchange(*page);
    }
    return dns;
}

} // namespace postern::evidence
