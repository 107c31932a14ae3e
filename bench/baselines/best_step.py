#!/usr/bin/env python3
"""The baseline "PyTorch, best": one training step of `preset: best`, an adversarial autoencoder of
poses, as it would be written in PyTorch.

A row is J unit quaternions. The last half of a batch are mirror images, which the distances of
distributions and the discriminator leave out. The encoder sees K components of a row, by a layer that
does not learn: K-512-512-Z, SiLU, dropout, and a linear skip from its input to its last layer; the
decoder goes the other way, and a fixed layer makes rows of its components. A discriminator 3J-256-256-1,
ELU, tells the joint positions of recorded rows from those of rows decoded from N(0, I); it takes a step
before the others do. Terms: lengths of quaternions, positions, soft angles, sliced distances of
encodings from N(0, I) and of generated positions from recorded ones, and the discriminator's verdict.

Forward kinematics goes level by level through the joints that carry others, with quaternions; all bones
are then rotated at once, and one product adds them up from the root to each joint.

    best_step.py --threads 1 2                            one line of JSON in google-benchmark's form
    bench_record_best FILE && best_step.py --check FILE   takes recorded steps, prints the deviation
"""

import sys
from itertools import cycle

import torch
from torch import nn
from torch.nn import functional as F

from steps import (PARENTS, Perceptron, discriminator, main, quaternion_product, rotate,
                   smooth_poses, timed)

WEIGHTS = {"norm": 0.1, "position": 10.0, "rotation": 3.0, "sliced": 0.25, "generated": 50.0,
           "realism": 0.02}
SOFT = 0.05
LATENT_DIRECTIONS, POSITION_DIRECTIONS = 32, 64


class Skeleton:
    """Joints whose parent is -1 are at the origin."""

    def __init__(self, parents, offsets):
        depth, self.above = [], torch.zeros(len(parents), len(parents))
        for joint, parent in enumerate(parents):
            depth.append(0 if parent < 0 else depth[parent] + 1)
            if parent >= 0:
                self.above[joint] = self.above[parent]
                self.above[joint, joint] = 1.0
        carriers = sorted(set(parents) - {-1})
        levels = [[j for j in carriers if depth[j] == d] for d in range(max(depth))]
        order = sum(levels, [])
        self.levels = [torch.tensor(level) for level in levels]
        self.in_level_above = [torch.tensor([above.index(parents[j]) for j in level])
                               for above, level in zip(levels, levels[1:])]
        self.carrier = torch.tensor([order.index(p) if p >= 0 else 0 for p in parents])
        self.offsets = offsets.T[:, :, None]

    def positions(self, quaternions):
        """(N, J, 4), of length 1 -> (N, J, 3)"""
        local = quaternions.permute(2, 1, 0)
        world = [local[:, self.levels[0]]]
        for level, above in zip(self.levels[1:], self.in_level_above):
            world.append(torch.stack(quaternion_product(world[-1][:, above], local[:, level])))
        carriers = torch.cat(world, dim=1)[:, self.carrier]
        bones = rotate(carriers[:1], carriers[1:], self.offsets.expand_as(carriers[1:]), dim=0)
        return (self.above @ bones).permute(2, 1, 0)


def directions(features, count):
    """(F, count + F): random unit vectors, and the axes."""
    return torch.cat((F.normalize(torch.randn(features, count), dim=0), torch.eye(features)), dim=1)


def sorted_along(rows, vectors):
    """(N, F), (F, D) -> (D, N), ascending."""
    return (vectors.T @ rows.T).sort(dim=1).values


def normal_quantiles(count):
    return 2 ** 0.5 * torch.erfinv((2 * torch.arange(count) + 1) / count - 1)


