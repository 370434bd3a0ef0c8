#pragma once

#include "report/screen.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::report {

// What a terminal report leaves to the JSON report, and how one finds it there: collected while the report is
// written, told once at its end.
class LeftOut {
public:
    void curl(std::string_view exchange, std::vector<std::string> const& words);
    void explanation(std::string_view finding);
    void proof(std::string_view finding);
    void repeat(std::string_view finding);
    void what_to_look_at(std::string_view requirement);
    void findings();

    // To be called with a command that is shown: it may need to be told what a word in it stands for.
    void shown(std::vector<std::string> const& words);

    // Nothing if nothing was left out. `json_file` is where the JSON report is; without one, how to get it.
    void write(Screen& screen, std::optional<std::string> const& json_file) const;

private:
    // The example is a curl line if one was left out, else whatever came first.
    enum class Example { none, something, curl };
    void left(Example example, std::string_view path, std::string_view id, std::string_view member);

    bool anything_ = false;
    bool token_needed_ = false;
    Example example_ = Example::none;
    std::string query_; // for jq(1)
};

} // namespace postern::report
