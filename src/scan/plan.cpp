#include "scan/plan.hpp"

#include "scan/hosts.hpp"

#include <algorithm>
#include <utility>

namespace postern::scan {

std::vector<probes::Step const*> Plan::steps() const
{
    std::vector<probes::Step const*> all;
    for (auto const* steps : {&access.steps, &admin.steps, &cross_origin.steps, &exposed_paths.steps,
                              &input.steps, &tls.steps, &lifecycle.steps})
        for (auto const& step : *steps)
            all.push_back(&step);
    return all;
}

std::size_t Plan::body_max_bytes() const
{
    auto const requests = steps().size() + probes::resources_max + dns.pages_max();
    return std::min(response_body_max_bytes, bodies_max_bytes / requests);
}

Plan make_plan(PlanInput input, Random& random)
{
    auto const own_key = jwt::Key::generate(jwt::Algorithm::rs256);
    probes::PlanInput const for_probes{
        .platform = input.platform, .app = input.app, .own_key = own_key, .now = input.now};
    auto access = probes::plan_access(for_probes, random);
    auto lifecycle = probes::plan_lifecycle(for_probes, random);
    auto admin = probes::plan_admin(for_probes, input.user_token, random);
    auto exposed_paths = probes::plan_exposed_paths(for_probes, input.exposed_paths, random);
    auto cross_origin = probes::plan_cross_origin(for_probes, access.contexts.front(), random);
    auto marked = probes::plan_input(for_probes, random);
    auto hosts = hosts_of(input.app, input.descriptor);
    auto tls = probes::plan_tls(
        {.hosts = hosts, .is_local = is_local, .through_a_proxy = std::move(input.through_a_proxy)});
    auto dns = probes::plan_dns(hosts);
    return {.app = std::move(input.app),
            .hosts = std::move(hosts),
            .access = std::move(access),
            .lifecycle = std::move(lifecycle),
            .admin = std::move(admin),
            .exposed_paths = std::move(exposed_paths),
            .cross_origin = std::move(cross_origin),
            .input = std::move(marked),
            .tls = std::move(tls),
            .dns = std::move(dns)};
}

} // namespace postern::scan
