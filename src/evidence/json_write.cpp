#include "base/assert.hpp"
#include "evidence/each_exchange.hpp"
#include "evidence/json.hpp"
#include "evidence/json_parts.hpp"

#include <map>
#include <ostream>
#include <string_view>
#include <vector>

namespace postern::evidence {
namespace {

// Every exchange in the order in which the evidence names it, each id once.
class Exchanges {
public:
    explicit Exchanges(Evidence const& evidence)
    {
        each_exchange(evidence,
                      [this](std::string const&, http::Exchange const& exchange) { add(exchange); });
    }

    [[nodiscard]] std::vector<http::Exchange const*> const& in_order() const { return in_order_; }

private:
    void add(http::Exchange const& exchange)
    {
        auto const [known, is_new] = by_id_.emplace(exchange.id, &exchange);
        if (is_new)
            in_order_.push_back(&exchange);
        else
            POSTERN_ASSERT(*known->second == exchange, "two exchanges share one id");
    }

    std::map<std::string_view, http::Exchange const*> by_id_;
    std::vector<http::Exchange const*> in_order_;
};

} // namespace

void write_json(Evidence const& evidence, std::ostream& out)
{
    Exchanges const exchanges(evidence);
    out << "{\n";
    Writer writer(out);
    writer.member("format", evidence_format);
    writer.member("tool_version", bytes_to_json(evidence.tool_version));
    writer.member("target", target_json(evidence.target));
    writer.member("started_at_ms", evidence.started_at.time_since_epoch().count());
    writer.member("ended_at_ms", evidence.ended_at.time_since_epoch().count());
    writer.member("gaps", list(evidence.completeness.gaps));
    writer.member("descriptor_warnings", list(evidence.descriptor_warnings));
    writer.lines("endpoints", evidence.endpoints, endpoint_json);
    writer.lines("unprobed", evidence.unprobed, unprobed_json);
    writer.lines("hosts", evidence.hosts, host_json);
    if (evidence.descriptor)
        writer.member("descriptor", descriptor_json(*evidence.descriptor));
    if (evidence.dns)
        writer.member("dns", dns_json(*evidence.dns));
    if (evidence.access)
        write_access(writer, *evidence.access);
    if (evidence.admin)
        write_admin(writer, *evidence.admin);
    if (evidence.cross_origin)
        write_cross_origin(writer, *evidence.cross_origin);
    if (evidence.exposed_paths)
        write_exposed_paths(writer, *evidence.exposed_paths);
    if (evidence.input)
        write_input(writer, *evidence.input);
    if (evidence.resources)
        write_resources(writer, *evidence.resources);
    if (evidence.tls)
        write_tls(writer, *evidence.tls);
    if (evidence.lifecycle)
        write_lifecycle(writer, *evidence.lifecycle);
    writer.lines("exchanges", exchanges.in_order(),
                 [](http::Exchange const* one) { return exchange_json(*one); });
    out << "\n}\n";
}

} // namespace postern::evidence
