#!/usr/bin/python3
"""Fingerprints of what the programs make: scripts/fingerprint.py BIN [DATA]

Trains three epochs of each preset with each engine, resumes a run, and runs every command of docs/GALLERY.md, with the
programs in BIN and the clips in DATA (by default those of this clone), in a folder of its own. Prints a line for each
result: SHA-256, name. Two builds whose lines agree compute the same bits. Of an HDF5 file all arrays count, of a history
all columns but the seconds; of other files every byte.
"""

import csv
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import h5py
import numpy

ROOT = pathlib.Path(__file__).resolve().parent.parent


def arrays_of(path):
    """The arrays of an HDF5 file, by name."""
    digest = hashlib.sha256()
    with h5py.File(path, "r") as file:
        names = []
        file.visititems(lambda name, item: names.append(name) if isinstance(item, h5py.Dataset) else None)
        for name in sorted(names):
            value = file[name][()]
            if isinstance(value, numpy.ndarray) and value.dtype.kind in "fiu":
                digest.update(name.encode() + str(value.shape).encode() + value.tobytes())
    return digest.hexdigest()


def without_header(path):
    """The arrays of a safetensors file, which follow its texts."""
    content = path.read_bytes()
    return hashlib.sha256(content[8 + int.from_bytes(content[:8], "little") :]).hexdigest()


def without_seconds(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    keep = [i for i, name in enumerate(rows[0]) if name != "seconds"]
    return hashlib.sha256("\n".join(",".join(row[i] for i in keep) for row in rows).encode()).hexdigest()


def fingerprint(path):
    if path.name == "history.csv":
        return without_seconds(path)
    if path.suffix == ".h5":
        return arrays_of(path)
    if path.suffix == ".safetensors":
        return without_header(path)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def run(command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"{command}: exit {done.returncode}\n{done.stderr}")


def show(*paths):
    for path in paths:
        print(fingerprint(path), path, flush=True)


def train(name, *settings):
    command = ["aae_train", "--config", "configs/tutorial.yaml"]
    for setting in (f"output.dir=runs/{name}", "training.threads=1", *settings):
        command += ["--set", setting]
    run(command)


def trainings():
    for preset in ("tutorial", "corrected", "best"):
        for engine in ("fused", "torch"):
            name = f"{preset}_{engine}"
            train(name, f"preset={preset}", f"training.engine={engine}", "training.epochs=3")
            folder = pathlib.Path("runs") / name
            show(folder / "state.h5", folder / "last.safetensors", folder / "history.csv")
    train("resumed", "preset=best", "training.epochs=2")
    run(["aae_train", "--resume", "runs/resumed", "--set", "training.epochs=3"])
    show(pathlib.Path("runs/resumed/state.h5"))


def gallery():
    run(["aae_train", "--config", "configs/dance.yaml", "--set", "training.threads=1"])
    show(pathlib.Path("runs/dance/best.safetensors"))
    for line in pathlib.Path("docs/GALLERY.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            run(line.strip(), shell=True)
    made = [*pathlib.Path("docs/images/gallery").iterdir(), *pathlib.Path("runs/dance").glob("*.*")]
    names = {"walk.csv", "walk.h5", "edited.bvh", "diffusion.safetensors", "attributes.safetensors"}
    show(*sorted(path for path in made if path.parent.name == "gallery" or path.name in names))


def motions():
    """The formats that the gallery does not write."""
    for name in ("walk.bvh", "walk.gif", "walk.svg", "walk.pdf", "walk_motion.h5"):
        run(["pose_walk", "--model", "runs/dance/best.safetensors", "--count", "60", "--seed", "3", "--out", name])
        show(pathlib.Path(name))
    run(["pose_encode", "data/waltz_sway.bvh", "--model", "runs/dance/best.safetensors", "--out", "encodings.h5",
         "--out", "encodings.csv"])
    show(pathlib.Path("encodings.h5"), pathlib.Path("encodings.csv"))


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    os.environ["PATH"] = f"{pathlib.Path(sys.argv[1]).resolve()}:{os.environ['PATH']}"
    data = pathlib.Path(sys.argv[2]).resolve() if len(sys.argv) == 3 else ROOT / "data"
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.symlink(data, "data")
        for part in ("configs", "paths"):
            os.symlink(ROOT / part, part)
        os.makedirs("docs/images/gallery")
        shutil.copy(ROOT / "docs/GALLERY.md", "docs")
        trainings()
        gallery()
        motions()


if __name__ == "__main__":
    main()
