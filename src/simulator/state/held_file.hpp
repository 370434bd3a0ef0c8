#pragma once

// A file that this process alone uses among those that ask for it here, and that its owner alone may read.

#include <expected>
#include <filesystem>
#include <string>

namespace postern::simulator {

// Holds the file until its end, or that of the process, however it ends (flock(2)). Programs that do not ask
// are not kept out.
class HeldFile {
public:
    // Makes the file and its folders where they are missing. Fails with a sentence that names the file and
    // the remedy: where it cannot be made or opened, others may read it, or another process holds it.
    [[nodiscard]] static std::expected<HeldFile, std::string> hold(std::filesystem::path const& path);
    HeldFile(HeldFile&& other) noexcept;
    HeldFile& operator=(HeldFile&& other) = delete;
    ~HeldFile();

private:
    explicit HeldFile(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

} // namespace postern::simulator
