#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>

namespace postern::platform::connect {

// Gives every id once: the second that wishes for "a" gets "a~2".
class UniqueIds {
public:
    [[nodiscard]] std::string give(std::string const& wish);

private:
    std::unordered_set<std::string> taken_;
    std::unordered_map<std::string, int> wishes_; // with the last number given to each
};

} // namespace postern::platform::connect
