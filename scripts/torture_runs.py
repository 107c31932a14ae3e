#!/usr/bin/env python3
"""Does harm to training runs at random moments: scripts/torture_runs.py [MOMENTS] [SEED] [BIN]

Trains a small run of preset best undisturbed, then again MOMENTS times (200), and each time one of these happens at a
random moment: kill -9; TERM, sent twice as timeout(1) does; HUP; Ctrl-C twice; the pipe behind stdout and stderr is
closed; the disk is full; the folder is read-only. Half of the runs are disturbed again when they are resumed. After each
disturbance every file must be readable, and what ended by itself must have taken its temporary files and its lock away.
Resumed to the end, the run must consist of the same files as the undisturbed one, with the same bits in best.safetensors,
last.safetensors and, but for the seconds, history.csv.

The full disk is a small file system in memory where this user may mount one, otherwise a limit on the size of files.
The read-only folder is one of a user who is not root. BIN is where aae_train is (build/release/bin).
"""

import collections
import csv
import hashlib
import json
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
NOBODY = 65534
SETTINGS = ["preset=best", "training.epochs=6", "training.threads=1", "training.seed=3", "training.batch=128",
            "model.encoder=[128, 64]", "output.checkpoint_every=1", "output.checkpoint_s=0.05",
            "output.preview_every=2", "output.test_every=1", "output.tensorboard=true"]


class Failure(Exception):
    pass


def require(holds, what):
    if not holds:
        raise Failure(what)


def training(folder, *arguments, **options):
    return subprocess.Popen([AAE_TRAIN, *arguments], cwd=folder, stdin=subprocess.DEVNULL, **options)


def start_of(folder):
    """Arguments that go on with the run in the folder, or begin it where nothing can be gone on with."""
    if (folder / "run/config.yaml").exists():
        return ["--resume", "run"]
    settings = [f"data.clips=[{CLIP}:0:500]", "output.dir=run", *SETTINGS]
    return ["--config", str(CONFIG), *(word for setting in settings for word in ("--set", setting))]


def model_of(path):
    """The bytes of a model, whose checksum must be right (docs/FILES.md)."""
    content = path.read_bytes()
    end = 8 + int.from_bytes(content[:8], "little")
    texts = json.loads(content[8:end])["__metadata__"]
    check = texts.pop("crc32")
    others = "".join(key + texts[key] for key in sorted(texts)).encode()
    require(check == f"{zlib.crc32(others, zlib.crc32(content[end:])):08x}", f"{path.name} is damaged")
    return content


def contents_of(path):
    """The bytes of a model, or of an HDF5 file before their digest, which must be right (docs/FILES.md)."""
    if path.suffix == ".safetensors":
        return model_of(path)
    body, mark, digest = path.read_bytes().rpartition(b"\nPOSEAAE-SHA256 ")
    require(mark and hashlib.sha256(body).hexdigest().encode() == digest.strip(), f"{path.name} is damaged")
    return body


def rows_of(path, whole=True):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    if not whole:
        rows = rows[:-1]
    require(all(len(row) == len(rows[0]) for row in rows), "history.csv has rows of several lengths")
    return [row[:-1] for row in rows]


def names_in(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def is_left_over(name):
    return name.endswith("-tmp") or name == "run.lock" or name.startswith("earlier_run")


def is_event_file(name):
    return name.startswith("events.out.tfevents.")


def scalars_in(run):
    """The steps and tags of the numbers in the event files; every file must be whole but for a record at its end."""
    if not run.exists():
        return []
    read = subprocess.run([sys.executable, ROOT / "tests/tools/event_reader.py", run], capture_output=True, text=True,
                          check=False)
    require(read.returncode == 0, f"event files: {read.stderr[-500:]}")
    return sorted(line.split()[1:3] for line in read.stdout.splitlines() if line.startswith("scalar "))


def check_readable(run, whole_history):
    for path in run.rglob("*"):
        if is_left_over(path.name) or path.is_dir():
            continue
        if path.suffix in (".h5", ".safetensors"):
            contents_of(path)
        elif path.suffix == ".png":
            data = path.read_bytes()
            require(data.startswith(b"\x89PNG") and data.endswith(b"IEND\xaeB`\x82"), f"{path.name} is cut off")
        elif path.name == "history.csv":
            rows_of(path, whole_history)
        elif path.name == "config.yaml":
            require(path.read_text().rstrip().splitlines()[-1].strip().startswith("tensorboard"), "config.yaml is cut off")
        elif is_event_file(path.name):
            continue
        else:
            require(path.name == "log.txt", f"{path.name}: what is that?")


class Place:
    """A folder for one run: of a user who is not root, and on a disk that can be filled if that can be had."""

    def __init__(self, parent):
        self.path = pathlib.Path(tempfile.mkdtemp(dir=parent))
        self.small_disk = CAN_MOUNT
        if self.small_disk:
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", self.path], check=True)
        if os.getuid() == 0:
            os.chown(self.path, NOBODY, NOBODY)
        self.user = {"user": NOBODY, "group": NOBODY} if os.getuid() == 0 else {}

    def remove(self):
        if self.small_disk:
            subprocess.run(["umount", "-l", self.path], check=True)
        shutil.rmtree(self.path)


def send(*signals):
    def harm(process, _place):
        for number in signals:
            if process.poll() is None:
                process.send_signal(number)
    return harm


def close_pipe(process, _place):
    process.stdout.close()


def fill_disk(process, place):
    if not place.small_disk:
        try:
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (4096, 4096))
        except ProcessLookupError:
            pass
        return
    with open(place.path / "filling", "wb", buffering=0) as file:
        while process.poll() is None:
            try:
                file.write(b"\0" * 65536)
            except OSError:
                time.sleep(0.005)


