#include "cli/bare_token.hpp"
#include "cli/token_options.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <istream>

namespace postern::cli {
namespace {

std::string read_stream(std::istream& in, std::string_view place)
{
    std::string text(token_input_max_bytes + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (in.bad())
        throw UsageError{fmt::format("cannot read {}", place)};
    if (text.size() > token_input_max_bytes)
        throw UsageError{fmt::format("{} holds more than {} KiB", place, token_input_max_bytes / 1024)};
    return text;
}

[[noreturn]] void unusable(std::string const& path, jwt::KeyError error)
{
    throw UsageError{fmt::format("{}: {}", path == "-" ? "standard input" : path, describe(error))};
}

jwt::Key key_from_secret_file(std::string const& path, Environment& environment)
{
    auto secret = read_input(path, environment);
    if (secret.ends_with('\n'))
        secret.pop_back();
    if (secret.ends_with('\r'))
        secret.pop_back();
    auto key = jwt::Key::from_secret(secret);
    OPENSSL_cleanse(secret.data(), secret.size());
    if (!key)
        unusable(path, key.error());
    return *std::move(key);
}

std::vector<jwt::IdentifiedKey> keys_from_file(std::string const& path, Environment& environment)
{
    auto const text = read_input(path, environment);
    if (text.contains("-----BEGIN ")) {
        auto key = jwt::Key::from_pem(text);
        if (!key)
            unusable(path, key.error());
        return {{std::nullopt, *std::move(key)}};
    }
    auto set = jwt::parse_jwks(text);
    if (set && set->empty())
        throw UsageError{
            fmt::format("{}: no key of the set can be used here; it must be an HMAC secret, RSA, "
                        "P-256 or Ed25519, and meant for signatures",
                        path)};
    if (set)
        return *std::move(set);
    if (set.error() == jwt::KeyError::json_malformed)
        throw UsageError{fmt::format("{}: neither PEM nor a JSON Web Key; a shared secret belongs into "
                                     "--secret-file",
                                     path)};
    auto key = jwt::Key::from_jwk(text);
    if (!key)
        unusable(path, key.error());
    return {{std::nullopt, *std::move(key)}};
}

// The whole of `text` as a number without a sign.
std::optional<int> digits(std::string_view text)
{
    int value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    auto const whole =
        error == std::errc() && end == text.data() + text.size() && text[0] >= '0' && text[0] <= '9';
    return whole ? std::optional(value) : std::nullopt;
}

// "Z", "+01:00", "-0330".
std::optional<std::chrono::minutes> offset_of(std::string_view text)
{
    if (text == "Z" || text == "z")
        return std::chrono::minutes(0);
    if ((text.size() != 6 && text.size() != 5) || (text[0] != '+' && text[0] != '-'))
        return std::nullopt;
    if (text.size() == 6 && text[3] != ':')
        return std::nullopt;
    auto const hours = digits(text.substr(1, 2));
    auto const minutes = digits(text.substr(text.size() - 2));
    if (!hours || !minutes || *hours > 23 || *minutes > 59)
        return std::nullopt;
    auto const offset = std::chrono::minutes(*hours * 60 + *minutes);
    return text[0] == '+' ? offset : -offset;
}

} // namespace

std::string read_input(std::string const& path, Environment& environment)
{
    if (path == "-")
        return read_stream(environment.in, "standard input");
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw UsageError{fmt::format("cannot read {}: {}", path, std::strerror(errno))};
    return read_stream(file, path);
}

std::string read_token(TokenOptions const& options, Environment& environment)
{
    auto text = !options.token_file.empty()                      ? read_input(options.token_file, environment)
                : !options.token.empty() && options.token != "-" ? options.token
                                                                 : read_input("-", environment);
    auto const token = bare_token(text);
    if (token.empty())
        throw UsageError{"there is no token; give it as argument, with --token-file, or on standard input"};
    return std::string(token);
}

bool has_key(TokenOptions const& options)
{
    return !options.secret_file.empty() || !options.key_file.empty();
}

std::vector<jwt::IdentifiedKey> read_keys(TokenOptions const& options, Environment& environment)
{
    if (!options.secret_file.empty())
        return {{std::nullopt, key_from_secret_file(options.secret_file, environment)}};
    if (!options.key_file.empty())
        return keys_from_file(options.key_file, environment);
    throw UsageError{"nothing to verify or sign with; give --secret-file or --key-file"};
}

std::optional<jwt::Key> choose_key(std::vector<jwt::IdentifiedKey> const& keys,
                                   std::optional<std::string_view> key_id)
{
    if (keys.size() == 1 && (!keys.front().key_id || !key_id))
        return keys.front().key;
    for (auto const& [id, key] : keys)
        if (key_id && id == *key_id)
            return key;
    return std::nullopt;
}

jwt::AlgorithmSet accepted_algorithms(TokenOptions const& options, jwt::Key const& key)
{
    jwt::AlgorithmSet accepted;
    for (auto const& name : options.algorithms) {
        auto const algorithm = jwt::algorithm_from_name(name);
        if (!algorithm)
            throw UsageError{"--alg: use HS256, HS384, HS512, RS256, RS384, RS512, PS256, ES256 or EdDSA"};
        accepted.add(*algorithm);
    }
    if (options.algorithms.empty())
        for (auto const algorithm : jwt::all_algorithms)
            if (key.fits(algorithm))
                accepted.add(algorithm);
    return accepted;
}

TimePoint time_of(TokenOptions const& options, Environment const& environment)
{
    if (options.now.empty())
        return environment.clock.now();
    auto const time = parse_time(options.now);
    if (!time)
        throw UsageError{"--now: use seconds since 1970 or a time such as 2026-01-31T12:00:00Z"};
    return *time;
}

std::optional<std::string> read_form(TokenOptions const& options, Environment& environment)
{
    if (options.form_file.empty())
        return std::nullopt;
    return read_input(options.form_file, environment);
}

std::optional<TimePoint> parse_time(std::string_view text)
{
    constexpr long long seconds_max = 253402300799; // 9999-12-31T23:59:59Z
    long long seconds = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error == std::errc() && end == text.data() + text.size())
        return seconds >= 0 && seconds <= seconds_max
                   ? std::optional(TimePoint(std::chrono::seconds(seconds)))
                   : std::nullopt;

    constexpr std::string_view shape = "dddd-dd-ddTdd:dd:dd";
    if (text.size() <= shape.size())
        return std::nullopt;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        auto const digit = text[i] >= '0' && text[i] <= '9';
        if (shape[i] == 'd' ? !digit : text[i] != shape[i])
            return std::nullopt;
    }
    auto const number = [&](std::size_t at, std::size_t size) { return *digits(text.substr(at, size)); };
    std::chrono::year_month_day const date{std::chrono::year(number(0, 4)),
                                           std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                           std::chrono::day(static_cast<unsigned>(number(8, 2)))};
    auto const offset = offset_of(text.substr(shape.size()));
    if (!date.ok() || !offset || number(11, 2) > 23 || number(14, 2) > 59 || number(17, 2) > 59)
        return std::nullopt;
    return TimePoint(std::chrono::sys_days(date)) + std::chrono::hours(number(11, 2)) +
           std::chrono::minutes(number(14, 2)) + std::chrono::seconds(number(17, 2)) - *offset;
}

} // namespace postern::cli
