#include "evidence/json_parts.hpp"

namespace postern::evidence {

void write_cross_origin(Writer& writer, CrossOriginAttempts const& cross_origin)
{
    writer.part("cross_origin", Json::object(), cross_origin.attempts, attempt_json);
}

CrossOriginAttempts read_cross_origin(Node const& node, Known& known)
{
    CrossOriginAttempts cross_origin;
    for (auto const& attempt : node.member("attempts").items())
        cross_origin.attempts.push_back(known.attempt(attempt));
    return cross_origin;
}

} // namespace postern::evidence
