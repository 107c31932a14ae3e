#!/usr/bin/env python3
"""osc.py STAND_IN [--modules FOLDER]: node-osc, osc-js, osc.js and osc-min hear osc_stand_in dance data/waltz_sway.bvh, and
play it. What they hear has to be, number by number, what the strict reader tests/osc/osc10.py hears. README.md says what to
install. Prints a table."""

import argparse
import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "tests/osc")]

import osc10
from session import CLIP, free_port, listener, port_of

FRAMES = 30
PLAYED = [["/poseaae/latent/3", 0.5], ["/poseaae/mix/a", "steps"], ["/poseaae/source", "mix"], ["/poseaae/clip", "waltz"]]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("program")
    options.add_argument("--modules", default=str(HERE / "node_modules"))
    arguments = options.parse_args()
    modules = Path(arguments.modules).resolve()
    script = HERE / "osc_listen.mjs"
    if modules.parent != HERE:  # modules are looked for beside the script
        script = modules.parent / script.name
        script.write_text((HERE / script.name).read_text())
    print("| library | messages | differences |\n|---|---|---|")
    for library in ("node-osc", "osc-js", "osc", "osc-min"):
        version = json.loads((modules / library / "package.json").read_text())["version"]
        strict, play = listener(), free_port()
        node = subprocess.Popen(["node", script, library, str(3 * FRAMES), str(play)], stdout=subprocess.PIPE, text=True)
        port = int(node.stdout.readline())
        dancer = subprocess.Popen(
            [arguments.program, CLIP, "--frames", str(FRAMES), "--osc-in", str(play), "--osc-out", f":{port}",
             "--osc-out", f":{port_of(strict)}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        found = [json.loads(line) for line in node.communicate(timeout=60)[0].splitlines()]
        said, _ = dancer.communicate(timeout=20)
        taken = [json.loads(line) for line in said.splitlines() if line.startswith("[")]
        expected = [osc10.messages(strict.recv(65536))[0] for _ in found]
        wrong = sum(a != [address, *values] for a, (address, _, values) in zip(found, expected))
        assert len(found) == 3 * FRAMES, (library, len(found))
        assert taken == PLAYED, (library, taken)
        print(f"| {library} {version} | {len(found)} | {wrong} |")
        assert wrong == 0, library


if __name__ == "__main__":
    main()
