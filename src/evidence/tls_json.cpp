#include "evidence/json_parts.hpp"

#include <limits>
#include <utility>

namespace postern::evidence {
namespace {

constexpr std::int64_t time_limit_ms = std::int64_t{1} << 50; // beyond every year with four digits

std::optional<tls::Stapling> stapling_from(std::string_view text)
{
    if (text == "stapled")
        return tls::Stapling::stapled;
    return text == "not_stapled" ? std::optional(tls::Stapling::not_stapled) : std::nullopt;
}

std::optional<tls::NameMatch> name_match_from(std::string_view text)
{
    if (text == "matches")
        return tls::NameMatch::matches;
    return text == "differs" ? std::optional(tls::NameMatch::differs) : std::nullopt;
}

std::optional<bool> yes_or_no(std::string_view text)
{
    if (text == "yes")
        return true;
    return text == "no" ? std::optional(false) : std::nullopt;
}

Json certificate_json(tls::Certificate const& certificate)
{
    return {{"subject", bytes_to_json(certificate.subject)},
            {"issuer", bytes_to_json(certificate.issuer)},
            {"names", list(certificate.names)},
            {"names_left_out", certificate.names_left_out},
            {"not_before_ms", certificate.not_before.time_since_epoch().count()},
            {"not_after_ms", certificate.not_after.time_since_epoch().count()},
            {"signature", bytes_to_json(certificate.signature)},
            {"key", bytes_to_json(certificate.key)},
            {"key_bits", certificate.key_bits},
            {"must_staple", certificate.must_staple ? "yes" : "no"},
            {"self_signed", certificate.self_signed ? "yes" : "no"},
            {"sha256", bytes_to_json(certificate.sha256)}};
}

tls::Certificate read_certificate(Node const& node)
{
    auto const time = [&](std::string_view member) {
        return TimePoint(
            std::chrono::milliseconds(node.member(member).number(-time_limit_ms, time_limit_ms)));
    };
    return {.subject = node.member("subject").bytes(),
            .issuer = node.member("issuer").bytes(),
            .names = node.member("names").list_of_bytes(),
            .names_left_out = static_cast<std::size_t>(node.member("names_left_out").number(0, number_max)),
            .not_before = time("not_before_ms"),
            .not_after = time("not_after_ms"),
            .signature = node.member("signature").bytes(),
            .key = node.member("key").bytes(),
            .key_bits =
                static_cast<int>(node.member("key_bits").number(0, std::numeric_limits<std::int32_t>::max())),
            .must_staple = node.member("must_staple").word(yes_or_no),
            .self_signed = node.member("self_signed").word(yes_or_no),
            .sha256 = node.member("sha256").bytes()};
}

Json session_json(tls::Session const& session)
{
    return {{"version", bytes_to_json(session.version)},
            {"suite", bytes_to_json(session.suite)},
            {"group", bytes_to_json(session.group)},
            {"protocol", bytes_to_json(session.protocol)},
            {"stapling", session.stapling == tls::Stapling::stapled ? "stapled" : "not_stapled"},
            {"name", session.name == tls::NameMatch::matches ? "matches" : "differs"},
            {"untrusted", bytes_to_json(session.trust.untrusted)},
            {"outdated", list(session.trust.outdated)},
            {"chain", list(session.chain, certificate_json)}};
}

tls::Session read_session(Node const& node)
{
    tls::Session session{.version = node.member("version").bytes(),
                         .suite = node.member("suite").bytes(),
                         .group = node.member("group").bytes(),
                         .protocol = node.member("protocol").bytes(),
                         .stapling = node.member("stapling").word(stapling_from),
                         .name = node.member("name").word(name_match_from),
                         .trust = {.untrusted = node.member("untrusted").bytes(),
                                   .outdated = node.member("outdated").list_of_bytes()}};
    for (auto const& certificate : node.member("chain").items())
        session.chain.push_back(read_certificate(certificate));
    return session;
}

Json version_json(tls::AskedVersion const& asked)
{
    return {{"version", tls::name(asked.version)},
            {"reply", tls::name(asked.reply)},
            {"detail", bytes_to_json(asked.detail)},
            {"suites", asked.suites},
            {"stopped", bytes_to_json(asked.stopped)}};
}

tls::AskedVersion read_version(Node const& node)
{
    tls::AskedVersion asked{.version = node.member("version").word(tls::version_from),
                            .reply = node.member("reply").word(tls::reply_from),
                            .detail = node.member("detail").bytes(),
                            .stopped = node.member("stopped").bytes()};
    for (auto const& suite : node.member("suites").items())
        asked.suites.push_back(static_cast<std::uint16_t>(suite.number(0, 0xffff)));
    return asked;
}

Json address_json(tls::Address const& address)
{
    Json json{{"address", bytes_to_json(address.address)},
              {"unreachable", bytes_to_json(address.unreachable)},
              {"versions", list(address.versions, version_json)}};
    if (address.session)
        json["session"] = session_json(*address.session);
    json["session_failure"] = bytes_to_json(address.session_failure);
    return json;
}

tls::Address read_address(Node const& node)
{
    tls::Address address{.address = node.member("address").bytes(),
                         .unreachable = node.member("unreachable").bytes()};
    for (auto const& version : node.member("versions").items())
        address.versions.push_back(read_version(version));
    if (auto const session = node.optional_member("session"))
        address.session = read_session(*session);
    address.session_failure = node.member("session_failure").bytes();
    return address;
}

Json host_of_tls(TlsHost const& host)
{
    Json json{{"host", bytes_to_json(host.host)},
              {"reach", name(host.reach)},
              {"not_looked_at", bytes_to_json(host.not_looked_at)},
              {"unresolved", bytes_to_json(host.unresolved)},
              {"addresses", list(host.addresses, address_json)},
              {"addresses_left_out", list(host.addresses_left_out)},
              {"cut_off", bytes_to_json(host.cut_off)}};
    if (host.plain)
        json["plain"] = bytes_to_json(host.plain->id);
    json["plain_not_sent"] = bytes_to_json(host.plain_not_sent);
    if (host.secure)
        json["secure"] = bytes_to_json(host.secure->id);
    return json;
}

TlsHost read_host_of_tls(Node const& node, Known& known)
{
    TlsHost host{.host = node.member("host").bytes(),
                 .reach = node.member("reach").word(tls_reach_from),
                 .not_looked_at = node.member("not_looked_at").bytes(),
                 .unresolved = node.member("unresolved").bytes(),
                 .addresses_left_out = node.member("addresses_left_out").list_of_bytes(),
                 .cut_off = node.member("cut_off").bytes()};
    for (auto const& address : node.member("addresses").items())
        host.addresses.push_back(read_address(address));
    if (auto const plain = node.optional_member("plain"))
        host.plain = known.exchange(*plain);
    host.plain_not_sent = node.member("plain_not_sent").bytes();
    if (auto const secure = node.optional_member("secure"))
        host.secure = known.exchange(*secure);
    return host;
}

} // namespace

std::string_view name(TlsHost::Reach reach) { return reach == TlsHost::Reach::local ? "local" : "elsewhere"; }

std::optional<TlsHost::Reach> tls_reach_from(std::string_view text)
{
    if (text == "local")
        return TlsHost::Reach::local;
    return text == "elsewhere" ? std::optional(TlsHost::Reach::elsewhere) : std::nullopt;
}

void write_tls(Writer& writer, TlsHosts const& tls)
{
    writer.list_part("tls", "hosts", tls.hosts, host_of_tls);
}

TlsHosts read_tls(Node const& node, Known& known)
{
    TlsHosts tls;
    for (auto const& host : node.member("hosts").items())
        tls.hosts.push_back(read_host_of_tls(host, known));
    return tls;
}

} // namespace postern::evidence
