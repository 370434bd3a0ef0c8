#include "cli/man_page.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ostream>
#include <sstream>
#include <string>

namespace postern::cli {
namespace {

// Text of ours as roff: no character of it is a request or an escape.
std::string roff(std::string_view text)
{
    std::string out;
    bool line_begins = true;
    for (char const c : text) {
        if (line_begins && (c == '.' || c == '\''))
            out += "\\&";
        line_begins = c == '\n';
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else
            out += c;
    }
    return out;
}

void write_option(OptionFacts const& option, std::ostream& out)
{
    std::vector<std::string> names;
    for (auto const& name : option.names)
        names.push_back(fmt::format("\\fB{}\\fR", roff(name)));
    out << ".TP\n" << fmt::format("{}", fmt::join(names, ", "));
    if (!option.value.empty() && !(option.names.size() == 1 && option.names.front() == option.value))
        out << " \\fI" << roff(option.value) << "\\fR";
    out << '\n' << roff(option.help) << '\n';
    // The help often names them, each with what it does.
    auto const told = std::ranges::all_of(
        option.words, [&](std::string const& word) { return option.help.contains(word); });
    if (!told)
        out << "One of " << roff(fmt::format("{}", fmt::join(option.words, ", "))) << ".\n";
}

// Lines that were broken by hand stay as they are; text of one line is filled.
void write_footer(std::string const& footer, std::ostream& out)
{
    std::istringstream in(footer);
    enum class Block { none, text, literal } block = Block::none;
    for (std::string line; std::getline(in, line);) {
        auto const wanted = line.starts_with(' ') ? Block::literal : line.empty() ? Block::none : Block::text;
        if (block == Block::literal && wanted != Block::literal)
            out << ".fi\n.RE\n";
        if (wanted == Block::literal && block != Block::literal)
            out << ".RS\n.nf\n";
        else if (wanted == Block::text && block != Block::text)
            out << ".PP\n";
        if (wanted != Block::none)
            out << roff(wanted == Block::literal ? line.substr(line.find_first_not_of(' ')) : line) << '\n';
        block = wanted;
    }
    if (block == Block::literal)
        out << ".fi\n.RE\n";
}

void write_command(CommandFacts const& command, std::string const& path, std::ostream& out)
{
    out << ".SS " << roff(path);
    for (auto const& positional : command.positionals)
        out << " \\fI" << roff(positional.names.front()) << "\\fR";
    out << '\n' << roff(command.help) << ".\n";
    for (auto const& positional : command.positionals)
        write_option(positional, out);
    for (auto const& option : command.options)
        write_option(option, out);
    write_footer(command.footer, out);
    for (auto const& below : command.commands)
        write_command(below, path + " " + below.name, out);
}

} // namespace

void write_man_page(CommandFacts const& program, std::string_view version, std::ostream& out)
{
    out << fmt::format(".TH POSTERN 1 \"\" \"postern {}\" \"User Commands\"\n", roff(version));
    out << ".SH NAME\npostern \\- test the trust boundary of embedded apps\n"
           ".SH SYNOPSIS\n.B postern\n.I COMMAND\n[\\fIOPTION\\fR ...] [\\fIARGUMENT\\fR ...]\n"
           ".SH DESCRIPTION\n"
        << roff(program.help) << '\n';
    for (auto const& option : program.options)
        write_option(option, out);
    out << ".SH COMMANDS\n";
    for (auto const& command : program.commands)
        write_command(command, command.name, out);
    out << ".SH EXIT STATUS\n"
           ".TP\n.B 0\nNothing is worse than warnings.\n"
           ".TP\n.B 1\nA requirement or check fails; a token does not verify.\n"
           ".TP\n.B 2\nThere are warnings, and \\fB\\-\\-fail\\-on warn\\fR was given.\n"
           ".TP\n.B 3\nThe scan was incomplete, or something could not be judged.\n"
           ".TP\n.B 64\nWrong usage, or input that cannot be used.\n"
           ".TP\n.B 70\nAn error of the program itself, or a report that could not be written.\n"
           ".SH ENVIRONMENT\n"
           ".TP\n\\fBhttps_proxy\\fR, \\fBhttp_proxy\\fR, \\fBall_proxy\\fR, \\fBno_proxy\\fR\n"
           "Proxies for requests, unless \\fB\\-\\-proxy\\fR is given.\n"
           ".TP\n\\fBNO_COLOR\\fR, \\fBFORCE_COLOR\\fR, \\fBCOLUMNS\\fR, \\fBTERM\\fR\n"
           "How the terminal report looks.\n"
           ".TP\n\\fBPOSTERN_AUTHOR\\fR\n"
           "Who accepts a finding, unless \\fBwaive \\-\\-author\\fR names somebody.\n";
}

} // namespace postern::cli
