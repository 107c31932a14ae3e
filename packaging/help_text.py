"""What a program says with --help, taken apart into options, subcommands and text."""

import dataclasses
import os
import re
import subprocess


@dataclasses.dataclass
class Option:
    names: list  # ["-m", "--model"]; a positional has one name without dashes
    value: str = ""  # "FILE"; "" for a flag
    choices: list = dataclasses.field(default_factory=list)
    default: str = ""
    required: bool = False
    needs: list = dataclasses.field(default_factory=list)
    excludes: list = dataclasses.field(default_factory=list)
    text: list = dataclasses.field(default_factory=list)  # lines

    @property
    def positional(self):
        return not self.names[0].startswith("-")


@dataclasses.dataclass
class Help:
    name: str  # "pose_style" or "pose_style learn"
    summary: str = ""
    usage: str = ""
    groups: dict = dataclasses.field(default_factory=dict)  # heading -> options
    footer: list = dataclasses.field(default_factory=list)  # lines
    commands: list = dataclasses.field(default_factory=list)  # Help of each subcommand

    @property
    def options(self):
        return [option for group in self.groups.values() for option in group]


def parse_signature(signature):
    """One option as CLI11 lists it: -m,--model FILE=x REQUIRED Needs: --a Excludes: --b --c"""
    head, *clauses = re.split(r"\s*\b(Needs|Excludes): *", signature)
    lists = dict(zip(clauses[::2], [clause.split() for clause in clauses[1::2]]))
    words = head.split()
    option = Option(words[0].split(","))
    option.needs = lists.get("Needs", [])
    option.excludes = lists.get("Excludes", [])
    option.required = "REQUIRED" in words
    value = " ".join(word for word in words[1:] if word != "REQUIRED")
    value = re.sub(r"^(.*?)( \.\.\.)+$", r"\1 ...", value)
    choices = re.search(r":\{([^}]*)\}", value)
    if choices:
        option.choices = choices[1].split(",")
        value = value.replace(choices[0], "")
    value = re.sub(r":[A-Z][A-Z ]*(?=$|=|\s)", "", value)  # a check, as in FPS:POSITIVE
    name, equals, default = value.partition("=")
    option.value, option.default = (name, default) if equals else (value, "")
    return option


def is_heading(lines, i):
    if not re.fullmatch(r"[A-Z][\w -]*:", lines[i]) or i + 1 == len(lines):
        return False
    if lines[i] in ("Positionals:", "Subcommands:"):
        return True
    return lines[i + 1].startswith("  -")


def entries(lines, i):
    """The entries from line i on, two blanks deep, as (signature, text); and where they end."""
    found = []
    while i < len(lines) and lines[i].startswith("  "):
        if lines[i][2] != " ":
            signature, *text = re.split(r"\s{2,}", lines[i].strip(), maxsplit=1)
            found.append((signature, text))
        else:
            found[-1][1].append(lines[i].strip())
        i += 1
    return found, i


def parse(name, text):
    page = Help(name)
    lines = text.rstrip().split("\n")
    usage = next(i for i, line in enumerate(lines) if line.startswith("Usage:"))
    page.summary = " ".join(line.strip() for line in lines[:usage]).strip()
    page.usage = lines[usage].removeprefix("Usage:").strip()
    subcommands = []
    i = usage + 1
    while i < len(lines):
        if not lines[i].strip():
            i += 1
        elif is_heading(lines, i):
            heading = lines[i][:-1]
            found, i = entries(lines, i + 1)
            if heading == "Subcommands":
                subcommands = [signature for signature, _ in found]
                continue
            options = page.groups.setdefault(heading, [])
            for signature, words in found:
                option = parse_signature(signature)
                option.text = words
                options.append(option)
        else:
            page.footer = lines[i:]
            break
    return page, subcommands


def ask(program, *words):
    """The Help of a program (a path), its subcommands included."""
    run = subprocess.run([program, *words, "--help"], capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise SystemExit(f"{program} --help: exit code {run.returncode}\n{run.stderr}")
    page, subcommands = parse(" ".join([os.path.basename(program), *words]), run.stdout)
    page.commands = [ask(program, *words, command) for command in subcommands]
    return page
