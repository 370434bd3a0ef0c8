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

std::string_view name(Change change)
{
    switch (change) {
    case Change::is_new:
        return "new";
    case Change::changed:
        return "changed";
    case Change::unchanged:
        return "unchanged";
    }
    return "";
}

std::optional<Change> change_from(std::string_view text)
{
    for (auto const change : {Change::is_new, Change::changed, Change::unchanged})
        if (name(change) == text)
            return change;
    return std::nullopt;
}

std::string_view name(PolicyNote::Kind kind)
{
    return kind == PolicyNote::Kind::expired_waiver ? "expired_waiver" : "unmatched_waiver";
}

} // namespace postern::report
