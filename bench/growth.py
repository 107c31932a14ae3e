#!/usr/bin/env python3
"""Tables of how the cost grows, from DIR/growth and the rounds of scripts/bench.sh: growth.py DIR"""

import argparse
import re
from pathlib import Path

from results import NotMeasured, Round, markdown, parts_of, rounds_in, time_text


def engine_of(name):
    return name.split("/")[1]


def pivot(results, pattern, row_of, column_of, cell):
    """A table of the names that match: rows and columns by their parts, cells by (results, name)."""
    rows, columns, cells = [], [], {}
    for name in results.names(pattern):
        row, column = row_of(name), column_of(name)
        rows += [row] if row not in rows else []
        columns += [column] if column not in columns else []
        cells[row, column] = cell(results, name)
    return [[row] + [cells.get((row, column), "") for column in columns] for row in rows], columns


def part(key):
    return lambda name: parts_of(name)[key]


def step_time(results, name):
    return time_text(results.seconds(name))


def pose_time(results, name):
    return time_text(results.seconds(name) / int(parts_of(name)["batch"]))


def step_gflops(results, name):
    return f"{results.field(name, 'gflops'):.1f}"


def item_rate(results, name):
    return f"{results.field(name, 'items_per_second') / 1e6:.3g}"


def item_rate_in_thousands(results, name):
    return f"{results.field(name, 'items_per_second') / 1e3:.3g}"


def frame_time(results, name):
    return time_text(results.seconds(name) / int(parts_of(name)["frames"]))


def engine_and_threads(name):
    threads = parts_of(name)["threads"]
    return f"{engine_of(name)}, {threads} thread{'s' if threads != '1' else ''}"


TUTORIAL = r"step/[^/]*/tutorial/joints:22/net:64-16-8/batch:\d+/threads:\d+"
# title, first column, pattern, row, column, cell
TABLES = [
    ("A step by batch (tutorial net, 22 joints, tutorial preset)", "batch", TUTORIAL,
     part("batch"), engine_and_threads, step_time),
    ("The same per pose", "batch", TUTORIAL, part("batch"), engine_and_threads, pose_time),
    ("A step of the corrected preset by batch", "batch",
     r"step/[^/]*/corrected/joints:22/net:64-16-8/batch:\d+/threads:\d+",
     part("batch"), engine_and_threads, step_time),
    ("A step by joints (tutorial net, one thread)", "joints",
     r"step/[^/]*/tutorial/joints:\d+/net:64-16-8/batch:(16|1024)/threads:1",
     part("joints"), lambda n: f"{engine_of(n)}, batch {parts_of(n)['batch']}", step_time),
    ("GFLOP/s of a step by width (22 joints, batch 256)", "net",
     r"step/[^/]*/tutorial/joints:22/net:[\d-]*/batch:256/threads:[12]",
     part("net"), engine_and_threads, step_gflops),
    ("GFLOP/s of the wide net by batch", "batch",
     r"step/[^/]*/tutorial/joints:22/net:512-512-32/batch:\d+/threads:[12]",
     part("batch"), engine_and_threads, step_gflops),
    ("Five epochs in one process, thousand poses and epochs a second, by poses", "poses",
     r"epoch/[^/]*/tutorial/joints:22/batch:\d+/poses:\d+", part("poses"),
     lambda n: f"{engine_of(n)}, batch {parts_of(n)['batch']}", item_rate_in_thousands),
    ("Forward kinematics, million joints/s, by batch (one core)", "batch",
     r"kinematics/.*", part("batch"),
     lambda n: f"{n.split('/')[1]}, J = {parts_of(n)['joints']}", item_rate),
    ("Decoding, million poses/s, by batch (one core)", "batch",
     r"decode/.*", part("batch"), part("net"), item_rate),
    ("A frame of a GIF by frames and size", "frames",
     r"gif/\d+x\d+/frames:\d+/threads:\d+", part("frames"),
     lambda n: f"{n.split('/')[1]}, threads {parts_of(n)['threads']}", frame_time),
    ("All of bandai-namco (40 MB) by threads", "threads",
     r"bvh/folder/threads:\d+", part("threads"), lambda n: "read", step_time),
]


def epochs(rounds):
    """Time per pose and epoch, and memory, by the number of poses: medians are in the rounds."""
    rows = []
    for results in rounds:
        for name in results.names(r"epoch/.*/poses:\d+"):
            try:
                rows.append([parts_of(name)["poses"], time_text(results.seconds(name)),
                             f"{results.field(name, 'peak_rss_mb'):.0f} MB",
                             f"{results.field(name, 'peak_rss_over_data'):.2f}"])
            except NotMeasured:
                continue
    rows.sort(key=lambda row: int(row[0]))
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", help="where growth and round-1, round-2, ... are")
    folder = Path(parser.parse_args().folder)
    results = Round(folder / "growth", folder / "round-1")  # the baselines are in the round
    for title, first, pattern, row_of, column_of, cell in TABLES:
        rows, columns = pivot(results, pattern, row_of, column_of, cell)
        if not rows:
            continue
        rows.sort(key=lambda row: [int(n) for n in re.findall(r"\d+", row[0])])
        print(f"**{title}**\n\n{markdown([first, *columns], rows)}\n")
    if rows := epochs(rounds_in(folder)):
        header = ["poses", "per pose and epoch", "peak memory", "over the data"]
        print(f"**Poses in memory (each line one run)**\n\n{markdown(header, rows)}\n")


if __name__ == "__main__":
    main()
