#include "cli/command_tree.hpp"

#include "cli/one_of.hpp"

#include <CLI/CLI.hpp>

namespace postern::cli {
namespace {

std::vector<std::string> words_of(CLI::Option const& option)
{
    // CLI11 2.1 gives a validator by its index only from an option that may be changed, and says by an
    // exception where the last one was.
    auto& changeable = const_cast<CLI::Option&>(option);
    std::vector<std::string> words;
    try {
        for (int index = 0;; ++index) {
            std::string_view name = changeable.get_validator(index)->get_name();
            if (!name.starts_with(one_of_prefix))
                continue;
            name.remove_prefix(one_of_prefix.size());
            for (auto const word : std::views::split(name, '|'))
                words.emplace_back(word.begin(), word.end());
        }
    } catch (CLI::OptionNotFound const&) {
        return words;
    }
}

OptionFacts option_facts(CLI::Option const& option)
{
    OptionFacts facts{.help = option.get_description(), .words = words_of(option)};
    if (option.get_type_size() != 0)
        facts.value = option.get_type_name();
    if (option.get_positional()) {
        facts.names.push_back(option.get_name(true));
        if (facts.value == "TEXT") // CLI11's word where no other was given
            facts.value = facts.names.front();
        return facts;
    }
    for (auto const& name : option.get_snames())
        facts.names.push_back("-" + name);
    for (auto const& name : option.get_lnames())
        facts.names.push_back("--" + name);
    return facts;
}

} // namespace

CommandFacts command_facts(CLI::App const& app)
{
    CommandFacts facts{.name = app.get_name(), .help = app.get_description(), .footer = app.get_footer()};
    for (auto const* option : app.get_options())
        (option->get_positional() ? facts.positionals : facts.options).push_back(option_facts(*option));
    for (auto const* command : app.get_subcommands([](CLI::App const*) { return true; }))
        if (!command->get_description().empty())
            facts.commands.push_back(command_facts(*command));
    return facts;
}

} // namespace postern::cli
