#pragma once

#include "base/embedded_file.hpp"

#include <span>

namespace postern::report {

// catalogue/*.json, as they were when this was built: topics.json and one file a catalogue.
[[nodiscard]] std::span<EmbeddedFile const> catalogue_files();

} // namespace postern::report
