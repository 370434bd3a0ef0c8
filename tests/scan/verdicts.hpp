#pragma once

// The verdicts of one scan, those that were expected, and a matrix of many scans for people.

#include "checks/verdict.hpp"

#include <nlohmann/json.hpp>

#include <iosfwd>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace postern::scan_test {

// What each check says, by its id.
using Verdicts = std::map<std::string, std::string, std::less<>>;

[[nodiscard]] Verdicts verdicts_of(nlohmann::json const& report);

// One check that says something else than of the healthy app.
struct Change {
    std::string_view check;
    checks::Outcome outcome;
};

[[nodiscard]] Verdicts with(Verdicts healthy, std::vector<Change> const& changes);

// "cache-control: expected pass, got warn", a line each; nothing where they are the same.
[[nodiscard]] std::vector<std::string> differences(Verdicts const& expected, Verdicts const& got);

// A line for each scan: its name, how the app was reached, which checks say something else than of the
// healthy app, and whether that was expected.
class PrintedMatrix {
public:
    enum class Mark { as_expected, other };
    void add(std::string name, std::string transport, Verdicts const& got, Verdicts const& healthy,
             Mark mark);
    void print(std::ostream& out) const;

private:
    struct Line {
        std::string name;
        std::string transport;
        std::string changes;
        Mark mark;
    };
    std::vector<Line> lines_;
};

} // namespace postern::scan_test
