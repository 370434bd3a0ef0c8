#include "cli/completion.hpp"

#include <algorithm>
#include <utility>

namespace postern::cli {
namespace {

bool takes_files(std::string_view value)
{
    return value == "FILE" || value == "FOLDER" || value == "DESCRIPTOR" || value == "FILE-OR-FOLDER";
}

OptionFacts const* option_named(CommandFacts const& command, std::string_view name)
{
    auto const found = std::ranges::find_if(command.options, [&](OptionFacts const& option) {
        return std::ranges::find(option.names, name) != option.names.end();
    });
    return found == command.options.end() ? nullptr : &*found;
}

CommandFacts const* command_named(CommandFacts const& command, std::string_view name)
{
    auto const found = std::ranges::find(command.commands, name, &CommandFacts::name);
    return found == command.commands.end() ? nullptr : &*found;
}

void add(Completions& all, std::string_view begun, std::string word, std::string help)
{
    if (word.starts_with(begun))
        all.words.push_back({std::move(word), std::move(help)});
}

// The values of an option; `before` stands in front of each word, as in "--format=".
void add_values(Completions& all, OptionFacts const& option, std::string_view begun,
                std::string const& before)
{
    // Of a list, the last part is typed.
    auto const comma = option.words.empty() ? std::string_view::npos : begun.rfind(',');
    auto const done = comma == std::string_view::npos ? std::string_view() : begun.substr(0, comma + 1);
    auto const rest = begun.substr(done.size());
    for (auto const& word : option.words)
        if (word.starts_with(rest))
            all.words.push_back({before + std::string(done) + word, ""});
    if (takes_files(option.value))
        all.files = Completions::Files::yes;
}

// Where the words before the last one have led to.
struct Place {
    CommandFacts const* command;
    OptionFacts const* waiting = nullptr; // an option whose value comes next
    std::size_t positionals = 0;          // given so far
};

Place walk(CommandFacts const& program, std::vector<std::string> const& line)
{
    Place place{.command = &program};
    for (auto const& word : line) {
        if (word == "=" && place.waiting)
            continue; // bash takes --name=value apart
        if (std::exchange(place.waiting, nullptr))
            continue;
        if (word.starts_with('-') && word != "-") {
            auto const* option = option_named(*place.command, word);
            if (option && !option->value.empty())
                place.waiting = option;
        } else if (auto const* below = command_named(*place.command, word)) {
            place = {.command = below};
        } else {
            ++place.positionals;
        }
    }
    return place;
}

constexpr std::string_view bash_script = R"(# bash completion of postern: source <(postern completion bash)
_postern() {
  local word help
  COMPREPLY=()
  while IFS=$'\t' read -r word help; do
    if [[ $word == : ]]; then
      compopt -o filenames
      mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "${COMP_WORDS[COMP_CWORD]}")
    else
      COMPREPLY+=("$word")
    fi
  done < <("${COMP_WORDS[0]}" complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _postern postern
)";

constexpr std::string_view zsh_script = R"(#compdef postern
# zsh completion of postern: source <(postern completion zsh), or as _postern in a folder of $fpath
_postern() {
  local word help files=
  local -a found
  while IFS=$'\t' read -r word help; do
    if [[ $word == : ]]; then
      files=1
    else
      found+=("${word//:/\\:}${help:+:$help}")
    fi
  done < <("${words[1]}" complete "${(@)words[2,CURRENT]}" 2>/dev/null)
  (( ${#found} )) && _describe postern found
  [[ -n $files ]] && _files
}
compdef _postern postern
)";

constexpr std::string_view fish_script = R"(# fish completion of postern: postern completion fish | source
function __postern_complete
    set -l line (commandline -opc) (commandline -ct)
    for found in ($line[1] complete $line[2..-1] 2>/dev/null)
        if string match -q -- ':*' $found
            __fish_complete_path (commandline -ct)
        else
            echo $found
        end
    end
end
complete -c postern -f -a '(__postern_complete)'
)";

} // namespace

Completions complete(CommandFacts const& program, std::vector<std::string> const& line)
{
    Completions all;
    if (line.empty())
        return all;
    std::string const& begun = line.back();
    auto const place = walk(program, {line.begin(), line.end() - 1});
    if (place.waiting) {
        add_values(all, *place.waiting, begun == "=" ? "" : std::string_view(begun), "");
        return all;
    }
    if (auto const equals = begun.find('='); begun.starts_with("--") && equals != std::string::npos) {
        if (auto const* option = option_named(*place.command, begun.substr(0, equals)))
            add_values(all, *option, std::string_view(begun).substr(equals + 1), begun.substr(0, equals + 1));
        return all;
    }
    if (begun.starts_with('-')) {
        for (auto const& option : place.command->options)
            for (auto const& name : option.names)
                add(all, begun, name, option.help);
        return all;
    }
    for (auto const& command : place.command->commands)
        add(all, begun, command.name, command.help);
    if (place.positionals < place.command->positionals.size())
        add_values(all, place.command->positionals[place.positionals], begun, "");
    return all;
}

std::string_view completion_script(Shell shell)
{
    switch (shell) {
    case Shell::bash:
        return bash_script;
    case Shell::zsh:
        return zsh_script;
    case Shell::fish:
        return fish_script;
    }
    return "";
}

} // namespace postern::cli
