#!/usr/bin/env python3
"""Whole runs of aae_train as child processes: wall time, time per pose and epoch, peak memory.

    runs.py epoch --poses 10000        time per pose and epoch, and peak memory over the data's bytes
    runs.py steps                      6,000 poses of 35 joints, 400 epochs: 120,000 steps, from the
                                       command to the closed run folder

Prints one line of JSON in google-benchmark's form. The data are synthetic (bench_make_dataset): how
long a step takes does not depend on what the poses are.
"""

import argparse
import csv
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TRAIN_SHARE = 0.8  # data.test_fraction is 0.2; frames at random hit it exactly


class Run:
    """One run to its end: wall seconds, peak resident bytes, and what history.csv says."""

    def __init__(self, options, dataset, folder, epochs):
        config = Path(folder) / "config.yaml"
        config.write_text(f"preset: {options.preset}\n")
        run_folder = Path(folder) / "run"
        settings = {"data.clips": f"[{dataset}]", "data.split": "frame",
                    "training.epochs": epochs, "training.batch": options.batch,
                    "training.threads": options.threads, "output.dir": run_folder}
        if options.engine:
            settings["training.engine"] = options.engine
        command = [options.bin / "aae_train", "--quiet", "--overwrite", "--config", config]
        for key, value in settings.items():
            command += ["--set", f"{key}={value}"]
        begin = time.perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        self.seconds = time.perf_counter() - begin
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            sys.exit(f"runs.py: aae_train failed with exit code {child.returncode}")
        self.peak_bytes = 1024 * usage.ru_maxrss
        with open(run_folder / "history.csv", newline="") as file:
            self.epochs = list(csv.DictReader(file))
        missing = [name for name in ("config.yaml", "best.safetensors", "last.safetensors", "state.h5", "history.png")
                   if not (run_folder / name).exists()]
        if len(self.epochs) != epochs or missing:
            sys.exit(f"runs.py: expected a closed run of {epochs} epochs, found "
                     f"{len(self.epochs)}; missing: {missing}")


def make_dataset(options, joints, poses, folder):
    path = Path(folder) / "poses.h5"
    subprocess.run([options.bin / "bench_make_dataset", str(joints), str(poses), path], check=True)
    return path


def epoch(options, folder):
    joints = 22
    run = Run(options, make_dataset(options, joints, options.poses, folder), folder, options.epochs)
    seconds = [float(row["seconds"]) for row in run.epochs]
    data_bytes = options.poses * joints * 4 * 4
    return {"name": f"epoch/{options.engine or 'auto'}/batch:{options.batch}/poses:{options.poses}",
            "real_time": 1e9 * statistics.median(seconds) / options.poses, "time_unit": "ns",
            "wall_s": run.seconds, "peak_rss_mb": run.peak_bytes / 1e6,
            "peak_rss_over_data": run.peak_bytes / data_bytes}


def steps(options, folder):
    poses, joints, epochs = 6000, 35, options.epochs
    count = math.ceil(TRAIN_SHARE * poses / options.batch) * epochs
    run = Run(options, make_dataset(options, joints, poses, folder), folder, epochs)
    return {"name": f"run/{options.engine or 'auto'}/{options.preset}/joints:{joints}/steps:{count}",
            "real_time": run.seconds, "time_unit": "s", "us_per_step": 1e6 * run.seconds / count,
            "peak_rss_mb": run.peak_bytes / 1e6}


def main():
    parser = argparse.ArgumentParser(description="Measures whole runs of aae_train.")
    parser.add_argument("what", choices=("epoch", "steps"))
    parser.add_argument("--bin", type=Path, default=Path("build/release/bin"))
    parser.add_argument("--engine", help="training.engine; without it, the program's default")
    parser.add_argument("--preset", default="tutorial", choices=("tutorial", "corrected"))
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--poses", type=int, default=10000, help="of the dataset of `epoch`")
    parser.add_argument("--epochs", type=int, help="default: 5 for `epoch`, 400 for `steps`")
    options = parser.parse_args()
    if options.epochs is None:
        options.epochs = 5 if options.what == "epoch" else 400
    with tempfile.TemporaryDirectory(prefix="poseaae-bench-") as folder:
        measure = epoch if options.what == "epoch" else steps
        print(json.dumps({"benchmarks": [measure(options, folder)]}))


if __name__ == "__main__":
    main()
