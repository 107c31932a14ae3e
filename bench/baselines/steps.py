"""What the baselines of training steps share: a body, poses, perceptrons, and how a step is timed."""

import argparse
import ctypes
import json
import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F

# The 22 joints of the recordings that are measured: hips, spine, head, two arms, two legs.
PARENTS = [-1, 0, 1, 2, 3, 4, 3, 6, 7, 8, 3, 10, 11, 12, 1, 14, 15, 16, 1, 18, 19, 20]


def smooth_poses(count, joints):
    """(count, 4 joints): unit quaternions that move smoothly from row to row."""
    q = torch.cumsum(0.02 * torch.randn(count, joints, 4), dim=0)
    q[..., 0] += 1.0
    return F.normalize(q, dim=-1).view(count, -1)


def quaternion_product(a, b):
    """Hamilton product of two quaternions, each a tuple of its parts w x y z: sixteen products by
    columns. Picking them out of batched outer products, the other form in use, takes half as long
    again for a whole step of the tutorial."""
    aw, ax, ay, az = a
    bw, bx, by, bz = b
    return (aw * bw - ax * bx - ay * by - az * bz,
            aw * bx + ax * bw + ay * bz - az * by,
            aw * by - ax * bz + ay * bw + az * bx,
            aw * bz + ax * by - ay * bx + az * bw)


def rotate(w, u, v, dim=-1):
    """v + 2 (w u x v + u x (u x v)) for the quaternion (w, u), x y z along `dim`."""
    uv = torch.cross(u, v, dim=dim)
    return v + 2 * (w * uv + torch.cross(u, uv, dim=dim))


class Perceptron(nn.Module):
    """Hidden layers with SiLU; the last layer sees their output and the input."""

    def __init__(self, sizes):
        super().__init__()
        self.hidden = nn.ModuleList(nn.Linear(*pair) for pair in zip(sizes[:-2], sizes[1:-1]))
        self.last = nn.Linear(sizes[-2] + sizes[0], sizes[-1])

    def forward(self, x, dropout=0.0):
        hidden = x
        for layer in self.hidden:
            hidden = F.silu(layer(hidden))
            if dropout > 0.0:
                hidden = F.dropout(hidden, dropout)
        return self.last(torch.cat((hidden, x), dim=1))


def discriminator(sizes):
    """Hidden layers with ELU, and a logit."""
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [nn.Linear(inputs, outputs), nn.ELU()]
    return nn.Sequential(*layers[:-1])


def set_threads(count):
    torch.set_num_threads(count)
    try:  # torch's call does not reach an OpenBLAS with threads of its own
        ctypes.CDLL("libopenblas.so.0").openblas_set_num_threads(count)
    except (OSError, AttributeError):
        pass


def timed(name, step, seconds):
    """A record of google-benchmark's form: medians, over stretches of at least about 50 ms, of the
    time of a step and of what its threads computed, in microseconds."""
    begin, warm_up = time.perf_counter(), 0
    while warm_up < 2 or time.perf_counter() < begin + 0.1:
        step()
        warm_up += 1
    begin = time.perf_counter()
    step()
    stretch = max(1, int(0.05 / (time.perf_counter() - begin)))
    real, cpu = [], []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(real) < 5:
        begin, computed = time.perf_counter(), time.process_time()
        for _ in range(stretch):
            step()
        real.append((time.perf_counter() - begin) / stretch)
        cpu.append((time.process_time() - computed) / stretch)
    return {"name": name, "real_time": 1e6 * statistics.median(real),
            "cpu_time": 1e6 * statistics.median(cpu), "time_unit": "us",
            "iterations": stretch * len(real)}


def main(description, batch, measure, check):
    """The program: measure(batch, threads, seconds) gives a record, check(file) an exit code."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--batch", type=int, nargs="+", default=[batch], help="rows a step")
    parser.add_argument("--threads", type=int, nargs="+", default=[1])
    parser.add_argument("--seconds", type=float, default=1.0, help="time to measure each for")
    parser.add_argument("--check", metavar="FILE", help="compute what FILE has recorded instead")
    options = parser.parse_args()
    if options.check:
        return check(options.check)
    results = []
    for threads in options.threads:
        set_threads(threads)
        for rows in options.batch:
            torch.manual_seed(1)
            results.append(measure(rows, threads, options.seconds))
    print(json.dumps({"benchmarks": results}))
    return 0
