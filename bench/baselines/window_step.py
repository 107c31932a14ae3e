#!/usr/bin/env python3
"""The baseline "PyTorch, windows": one training step of an adversarial autoencoder of windows of
motion, as it would be written in PyTorch.

A row is W frames of J rotations (6D), root and contacts. The encoder sees K components of it, by a
matrix that does not learn: K-512-512-Z, SiLU, and a linear skip from its input to its last layer;
the decoder is its mirror image, and the matrix's transpose makes rows. Discriminator Z-32-32-1, ELU.
Terms: soft angles, positions, positions and velocities in the room, standing feet, contacts, root,
and the adversarial prior. Forward kinematics goes joint by joint over all frames of all windows at
once, with rotation matrices, which 6D rotations are made of; truth and prediction are one batch.

    window_step.py --batch 64 --threads 1 2             one line of JSON in google-benchmark's form
    window_step.py --check tests/golden/window_losses.h5    prints the deviation of the terms
"""

import sys

import torch
from torch.nn import functional as F

from steps import PARENTS, Perceptron, discriminator, main, smooth_poses, timed

CONTACT_JOINTS = [16, 17, 20, 21]
WEIGHTS = {"position": 10.0, "rotation": 1.0, "prior": 0.1, "room": 1.0, "velocity": 1.0,
           "stay": 1.0, "contact": 1.0, "root": 1.0}
SOFT = 0.05


def of_six(six):
    """(..., 6) -> rotation matrices (..., 3, 3) by Gram-Schmidt."""
    a = F.normalize(six[..., :3], dim=-1)
    b = six[..., 3:]
    b = F.normalize(b - (a * b).sum(-1, keepdim=True) * a, dim=-1)
    return torch.stack((a, b, torch.cross(a, b, dim=-1)), dim=-1)


def of_quaternions(q):
    w, x, y, z = q.unbind(-1)
    return torch.stack((1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y),
                        2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x),
                        2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)),
                       dim=-1).view(*q.shape[:-1], 3, 3)


