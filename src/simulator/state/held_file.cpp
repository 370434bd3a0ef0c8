#include "simulator/state/held_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace postern::simulator {
namespace {

constexpr int none = -1;

std::unexpected<std::string> refusal(std::filesystem::path const& path, std::string_view problem,
                                     std::string_view remedy)
{
    return std::unexpected(fmt::format("{}: {}; {}", path.string(), problem, remedy));
}

constexpr std::string_view take_another = "name another with --state, or use --ephemeral";

} // namespace

HeldFile::HeldFile(HeldFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, none)) {}

HeldFile::~HeldFile()
{
    if (descriptor_ != none)
        ::close(descriptor_);
}

std::expected<HeldFile, std::string> HeldFile::hold(std::filesystem::path const& path)
{
    std::error_code failure;
    if (path.has_parent_path())
        std::filesystem::create_directories(path.parent_path(), failure);
    HeldFile file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    struct stat status{};
    if (file.descriptor_ == none || ::fstat(file.descriptor_, &status) != 0 || !S_ISREG(status.st_mode))
        return refusal(path, "the state file cannot be opened or made", take_another);
    if ((status.st_mode & 077) != 0)
        return refusal(path, "others on this machine may read the state file, and it holds secrets",
                       "run chmod 600 on it");
    if (::flock(file.descriptor_, LOCK_EX | LOCK_NB) == 0)
        return file;
    if (errno == EWOULDBLOCK)
        return refusal(path, "another simulator keeps its sites in this state file",
                       fmt::format("end that one, {}", take_another));
    return refusal(path,
                   fmt::format("the state file cannot be locked: {}", std::generic_category().message(errno)),
                   take_another);
}

} // namespace postern::simulator
