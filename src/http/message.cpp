#include "http/message.hpp"

#include <utility>

namespace postern::http {

Response make_response(int status, std::string_view type, std::string body)
{
    Response response{.status = status, .body = std::move(body)};
    response.body_bytes = response.body.size();
    if (!type.empty())
        response.headers.set("Content-Type", type);
    return response;
}

bool is_redirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

} // namespace postern::http
