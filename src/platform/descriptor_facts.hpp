#pragma once

// What a descriptor says beside its endpoints, each with its place, in words that fit every platform.

#include "platform/endpoint.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace postern::platform {

// A text of the descriptor where it stands.
struct Stated {
    std::string text;
    std::string pointer; // JSON pointer (RFC 6901)
    Position position;
    bool operator==(Stated const&) const = default;
};

// A permission that the app asks for.
struct StatedScope {
    enum class Reach {
        unknown,  // no scope of the platform is called so
        ordinary, // what most apps need
        wide      // `why` says what it opens
    };
    Stated name;
    Reach reach = Reach::unknown;
    std::string why; // half a sentence: "whoever holds its secret can …"; empty unless wide
    bool operator==(StatedScope const&) const = default;
};

// A switch by which an app takes part in a change of the platform, one by one.
struct StatedMigration {
    enum class State { on, off };
    Stated name;
    State state = State::off;
    bool operator==(StatedMigration const&) const = default;
};

// One extension of the host's pages.
struct StatedModule {
    enum class Standing { current, deprecated, unknown };
    std::string type; // "webPanels"
    std::string key;  // as it stands; empty without one
    std::string name; // for people; empty without one
    std::string pointer;
    Position position;
    Standing standing = Standing::unknown;
    std::string deprecated_since; // "2017-10-01"; these three are empty unless deprecated
    std::string successor;        // what to use instead
    std::string source;           // where the platform says so
    bool operator==(StatedModule const&) const = default;
};

// An address that a browser or a person opens, and the host's servers do not.
struct StatedLink {
    enum class Role { image, link };
    Role role = Role::link;
    Stated url;
    bool operator==(StatedLink const&) const = default;
};

struct DescriptorFacts {
    std::string product; // the one host product that all modules belong to; empty where that is not known
    std::optional<Stated> key;
    std::optional<Stated> name;
    std::optional<Stated> base_url;       // the descriptor's own, whatever the scan used
    std::optional<Stated> authentication; // its type, as it is spelt
    std::vector<StatedScope> scopes;
    std::vector<StatedMigration> migrations;
    std::vector<Stated> lifecycle; // the events with a callback: text "installed"
    std::vector<StatedModule> modules;
    std::vector<StatedLink> links;
    std::size_t left_out = 0; // of these lists, beyond the reader's limits
    bool operator==(DescriptorFacts const&) const = default;
};

} // namespace postern::platform
