#include "simulator/bounded_json.hpp"

#include <optional>
#include <string>

namespace postern::simulator {
namespace {

using Json = nlohmann::json;

// Counts and builds nothing. (A callback of Json::parse is no place for it: with one, each list is searched
// once for each of its members.)
class Measure final : public nlohmann::json_sax<Json> {
public:
    explicit Measure(JsonLimits const& limits) : limits_(limits) {}

    bool null() override { return counted(); }
    bool boolean(bool) override { return counted(); }
    bool number_integer(number_integer_t) override { return counted(); }
    bool number_unsigned(number_unsigned_t) override { return counted(); }
    bool number_float(number_float_t, string_t const&) override { return counted(); }
    bool string(string_t&) override { return counted(); }
    bool binary(binary_t&) override { return counted(); }
    bool start_object(std::size_t) override { return entered(); }
    bool key(string_t&) override { return true; }
    bool end_object() override { return left(); }
    bool start_array(std::size_t) override { return entered(); }
    bool end_array() override { return left(); }
    bool parse_error(std::size_t, std::string const&, nlohmann::detail::exception const&) override
    {
        problem_ = JsonProblem::no_json;
        return false;
    }

    [[nodiscard]] std::optional<JsonProblem> problem() const { return problem_; }

private:
    bool counted()
    {
        if (++values_ > limits_.values_max)
            problem_ = JsonProblem::too_many_values;
        return !problem_;
    }

    bool entered()
    {
        if (++depth_ > limits_.depth_max)
            problem_ = JsonProblem::too_deep;
        return counted();
    }

    bool left()
    {
        --depth_;
        return true;
    }

    JsonLimits limits_;
    int depth_ = 0;
    std::size_t values_ = 0;
    std::optional<JsonProblem> problem_;
};

} // namespace

std::expected<Json, JsonProblem> parse_bounded(std::string_view text, JsonLimits const& limits)
{
    Measure measure(limits);
    if (!Json::sax_parse(text, &measure))
        return std::unexpected(measure.problem().value_or(JsonProblem::no_json));
    return Json::parse(text, nullptr, false);
}

} // namespace postern::simulator
