#pragma once

// The sample app, and the simulator that it is installed at, on one event loop.

#include "net/descriptor_source.hpp"
#include "platform/connect/connect_platform.hpp"
#include "sample/app.hpp"
#include "sample/descriptor.hpp"
#include "simulator/simulator.hpp"
#include "support/loopback.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <optional>

namespace postern::simulator {

using nlohmann::json;

class Sites : public net::Loopback {
protected:
    // In memory where no file is named.
    explicit Sites(std::optional<std::filesystem::path> const& state_file = std::nullopt)
    {
        auto state = State::open(state_file, std::nullopt, random_);
        EXPECT_TRUE(state) << state.error();
        state_ = *std::move(state);
        auto listening = Simulator::listen(
            io_.get_executor(),
            {.platform = platform_, .state = *state_, .client = client_, .clock = clock_, .random = random_},
            {.port = 0,
             .addresses = {"127.0.0.1"},
             .host = "127.0.0.1",
             .webhook_retries = {.retries_max = 3, .first_delay = std::chrono::milliseconds(0)}});
        EXPECT_TRUE(listening) << listening.error();
        simulator_ = *std::move(listening);
    }

    [[nodiscard]] Tenant const& alpha() const { return simulator_->tenants()[0]; }
    [[nodiscard]] Tenant const& beta() const { return simulator_->tenants()[1]; }

    // The sample app takes the keys of installs from `key_server`; the simulator's own if empty.
    void start_app(std::string const& key_server = "")
    {
        auto const keys = http::parse_url(key_server.empty() ? alpha().origin + "/keys" : key_server).value();
        keys_ = std::make_unique<sample::HttpKeyServer>(client_, keys);
        std::vector rules{sample::HostRule::parse("127.0.0.1").value()};
        administrators_ = std::make_unique<sample::HostAdministrators>(client_, clock_,
                                                                       std::string(sample::app_key), rules);
        app_ = std::make_unique<sample::App>(
            sample::AppConfig{.base_url = http::parse_url("http://127.0.0.1:1").value(),
                              .weaknesses = {},
                              .panel = panel_,
                              .hosts = rules},
            sample::AppPorts{.clock = clock_,
                             .random = random_,
                             .keys = *keys_,
                             .administrators = *administrators_,
                             .log = [](auto) {}});
        server_ = listen(*app_);
        app_->set_base_url(http::parse_url(url_of(*server_, "")).value());
    }

    [[nodiscard]] std::string descriptor() const { return url_of(*server_, "/atlassian-connect.json"); }

    std::vector<LifecycleResult> install() { return run(simulator_->install_everywhere(descriptor())); }

    http::Response ask(http::Request request)
    {
        auto const sent = send(client_, std::move(request));
        return net::response_in(sent);
    }

    // What a page says to the front end.
    json page(Tenant const& tenant, std::string const& target, std::string const& account = "")
    {
        http::Request request{.url = tenant.origin + target};
        if (!account.empty())
            request.headers.set("Cookie", "postern-user-" + tenant.name + "=" + account);
        auto const response = ask(std::move(request));
        constexpr std::string_view start = R"(<script type="application/json" id="data">)";
        auto const from = response.body.find(start);
        EXPECT_NE(from, std::string::npos) << response.body;
        if (from == std::string::npos)
            return json::object();
        auto const to = response.body.find("</script>", from);
        return json::parse(response.body.substr(from + start.size(), to - from - start.size()));
    }

    http::Response call(Tenant const& tenant, std::string const& name, json const& body,
                        std::string const& account = "")
    {
        auto const secret = page(tenant, "/").at("secret").get<std::string>();
        http::Request request{
            .method = "POST", .url = tenant.origin + "/simulator/api/" + name, .body = body.dump()};
        request.headers.set("X-Postern-Page", secret);
        if (!account.empty())
            request.headers.set("Cookie", "postern-user-" + tenant.name + "=" + account);
        return ask(std::move(request));
    }

    // The frame of a module on a page; an empty object if the page does not show it.
    static json frame_in(json const& page, std::string const& module)
    {
        for (auto const& frame : page.at("page").at("frames"))
            if (frame.at("module") == module)
                return frame;
        ADD_FAILURE() << module << " is not on this page";
        return json::object();
    }

    sample::Panel panel_ = sample::Panel::dead_end; // of the app that is started
    SystemRandom random_;
    FixedClock clock_{TimePoint(std::chrono::milliseconds(1'764'000'000'000))};
    platform::connect::ConnectPlatform platform_;
    net::Client client_{
        io_.get_executor(),
        {.user_agent = "postern/test", .response_body_max_bytes = net::descriptor_text_max_bytes + 1}};
    std::unique_ptr<State> state_;
    std::unique_ptr<sample::HttpKeyServer> keys_;
    std::unique_ptr<sample::HostAdministrators> administrators_;
    std::unique_ptr<sample::App> app_;
    std::unique_ptr<net::Server> server_;
    std::unique_ptr<Simulator> simulator_;
};

} // namespace postern::simulator
