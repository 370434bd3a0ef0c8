#pragma once

// Sends the steps of a plan, a few at a time, and keeps what came of each, secrets redacted.

#include "base/redact.hpp"
#include "net/client.hpp"
#include "probes/probe.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <vector>

namespace postern::probes {

// All that a conversation needs; the references outlive it.
struct ConversationInput {
    net::Client& client;
    Redactor const& redactor;
    net::Deadline deadline; // of the whole scan
    int at_once = 8;        // steps under way; the client has its own limit for each host
    // Called with Step::endpoint after each step, on the client's thread; may be empty.
    std::function<void(std::string const&)> on_answer;
    // Called with each exchange, secrets redacted, on the client's thread; may be empty.
    std::function<void(http::Exchange const&)> on_exchange;
};

class Conversation {
public:
    explicit Conversation(ConversationInput input) : input_(std::move(input)) {}

    // Sends every step, in their order as far as their number at once allows; result[i] belongs to steps[i].
    // Steps that the deadline or Client::stop cuts off are heard too: as transport failures.
    [[nodiscard]] boost::asio::awaitable<std::vector<Heard>> hear_all(std::vector<Step> steps);

private:
    [[nodiscard]] boost::asio::awaitable<Heard> hear(Step step);
    struct Queue;
    [[nodiscard]] boost::asio::awaitable<void> work(Queue& queue);

    ConversationInput input_;
};

} // namespace postern::probes
