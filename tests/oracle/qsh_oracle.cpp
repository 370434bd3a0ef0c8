// Our query hashing for the comparison with npm atlassian-jwt: reads one JSON array ["METHOD","URL","BASE"] a
// line, writes one JSON array ["canonical request in JavaScript's order","in Java's order"] a line.

#include "platform/connect/qsh.hpp"

#include <nlohmann/json.hpp>

#include <iostream>
#include <string>

int main()
{
    using namespace postern::platform::connect;
    std::ios::sync_with_stdio(false);
    for (std::string line; std::getline(std::cin, line);) {
        auto const request = nlohmann::json::parse(line);
        auto const method = request.at(0).get<std::string>();
        auto const url = request.at(1).get<std::string>();
        auto const base = request.at(2).get<std::string>();
        nlohmann::json const answer{canonical_request(method, url, base, SortOrder::javascript),
                                    canonical_request(method, url, base, SortOrder::java)};
        std::cout << answer.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    }
    return std::cin.bad() ? 1 : 0;
}
