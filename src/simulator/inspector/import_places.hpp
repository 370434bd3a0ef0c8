#pragma once

// Whom an imported request was sent to: archives of browsers do not say.

#include "simulator/inspector/exchange_log.hpp"
#include "simulator/site_services.hpp"

#include <string>
#include <vector>

namespace postern::simulator::inspector {

// The sites and the apps that are installed at them now.
class ImportPlaces {
public:
    // `services` must outlive the object.
    explicit ImportPlaces(SiteServices const& services);

    enum class Outcome { shown, not_shown };
    // Says of a request that goes elsewhere, as far as its archive knows, that it goes to a site or to the
    // app where it does. Not shown is what the inspector leaves out when it happens here (seen.hpp).
    [[nodiscard]] Outcome place(RecordedExchange& exchange) const;

private:
    std::vector<Tenant> const& tenants_;
    std::vector<std::string> app_origins_;
};

} // namespace postern::simulator::inspector
