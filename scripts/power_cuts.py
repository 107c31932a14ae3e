#!/usr/bin/env python3
"""Cuts the power of training runs: scripts/power_cuts.py [FAULT,...] [STEP] [BIN]

Trains a short run of preset best undisturbed and counts what it does to files: opening, writing, syncing, renaming, ... Then,
for every STEP-th (1) of these operations and each FAULT, trains it again until there: the power fails (cut), and of every
file only what was synced is left (lose), and of every folder only the names that were synced (lose_names); or the operation
and all later ones fail (EIO, ENOSPC, EDQUOT, EACCES). tests/faults/run_with_faults.cpp does that. After each, every file must
be readable. Resumed to the end, or begun again where nothing had been saved, the run must consist of the same files as the
undisturbed one, with the same bits.

BIN is where aae_train is (build/release/bin). Linux on x86-64.
"""

import collections
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import torture_runs as runs

FAULTS = ["cut", "lose", "lose_names", "EIO", "ENOSPC", "EDQUOT", "EACCES"]
SETTINGS = ["preset=best", "training.epochs=2", "training.threads=1", "training.seed=3", "training.batch=128",
            "model.encoder=[32]", "output.checkpoint_every=1", "output.checkpoint_s=0.001", "output.preview_every=0",
            "output.test_every=1", "output.tensorboard=true"]


class Place:
    """A folder for one run."""

    user = {}

    def __init__(self, parent):
        self.path = pathlib.Path(tempfile.mkdtemp(dir=parent))


def run_with(place, fault, at):
    """The exit code of a run with this fault, and what it said."""
    command = [TRACER, place.path, fault, str(at), runs.AAE_TRAIN, *runs.start_of(place.path)]
    done = subprocess.run(command, cwd=place.path, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def check(place, whole, fault, at):
    code, said = run_with(place, fault, at)
    cut = fault in ("cut", "lose", "lose_names")
    runs.require(code in ((0, 137) if cut else (0, 1)), f"exit code {code}: {said[-500:]}")
    runs.require(code != 1 or said.count("error: ") == 1, f"expected one error, found: {said[-500:]}")
    run = place.path / "run"
    runs.check_readable(run, False)
    runs.scalars_in(run)
    runs.check_finished(place, whole)
    return code


def main(parent):
    began = time.monotonic()
    place = Place(parent)
    code, said = run_with(place, "count", 0)
    runs.require(code == 0, said)
    operations = int(next(line for line in said.splitlines() if line.isdigit()))
    whole = place.path / "run"
    codes = collections.Counter()
    failed = 0
    for fault in WANTED:
        for at in range(1, operations + 1, STEP):
            victim = Place(parent)
            try:
                codes[fault, check(victim, whole, fault, at)] += 1
            except runs.Failure as problem:
                failed += 1
                print(f"{fault} at operation {at}: {problem}", flush=True)
            shutil.rmtree(victim.path)
    for (fault, code), count in sorted(codes.items()):
        print(f"{fault:11} {count:5} x exit code {code}")
    print(f"{operations} operations, every {STEP}, {sum(codes.values()) + failed} faults, {failed} failed, "
          f"{time.monotonic() - began:.0f} s")
    return failed


if __name__ == "__main__":
    WANTED = sys.argv[1].split(",") if len(sys.argv) > 1 else FAULTS
    STEP = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    BIN = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else runs.ROOT / "build/release/bin"
    TRACER = (BIN / "run_with_faults").resolve()
    runs.AAE_TRAIN = (BIN / "aae_train").resolve()
    runs.CLIP = runs.ROOT / "data/street_step.bvh"
    runs.CONFIG = runs.ROOT / "configs/tutorial.yaml"
    runs.SETTINGS = SETTINGS
    with tempfile.TemporaryDirectory() as FOLDER:
        sys.exit(1 if main(FOLDER) else 0)
