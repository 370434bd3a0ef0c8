#pragma once

// A service on a free loopback port for the length of a test, on a thread of its own.

#include "net/server.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>

namespace postern::support {

// Answers every request with what a function says.
class FunctionService final : public net::Service {
public:
    explicit FunctionService(std::function<http::Response(http::Request const&)> answer)
        : answer_(std::move(answer))
    {
    }

    boost::asio::awaitable<http::Response> handle(http::Request request) override
    {
        co_return answer_(request);
    }

private:
    std::function<http::Response(http::Request const&)> answer_;
};

class RunningServer {
public:
    // `service` outlives this and is called on the server's thread only.
    explicit RunningServer(net::Service& service, net::ServerOptions options = {})
        : scheme_(options.tls ? "https" : "http")
    {
        auto listening = net::Server::listen(io_.get_executor(), service, std::move(options));
        if (!listening) {
            ADD_FAILURE() << listening.error();
            return;
        }
        server_ = *std::move(listening);
        thread_ = std::thread([this] { io_.run(); });
    }

    ~RunningServer()
    {
        io_.stop();
        if (thread_.joinable())
            thread_.join();
    }

    RunningServer(RunningServer const&) = delete;
    RunningServer& operator=(RunningServer const&) = delete;

    [[nodiscard]] std::string url(std::string_view target = "") const
    {
        return fmt::format("{}://127.0.0.1:{}{}", scheme_, server_->port(), target);
    }

private:
    boost::asio::io_context io_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{io_.get_executor()};
    std::string scheme_;
    std::unique_ptr<net::Server> server_;
    std::thread thread_;
};

} // namespace postern::support
