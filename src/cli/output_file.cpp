#include "cli/output_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace postern::cli {
namespace {

namespace fs = std::filesystem;

std::string_view remedy(int error)
{
    switch (error) {
    case EISDIR:
        return "name a file in it";
    case ENOENT:
    case ENOTDIR:
        return "make its folder first, or name another file";
    case ENOSPC:
    case EDQUOT:
        return "make room, or name a file on another disk";
    case EACCES:
    case EPERM:
    case EROFS:
        return "name a file in a folder where you may write";
    default:
        return "name another file";
    }
}

std::unexpected<std::string> failed(fs::path const& path, int error)
{
    return std::unexpected(
        fmt::format("cannot write {}: {}; {}", path.string(), std::strerror(error), remedy(error)));
}

// An interruption waits until the end of the scope, so that it leaves no half a file behind.
class HeldInterruptions {
public:
    HeldInterruptions()
    {
        sigset_t held;
        sigemptyset(&held);
        for (auto const signal : {SIGINT, SIGTERM, SIGHUP})
            sigaddset(&held, signal);
        ::pthread_sigmask(SIG_BLOCK, &held, &before_);
    }
    ~HeldInterruptions() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    HeldInterruptions(HeldInterruptions const&) = delete;
    HeldInterruptions& operator=(HeldInterruptions const&) = delete;

private:
    sigset_t before_;
};

// The new file beside the one to be; gone at the end of the scope unless it took its place.
class Temporary {
public:
    explicit Temporary(fs::path const& beside)
        : name_(beside.string() + ".XXXXXX"),
          file_(::mkstemp(name_.data()))
    {
    }
    ~Temporary()
    {
        if (file_ < 0)
            return;
        ::close(file_);
        if (!placed_)
            ::unlink(name_.c_str());
    }
    Temporary(Temporary const&) = delete;
    Temporary& operator=(Temporary const&) = delete;

    [[nodiscard]] bool exists() const { return file_ >= 0; }
    [[nodiscard]] std::string const& name() const { return name_; }

    // mkstemp leaves it to its owner.
    [[nodiscard]] bool open_to(mode_t permissions) const { return ::fchmod(file_, permissions) == 0; }

    // Onto the disk, then under the final name.
    [[nodiscard]] bool place(fs::path const& path)
    {
        placed_ = ::fsync(file_) == 0 && ::rename(name_.c_str(), path.c_str()) == 0;
        return placed_;
    }

private:
    std::string name_;
    int file_;
    bool placed_ = false;
};

// Of the file that is replaced, or else of one that anybody makes in this process.
mode_t permissions_of(fs::file_status const& replaced)
{
    if (fs::exists(replaced))
        return static_cast<mode_t>(replaced.permissions() & fs::perms::all);
    auto const masked = ::umask(0);
    ::umask(masked);
    return 0666 & ~masked;
}

bool written(std::string const& name, std::function<void(std::ostream&)> const& write)
{
    std::ofstream out(name, std::ios::binary | std::ios::trunc);
    if (out)
        write(out);
    out.close();
    return out.good();
}

} // namespace

std::expected<void, std::string>
write_file(fs::path const& path, std::function<void(std::ostream&)> const& write, FileAccess access)
{
    std::error_code ignored;
    auto const status = fs::status(path, ignored);
    if (fs::is_directory(status))
        return failed(path, EISDIR);
    if (fs::exists(status) && !fs::is_regular_file(status)) {
        errno = EIO;
        return written(path.string(), write) ? std::expected<void, std::string>() : failed(path, errno);
    }
    auto const target = fs::exists(status) ? fs::canonical(path, ignored) : path;
    HeldInterruptions const held; // outlives the temporary file
    Temporary temporary(target);
    if (!temporary.exists())
        return failed(path, errno);
    errno = EIO;
    if (!written(temporary.name(), write) ||
        (access == FileAccess::as_before && !temporary.open_to(permissions_of(status))) ||
        !temporary.place(target))
        return failed(path, errno);
    return {};
}

} // namespace postern::cli
