#include "http/method.hpp"

#include "http/headers.hpp"

namespace postern::http {

bool is_method(std::string_view text)
{
    return text.size() <= method_max_bytes && Headers().add(text, "").has_value(); // names are tokens too
}

} // namespace postern::http
