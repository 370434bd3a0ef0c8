#pragma once

// JavaScript libraries and their known vulnerabilities: the data of retire.js, built into the program
// (tools/retire-data.mjs), and what of it stands in the address or the text of a script.

#include "base/embedded_file.hpp"
#include "checks/library_patterns.hpp"
#include "checks/verdict.hpp"

#include <compare>
#include <expected>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace postern::checks {

struct Vulnerability {
    std::string below;                 // the first version without it; empty where there is none
    std::string at_or_above;           // the first version with it; empty: from the first on
    std::vector<std::string> excludes; // versions in between that do not have it
    Severity severity = Severity::medium;
    std::vector<std::string> identifiers; // "CVE-2019-10744", "GHSA-jf85-cpcp-j695"
    std::string summary;                  // its first line
    std::vector<std::string> info;        // addresses
    bool operator==(Vulnerability const&) const = default;
};

// A library that was recognised.
struct Library {
    std::string name; // "jquery"
    std::string version;
    auto operator<=>(Library const&) const = default;
};

class KnownLibraries {
public:
    // From known-libraries.json. Says what is wrong with it otherwise.
    [[nodiscard]] static std::expected<KnownLibraries, std::string> read(std::string_view json);

    [[nodiscard]] std::string const& source() const { return source_; } // "@… 0.32.0"
    [[nodiscard]] std::size_t expressions_not_read() const { return expressions_not_read_; }

    // By the address that a script is loaded from.
    [[nodiscard]] std::vector<Library> in_address(std::string_view url) const;
    // By what a script holds; by its hash only where nothing else recognises it. Each once.
    [[nodiscard]] std::vector<Library> in_script(std::string_view text) const;

    // The gravest first.
    [[nodiscard]] std::vector<Vulnerability const*> vulnerabilities(Library const& library) const;

private:
    void add_expressions(std::size_t library, void const* extractors);

    std::string source_;
    std::size_t expressions_not_read_ = 0;
    std::vector<std::string> names_;
    std::map<std::string, std::vector<Vulnerability>, std::less<>> vulnerabilities_;
    std::map<std::string, Library, std::less<>> hashes_;
    LibraryPatterns addresses_;
    LibraryPatterns file_names_;
    LibraryPatterns contents_;
    LibraryPatterns contents_in_parts_; // asked only where contents_ finds nothing, as retire.js does
};

// The ones that are built in; read at the first call.
[[nodiscard]] KnownLibraries const& known_libraries();

// Made by cmake/Embed.cmake: known-libraries.json alone.
[[nodiscard]] std::span<EmbeddedFile const> known_libraries_data();

} // namespace postern::checks
