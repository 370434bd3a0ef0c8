#pragma once

// A Chromium of its own for pages of the simulator. Source: bridge.md section 9;
// https://www.chromium.org/developers/how-tos/run-chromium-with-flags/.

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace postern::cli {

// The program that `named` is, or else the first Chromium or Chrome in the folders of `search_path` (as in
// PATH). Fails with a sentence for a person.
[[nodiscard]] std::expected<std::filesystem::path, std::string> find_browser(std::string const& named,
                                                                             std::string_view search_path);

// A name that the browser takes for a loopback port of TLS, and the only key that it accepts there.
struct StandIn {
    std::string_view host;
    std::uint16_t port = 0;
    std::string key_pin; // SHA-256 of the SubjectPublicKeyInfo, base64
};

class Browser {
public:
    // Opens `url` in a window with a new, empty profile. It dies with this process, however that ends; a
    // profile that such an end left behind is removed by the next start. Fails with a sentence for a person.
    [[nodiscard]] static std::expected<std::unique_ptr<Browser>, std::string>
    start(std::filesystem::path const& program, StandIn const& stand_in, std::string const& url);
    ~Browser(); // ends the browser, waits for it, and removes its profile

    // Nothing while it runs, then how it ended: its exit status, or the signal's number plus 128 as shells
    // say.
    [[nodiscard]] std::optional<int> ended();

    // The last that it had written to standard error when `ended` was last asked, as one line: what its main
    // thread said of itself ("Missing X server or $DISPLAY; …"), or anything where that said nothing. What a
    // terminal obeys stands in it.
    [[nodiscard]] std::string last_words() const;

private:
    struct Process;
    explicit Browser(std::filesystem::path profile);

    std::filesystem::path profile_;
    std::unique_ptr<Process> process_; // null where it runs no more: its ids may be another's then
    std::optional<int> status_;
    int id_ = 0;          // of the process, also when it has ended
    std::string written_; // the end of its standard error
};

} // namespace postern::cli
