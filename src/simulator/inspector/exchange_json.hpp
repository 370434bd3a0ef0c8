#pragma once

// Exchanges as the inspector's page reads them (web/simulator/src/inspector/data.ts).

#include "simulator/inspector/exchange_log.hpp"
#include "simulator/site_services.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace postern::simulator::inspector {

// A line of the list: without bodies and headers, masked.
[[nodiscard]] nlohmann::json summary_json(RecordedExchange const& exchange, Redactor const& redactor);

enum class Secrets { masked, shown };

// Everything: both messages, the tokens in them decoded, a curl line, and what a replay can change.
[[nodiscard]] nlohmann::json detail_json(SiteServices const& services, RecordedExchange const& exchange,
                                         Secrets secrets);

// JSON text; bytes that are no UTF-8 are replaced.
[[nodiscard]] std::string printed(nlohmann::json const& json);

} // namespace postern::simulator::inspector
