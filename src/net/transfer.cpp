#include "net/transfer.hpp"

#include "net/transfer_failure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace postern::net {
namespace {

using Kind = http::TransportFailureKind;

template <typename Value>
void set(CURL* easy, CURLoption option, Value value)
{
    curl_easy_setopt(easy, option, value);
}

// The target as the request has it, byte for byte: what http::parse_url encodes may be what is being tried
// out.
std::string raw_target(std::string_view url)
{
    url = url.substr(0, url.find('#'));
    auto const start = url.find_first_of("/?", url.find("://") + 3);
    if (start == std::string_view::npos)
        return "/";
    return url[start] == '?' ? fmt::format("/{}", url.substr(start)) : std::string(url.substr(start));
}

// The number behind the first space of a status line; 0 if there is none.
int status_in(std::string_view status_line)
{
    auto status = 0;
    auto const digits = status_line.substr(std::min(status_line.find(' '), status_line.size() - 1) + 1);
    std::from_chars(digits.data(), digits.data() + digits.size(), status);
    return status;
}

std::string without_controls(std::string_view value)
{
    std::string out(value);
    std::ranges::replace_if(out, [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; }, ' ');
    return out;
}

bool is_encoded(http::Response const& response)
{
    auto const coding = response.headers.joined("Content-Encoding").value_or("");
    return !coding.empty() && !http::equal_ignoring_case(coding, "identity");
}

std::string version_of(CURL* easy)
{
    auto version = 0L;
    curl_easy_getinfo(easy, CURLINFO_HTTP_VERSION, &version);
    return version == CURL_HTTP_VERSION_1_0 ? "1.0" : version == CURL_HTTP_VERSION_2_0 ? "2" : "1.1";
}

} // namespace

Transfer::Transfer(CURL* easy, http::Request const& request, http::Url const& url,
                   ClientOptions const& options, std::chrono::milliseconds timeout)
    : easy_(easy),
      url_(url),
      options_(options),
      url_text_(url.origin() + raw_target(request.url))
{
    set_up(request, timeout);
}

Transfer::~Transfer() { curl_easy_reset(easy_); } // forgets this object and the header list

