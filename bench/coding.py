"""Encoding and decoding from Python beside C++, in turn, and the import: coding.py BENCH_CODING MODEL [ROUNDS]

Medians over the rounds, of 100,000 rows. The package must be on PYTHONPATH.
"""

import statistics
import subprocess
import sys
import time

import numpy as np

import poseaae

ROWS = 100_000


def import_ms(script):
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", script], check=True)
    return 1000 * (time.perf_counter() - start)


def main():
    program, file = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 15
    model = poseaae.codec.load_model(file)
    points = np.random.default_rng(1).standard_normal((ROWS, model.latent_dim), dtype=np.float32)
    rows = model.decode(points)
    work = {"encode": lambda: model.encode(rows), "decode": lambda: model.decode(points)}
    seconds = {(who, what): [] for who in ("C++", "Python") for what in work}
    with subprocess.Popen([program, file, str(ROWS)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as cpp:
        for _ in range(rounds):
            for what, call in work.items():
                cpp.stdin.write(what + "\n")
                cpp.stdin.flush()
                seconds["C++", what].append(float(cpp.stdout.readline().split()[0]))
                start = time.perf_counter()
                result = call()
                seconds["Python", what].append(time.perf_counter() - start)
                del result
        cpp.stdin.close()
    for what in work:
        ours, theirs = (1000 * statistics.median(seconds[who, what]) for who in ("Python", "C++"))
        print(f"{what} {ROWS} rows: Python {ours:.1f} ms, C++ {theirs:.1f} ms, ratio {ours / theirs:.2f}")
    with_it = statistics.median(import_ms("import poseaae") for _ in range(11))
    without = statistics.median(import_ms("pass") for _ in range(11))
    print(f"import poseaae: {with_it - without:.1f} ms (of {with_it:.1f} ms for the process)")


if __name__ == "__main__":
    main()
