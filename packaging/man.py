#!/usr/bin/env python3
"""man.py FOLDER VERSION PROGRAM...: a manual page of each program, FOLDER/<program>.1.gz, from its --help."""

import os
import re
import sys

import help_text
from compress import compress

EXIT_STATUS = [("0", "done"), ("1", "failed while running"), ("2", "wrong usage or configuration"),
               ("3", "an input file is missing, unreadable or not what it claims to be"),
               ("130", "interrupted; a training has saved its state")]
FILES = """Configurations, path files, scores and clips that come with the programs lie in
share/poseaae beside the folder bin. Their names are enough from any folder: a file that is not found
under the name that was given is looked for there."""


def escaped(text):
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return "\\&" + text if text.startswith(".") else text


def shown(option):
    """-m, --model FILE"""
    if option.positional:
        return f"\\fI{escaped(' '.join([*option.names, option.value]).strip())}\\fR"
    names = ", ".join(f"\\fB{escaped(name)}\\fR" for name in option.names)
    return names + (f" \\fI{escaped(option.value)}\\fR" if option.value else "")


def described(option):
    """The text of an option; lines that --help sets as a table stay separate lines."""
    lines = []
    for line in option.text:
        if lines and re.search(r"\S {2,}\S", line):
            lines.append(".br")
        lines.append(escaped(line))
    notes = []
    if option.required:
        notes.append("Required.")
    if option.choices and not all(choice in " ".join(option.text) for choice in option.choices):
        notes.append(f"One of {', '.join(option.choices)}.")
    if option.default:
        notes.append(f"Default: {option.default}.")
    if option.needs:
        notes.append(f"Only with {', '.join(option.needs)}.")
    if option.excludes:
        notes.append(f"Not with {', '.join(option.excludes)}.")
    if notes and ".br" in lines:
        lines.append(".br")
    elif notes and lines and not lines[-1].endswith((".", ":")):
        lines[-1] += "."
    return lines + [escaped(note) for note in notes]


def options(page, heading):
    lines = []
    for group, members in page.groups.items():
        if len(page.groups) > 1:
            lines.append(f"{heading} {'General' if group == 'Options' else escaped(group)}")
        for option in members:
            lines += [".TP", shown(option), *described(option)]
    return lines


def prose(lines):
    """Text as in a footer: paragraphs are filled, what is indented stays as it is."""
    made, kept = [], False
    for line in lines:
        if line.startswith("  ") and not kept:
            made += [".PP", ".nf", ".RS 2"]
            kept = True
        if kept and not line.startswith("  "):
            made += [".RE", ".fi", ".PP"]
            kept = False
        if kept:
            made.append(escaped(line[2:]))
        elif line.strip():
            made.append(escaped(line))
        elif made and made[-1] != ".PP":
            made.append(".PP")
    if kept:
        made += [".RE", ".fi"]
    while made and made[-1] == ".PP":
        made.pop()
    return made


def split_footer(lines):
    """What is said of a program, and its examples."""
    for i, line in enumerate(lines):
        if re.fullmatch(r"Examples?:", line):
            end = next((j for j in range(i + 1, len(lines)) if not lines[j].startswith("  ")),
                       len(lines))
            return lines[:i] + lines[end:], lines[i + 1:end]
    return lines, []


def sentence(text):
    return text if text.endswith((".", ":")) else text + "."


def command(page, program):
    """A subcommand, as a section of the program's page."""
    text, examples = split_footer([] if page.footer == program.footer else page.footer)
    lines = [f".SS {escaped(page.name)}", escaped(sentence(page.summary))]
    if any(line.strip() for line in text):
        lines += [".PP", *prose(text)]
    lines += options(page, ".PP\n.B")
    if examples:
        lines += [".PP", "Examples:", *prose(examples)]
    return lines


def manual(page, version, others):
    text, examples = split_footer(page.footer)
    brief = page.summary.rstrip(".")
    if len(brief) > 80:  # apropos shows it in a line
        brief = brief.split(":")[0]
    usage = [page.usage] if not page.commands else [f"{sub.usage}" for sub in page.commands]
    lines = [f'.TH {page.name.upper()} 1 "" "PoseAAE {version}" "User Commands"',
             ".nh", ".ad l", ".SH NAME", f"{page.name} \\- {escaped(brief[0].lower() + brief[1:])}", ".SH SYNOPSIS"]
    for i, line in enumerate(usage):
        lines += ([".br"] if i else []) + [re.sub(rf"^{page.name}\b", rf"\\fB{page.name}\\fR",
                                                  escaped(line))]
    lines += [".SH DESCRIPTION", escaped(sentence(page.summary)), ".PP", *prose(text)]
    for sub in page.commands:
        if sub is page.commands[0]:
            lines.append(".SH COMMANDS")
        lines += command(sub, page)
    lines += [".SH OPTIONS", *options(page, ".SS")]
    if examples:
        lines += [".SH EXAMPLES", *prose(examples)]
    lines += [".SH EXIT STATUS"]
    for status, meaning in EXIT_STATUS:
        lines += [".TP", status, meaning]
    lines += [".SH FILES", *FILES.split("\n"), ".SH SEE ALSO",
              ", ".join(f"\\fB{other}\\fR(1)" for other in others if other != page.name)]
    return "\n".join(lines) + "\n"


def main():
    folder, version, *programs = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    names = sorted(os.path.basename(program) for program in programs)
    for program in programs:
        page = manual(help_text.ask(program), version, names)
        compress(page.encode(), os.path.join(folder, os.path.basename(program) + ".1.gz"))


if __name__ == "__main__":
    main()