class Model:
    def __init__(self, skeleton, latent=16, hidden=(512, 512), components=60, dropout=0.1,
                 rate=1e-3, discriminator_rate=1e-3):
        joints = len(skeleton.above)
        self.skeleton, self.latent, self.dropout = skeleton, latent, dropout
        self.joint_weights = torch.ones(joints)
        self.into = nn.Linear(4 * joints, components).requires_grad_(False)
        self.back = nn.Linear(components, 4 * joints).requires_grad_(False)
        self.encoder = Perceptron([components, *hidden, latent])
        self.decoder = Perceptron([latent, *reversed(hidden), components])
        self.scale, self.shift = torch.ones(3 * joints), torch.zeros(3 * joints)
        self.judge = discriminator([3 * joints, 256, 256, 1])
        self.optimiser = torch.optim.Adam(
            [*self.encoder.parameters(), *self.decoder.parameters()], lr=rate)
        self.judge_optimiser = torch.optim.Adam(self.judge.parameters(), lr=discriminator_rate)

    def decode(self, latents, dropout=0.0):
        return self.back(self.decoder(latents, dropout)).unflatten(1, (-1, 4))

    def verdict(self, positions):
        return self.judge(self.shift + self.scale * positions.flatten(1))

    def judge_step(self, real, fake):
        of_real, of_fake = self.verdict(torch.cat((real, fake))).chunk(2)
        loss = 0.5 * (F.softplus(-of_real).mean() + F.softplus(of_fake).mean())
        self.judge_optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self.judge_optimiser.step()
        return loss

    def terms_of_poses(self, truth, guess, lengths, true_positions, positions):
        def mean(per_joint):
            return (self.joint_weights * per_joint).mean()

        side = (truth * guess).sum(-1, keepdim=True).sign()  # q and -q are one rotation
        quarter = torch.asin(0.5 * (guess - side * truth).norm(dim=-1))  # of the angle
        return {"norm": mean((lengths - 1) ** 2),
                "position": mean((positions - true_positions).norm(dim=-1)),
                "rotation": mean(((4 * quarter) ** 2 + SOFT ** 2).sqrt() - SOFT)}

    def step(self, rows, recorded, prior=None, vectors=None):
        """The terms, their sum, and the discriminator's loss, each before its update."""
        if prior is None:
            prior = torch.randn(recorded, self.latent)
            vectors = (directions(self.latent, LATENT_DIRECTIONS),
                       directions(3 * len(self.skeleton.above) - 3, POSITION_DIRECTIONS))
        truth = rows.unflatten(1, (-1, 4))
        latents = self.encoder(self.into(rows), self.dropout)
        decoded = torch.cat((self.decode(latents, self.dropout), self.decode(prior)))
        lengths = decoded.norm(dim=-1, keepdim=True)
        decoded = decoded / lengths
        with torch.no_grad():
            true_positions = self.skeleton.positions(truth)
        positions, made = self.skeleton.positions(decoded).split((len(rows), recorded))
        real = true_positions[:recorded]
        judged = self.judge_step(real, made.detach())

        losses = self.terms_of_poses(truth, decoded[:len(rows)], lengths[:len(rows), :, 0],
                                     true_positions, positions)
        encodings = sorted_along(latents[:recorded], vectors[0])
        losses["sliced"] = ((encodings - normal_quantiles(recorded)) ** 2).mean()
        along = [sorted_along(joints[:, 1:].flatten(1), vectors[1]) for joints in (made, real)]
        losses["generated"] = ((along[0] - along[1]) ** 2).mean()
        self.judge.requires_grad_(False)
        losses["realism"] = F.softplus(-self.verdict(made)).mean()
        total = sum(WEIGHTS[name] * loss for name, loss in losses.items())
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()
        self.optimiser.step()
        self.judge.requires_grad_(True)
        return {**losses, "total": total, "judged": judged}


def layers_of(group):
    """Pairs (weight, bias) of a recorded network."""
    count = sum(name.endswith(".weight") for name in group)
    return [[torch.tensor(group[f"{i}.{name}"][:]) for name in ("weight", "bias")]
            for i in range(count)]


def read_model(file):
    model = Model(Skeleton(file["parents"][:].tolist(), torch.tensor(file["offsets"][:])),
                  dropout=0.0, rate=float(file.attrs["rate"]),
                  discriminator_rate=float(file.attrs["discriminator_rate"]))
    model.joint_weights = torch.tensor(file["joint_weights"][:])
    encoder, decoder, ((scale, shift), *judge) = (
        layers_of(file["initial"][name]) for name in ("encoder", "decoder", "pose_discriminator"))
    layers = [model.into, *model.encoder.hidden, model.encoder.last, *model.decoder.hidden,
              model.decoder.last, model.back, *model.judge[::2]]
    for layer, (weight, bias) in zip(layers, encoder + decoder + judge, strict=True):
        layer.weight.data.copy_(weight)
        layer.bias.data.copy_(bias)
    model.scale, model.shift = scale.diagonal(), shift
    return model


def check(path):
    """The losses of the recorded steps, relative to what is recorded; from the second step on, they
    depend on every gradient before."""
    import h5py

    worst = 0.0
    with h5py.File(path) as file:
        model = read_model(file)
        for number in range(len(file["steps"])):
            group = file[f"steps/{number}"]
            poses, prior, *vectors = (torch.tensor(group[name][:]) for name in (
                "poses", "prior", "latent_directions", "position_directions"))
            losses = model.step(poses, int(file.attrs["recorded"]), prior, vectors)
            for name, loss in losses.items():
                worst = max(worst, abs(loss.item() / group.attrs[name] - 1.0))
    print(f"{number + 1} steps of {len(losses)} losses: largest relative deviation {worst:.2g}")
    return 0 if worst < 1e-4 else 1


def measure(batch, threads, seconds):
    joints = len(PARENTS)
    model = Model(Skeleton(PARENTS, 0.2 * torch.rand(joints, 3)))
    batches = cycle(smooth_poses(16 * batch, joints).split(batch))
    name = f"step/pytorch/best/joints:{joints}/net:60-512-512-16/batch:{batch}/threads:{threads}"
    return timed(name, lambda: model.step(next(batches), batch // 2)["total"].item(), seconds)


if __name__ == "__main__":
    sys.exit(main("One training step of the preset best in PyTorch.", 256, measure, check))
