#pragma once

#include "cli/command.hpp"
#include "scan/gather.hpp"

#include <chrono>
#include <cstddef>

namespace postern::cli {

// One line on `err` that is written over and over while a scan runs: only on a terminal.
class ProgressLine {
public:
    enum class Wish { shown, hidden };

    ProgressLine(Environment& environment, Wish wish);
    ~ProgressLine(); // as clear()
    ProgressLine(ProgressLine const&) = delete;
    ProgressLine& operator=(ProgressLine const&) = delete;

    void show(scan::Progress const& progress);

    // Leaves the line empty.
    void clear();

private:
    Environment& environment_;
    bool shown_;
    std::size_t width_ = 0; // of what stands there now
    TimePoint last_{};
};

} // namespace postern::cli