def forbid_writing(process, place):
    run = place.path / "run"
    if run.exists():
        run.chmod(0o555)


def allow_writing(place):
    (place.path / "filling").unlink(missing_ok=True)
    if (place.path / "run").exists():
        (place.path / "run").chmod(0o755)


# What happens, and the exit codes that it may have (0: the run was through; a signal: it came before the program could
# deal with it). What ends by itself leaves nothing behind, except where it cannot remove anything.
HARMS = {
    "kill -9": (send(signal.SIGKILL), {0, -9}, False),
    "TERM": (send(signal.SIGTERM, signal.SIGTERM), {0, 130, -15}, True),
    "HUP": (send(signal.SIGHUP), {0, 130, -1}, True),
    "Ctrl-C twice": (send(signal.SIGINT, signal.SIGINT), {0, 130, -2}, True),
    "closed pipe": (close_pipe, {0}, True),
    "full disk": (fill_disk, {0, 1}, True),
    "read-only folder": (forbid_writing, {0, 1}, False),
}


def disturbed(place, name, moment):
    """Runs until the harm at this moment has ended it; returns the exit code."""
    harm, codes, cleans_up = HARMS[name]
    process = training(place.path, *start_of(place.path), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **place.user)
    time.sleep(moment)
    harm(process, place)
    said = b"" if process.stdout.closed else process.stdout.read()
    code = process.wait()
    allow_writing(place)
    require(code in codes, f"exit code {code}, expected {sorted(codes)}: {said.decode()[-500:]}")
    require(code != 1 or said.count(b"error: ") == 1, f"expected one error, found: {said.decode()[-500:]}")
    run = place.path / "run"
    check_readable(run, name != "full disk")
    scalars_in(run)
    left = [left for left in names_in(run) if is_left_over(pathlib.Path(left).name)]
    require(not cleans_up or code < 0 or not left, f"left over after exit code {code}: {left}")
    return code


def check_finished(place, whole):
    process = training(place.path, *start_of(place.path), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **place.user)
    said = process.communicate()[0].decode()
    require(process.returncode == 0, f"resumed: exit code {process.returncode}: {said[-500:]}")
    run = place.path / "run"
    check_readable(run, True)
    of_run, of_whole = ({name for name in names_in(path) if not is_event_file(name)} for path in (run, whole))
    require(of_run == of_whole, f"files: {of_run ^ of_whole}")
    require(scalars_in(run) == scalars_in(whole), "the event files have other scalars")
    for name in ("best.safetensors", "last.safetensors"):
        require(contents_of(run / name) == contents_of(whole / name), f"{name} is another")
    require(rows_of(run / "history.csv") == rows_of(whole / "history.csv"), "history.csv is another")


def undisturbed(place):
    """Seconds of a run from its beginning to its end."""
    shutil.rmtree(place.path / "run", ignore_errors=True)
    began = time.monotonic()
    process = training(place.path, *start_of(place.path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       **place.user)
    require(process.wait() == 0, "the undisturbed run failed")
    return time.monotonic() - began


def torture(parent, moments):
    began = time.monotonic()
    place = Place(parent)
    whole = place.path / "run"
    # The shortest of three, so that moments lie within the run even where the machine is busy for a while.
    duration = min(undisturbed(place) for _ in range(3))
    kinds = list(HARMS)
    codes = collections.Counter()
    failed = 0
    for moment in range(moments):
        victim = Place(parent)
        story = []
        try:
            name = kinds[moment % len(kinds)]
            while True:
                when = random.uniform(0.0, duration)
                story.append(f"{name} after {when:.3f} s")
                codes[name, disturbed(victim, name, when)] += 1
                if random.random() < 0.5:
                    break
                name = random.choice(kinds)
            check_finished(victim, whole)
        except Failure as problem:
            failed += 1
            print(f"moment {moment + 1}: {', '.join(story)}: {problem}", flush=True)
        victim.remove()
    place.remove()
    for name in kinds:
        counts = ", ".join(f"{count} x {code}" for (kind, code), count in sorted(codes.items()) if kind == name)
        print(f"{name:18} exit codes {counts}")
    print(f"{moments} runs of {duration:.1f} s, {sum(codes.values())} disturbances, {failed} failed, "
          f"{time.monotonic() - began:.0f} s; full disk: {'a small one' if CAN_MOUNT else 'a limit on sizes'}")
    return failed


def can_mount():
    if os.getuid() != 0:
        return False
    with tempfile.TemporaryDirectory() as folder:
        if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], capture_output=True, check=False).returncode != 0:
            return False
        return subprocess.run(["umount", folder], check=False).returncode == 0


if __name__ == "__main__":
    MOMENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    random.seed(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    BIN = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else ROOT / "build/release/bin"
    CAN_MOUNT = can_mount()
    with tempfile.TemporaryDirectory() as FOLDER:
        os.chmod(FOLDER, 0o755)
        # Copies, since the user who trains may not be let into the checkout.
        AAE_TRAIN = shutil.copy((BIN / "aae_train").resolve(), FOLDER)
        CLIP = shutil.copy(ROOT / "data/street_step.bvh", FOLDER)
        CONFIG = shutil.copy(ROOT / "configs/tutorial.yaml", FOLDER)
        for copy in (AAE_TRAIN, CLIP, CONFIG):
            os.chmod(copy, 0o755)
        sys.exit(1 if torture(pathlib.Path(FOLDER), MOMENTS) else 0)