class Windows:
    """What is known of rows: how they are split, kinematics, and the terms."""

    def __init__(self, parents, offsets, contact_joints, frames, fps, joint_weights=None):
        self.parents, self.offsets = parents, offsets  # a parent of -1: at the origin
        self.contact_joints, self.frames, self.fps = contact_joints, frames, fps
        self.weights = 1.0 if joint_weights is None else joint_weights

    def split(self, rows, features, read):
        """Matrices (B, W, J, 3, 3), root (B, W, 4) and contacts (B, W, C)."""
        frames = rows.view(len(rows), self.frames, -1)
        numbers = features * len(self.parents)
        rotations = frames[..., :numbers].reshape(len(rows), self.frames, -1, features)
        return read(rotations), frames[..., numbers:numbers + 4], frames[..., numbers + 4:]

    def positions(self, rotations):
        """(..., J, 3, 3) -> (..., J, 3)"""
        world, places = [], []
        for joint, parent in enumerate(self.parents):
            local = rotations[..., joint, :, :]
            if parent < 0:
                world.append(local)
                places.append(torch.zeros(local.shape[:-1]))
            else:
                world.append(world[parent] @ local)
                places.append(places[parent] + world[parent] @ self.offsets[joint])
        return torch.stack(places, dim=-2)

    def in_room(self, places, root):
        def sums(steps):  # of the steps before each frame, from the middle one on
            before = F.pad(steps.cumsum(1)[:, :-1], (1, 0))
            return before - before[:, self.frames // 2, None]

        sideways, forwards, turn, height = (root / self.fps).unbind(-1)
        heading = sums(turn)
        half = heading + turn / 2
        x = sums(half.cos() * sideways + half.sin() * forwards)
        z = sums(half.cos() * forwards - half.sin() * sideways)
        c, s = heading.cos()[..., None], heading.sin()[..., None]
        px, py, pz = places.unbind(-1)
        return torch.stack((c * px + s * pz + x[..., None], py + self.fps * height[..., None],
                            c * pz - s * px + z[..., None]), dim=-1)

    def terms(self, truth, guess):
        both = [torch.cat(pair) for pair in zip(truth[:2], guess[:2])]
        own = self.positions(both[0])
        room = self.in_room(own, both[1])
        apart = (truth[0] - guess[0]).flatten(-2).norm(dim=-1) / 8 ** 0.5  # sine of half the angle
        angle = 2 * torch.asin(apart.clamp(max=1 - 1e-7))
        moved = self.fps * (room[:, 1:] - room[:, :-1])
        stands = truth[2][:, :-1] * truth[2][:, 1:]
        true_own, own = own.chunk(2)
        true_room, room = room.chunk(2)
        true_moved, moved = moved.chunk(2)

        def mean(per_joint):
            return (self.weights * per_joint).mean()

        return {"position": mean((own - true_own).norm(dim=-1)),
                "rotation": mean((angle ** 2 + SOFT ** 2).sqrt() - SOFT),
                "room": mean((room - true_room).norm(dim=-1)),
                "velocity": mean((moved - true_moved).norm(dim=-1)),
                "stay": (stands * moved[:, :, self.contact_joints].norm(dim=-1)).mean(),
                "contact": ((truth[2] - guess[2]) ** 2).mean(),
                "root": ((truth[1] - guess[1]) ** 2).mean()}


class Model:
    def __init__(self, windows, latent, hidden, components):
        self.windows, self.latent = windows, latent
        joints, extras = len(windows.parents), 4 + len(windows.contact_joints)
        features = windows.frames * (6 * joints + extras)
        self.components = torch.randn(features, components) / features ** 0.5
        self.rows = self.components.T.contiguous()
        self.encoder = Perceptron([components, *hidden, latent])
        self.decoder = Perceptron([latent, *reversed(hidden), components])
        self.discriminator = discriminator([latent, 32, 32, 1])
        self.autoencoder_optimiser = torch.optim.Adam(
            [*self.encoder.parameters(), *self.decoder.parameters()], lr=1e-4)
        self.discriminator_optimiser = torch.optim.Adam(self.discriminator.parameters(), lr=5e-4)

    def step(self, rows):
        truth = self.windows.split(rows, 4, of_quaternions)
        six = truth[0][..., :2].transpose(-1, -2).flatten(-3)
        features = torch.cat((six, *truth[1:]), dim=-1).flatten(1)
        latents = self.encoder(features @ self.components)
        real = self.discriminator(torch.randn(len(rows), self.latent))
        fake = self.discriminator(latents.detach())
        judged = 0.5 * (F.softplus(-real).mean() + F.softplus(fake).mean())
        self.discriminator_optimiser.zero_grad()
        judged.backward()
        self.discriminator_optimiser.step()
        prediction = self.decoder(latents) @ self.rows
        losses = self.windows.terms(truth, self.windows.split(prediction, 6, of_six))
        losses["prior"] = F.softplus(-self.discriminator(latents)).mean()
        total = sum(WEIGHTS[name] * loss for name, loss in losses.items())
        self.autoencoder_optimiser.zero_grad()
        total.backward()
        self.autoencoder_optimiser.step()
        return total.item()


def check(path):
    """The terms of the recorded windows, relative to what is recorded."""
    import h5py

    worst = 0.0
    with h5py.File(path) as file:
        parents, body = file["parents"][:].tolist(), int(file.attrs["body"])
        above, joint = set(), parents[body]
        while joint >= 0:
            above.add(joint)
            joint = parents[joint]
        windows = Windows([-1 if parent in above else parent for parent in parents],
                          torch.tensor(file["offsets"][:]), file["contact_joints"][:].tolist(),
                          int(file.attrs["frames"]), float(file.attrs["fps"]),
                          torch.tensor(file["joint_weights"][:], dtype=torch.float32))
        rows, group = torch.tensor(file["rows"][:]), file["6d"]
        guess = torch.tensor(group["prediction"][:]).expand(len(rows), -1).contiguous()
        found = windows.terms(windows.split(rows, 4, of_quaternions),
                              windows.split(guess, 6, of_six))
        for name, value in found.items():
            worst = max(worst, abs(value.item() / group.attrs[name] - 1.0))
    print(f"{len(found)} terms: largest relative deviation {worst:.2g}")
    return 0 if worst < 1e-4 else 1


def measure(batch, threads, seconds, frames=32, latent=64, hidden=(512, 512), components=256):
    joints = len(PARENTS)
    windows = Windows(PARENTS, 0.2 * torch.rand(joints, 3), CONTACT_JOINTS, frames, 30.0)
    model = Model(windows, latent, hidden, components)
    clip = torch.cat((smooth_poses(4096, joints), torch.randn(4096, 4),
                      (torch.rand(4096, len(CONTACT_JOINTS)) > 0.5).float()), dim=1)

    def step():
        first = torch.randint(len(clip) - frames, (batch, 1))
        model.step(clip[first + torch.arange(frames)].flatten(1))

    name = (f"step/pytorch/windows/joints:{joints}/frames:{frames}"
            f"/net:{components}-{'-'.join(map(str, hidden))}-{latent}/batch:{batch}/threads:{threads}")
    return timed(name, step, seconds)


if __name__ == "__main__":
    sys.exit(main("One training step of windows in PyTorch.", 64, measure, check))
