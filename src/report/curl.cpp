#include "report/curl.hpp"

namespace postern::report {
namespace {

http::CurlSettings settings_for(evidence::Target const& target)
{
    using enum http::CurlSettings::Certificates;
    return {.base_url = target.base_url,
            .certificates =
                target.certificates == evidence::Target::Certificates::checked ? checked : not_checked};
}

} // namespace

std::vector<std::string> curl_words(http::Request const& request, evidence::Target const& target)
{
    return http::curl_words(request, settings_for(target));
}

std::string curl_line(http::Request const& request, evidence::Target const& target)
{
    return http::curl_line(request, settings_for(target));
}

} // namespace postern::report
