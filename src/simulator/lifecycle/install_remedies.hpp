#pragma once

// What to do about an install that failed, for whoever starts the app. The simulator's own words: it has
// other options than a scan.

#include "http/exchange.hpp"
#include "net/descriptor_source.hpp"
#include "platform/platform.hpp"
#include "simulator/state/lifecycle_result.hpp"

#include <chrono>
#include <string>

namespace postern::simulator {

// Of an answer to a lifecycle call that makes an install fail. `key_server` is named where the app did not
// ask it for the key of the call; empty where it did, or where the call needs none.
[[nodiscard]] std::string remedy_for_answer(int status, std::string const& key_server);

// Of a descriptor that did not come; it was waited for as long as `limit`.
[[nodiscard]] std::string remedy_for(net::SourceError const& error, std::chrono::seconds limit);

// Of a lifecycle call that got no answer; it was waited for as long as `limit`.
[[nodiscard]] std::string remedy_for(http::TransportFailureKind failure, std::chrono::seconds limit);

// Why a call was refused, and what to do about it where there is something to do.
[[nodiscard]] std::string in_words(LifecycleResult const& refusal);

// What is wrong with a descriptor, and where.
[[nodiscard]] std::string in_words(platform::DescriptorError const& error);

} // namespace postern::simulator
