#pragma once

#include "simulator/inspector/exchange_log.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace postern::simulator::inspector {

// Looks for a text in exchanges, in time linear to their size whatever the text is.
class Search {
public:
    // `text` is not empty.
    explicit Search(std::string_view text);
    Search(Search const&) = delete; // the searcher looks at the text
    Search& operator=(Search const&) = delete;

    // Whether the text stands anywhere in an exchange, in any case (ASCII): address, method, status, purpose,
    // headers, bodies, and the claims of its tokens.
    [[nodiscard]] bool is_in(RecordedExchange const& exchange) const;

private:
    [[nodiscard]] bool is_in(std::string_view whole) const;
    [[nodiscard]] bool is_in(http::Headers const& headers) const;
    [[nodiscard]] bool is_in_answer(RecordedExchange const& exchange) const;

    std::string text_; // in lower case
    std::boyer_moore_searcher<std::string::const_iterator> searcher_;
};

} // namespace postern::simulator::inspector
