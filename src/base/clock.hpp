#pragma once

#include <chrono>

namespace postern {

// Wall-clock time, UTC, milliseconds. Token claims use whole seconds of it (RFC 7519 section 2, NumericDate).
using TimePoint = std::chrono::sys_time<std::chrono::milliseconds>;

// The only source of "now" below src/cli; passed in, so that tests and `--now` can set it.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual TimePoint now() const = 0;
};

class SystemClock final : public Clock {
public:
    [[nodiscard]] TimePoint now() const override
    {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }
};

// Stands still until it is moved.
class FixedClock final : public Clock {
public:
    explicit FixedClock(TimePoint now) : now_(now) {}
    [[nodiscard]] TimePoint now() const override { return now_; }
    void set(TimePoint now) { now_ = now; }

private:
    TimePoint now_;
};

} // namespace postern
