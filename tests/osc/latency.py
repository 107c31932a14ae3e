#!/usr/bin/env python3
"""latency.py [--seconds S] [--fps R] PROGRAM [OPTION...]: how long it takes from OSC in to OSC out.

Starts PROGRAM (pose_live with its model and options) at R frames a second, lets it stand at one point of latent space without
gliding, and sets a latent to another value again and again, at times that have nothing to do with its clock. The first frame that
differs is when the change came out, by the kernel's time stamps. Tells, in milliseconds:

  latency            from the message to that frame: half a frame on average is waiting for the clock
  beyond the clock   the same, less the time to the next tick; ticks are where the earliest frames were
  frames             how many came, how many ought to have come

and fails where half of the changes take more than half a frame beyond the clock, or one in a thousand 2 ms."""

import argparse
import random
import socket
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))
import osc10

SO_TIMESTAMPNS = 35  # Linux: struct timespec with each datagram


def listener():
    found = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    found.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
    found.bind(("127.0.0.1", 0))
    found.settimeout(5)
    return found


class Frames(threading.Thread):
    """When each frame came, and the places in it."""

    def __init__(self, socket_):
        super().__init__(daemon=True)
        self.socket, self.times, self.places, self.ended = socket_, [], [], False

    def run(self):
        address = osc10.text("/mocap/0/joint/rot_local")
        while not self.ended:
            try:
                data, ancillary, _, _ = self.socket.recvmsg(65536, 64)
            except TimeoutError:
                continue
            if data.startswith(address):
                seconds, nanoseconds = struct.unpack("qq", ancillary[0][2][:16])
                self.times.append(seconds * 10**9 + nanoseconds)
                self.places.append(hash(data))


def percentiles(values):
    return "  ".join(f"p{p:g} {np.percentile(values, p):7.3f}" for p in (0, 50, 99, 99.9, 100))


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--seconds", type=float, default=30)
    options.add_argument("--fps", type=float, default=100)
    options.add_argument("command", nargs=argparse.REMAINDER)
    arguments = options.parse_args()
    heard = listener()
    with listener() as free:
        port = free.getsockname()[1]
    program = subprocess.Popen(
        [*arguments.command, "--fps", f"{arguments.fps:g}", "--osc-in", str(port), "--osc-out",
         f"127.0.0.1:{heard.getsockname()[1]}"])
    desk = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

    def say(address, *values):
        desk.sendto(osc10.packet(address, *values), ("127.0.0.1", port))

    frames = Frames(heard)
    frames.start()
    while not frames.times:
        assert program.poll() is None, "the program ended"
        time.sleep(0.05)
    say("/poseaae/glide", 0.0)
    say("/poseaae/source", "point")
    time.sleep(2)
    begin, sent, value = len(frames.times), [], 1.0
    end = time.monotonic() + arguments.seconds
    while time.monotonic() < end:
        value = -value
        sent.append(time.clock_gettime_ns(time.CLOCK_REALTIME))
        say("/poseaae/latent/0", value)
        time.sleep(random.uniform(3, 5) / arguments.fps)
    time.sleep(0.2)
    frames.ended = True
    program.terminate()
    program.wait(20)
    frames.join()
    report(np.array(frames.times[begin:]), frames.places[begin:], np.array(sent), arguments.fps)


def report(times, places, sent, fps):
    period = 1e9 / fps
    number = np.concatenate(([0], np.cumsum(np.maximum(1, np.round(np.diff(times) / period)))))
    phase = times - number * period
    zero = phase.min()
    due = int(round((times[-1] - times[0]) / period)) + 1
    changed = np.array([n for n in range(1, len(places)) if places[n] != places[n - 1]])
    latency, beyond = [], []
    for moment in sent:
        after = changed[np.searchsorted(times[changed], moment):][:1]
        if not len(after):
            continue
        came = times[after[0]]
        tick = zero + np.ceil((moment - zero) / period) * period
        latency.append((came - moment) / 1e6)
        beyond.append((came - tick) / 1e6)
    print(f"{len(sent)} changes, {len(latency)} came out, at {fps:g} frames a second")
    print(f"latency, ms           {percentiles(latency)}")
    print(f"beyond the clock, ms  {percentiles(beyond)}")
    print(f"frames: {len(times)} came of {due}")
    good = len(latency) >= 0.99 * len(sent) and np.percentile(beyond, 50) < 500 / fps and np.percentile(beyond, 99.9) < 2
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