void Transfer::set_up(http::Request const& request, std::chrono::milliseconds timeout)
{
    curl_easy_reset(easy_);
    set(easy_, CURLOPT_URL, url_text_.c_str());
    set(easy_, CURLOPT_PATH_AS_IS, 1L);
    set(easy_, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
    set(easy_, CURLOPT_HEADERDATA, this);
    set(easy_, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    set(easy_, CURLOPT_WRITEDATA, this);
    set(easy_, CURLOPT_ERRORBUFFER, error_text_.data());
    set_method(request);
    set_headers(request);
    set_connection(timeout);
}

void Transfer::set_method(http::Request const& request)
{
    if (request.method == "HEAD") {
        set(easy_, CURLOPT_NOBODY, 1L);
        return;
    }
    auto const has_body = !request.body.empty() || request.method == "POST" || request.method == "PUT" ||
                          request.method == "PATCH";
    if (has_body) {
        set(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        set(easy_, CURLOPT_POSTFIELDS, request.body.data());
    }
    if (request.method != (has_body ? "POST" : "GET"))
        set(easy_, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

// libcurl's way to leave a header out is its name with an empty value; a header without a value ends in ";".
void Transfer::set_headers(http::Request const& request)
{
    auto const append = [this](std::string const& line) {
        header_list_.reset(curl_slist_append(header_list_.release(), line.c_str()));
    };
    for (auto const& field : request.headers) {
        auto const is_framing = http::equal_ignoring_case(field.name, "Content-Length") ||
                                http::equal_ignoring_case(field.name, "Transfer-Encoding");
        if (!is_framing)
            append(field.value.empty() ? field.name + ";" : fmt::format("{}: {}", field.name, field.value));
    }
    for (auto const* name : {"Accept", "Content-Type", "Expect"})
        if (!request.headers.get(name))
            append(fmt::format("{}:", name));
    set(easy_, CURLOPT_HTTPHEADER, header_list_.get());
    if (!options_.user_agent.empty())
        set(easy_, CURLOPT_USERAGENT, options_.user_agent.c_str());
    set(easy_, CURLOPT_ACCEPT_ENCODING, ""); // every coding that libcurl knows
}

void Transfer::set_connection(std::chrono::milliseconds timeout)
{
    set(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
    set(easy_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    set(easy_, CURLOPT_NOSIGNAL, 1L);
    set(easy_, CURLOPT_TIMEOUT_MS,
        static_cast<long>(std::max(timeout, std::chrono::milliseconds(1)).count()));
    set(easy_, CURLOPT_CONNECTTIMEOUT_MS,
        static_cast<long>(std::max(options_.connect_timeout, std::chrono::milliseconds(1)).count()));
    set(easy_, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    if (!options_.proxy.empty()) {
        set(easy_, CURLOPT_PROXY, options_.proxy.c_str());
        set(easy_, CURLOPT_NOPROXY, ""); // who names a proxy means it for every host
    }
    if (!options_.ca_file.empty()) {
        set(easy_, CURLOPT_CAINFO, options_.ca_file.c_str());
        set(easy_, CURLOPT_PROXY_CAINFO, options_.ca_file.c_str());
    }
    if (options_.certificate_check == CertificateCheck::skipped) {
        set(easy_, CURLOPT_SSL_VERIFYPEER, 0L);
        set(easy_, CURLOPT_SSL_VERIFYHOST, 0L);
    }
}

std::size_t Transfer::on_header(char* data, std::size_t, std::size_t size, void* self)
{
    return static_cast<Transfer*>(self)->take_header_line({data, size}) ? size : 0;
}

std::size_t Transfer::on_body(char* data, std::size_t, std::size_t size, void* self)
{
    return static_cast<Transfer*>(self)->take_body({data, size}) ? size : 0;
}

bool Transfer::take_header_line(std::string_view line)
{
    header_bytes_ += line.size();
    if (header_bytes_ > options_.response_header_max_bytes) {
        header_too_large_ = true;
        return false;
    }
    if (header_complete_) // a trailer
        return true;
    while (line.ends_with('\r') || line.ends_with('\n'))
        line.remove_suffix(1);
    if (line.starts_with("HTTP/")) {
        response_ = {.status = status_in(line)};
        field_.clear();
    } else if (line.empty()) {
        end_field();
        header_complete_ = response_.status >= 200;
    } else if (line.front() == ' ' || line.front() == '\t') { // RFC 9112 section 5.2
        if (!field_.empty())
            field_.append(1, ' ').append(line.substr(1));
    } else {
        end_field();
        field_ = line;
    }
    return true;
}

// Spaces before the colon and control bytes in the value are repaired as RFC 9112 section 5.1 and RFC 9110
// section 5.5 have it; a line whose name is no token is no field for anybody, and left out.
void Transfer::end_field()
{
    auto const field = std::exchange(field_, {});
    auto const colon = field.find(':');
    if (colon == std::string::npos)
        return;
    std::string_view name(field.data(), colon);
    while (name.ends_with(' ') || name.ends_with('\t'))
        name.remove_suffix(1);
    (void)response_.headers.add(name, without_controls(std::string_view(field).substr(colon + 1)));
}

bool Transfer::take_body(std::string_view bytes)
{
    response_.body_bytes += bytes.size();
    auto const room = options_.response_body_max_bytes - response_.body.size();
    response_.body.append(bytes.substr(0, room));
    body_cut_off_ = response_.body_bytes > options_.response_body_counted_max_bytes;
    return !body_cut_off_;
}

http::Outcome Transfer::outcome(CURLcode code)
{
    auto const where = fmt::format("{}:{}", url_.host, url_.port);
    if (header_too_large_)
        return http::TransportFailure{Kind::limit_exceeded,
                                      fmt::format("{} sent a header section of more than {} bytes", where,
                                                  options_.response_header_max_bytes)};
    if (body_cut_off_ && is_encoded(response_))
        return http::TransportFailure{Kind::limit_exceeded,
                                      fmt::format("{} sent a compressed body of more than {} bytes", where,
                                                  options_.response_body_counted_max_bytes)};
    // RFC 9110 section 15.5.8: said by a proxy, of itself. Of the target it says nothing.
    constexpr int proxy_authentication_required = 407;
    if (code == CURLE_OK && response_.status == proxy_authentication_required)
        return http::TransportFailure{
            Kind::proxy_failed,
            fmt::format("a proxy wants a name and a password before it asks {} (status {})", where,
                        proxy_authentication_required)};
    if (code == CURLE_OK || body_cut_off_) {
        response_.version = version_of(easy_);
        return std::move(response_);
    }
    CurlFailure failure{.code = code, .detail = error_text_.data(), .received_header = header_bytes_ > 0};
    curl_easy_getinfo(easy_, CURLINFO_OS_ERRNO, &failure.os_error);
    curl_easy_getinfo(easy_, CURLINFO_HTTP_CONNECTCODE, &failure.connect_status);
    return explain(failure, url_);
}

Client::Sent Transfer::finish(CURLcode code)
{
    curl_off_t total_us = 0;
    curl_off_t before_sending_us = 0;
    curl_easy_getinfo(easy_, CURLINFO_TOTAL_TIME_T, &total_us);
    curl_easy_getinfo(easy_, CURLINFO_PRETRANSFER_TIME_T, &before_sending_us);
    return {outcome(code), std::chrono::microseconds(total_us - before_sending_us)};
}

bool Transfer::may_try_again(CURLcode code) const
{
    if (code == CURLE_COULDNT_CONNECT)
        return true;
    auto const died = code == CURLE_GOT_NOTHING || code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR;
    auto new_connections = 1L;
    curl_easy_getinfo(easy_, CURLINFO_NUM_CONNECTS, &new_connections);
    return died && new_connections == 0 && header_bytes_ == 0;
}

} // namespace postern::net
