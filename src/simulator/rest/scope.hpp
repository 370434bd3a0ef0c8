#pragma once

// What an app may do at a site. Source: connect-protocol.md section 7.

#include "platform/descriptor_facts.hpp"

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>

namespace postern::simulator {

enum class Scope : std::uint8_t {
    none,
    read,
    write,
    remove,
    project_admin,
    space_admin,
    admin,
    act_as_user,
    access_email_addresses
};

// As descriptors spell it in capitals: "READ", "DELETE" …
[[nodiscard]] std::string_view name(Scope scope);

class Scopes {
public:
    Scopes() = default;

    // Those of a descriptor; names that are no scope of the platform count for nothing.
    [[nodiscard]] static Scopes of(std::span<platform::StatedScope const> stated);

    // "READ ACT_AS_USER" in small or capital letters; fails with the first name that is no scope.
    [[nodiscard]] static std::expected<Scopes, std::string> parse(std::string_view names);

    // A scope allows what the ones below it allow: admin, the two of project and space, delete, write, read.
    [[nodiscard]] bool allow(Scope needed) const;

    // The first of `wanted` that these do not allow; none if they allow all of them.
    [[nodiscard]] Scope first_missing(Scopes wanted) const;

    // What both allow.
    [[nodiscard]] Scopes within(Scopes others) const;

    [[nodiscard]] bool empty() const { return bits_ == 0; }
    bool operator==(Scopes const&) const = default;

private:
    void add(Scope scope);
    std::uint16_t bits_ = 0; // 1 << Scope, with everything that each implies
};

} // namespace postern::simulator
