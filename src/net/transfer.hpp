#pragma once

#include "http/exchange.hpp"
#include "http/url.hpp"
#include "net/client.hpp"

#include <curl/curl.h>

#include <array>
#include <chrono>
#include <expected>
#include <memory>
#include <string>

namespace postern::net {

struct FreeHeaderList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

// One attempt to send a request with one easy handle: sets it up, collects the response, says how it failed.
class Transfer {
public:
    // `easy`, `request` and `options` must outlive the transfer; `url` is the parsed form of request.url.
    Transfer(CURL* easy, http::Request const& request, http::Url const& url, ClientOptions const& options,
             std::chrono::milliseconds timeout);
    ~Transfer();
    Transfer(Transfer const&) = delete;
    Transfer& operator=(Transfer const&) = delete;

    [[nodiscard]] Client::Sent finish(CURLcode code); // once

    // Whether the connection could not be made, or was an old one that died before a byte came back.
    [[nodiscard]] bool may_try_again(CURLcode code) const;

private:
    static std::size_t on_header(char* data, std::size_t, std::size_t size, void* self);
    static std::size_t on_body(char* data, std::size_t, std::size_t size, void* self);
    void set_up(http::Request const& request, std::chrono::milliseconds timeout);
    void set_method(http::Request const& request);
    void set_headers(http::Request const& request);
    void set_connection(std::chrono::milliseconds timeout);
    bool take_header_line(std::string_view line);
    void end_field();
    bool take_body(std::string_view bytes);
    [[nodiscard]] http::Outcome outcome(CURLcode code);

    CURL* easy_;
    http::Url const& url_;
    ClientOptions const& options_;
    std::string url_text_;
    std::unique_ptr<curl_slist, FreeHeaderList> header_list_;
    std::array<char, CURL_ERROR_SIZE> error_text_{};
    http::Response response_;
    std::string field_; // as far as it has come: the next line may go on with it
    std::size_t header_bytes_ = 0;
    bool header_complete_ = false;
    bool header_too_large_ = false;
    bool body_cut_off_ = false;
};

} // namespace postern::net
