#include "simulator/request/bounded_json.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace postern::simulator {
namespace {

using Json = nlohmann::json;

// (A callback of Json::parse is no place for limits: with one, each list is searched once for each of its
// members.)
class BoundedBuilder final : public nlohmann::json_sax<Json> {
public:
    explicit BoundedBuilder(JsonLimits const& limits) : limits_(limits) {}

    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(number_integer_t value) override { return add(value); }
    bool number_unsigned(number_unsigned_t value) override { return add(value); }
    bool number_float(number_float_t value, string_t const&) override { return add(value); }
    bool string(string_t& value) override { return add(std::move(value)); }
    bool binary(binary_t& value) override { return add(std::move(value)); }
    bool start_object(std::size_t) override { return enter(Json::object()); }
    bool key(string_t& name) override
    {
        member_ = &(*open_.back())[std::move(name)];
        return true;
    }
    bool end_object() override { return leave(); }
    bool start_array(std::size_t) override { return enter(Json::array()); }
    bool end_array() override { return leave(); }
    bool parse_error(std::size_t bytes_read, std::string const&, nlohmann::detail::exception const&) override
    {
        problem_ = JsonProblem::no_json;
        offset_ = bytes_read - std::min<std::size_t>(bytes_read, 1);
        return false;
    }

    [[nodiscard]] JsonError error() const { return {problem_.value_or(JsonProblem::no_json), offset_}; }
    [[nodiscard]] Json take() { return std::move(root_); }

private:
    bool counted()
    {
        if (++values_ > limits_.values_max)
            problem_ = JsonProblem::too_many_values;
        return !problem_;
    }

    // Where the next value belongs.
    Json& place()
    {
        if (open_.empty())
            return root_;
        auto& container = *open_.back();
        return container.is_array() ? container.emplace_back() : *member_;
    }

    bool add(Json value)
    {
        if (!counted())
            return false;
        place() = std::move(value);
        return true;
    }

    bool enter(Json container)
    {
        if (std::cmp_equal(open_.size(), limits_.depth_max))
            problem_ = JsonProblem::too_deep;
        if (!counted())
            return false;
        auto& opened = place();
        opened = std::move(container);
        open_.push_back(&opened);
        return true;
    }

    bool leave()
    {
        open_.pop_back();
        return true;
    }

    JsonLimits limits_;
    Json root_;
    std::vector<Json*> open_; // objects and lists, the outermost first; none of them moves while it is open
    Json* member_ = nullptr;  // of the innermost object, whose name was read
    std::size_t values_ = 0;
    std::optional<JsonProblem> problem_;
    std::size_t offset_ = 0;
};

} // namespace

std::expected<Json, JsonError> parse_bounded(std::string_view text, JsonLimits const& limits)
{
    BoundedBuilder builder(limits);
    if (!Json::sax_parse(text, &builder))
        return std::unexpected(builder.error());
    return builder.take();
}

} // namespace postern::simulator
