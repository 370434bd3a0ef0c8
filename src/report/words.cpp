// The words of the report's enumerations, as they stand in files.
#include "report/model.hpp"

namespace postern::report {

std::string_view name(Level level)
{
    switch (level) {
    case Level::off:
        return "off";
    case Level::warn:
        return "warn";
    case Level::fail:
        return "fail";
    }
    return "";
}

std::optional<Level> level_from(std::string_view text)
{
    for (auto const level : {Level::off, Level::warn, Level::fail})
        if (name(level) == text)
            return level;
    return std::nullopt;
}

std::string_view name(Change change) { return change == Change::is_new ? "new" : "unchanged"; }

std::string_view name(PolicyNote::Kind kind)
{
    return kind == PolicyNote::Kind::expired_waiver ? "expired_waiver" : "unmatched_waiver";
}

} // namespace postern::report
