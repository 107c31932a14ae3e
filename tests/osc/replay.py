#!/usr/bin/env python3
"""replay.py POSE_LIVE MODEL: what is played over OSC and recorded is danced again, bit for bit: each packet of the recording's
frames that --replay sends is one that was sent while it was recorded, in the same order."""

import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import osc10
from session import free_port, listener, port_of


def packets(heard, program):
    """All that comes until the program ends, poses alone."""
    heard.settimeout(0.2)
    found = []
    while True:
        try:
            data = heard.recv(65536)
            if data.startswith(b"/mocap/"):
                found.append(data)
        except TimeoutError:
            if program.poll() is not None:
                return found


def main():
    program, model = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as folder:
        heard, port = listener(), free_port()
        common = [program, "--model", model, "--osc-out", f":{port_of(heard)}"]
        live = subprocess.Popen([*common, "--osc-in", str(port), "--fps", "60", "--recordings", folder], stdout=subprocess.PIPE,
                                text=True)
        heard.recv(65536)
        desk = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        for wait, address, values in ((0.3, "/poseaae/record", [1]), (0.5, "/poseaae/latent/0", [1.5]),
                                      (0.5, "/poseaae/walk/time_scale", [0.5]), (0.5, "/poseaae/latent/1", [-2.0]),
                                      (0.5, "/poseaae/record", [0]), (1.0, "/poseaae/tempo", [0.5])):
            time.sleep(wait)
            desk.sendto(osc10.packet(address, *values), ("127.0.0.1", port))
        time.sleep(1)
        live.send_signal(signal.SIGINT)
        sent = packets(heard, live)
        assert live.returncode == 0, live.returncode
        recording = Path(folder) / "take_001.safetensors"
        again = subprocess.Popen([*common, "--replay", str(recording), "--osc-in", str(port)], stdout=subprocess.PIPE, text=True)
        replayed = packets(heard, again)
        assert again.returncode == 0, again.returncode
    print(f"{len(sent)} packets while it was played, {len(replayed)} when it was danced again")
    assert len(replayed) > 3 * 60
    assert len(set(replayed)) > 100, "somebody dances"
    rest = iter(sent)
    for n, data in enumerate(replayed):
        if n >= 3 and data == replayed[n - 3]:
            continue  # a frame that was late then; the one before it stands in
        assert any(data == one for one in rest), f"packet {n} was not sent then, or in another order"


if __name__ == "__main__":
    main()
