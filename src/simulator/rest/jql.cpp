#include "simulator/rest/jql.hpp"

#include "http/headers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <utility>

namespace postern::simulator::rest {
namespace {

constexpr std::string_view blank = " \t\r\n";
constexpr std::string_view word_end = " \t\r\n=(),\"'!<>~&|";

constexpr auto fields = std::to_array<std::pair<std::string_view, JqlClause::Field>>({
    {"project", JqlClause::Field::project},
    {"key", JqlClause::Field::issue},
    {"issue", JqlClause::Field::issue},
    {"issuekey", JqlClause::Field::issue},
    {"id", JqlClause::Field::issue},
    {"status", JqlClause::Field::status},
});

struct Piece {
    enum class Kind { word, quoted, mark, end };
    Kind kind = Kind::end;
    std::string text;
};

// Thrown and caught in this file alone.
struct NotUnderstood {
    std::string at;
};

class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) { next(); }

    Jql read()
    {
        Jql jql;
        while (!at_end() && !is_word("order")) {
            if (!jql.clauses.empty())
                take_word("and");
            jql.clauses.push_back(clause());
        }
        if (is_word("order")) {
            next();
            take_word("by");
        }
        return jql;
    }

private:
    [[nodiscard]] bool at_end() const { return piece_.kind == Piece::Kind::end; }

    [[nodiscard]] bool is_word(std::string_view word) const
    {
        return piece_.kind == Piece::Kind::word && http::equal_ignoring_case(piece_.text, word);
    }

    [[nodiscard]] bool is_mark(char mark) const
    {
        return piece_.kind == Piece::Kind::mark && piece_.text.front() == mark;
    }

    [[noreturn]] void stop() const { throw NotUnderstood{at_end() ? "the end" : piece_.text}; }

    void take_word(std::string_view word)
    {
        if (!is_word(word))
            stop();
        next();
    }

    void take_mark(char mark)
    {
        if (!is_mark(mark))
            stop();
        next();
    }

    std::string value()
    {
        if (piece_.kind != Piece::Kind::word && piece_.kind != Piece::Kind::quoted)
            stop();
        auto text = std::move(piece_.text);
        next();
        return text;
    }

    JqlClause clause()
    {
        auto const* const field =
            std::ranges::find_if(fields, [&](auto const& each) { return is_word(each.first); });
        if (field == fields.end())
            stop();
        next();
        JqlClause clause{.field = field->second, .values = {}};
        if (is_mark('=')) {
            next();
            clause.values.push_back(value());
            return clause;
        }
        take_word("in");
        take_mark('(');
        clause.values.push_back(value());
        while (is_mark(',')) {
            next();
            clause.values.push_back(value());
        }
        take_mark(')');
        return clause;
    }

    void next()
    {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(blank), rest_.size()));
        piece_ = {};
        if (rest_.empty())
            return;
        auto const first = rest_.front();
        if (first == '"' || first == '\'') {
            auto const end = rest_.find(first, 1);
            if (end == std::string_view::npos)
                throw NotUnderstood{std::string(rest_)};
            piece_ = {.kind = Piece::Kind::quoted, .text = std::string(rest_.substr(1, end - 1))};
            rest_.remove_prefix(end + 1);
            return;
        }
        auto const length = std::min(rest_.find_first_of(word_end), rest_.size());
        piece_ = {.kind = length == 0 ? Piece::Kind::mark : Piece::Kind::word,
                  .text = std::string(rest_.substr(0, std::max<std::size_t>(length, 1)))};
        rest_.remove_prefix(piece_.text.size());
    }

    std::string_view rest_;
    Piece piece_;
};

bool is_one_of(std::vector<std::string> const& values, std::initializer_list<std::string_view> names)
{
    return std::ranges::any_of(values, [&](std::string const& value) {
        return std::ranges::any_of(names,
                                   [&](auto const name) { return http::equal_ignoring_case(value, name); });
    });
}

} // namespace

std::expected<Jql, std::string> parse_jql(std::string_view text)
try {
    if (text.size() > jql_max_bytes)
        return std::unexpected(fmt::format("The query has more than {} bytes.", jql_max_bytes));
    return Reader(text).read();
} catch (NotUnderstood const& stop) {
    return std::unexpected(fmt::format("This part of JQL is not simulated, at {}: {}. Understood are {}.",
                                       stop.at, text, jql_understood));
}

bool matches(Jql const& jql, Issue const& issue, Project const& project)
{
    return std::ranges::all_of(jql.clauses, [&](JqlClause const& clause) {
        switch (clause.field) {
        case JqlClause::Field::project:
            return is_one_of(clause.values, {project.key, project.id, project.name});
        case JqlClause::Field::issue:
            return is_one_of(clause.values, {issue.key, issue.id});
        case JqlClause::Field::status:
            return is_one_of(clause.values, {issue.status});
        }
        return false;
    });
}

} // namespace postern::simulator::rest
