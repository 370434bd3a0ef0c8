#pragma once

// Apps that keep nothing and answer 204, and sites whose state is in a file.

#include "sites.hpp"

#include <unistd.h>

namespace postern::simulator {

class StateFolder {
protected:
    StateFolder()
        : folder_(std::filesystem::temp_directory_path() /
                  ("postern-sites-" + std::to_string(::getpid()) + "-" +
                   testing::UnitTest::GetInstance()->current_test_info()->name())),
          state_file_(folder_ / "state.sqlite")
    {
        std::filesystem::remove_all(folder_);
    }
    ~StateFolder() { std::filesystem::remove_all(folder_); }

    std::filesystem::path folder_;
    std::filesystem::path state_file_;
};

class AppInFile : protected StateFolder, public Sites {
protected:
    AppInFile() : Sites(state_file_) {}

    // What the app of a key was sent, but for requests of its descriptor.
    struct Told {
        std::string app;
        std::string path;
        http::Request request;
    };

    http::Response answer(std::string const& key, net::Server const& server, http::Request const& request)
    {
        auto const path = http::parse_url(request.url).value().path;
        if (path == "/atlassian-connect.json")
            return http::make_response(200, "application/json", descriptor_of(key, server));
        told_.push_back({key, path, request});
        if (on_install_ && path == "/installed")
            on_install_();
        return http::make_response(path == "/installed" ? install_status_ : 204, "", "");
    }

    [[nodiscard]] std::string descriptor_of(std::string const& key, net::Server const& server) const
    {
        json descriptor{{"key", key},
                        {"name", key},
                        {"baseUrl", url_of(server, "")},
                        {"authentication", {{"type", authentication_}}},
                        {"scopes", scopes_},
                        {"modules", modules_}};
        if (authentication_ == "jwt")
            descriptor["lifecycle"] = {{"installed", "/installed"},
                                       {"enabled", "/enabled"},
                                       {"disabled", "/disabled"},
                                       {"uninstalled", "/uninstalled"}};
        return descriptor.dump();
    }

    // At the site alpha; what the page says came of it.
    json install_at_alpha(net::Server const& server)
    {
        return json::parse(
            call(alpha(), "install", {{"url", url_of(server, "/atlassian-connect.json")}}).body);
    }

    // "app path", in the order in which they came.
    [[nodiscard]] std::vector<std::string> calls() const
    {
        std::vector<std::string> all;
        for (auto const& [app, path, request] : told_)
            all.push_back(app + " " + path);
        return all;
    }

    std::string authentication_ = "jwt";
    json scopes_ = json::array({"READ"});
    json modules_ = json::object();
    int install_status_ = 204;
    std::function<void()> on_install_;
    std::vector<Told> told_;
    net::Answering service_{
        [this](http::Request const& request) { return answer("one", *server_, request); }};
    net::Answering other_service_{
        [this](http::Request const& request) { return answer("two", *other_server_, request); }};
    std::unique_ptr<net::Server> other_server_;
};

} // namespace postern::simulator
