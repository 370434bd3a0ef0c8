#include "cli/help_format.hpp"

#include "report/text.hpp"

#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

namespace postern::cli {
namespace {

constexpr int help_columns = 80;
constexpr std::size_t name_columns = 26;

std::vector<std::string> lines_of(std::string_view text, std::size_t indent)
{
    return report::wrapped(text, help_columns - static_cast<int>(indent), report::Characters::utf8);
}

// The same text with the lines that are too long broken at their own indent.
std::string fitted(std::string const& help)
{
    std::istringstream in(help);
    std::string out;
    for (std::string line; std::getline(in, line);) {
        if (line.size() <= help_columns) {
            out += line + '\n';
            continue;
        }
        auto const indent = line.find_first_not_of(' ');
        for (auto const& part : lines_of(std::string_view(line).substr(indent), indent))
            out += std::string(indent, ' ') + part + '\n';
    }
    return out;
}

std::string row(std::string const& name, std::string const& text)
{
    auto out = "  " + name;
    if (out.size() >= name_columns)
        out += '\n';
    for (auto const& line : lines_of(text, name_columns)) {
        auto const at = out.find_last_of('\n');
        auto const used = out.size() - (at == std::string::npos ? 0 : at + 1);
        out += std::string(name_columns - used, ' ') + line + '\n';
    }
    return out;
}

} // namespace

std::string HelpFormat::make_option(CLI::Option const* option, bool is_positional) const
{
    return row(make_option_name(option, is_positional) + make_option_opts(option), make_option_desc(option));
}

// The type alone: which options exclude each other, an error says where it matters.
std::string HelpFormat::make_option_opts(CLI::Option const* option) const
{
    if (option->get_type_size() == 0 || option->get_type_name().empty())
        return "";
    return " " + option->get_type_name() + (option->get_expected_max() > 1 ? " ..." : "");
}

std::string HelpFormat::make_help(CLI::App const* command, std::string name, CLI::AppFormatMode mode) const
{
    return fitted(Formatter::make_help(command, std::move(name), mode));
}

std::string HelpFormat::make_subcommand(CLI::App const* command) const
{
    return row(command->get_name(), command->get_description());
}

} // namespace postern::cli
