"""CPU time of a frame that is decoded, placed and sent as three messages, beside a loop of PyTorch and python-liblo that does
the same: osc.py BENCH_OSC MODEL [ROUNDS]

The loop has the model's own decoder, kinematics over the levels of the skeleton, and floats from tensors to messages by
tolist(). One thread, no gradients. Both are asked in turn; medians over the rounds. Needs python3-torch and python3-liblo."""

import json
import socket
import statistics
import struct
import subprocess
import sys
import time

import liblo
import numpy as np
import torch

FRAMES = 500


def load(file):
    with open(file, "rb") as opened:
        size, = struct.unpack("<Q", opened.read(8))
        head, data = json.loads(opened.read(size)), opened.read()
    kinds = {"F32": np.float32, "F64": np.float64}
    arrays = {name: torch.from_numpy(np.frombuffer(data[slice(*entry["data_offsets"])], kinds[entry["dtype"]])
                                     .reshape(entry["shape"]).copy())
              for name, entry in head.items() if name != "__metadata__"}
    return arrays, head["__metadata__"]


class Decoder(torch.nn.Module):
    def __init__(self, arrays, description):
        super().__init__()
        assert description.get("skip", "input") == "input"
        self.layers = torch.nn.ModuleList()
        self.kinds = []
        for k, layer in enumerate(description["layers"]):
            linear = torch.nn.Linear(layer["inputs"], layer["outputs"])
            linear.weight.data, linear.bias.data = arrays[f"decoder.{k}.weight"], arrays[f"decoder.{k}.bias"]
            self.layers.append(linear)
            self.kinds.append(layer["activation"])

    def forward(self, z):
        x = z
        for linear, kind in zip(self.layers, self.kinds):
            if x.shape[-1] != linear.in_features:  # the last hidden layer's values, and the latents beside them
                x = torch.cat((x, z), -1)
            x = linear(x)
            if kind == "silu":
                x = torch.nn.functional.silu(x)
        return x


def product(a, b):
    w, x, y, z = a.unbind(-1)
    s, i, j, k = b.unbind(-1)
    return torch.stack((w * s - x * i - y * j - z * k, w * i + x * s + y * k - z * j,
                        w * j - x * k + y * s + z * i, w * k + x * j - y * i + z * s), -1)


def rotate(q, v):
    w, u = q[..., :1], q[..., 1:]
    t = 2 * torch.cross(u, v, -1)
    return v + w * t + torch.cross(u, t, -1)


class Loop:
    def __init__(self, file, port):
        arrays, about = load(file)
        self.decoder = Decoder(arrays, json.loads(about["decoder"])).eval()
        joints = json.loads(about["skeleton"])["joints"]
        parents = [joint["parent"] for joint in joints]
        self.offsets = torch.tensor([joint["offset"] for joint in joints], dtype=torch.float32)
        depth = []
        for parent in parents:
            depth.append(0 if parent < 0 else depth[parent] + 1)
        self.levels = [(torch.tensor([j for j, d in enumerate(depth) if d == level]),
                        torch.tensor([parents[j] for j, d in enumerate(depth) if d == level]))
                       for level in range(1, max(depth) + 1)]
        self.joints = len(joints)
        self.latents = self.decoder.layers[0].in_features
        self.target = liblo.Address("127.0.0.1", port)

    def frame(self):
        local = torch.nn.functional.normalize(self.decoder(torch.randn(self.latents)).view(-1, 4), dim=-1)
        turns, places = local.clone(), self.offsets.clone()
        for own, above in self.levels:
            places[own] = places[above] + rotate(turns[above], self.offsets[own])
            turns[own] = product(turns[above], local[own])
        for name, numbers in (("pos_world", places), ("rot_world", turns), ("rot_local", local)):
            liblo.send(self.target, f"/mocap/0/joint/{name}", *numbers.flatten().tolist())


def main():
    program, file = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 15
    torch.set_num_threads(1)
    sink = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)  # whose buffer is soon full, as where nobody listens
    sink.bind(("127.0.0.1", 0))
    port = sink.getsockname()[1]
    loop = Loop(file, port)
    seconds = {"C++": [], "Python": []}
    with torch.no_grad(), subprocess.Popen([program, file, str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                           text=True) as cpp:
        for _ in range(rounds):
            cpp.stdin.write(f"{FRAMES}\n")
            cpp.stdin.flush()
            seconds["C++"].append(float(cpp.stdout.readline().split()[0]))
            begin = time.process_time()
            for _ in range(FRAMES):
                loop.frame()
            seconds["Python"].append(time.process_time() - begin)
        cpp.stdin.close()
    ours, theirs = (1e6 * statistics.median(seconds[who]) / FRAMES for who in ("C++", "Python"))
    print(f"{loop.joints} joints, {loop.latents} latents, a frame of three messages: C++ {ours:.1f} us, PyTorch and python-liblo "
          f"{theirs:.1f} us of CPU, ratio {theirs / ours:.0f}")


if __name__ == "__main__":
    main()
