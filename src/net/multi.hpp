#pragma once

// libcurl's multi interface on an Asio executor: Asio waits for the sockets and the timer, libcurl does the
// rest.

#include "net/signal.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <curl/curl.h>

#include <memory>
#include <optional>
#include <unordered_map>

namespace postern::net {

// What a transfer came to, and who is to be told.
struct Completion {
    Signal& signal;
    std::optional<CURLcode> code;
};

// Owns the connections of its transfers. Belongs to one thread.
class Multi : public std::enable_shared_from_this<Multi> {
public:
    Multi(boost::asio::any_io_executor executor, int idle_connections_max);
    ~Multi();
    Multi(Multi const&) = delete;
    Multi& operator=(Multi const&) = delete;

    // Starts a transfer. `completion` gets its code and its signal is raised from the event loop, unless
    // `remove` comes first; it must live until then.
    void add(CURL* easy, Completion& completion);
    void remove(CURL* easy); // also one that is complete, or was never added

private:
    struct Watch;

    static int on_socket(CURL*, curl_socket_t socket, int what, void* self, void*);
    static int on_timer(CURLM*, long timeout_ms, void* self);
    void watch(curl_socket_t socket, int what);
    void wait(std::shared_ptr<Watch> const& watch);
    void act(curl_socket_t socket, int events);

    boost::asio::any_io_executor executor_;
    boost::asio::steady_timer timer_;
    std::unordered_map<curl_socket_t, std::shared_ptr<Watch>> watches_;
    CURLM* multi_;
};

} // namespace postern::net
