#!/usr/bin/env python3
"""The table of targets from the rounds of scripts/bench.sh: table.py DIR [--engine fused]

Each row compares measurements of the same round, which ran side by side; the table has the median,
minimum and maximum over the rounds. Where a baseline has several forms, the fastest one counts.
"""

import argparse
import statistics
from dataclasses import dataclass
from typing import Callable

from results import NotMeasured, markdown, parts_of, rounds_in, time_text

TUTORIAL = "step/{}/tutorial/joints:22/net:64-16-8/batch:{}/threads:{}"
WIDE = "step/{}/tutorial/joints:22/net:512-512-32/batch:256/threads:{}"
WINDOWS = "step/{}/windows/joints:22/frames:32/net:256-512-512-64/batch:64/threads:{}"
BEST = "step/{}/best/joints:22/net:60-512-512-16/batch:256/threads:{}"


@dataclass
class Row:
    """A figure, its target, and how it follows from our results and the baseline's."""
    what: str
    relation: str  # ">=" or "<="
    target: float
    show: Callable  # figure -> text
    ours: Callable  # round -> number
    baseline: Callable = None  # round -> number
    figure: Callable = lambda ours, baseline: baseline / ours
    parts: Callable = time_text  # shows ours and the baseline's

    def met(self, value):
        return value >= self.target if self.relation == ">=" else value <= self.target


def times(value):
    return f"{value:.3g}x"


def percent(value):
    return f"{100 * value:.0f} %"


def rate_text(unit):
    return lambda value: f"{value / 1e6:.3g} M {unit}/s"


def gflops_text(value):
    return f"{value:.0f} GFLOP/s"


def bytes_text(value):
    return f"{value / 1000:.2f} kB"


def megabytes(value):
    return f"{value:.1f} MB"


def megabytes_of(value):
    return megabytes(value / 1e6)


def absolute(what, relation, target, show, ours):
    return Row(what, relation, target, show, ours, figure=lambda own, _: own)


def speedup(what, target, ours, baseline):
    return Row(what, ">=", target, times, ours, baseline)


def gif_seconds_per_frame(pattern):
    def value(r):
        name = r.only(pattern)
        return r.seconds(name) / int(parts_of(name)["frames"])
    return value


def fastest_thread_count(name_of):
    """The baseline with one thread or two, whichever is faster."""
    return lambda r: r.best(min, [lambda n=n: r.seconds(name_of(n)) for n in (1, 2)])


def gemm_rate(threads):
    """The highest rate of matrix products that was measured."""
    return lambda r: r.best(max, [lambda name=name: r.field(name, "gflops")
                                  for name in r.names(f"gemm/.*/threads:{threads}")])


def wide_row(engine, threads):
    label = "one thread" if threads == 1 else "two threads"
    return Row(f"wide net 512-512-32, batch 256, {label}: share of the GEMM rate", ">=", 0.7,
               percent, lambda r: r.field(WIDE.format(engine, threads), "gflops"),
               gemm_rate(threads), lambda ours, rate: ours / rate, gflops_text)


def step_rows(engine):
    def step(batch, threads):
        return lambda r: r.seconds(TUTORIAL.format(engine, batch, threads))
    return [
        speedup("training step, batch 16, one thread, against PyTorch", 200, step(16, 1),
                lambda r: r.seconds(TUTORIAL.format("pytorch", 16, 1))),
        speedup("the same against plain libtorch", 120, step(16, 1),
                lambda r: r.seconds(TUTORIAL.format("plain_libtorch", 16, 1))),
        speedup("training step, batch 1024, two threads, against PyTorch", 30, step(1024, 2),
                fastest_thread_count(lambda n: TUTORIAL.format("pytorch", 1024, n))),
        speedup("step of windows of 32 frames, batch 64, two threads, against PyTorch", 8,
                lambda r: r.seconds(WINDOWS.format(engine, 2)),
                fastest_thread_count(lambda n: WINDOWS.format("pytorch", n))),
        speedup("step of preset best, batch 256, two threads, against PyTorch", 12,
                lambda r: r.seconds(BEST.format(engine, 2)),
                fastest_thread_count(lambda n: BEST.format("pytorch", n))),
        wide_row(engine, 1),
        wide_row(engine, 2),
    ]


def run_rows():
    epoch = "epoch/auto/batch:16/poses:{}"
    return [
        absolute("6,000 poses of 35 joints, 120,000 steps, whole run", "<=", 8.0, time_text,
                 lambda r: r.seconds("run/auto/tutorial/joints:35/steps:120000")),
        Row("a million poses: time per pose and epoch, over that of ten thousand", "<=", 1.2, times,
            lambda r: r.seconds(epoch.format(1000000)), lambda r: r.seconds(epoch.format(10000)),
            lambda million, few: million / few),
        absolute("a million poses: peak memory over the data", "<=", 1.3, times,
                 lambda r: r.field(epoch.format(1000000), "peak_rss_over_data")),
    ]


