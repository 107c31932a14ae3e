"""Reads what google-benchmark and the baselines wrote: JSON files of one round in one folder."""

import json
import re
import statistics
from pathlib import Path

_SECONDS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}
# What google-benchmark appends to the name we gave.
_SUFFIX = re.compile(r"/(real_time|process_time|manual_time|(iterations|repeats|min_time):[^/]*)")


class NotMeasured(Exception):
    """No result of that name in the round."""


class Round:
    """The results in one round's folder, or several, by name; several of one name count by their
    median."""

    def __init__(self, *folders):
        self.records = {}
        for path in (path for folder in folders for path in sorted(Path(folder).glob("*.json"))):
            text = path.read_text()
            if not text.strip():
                continue  # the program failed; the script that ran it has said so
            for record in json.loads(text)["benchmarks"]:
                if record.get("run_type", "iteration") != "iteration":
                    continue
                if record.get("error_occurred"):
                    continue
                name = _SUFFIX.sub("", record["name"])
                self.records.setdefault(name, []).append(record)

    def field(self, name, key):
        """The value of `key` under exactly this name."""
        values = [r[key] for r in self.records.get(name, []) if key in r]
        if not values:
            raise NotMeasured(f"{name}: {key}")
        return statistics.median(values)

    def seconds(self, name):
        values = [r["real_time"] * _SECONDS[r["time_unit"]] for r in self.records.get(name, [])]
        if not values:
            raise NotMeasured(name)
        return statistics.median(values)

    def best(self, choose, values):
        """choose (min or max) among those of the values, functions, that were measured."""
        found = []
        for value in values:
            try:
                found.append(value())
            except NotMeasured:
                continue
        if not found:
            raise NotMeasured("none of several")
        return choose(found)

    def names(self, pattern):
        """Names that match as a whole, in the order of the files."""
        return [name for name in self.records if re.fullmatch(pattern, name)]

    def only(self, pattern):
        """The first name that matches."""
        names = self.names(pattern)
        if not names:
            raise NotMeasured(pattern)
        return names[0]


def rounds_in(folder):
    return [Round(path) for path in sorted(Path(folder).glob("round-*"))]


def parts_of(name):
    """{"batch": "16", ...} of the parts key:value of a name."""
    return dict(part.split(":", 1) for part in name.split("/") if ":" in part)


def time_text(seconds):
    for unit, scale in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= scale:
            return f"{seconds / scale:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def markdown(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)
