#!/usr/bin/env python3
"""completion.py FOLDER PROGRAM...: completion for bash of all programs, from their --help.

One file, FOLDER/poseaae, and a link to it named after each program, which is how bash-completion
finds it when the program is first typed.
"""

import os
import re
import sys

import help_text

# Options whose files are also looked for among the installed ones: their folder in share/poseaae.
INSTALLED = {("aae_train", "--config"): "configs", ("aae_eval", "--config"): "configs",
             ("pose_morph", "--path"): "paths", ("dance_synth", "--score"): "data/scores"}

HEAD = r"""# Completion of PoseAAE's programs for bash, made from their --help by packaging/completion.py.

_poseaae_share=$(cd "${BASH_SOURCE[0]%/*}/../../poseaae" 2>/dev/null && pwd)

# The words to complete with, by "program" or "program subcommand".
"""

FUNCTIONS = r"""
# What the value of an option may be: words, "<file FOLDER>" (a file, or an installed one of that
# folder), "<folder>", "<text>" (left to bash, which completes files), "<nothing>" (a number, a name),
# or "<flag>" for an option without a value.
_poseaae_words() {
  mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2")
}

_poseaae_files() {
  local installed=$1 word=$2
  mapfile -t COMPREPLY < <(
    if [[ -n $installed ]]; then
      compgen -d -- "$word"
      compgen -f -X '!*.yaml' -- "$word"
    else
      compgen -f -- "$word"
    fi
    [[ -n $installed && -d $_poseaae_share/$installed ]] && cd "$_poseaae_share/$installed" &&
      compgen -G "$word*" | grep '\.yaml$'
  )
  compopt -o filenames 2>/dev/null || :
}

_poseaae_value() {
  case $1 in
    '<file '*) local folder=${1#'<file '}; _poseaae_files "${folder%>}" "$2" ;;
    '<file>') _poseaae_files '' "$2" ;;
    '<folder>')
      mapfile -t COMPREPLY < <(compgen -d -- "$2")
      compopt -o filenames 2>/dev/null || :
      ;;
    '<text>') ;;
    '<nothing>') compopt +o default 2>/dev/null || : ;;
    *) _poseaae_words "$1" "$2" ;;
  esac
}

_poseaae() {
  local program=${COMP_WORDS[0]##*/} word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  local scope=$program i
  COMPREPLY=()
  # "--out=x" comes as three words.
  if [[ $word == = ]]; then
    word=
  elif [[ $before == = ]]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; ++i)); do
    if [[ -n ${_poseaae_options["$program ${COMP_WORDS[i]}"]+set} ]]; then
      scope="$program ${COMP_WORDS[i]}"
      break
    fi
  done
  local value=${_poseaae_values["$scope $before"]:-<flag>}
  if [[ $before == -* && $value != '<flag>' ]]; then
    _poseaae_value "$value" "$word"
  elif [[ $word == -* ]]; then
    _poseaae_words "${_poseaae_options[$scope]}" "$word"
  elif [[ $scope == "$program" && -n ${_poseaae_commands[$program]+set} ]]; then
    _poseaae_words "${_poseaae_commands[$program]}" "$word"
  else
    _poseaae_files '' "$word"
  fi
}
"""


def value_of(program, option):
    if not option.value:
        return None
    if option.choices:
        return " ".join(option.choices)
    for name in option.names:
        if (program, name) in INSTALLED:
            return f"<file {INSTALLED[program, name]}>"
    if re.search(r"FILE|CLIP|POSE", option.value):
        return "<file>"
    if re.search(r"DIR|FOLDER", option.value):
        return "<folder>"
    return "<text>" if option.value == "TEXT" else "<nothing>"


def quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"


def tables(pages):
    """Lines of the three arrays: options and commands by scope, values by scope and option."""
    options, values, commands = [], [], []
    for page in pages:
        program = page.name.split()[0]
        flags = [option for option in page.options if not option.positional]
        words = " ".join(option.names[-1] for option in flags)
        options.append(f"  [{quoted(page.name)}]={quoted(words)}")
        for option in flags:
            value = value_of(program, option)
            if value is not None:
                values += [f"  [{quoted(f'{page.name} {name}')}]={quoted(value)}"
                           for name in option.names]
        if page.commands:
            names = " ".join(command.name.split()[-1] for command in page.commands)
            commands.append(f"  [{quoted(page.name)}]={quoted(names)}")
            inner = tables(page.commands)
            options += inner[0]
            values += inner[1]
    return options, values, commands


def main():
    folder, *programs = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    names = [os.path.basename(program) for program in programs]
    text = HEAD
    arrays = tables([help_text.ask(program) for program in programs])
    for name, lines in zip(("options", "values", "commands"), arrays):
        text += f"declare -gA _poseaae_{name}=(\n" + "\n".join(lines) + "\n)\n"
    text += FUNCTIONS
    text += f"\ncomplete -o default -F _poseaae {' '.join(names)}\n"
    with open(os.path.join(folder, "poseaae"), "w", encoding="utf-8") as file:
        file.write(text)
    for name in names:
        link = os.path.join(folder, name)
        if os.path.lexists(link):
            os.remove(link)
        os.symlink("poseaae", link)


if __name__ == "__main__":
    main()
