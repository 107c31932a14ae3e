"""Type stubs of the package, from what its modules say of themselves: stubs.py FOLDER [--check]

Writes a file for each module into FOLDER; with --check, compares them instead. The built package must be on PYTHONPATH.
pybind11 puts a signature before every docstring; fields of options are keyword arguments of their class.
"""

import inspect
import pathlib
import re
import sys

sys.path.pop(0)  # the package's sources are beside this file, and the built one is meant
import poseaae

HEAD = """# Written by src/python/stubs.py from the built package; a test compares the two.
import os
from typing import Callable, Dict, List, Optional, Tuple, overload

import numpy
from numpy.typing import ArrayLike

import poseaae
"""


# What a class is made of by itself where it is an argument.
ALSO = {"poseaae.render.Scene": "poseaae.mocap.Motion", "poseaae.session.Dancer": "poseaae.latent.LatentPath"}


def plain(signature):
    """Types as a checker knows them, without defaults that are objects."""
    text = re.sub(r"numpy\.ndarray\[[^\[\]]*(\[[^\]]*\])?\]", "numpy.ndarray", signature)
    text = re.sub(r"(?<![\w.])os\.PathLike", "str | os.PathLike[str]", text)
    text = text.replace("capsule", "object").replace("buffer", "bytes | bytearray | memoryview")
    text = re.sub(r"\b(handle|function)\b", "object", text)
    text = text.replace("numpy.ndarray[bool]", "numpy.ndarray")
    return re.sub(r"->(.*)str \| os\.PathLike\[str\]", r"->\1os.PathLike[str]", text)


def split_arguments(text):
    """The arguments of a signature, without the commas inside brackets."""
    parts, depth, start = [], 0, 0
    for i, letter in enumerate(text):
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and depth == 0:
            parts.append(text[start:i].strip())
            start = i + 1
    return [part for part in [*parts, text[start:].strip()] if part]


def argument(text, is_method, position):
    name, _, rest = text.partition(":")
    if position == 0 and is_method:
        return "self"
    if not rest:
        return text
    kind, equals, default = rest.partition(" = ")
    simple = re.fullmatch(r"(-?[\d.e+-]+|'[^']*'|None|True|False|\[\])", default)
    kind = plain(kind).strip()
    for made, of in ALSO.items():
        kind = re.sub(rf"{re.escape(made)}(?!\w)", f"{made} | {of}", kind)
    if default == "None" and not kind.startswith("Optional"):
        kind = f"Optional[{'Callable[[dict], object]' if name.strip() == 'callback' else kind}]"
    return f"{name.strip()}: {kind}" + (f" = {default if simple else '...'}" if equals else "")


def signatures(function):
    """(arguments, result, text) of each overload."""
    doc = function.__doc__ or ""
    name = re.escape(function.__name__)
    head = re.compile(rf"^(?:\d+\. )?{name}\((?P<arguments>.*)\) -> (?P<result>.*)$", re.MULTILINE)
    found = list(head.finditer(doc))
    for here, behind in zip(found, [*found[1:], None]):
        text = doc[here.end():behind.start() if behind else len(doc)].strip()
        yield split_arguments(here["arguments"]), plain(here["result"]), text


def documented(text, indent):
    if not text:
        return f"{indent}...\n"
    lines = text.splitlines()
    body = ("\n" + indent).join(line.rstrip() for line in lines).replace("\n" + indent + "\n", "\n\n")
    return f'{indent}"""{body}"""\n' if len(lines) == 1 else f'{indent}"""{body}\n{indent}"""\n'


def function_stub(name, function, indent="", is_method=False, is_static=False):
    overloads = list(signatures(function))
    if not overloads:
        raise SystemExit(f"{name}: expected a signature in its docstring, found {function.__doc__!r}")
    text = ""
    for arguments, result, doc in overloads:
        if len(overloads) > 1:
            text += f"{indent}@overload\n"
        if is_static:
            text += f"{indent}@staticmethod\n"
        listed = ", ".join(argument(a, is_method and not is_static, i) for i, a in enumerate(arguments))
        text += f"{indent}def {name}({listed}) -> {result}:\n{documented(doc, indent + '    ')}"
    return text


def property_type(descriptor):
    found = re.search(r"-> (.*)$", descriptor.fget.__doc__ or "", re.MULTILINE)
    return plain(found[1]) if found else "object"


def class_stub(name, cls):
    text = f"class {name}:\n{documented(cls.__doc__ or '', '    ')}"
    members = {key: value for key, value in vars(cls).items() if is_public(key, value)}
    fields = [key for key, value in members.items() if isinstance(value, property) and value.fset]
    for key, value in members.items():
        if isinstance(value, property):
            kind = property_type(value)
            text += f"    @property\n    def {key}(self) -> {kind}:\n{documented(value.__doc__ or '', ' ' * 8)}"
            if value.fset:
                given = setter_type(value) or kind
                text += f"    @{key}.setter\n    def {key}(self, value: {given}) -> None: ...\n"
        elif key == "__init__" and any("**kwargs" in arguments for arguments, _, _ in signatures(value)):
            kinds = {field: setter_type(members[field]) or property_type(members[field]) for field in fields}
            listed = ", ".join(f"{f}: {k} = ..." for f, k in kinds.items())
            others = [arguments for arguments, _, _ in signatures(value) if "**kwargs" not in arguments]
            for arguments in others:
                given = ", ".join(argument(a, True, i) for i, a in enumerate(arguments))
                text += f"    @overload\n    def __init__({given}) -> None: ...\n"
            text += ("    @overload\n" if others else "") + f"    def __init__(self, *, {listed}) -> None: ...\n"
        elif isinstance(value, staticmethod):
            text += function_stub(key, value.__func__, "    ", True, True)
        elif callable(value):
            text += function_stub(key, value, "    ", True)
    return text


def setter_type(descriptor):
    found = re.search(r"\(.*?, \w+: (.*)\) -> None", descriptor.fset.__doc__ or "")
    return plain(found[1]) if found else None


def is_public(key, value):
    shown = ("__init__", "__len__", "__getitem__", "__array__")
    return not key.startswith("_") or (key in shown and callable(value) and value.__doc__ is not None
                                       and " -> " in value.__doc__)


def module_stub(module):
    text = HEAD
    for key, value in vars(module).items():
        if key.startswith("_") or inspect.ismodule(value):
            continue
        if key == "Animation":
            text += "\nfrom poseaae._notebook import Animation as Animation\n"
        elif inspect.isclass(value):
            text += "\n" + class_stub(key, value)
        else:
            text += "\n" + function_stub(key, value)
    return text


def main():
    folder = pathlib.Path(sys.argv[1])
    stubs = {f"{name}.pyi": module_stub(value) for name, value in vars(poseaae).items()
             if inspect.ismodule(value) and not name.startswith("_")}
    if sys.argv[2:] != ["--check"]:
        for name, text in stubs.items():
            (folder / name).write_text(text, encoding="utf-8")
        return
    differing = [name for name, text in stubs.items()
                 if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text]
    if differing or len(stubs) < 10:
        sys.exit(f"expected the stubs of {len(stubs)} modules as src/python/stubs.py writes them, found others: "
                 f"{', '.join(differing)}; run PYTHONPATH=build/release/python python3 src/python/stubs.py "
                 "src/python/poseaae")
    print(f"{len(stubs)} stubs say what the package has")


if __name__ == "__main__":
    main()
