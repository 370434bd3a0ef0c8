// What helps at the prompt: `postern completion`, `postern man`, and the command that completion asks.
#include "cli/command.hpp"
#include "cli/completion.hpp"
#include "cli/man_page.hpp"
#include "cli/one_of.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <ostream>

namespace postern::cli {
namespace {

void add_completion(CLI::App& app, Chosen& chosen)
{
    static std::map<std::string, Shell> const shells{
        {"bash", Shell::bash}, {"zsh", Shell::zsh}, {"fish", Shell::fish}};
    auto shell = std::make_shared<Shell>();
    auto& command = *app.add_subcommand("completion", "Print a script that completes commands and options");
    command.add_option("bash|zsh|fish", *shell, "The shell")->required()->transform(one_of(shells));
    command.footer("Examples:\n"
                   "  source <(postern completion bash)\n"
                   "  source <(postern completion zsh)\n"
                   "  postern completion fish | source\n");
    command.callback([shell, &chosen] {
        chosen = [shell](Environment& environment) {
            environment.out << completion_script(*shell);
            return exit_ok;
        };
    });
}

// Without a description, so that it stands in no list: it is for the scripts.
void add_complete(CLI::App& app, Chosen& chosen)
{
    auto& command = *app.add_subcommand("complete", "");
    command.group("");
    command.set_help_flag();
    command.prefix_command(); // the rest is the line, whatever it looks like
    command.callback([&app, &command, &chosen] {
        chosen = [&app, line = command.remaining()](Environment& environment) {
            auto const found = complete(command_facts(app), line);
            for (auto const& [word, help] : found.words)
                environment.out << word << '\t' << help << '\n';
            if (found.files == Completions::Files::yes)
                environment.out << ":\n";
            return exit_ok;
        };
    });
}

void add_man(CLI::App& app, Chosen& chosen)
{
    auto& command = *app.add_subcommand("man", "Print the manual page");
    command.footer("Examples:\n"
                   "  postern man | man -l -\n"
                   "  postern man > ~/.local/share/man/man1/postern.1\n");
    command.callback([&app, &chosen] {
        chosen = [&app](Environment& environment) {
            write_man_page(command_facts(app), POSTERN_VERSION, environment.out);
            return exit_ok;
        };
    });
}

} // namespace

void add_shell_help(CLI::App& app, Chosen& chosen)
{
    add_completion(app, chosen);
    add_man(app, chosen);
    add_complete(app, chosen);
}

} // namespace postern::cli
