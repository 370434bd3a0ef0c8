#pragma once

// One SQL statement in one line. For the files of this folder that keep the state.

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace postern::simulator {

template <class Value>
decltype(auto) bindable(Value const& value)
{
    if constexpr (std::is_convertible_v<Value const&, std::string_view>)
        return std::string(std::string_view(value));
    else
        return value;
}

template <class... Values>
SQLite::Statement prepare(SQLite::Database const& database, char const* sql, Values const&... values)
{
    SQLite::Statement statement(database, sql);
    if constexpr (sizeof...(values) > 0)
        SQLite::bind(statement, bindable(values)...);
    return statement;
}

// The number of rows that were changed.
template <class... Values>
int run(SQLite::Database const& database, char const* sql, Values const&... values)
{
    auto statement = prepare(database, sql, values...);
    return statement.exec();
}

template <class Row, class... Values>
std::vector<Row> rows(SQLite::Database const& database, Row (*read)(SQLite::Statement&), char const* sql,
                      Values const&... values)
{
    std::vector<Row> found;
    for (auto statement = prepare(database, sql, values...); statement.executeStep();)
        found.push_back(read(statement));
    return found;
}

template <class Row, class... Values>
std::optional<Row> row(SQLite::Database const& database, Row (*read)(SQLite::Statement&), char const* sql,
                       Values const&... values)
{
    auto statement = prepare(database, sql, values...);
    return statement.executeStep() ? std::optional(read(statement)) : std::nullopt;
}

} // namespace postern::simulator