def motion_rows():
    return [
        speedup("BVH of 2 MB, against NumPy", 3, lambda r: r.seconds("bvh/file_2MB"),
                lambda r: r.seconds("bvh/file_2MB/numpy")),
        absolute("all of bandai-namco (40 MB), two threads", "<=", 0.15, time_text,
                 lambda r: r.seconds("bvh/folder/threads:2")),
        absolute("ASF/AMC, one core", ">=", 100e6, rate_text("bytes"),
                 lambda r: r.field("motion_files/amc", "bytes_per_second")),
        absolute("npz, one core", ">=", 100e6, rate_text("bytes"),
                 lambda r: r.field("motion_files/npz", "bytes_per_second")),
        Row("40 MB of BVH read and written as GLB, over the time of reading it", "<=", 3, times,
            lambda r: r.seconds("motion_files/folder/glb"),
            lambda r: r.seconds("motion_files/folder/read"), lambda whole, read: whole / read),
        Row("the same: bytes, over those of the BVH", "<=", 0.25, percent,
            lambda r: r.field("motion_files/folder/glb", "bytes_written"),
            lambda r: r.field("motion_files/folder/glb", "bytes"),
            lambda own, other: own / other, megabytes_of),
        absolute("forward kinematics, batched, one core", ">=", 200e6, rate_text("joints"),
                 lambda r: r.field("kinematics/float/joints:22/batch:4096", "items_per_second")),
        absolute("decode one pose", "<=", 5e-6, time_text,
                 lambda r: r.seconds("decode/net:64-16-8/batch:1")),
        absolute("decode in batches of 4096, one core", ">=", 3e6, rate_text("poses"),
                 lambda r: r.field("decode/net:64-16-8/batch:4096", "items_per_second")),
    ]


def picture_rows():
    ours = "gif/800x800/frames:400/threads:2"
    baseline = r"gif/800x800/frames:\d+/matplotlib"
    return [
        speedup("GIF 800x800, a frame of 400, against matplotlib + Pillow", 40,
                gif_seconds_per_frame(ours), gif_seconds_per_frame(baseline)),
        Row("the same: bytes per frame, over matplotlib's", "<=", 0.5, percent,
            lambda r: r.field(ours, "bytes_per_frame"),
            lambda r: r.field(r.only(baseline), "bytes_per_frame"),
            lambda own, other: own / other, bytes_text),
        Row("MP4 800x800 of 400 frames, over the GIF's time", "<=", 1.5, times,
            lambda r: r.seconds("mp4/800x800/frames:400/threads:2"), lambda r: r.seconds(ours),
            lambda own, other: own / other),
        absolute("--help, the slowest of the programs that make paths", "<=", 0.020, time_text,
                 lambda r: r.best(max, [lambda name=name: r.seconds(name)
                                        for name in r.names("startup/.*")])),
        absolute("the same: peak memory", "<=", 30.0, megabytes,
                 lambda r: r.best(max, [lambda name=name: r.field(name, "max_rss_mb")
                                        for name in r.names("startup/.*")])),
    ]


def line_of(row, rounds):
    """The cells of a row."""
    target = f"{'at least' if row.relation == '>=' else 'at most'} {row.show(row.target)}"
    pairs = []
    for r in rounds:
        try:
            pairs.append((row.ours(r), row.baseline(r) if row.baseline else None))
        except NotMeasured:
            continue  # not every round runs everything
    if not pairs:
        return [row.what, target, "not measured", "", "", "", "", "0", ""]
    figures = [row.figure(*pair) for pair in pairs]
    median = statistics.median(figures)
    both = [row.parts(statistics.median(p[i] for p in pairs)) if row.baseline else ""
            for i in (0, 1)]
    return [row.what, target, f"**{row.show(median)}**", row.show(min(figures)),
            row.show(max(figures)), *both, str(len(pairs)),
            "met" if row.met(median) else "missed"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", help="where round-1, round-2, ... are")
    parser.add_argument("--engine", default="fused", help="the engine of the step rows")
    options = parser.parse_args()
    rounds = rounds_in(options.folder)
    rows = step_rows(options.engine) + run_rows() + motion_rows() + picture_rows()
    print(markdown(["what", "target", "median", "min", "max", "ours", "baseline", "rounds", ""],
                   [line_of(row, rounds) for row in rows]))


if __name__ == "__main__":
    main()
