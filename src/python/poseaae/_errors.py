"""The library's exceptions, which C++ raises by these names."""

import pathlib


class Error(Exception):
    """Base class of every exception that the library raises on purpose.

    Its text says what was expected, what was found, where, and what to do. `exit_code` is that of the programs.
    """

    __module__ = "poseaae"
    exit_code = 1


class UsageError(Error, ValueError):
    """Something impossible was asked for: a wrong option, range, shape or combination."""

    __module__ = "poseaae"
    exit_code = 2


class ConfigError(UsageError):
    """A configuration key or value that is not allowed."""

    __module__ = "poseaae"


class InputError(Error):
    """A file that cannot be read, or is not what it claims to be."""

    __module__ = "poseaae"
    exit_code = 3


class ParseError(InputError):
    """Text that does not follow its format. Lines and columns count from 1."""

    __module__ = "poseaae"
    file: pathlib.Path
    line: int
    column: int
    expected: str
    found: str


class ModelError(InputError):
    """A model, dataset or state file that is damaged, foreign or of another version."""

    __module__ = "poseaae"


class OutputError(Error):
    """An output that cannot be written."""

    __module__ = "poseaae"


class TrainingError(Error):
    """Training cannot continue: a loss that is not finite, an engine that is missing."""

    __module__ = "poseaae"


class Interrupted(Error, KeyboardInterrupt):
    """Ctrl-C was pressed; everything needed to resume has been saved. Also a KeyboardInterrupt."""

    __module__ = "poseaae"
    exit_code = 130
