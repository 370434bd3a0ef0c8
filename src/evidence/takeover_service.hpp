#pragma once

// Services at which anybody can claim a name that a CNAME still points to, as data
// (catalogue/takeover/services.json). The probe asks for a page where one matches, the check judges it.

#include "base/embedded_file.hpp"

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace postern::evidence {

// The bytes of the list, as they were when this was built.
[[nodiscard]] std::span<EmbeddedFile const> takeover_service_files();

struct TakeoverService {
    enum class Certainty { certain, likely };
    std::string id;
    std::string title;
    std::vector<std::string> suffixes;        // lower case: "github.io"
    std::vector<std::string> unclaimed_texts; // one of them is in the page of a name that nobody has claimed
    bool unclaimed_name = false;              // a name that nobody has claimed does not exist
    Certainty certainty = Certainty::likely;  // that whoever comes first gets the name
};

// An error says which service is wrong and why.
[[nodiscard]] std::expected<std::vector<TakeoverService>, std::string>
read_takeover_services(std::string_view json);

// The built-in service to which `name` (lower case) belongs; null if it is none's.
[[nodiscard]] TakeoverService const* find_takeover_service(std::string_view name);

} // namespace postern::evidence
