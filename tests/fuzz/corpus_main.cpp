// Runs one fuzz target over the files of its corpus, in the order of their names, without libFuzzer. An empty
// or missing corpus is an error: a test that ran nothing must not pass.

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

int main(int argc, char** argv)
{
    if (argc != 2) {
        fmt::print(stderr, "usage: {} CORPUS\n", argv[0]);
        return 64;
    }
    std::error_code error;
    std::vector<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::directory_iterator(argv[1], error))
        files.push_back(entry.path());
    if (error || files.empty()) {
        fmt::print(stderr, "{} holds no inputs\n", argv[1]);
        return 1;
    }
    std::ranges::sort(files);
    static_cast<void>(LLVMFuzzerTestOneInput(nullptr, 0));
    for (auto const& path : files) {
        std::ifstream file(path, std::ios::binary);
        std::string const text{std::istreambuf_iterator<char>(file), {}};
        fmt::print("{}\n", path.filename().string()); // the last line names the input that crashed
        std::fflush(stdout);
        static_cast<void>(
            LLVMFuzzerTestOneInput(reinterpret_cast<std::uint8_t const*>(text.data()), text.size()));
    }
    return 0;
}
