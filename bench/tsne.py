"""t-SNE beside scikit-learn's, in turn: tsne.py BENCH_TSNE ENCODINGS [ROWS [ITERATIONS [ROUNDS]]]

ENCODINGS is what pose_encode wrote (.h5); ROWS of them, evenly spread. Prints seconds, CPU seconds and peak memory of
both, medians over the rounds, and the exact Kullback-Leibler divergence of both maps: P between all pairs, in double
precision, computed here alone. Needs h5py and scikit-learn. With other programs as BENCH_TSNE, those of an earlier
revision, say, it compares these: give several, separated by commas.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np

PERPLEXITY = 30
THREADS = 2
SKLEARN = """
import sys, numpy as np
from sklearn.manifold import TSNE
points = np.fromfile(sys.argv[1], np.float32).reshape(-1, int(sys.argv[2]))
map = TSNE(perplexity=float(sys.argv[4]), init="pca", learning_rate="auto", n_iter=int(sys.argv[3]),
           n_jobs=int(sys.argv[5]), random_state=0).fit_transform(points)
map.astype(np.float64).tofile(sys.argv[6])
"""


def squared_distances(a, b):
    return np.maximum(0.0, (a**2).sum(1)[:, None] + (b**2).sum(1)[None] - 2.0 * a @ b.T)


def affinities(points):
    """p_ij of all pairs: each row's beta by bisection on the entropy."""
    points = points.astype(np.float64) - points.mean(0)
    count = len(points)
    p = np.empty((count, count))
    for first in range(0, count, 500):
        d = squared_distances(points[first : first + 500], points)
        own = np.arange(len(d))
        d[own, first + own] = np.inf
        d -= d.min(1, keepdims=True)
        d[own, first + own] = 0.0
        log_low, log_high = np.full(len(d), -20.0), np.full(len(d), 25.0)
        for _ in range(45):
            log_beta = (log_low + log_high) / 2
            weights = np.exp(-np.exp(log_beta)[:, None] * d)
            weights[own, first + own] = 0.0
            total = weights.sum(1)
            entropy = np.log(total) + np.exp(log_beta) * (weights * d).sum(1) / total
            above = entropy > np.log(PERPLEXITY)
            log_low, log_high = np.where(above, log_beta, log_low), np.where(above, log_high, log_beta)
        p[first : first + 500] = weights / total[:, None]
    p += p.T.copy()
    return p / (2.0 * count)


def divergence(p, places):
    crossed, total = 0.0, 0.0
    for first in range(0, len(places), 500):
        d = places[first : first + 500, None] - places[None]
        w = 1.0 / (1.0 + (d**2).sum(2))
        own = np.arange(len(w))
        w[own, first + own] = 0.0
        total += w.sum()
        row = p[first : first + 500]
        some = row > 0.0
        crossed += (row[some] * np.log(row[some] / w[some])).sum()
    return crossed + np.log(total)


def run(command):
    """Seconds, CPU seconds, peak memory in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"tsne.py: {command[0]} failed")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def main():
    import h5py  # noqa: PLC0415: only here

    programs = sys.argv[1].split(",")
    rows, iterations, rounds = (int(x) for x in (sys.argv[3:] + ["10000", "1000", "1"][len(sys.argv) - 3 :]))
    with h5py.File(sys.argv[2]) as file:
        encodings = file["latents"][:]
    points = np.ascontiguousarray(encodings[np.arange(rows) * len(encodings) // rows], np.float32)
    with tempfile.TemporaryDirectory() as folder:
        file = f"{folder}/points"
        points.tofile(file)
        options = [file, str(points.shape[1]), str(iterations), str(PERPLEXITY), str(THREADS)]
        commands = {program: [program, *options, f"{folder}/{i}"] for i, program in enumerate(programs)}
        commands["scikit-learn"] = [sys.executable, "-c", SKLEARN, *options, f"{folder}/sklearn"]
        figures = {who: [] for who in commands}
        for _ in range(rounds):
            for who, command in commands.items():
                figures[who].append(run(command))
        p = affinities(points)
        print("| program | seconds | CPU seconds | MB | divergence |\n|---|---|---|---|---|")
        for who, command in commands.items():
            seconds, cpu, memory = (statistics.median(column) for column in zip(*figures[who]))
            found = divergence(p, np.fromfile(command[-1]).reshape(-1, 2))
            print(f"| {os.path.basename(who)} | {seconds:.2f} | {cpu:.2f} | {memory:.0f} | {found:.4f} |")


if __name__ == "__main__":
    main()
