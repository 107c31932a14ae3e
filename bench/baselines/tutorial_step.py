#!/usr/bin/env python3
"""The baseline "PyTorch, the tutorial's form": one training step of "Pose Generation with an
Adversarial Autoencoder" (Daniel Bisig), written from the text.

A step trains the discriminator on encodings (without gradient) against samples of N(0, I), then the
autoencoder on four losses; forward kinematics goes joint by joint. Encoder P-64-16-8 with ReLU, also
after the last layer, decoder mirrored and linear at the end, discriminator 8-32-32-1 with ELU and a
sigmoid, Adam 1e-4 and 5e-4.

Where the text leaves a choice, this is the faster form.

    tutorial_step.py --batch 16 --threads 1      one line of JSON in google-benchmark's form
    tutorial_step.py --check tutorial_steps.h5   replays ten recorded steps, prints the deviation
"""

import sys
from itertools import cycle

import torch
from torch import nn

from steps import PARENTS, main, quaternion_product, rotate, smooth_poses, timed

WEIGHTS = {"norm": 0.1, "position": 0.1, "quaternion": 1.0, "prior": 0.01}


class Encoder(nn.Module):
    def __init__(self, pose_dim, latent_dim, hidden):
        super().__init__()
        sizes = [pose_dim, *hidden, latent_dim]
        layers = []
        for inputs, outputs in zip(sizes, sizes[1:]):
            layers += [nn.Linear(inputs, outputs), nn.ReLU()]
        self.net = nn.Sequential(*layers)

    def forward(self, x):
        return self.net(x)


class Decoder(nn.Module):
    def __init__(self, pose_dim, latent_dim, hidden):
        super().__init__()
        sizes = [latent_dim, *reversed(hidden), pose_dim]
        layers = []
        for inputs, outputs in zip(sizes, sizes[1:]):
            layers += [nn.Linear(inputs, outputs), nn.ReLU()]
        self.net = nn.Sequential(*layers[:-1])

    def forward(self, x):
        return self.net(x)


class Discriminator(nn.Module):
    def __init__(self, latent_dim, hidden=(32, 32)):
        super().__init__()
        sizes = [latent_dim, *hidden, 1]
        layers = []
        for inputs, outputs in zip(sizes, sizes[1:]):
            layers += [nn.Linear(inputs, outputs), nn.ELU()]
        layers[-1] = nn.Sigmoid()
        self.net = nn.Sequential(*layers)

    def forward(self, x):
        return self.net(x)


def product(a, b):
    """Of quaternions (..., 4)."""
    return torch.stack(quaternion_product(a.unbind(-1), b.unbind(-1)), dim=-1)


class Tutorial:
    """Networks, optimisers, losses and the step."""

    def __init__(self, parents, offsets, latent_dim=8, hidden=(64, 16)):
        pose_dim = 4 * len(parents)
        self.latent_dim = latent_dim
        self.parents = parents
        self.offsets = offsets  # (J, 3), in the files' unit
        self.has_children = [j in parents for j in range(len(parents))]
        self.encoder = Encoder(pose_dim, latent_dim, list(hidden))
        self.decoder = Decoder(pose_dim, latent_dim, list(hidden))
        self.discriminator = Discriminator(latent_dim)
        self.bce = nn.BCELoss()
        self.autoencoder_optimiser = torch.optim.Adam(
            list(self.encoder.parameters()) + list(self.decoder.parameters()), lr=1e-4)
        self.discriminator_optimiser = torch.optim.Adam(self.discriminator.parameters(), lr=5e-4)

    def positions(self, poses):
        """(B, P) -> (B, J, 3), the root at the origin; quaternions as they are."""
        batch = poses.shape[0]
        local = poses.view(batch, -1, 4)
        offsets = self.offsets.expand(batch, *self.offsets.shape)
        positions, rotations = [], []
        for joint, parent in enumerate(self.parents):
            if parent == -1:
                positions.append(torch.zeros(batch, 3))
                rotations.append(local[:, joint])
                continue
            above = rotations[parent]
            positions.append(rotate(above[:, :1], above[:, 1:], offsets[:, joint]) +
                             positions[parent])
            rotations.append(product(above, local[:, joint]) if self.has_children[joint] else None)
        return torch.stack(positions, dim=1)

    def norm_loss(self, prediction):
        return torch.mean((torch.norm(prediction.view(-1, 4), dim=1) - 1.0) ** 2)

    def position_loss(self, truth, prediction):
        difference = self.positions(truth) - self.positions(prediction)
        return torch.mean(torch.norm(difference, dim=-1))

    def quaternion_loss(self, truth, prediction):
        conjugate = prediction.view(-1, 4) * torch.tensor([[1.0, -1.0, -1.0, -1.0]])
        difference = product(conjugate, truth.view(-1, 4))
        length = torch.norm(difference[:, 1:], dim=1)
        return torch.mean(torch.abs(torch.atan2(length, difference[:, 0])))

    def discriminator_step(self, poses, prior):
        with torch.no_grad():
            encodings = self.encoder(poses)
        real = self.discriminator(prior)
        fake = self.discriminator(encodings)
        loss = 0.5 * (self.bce(real, torch.ones_like(real)) +
                      self.bce(fake, torch.zeros_like(fake)))
        self.discriminator_optimiser.zero_grad()
        loss.backward()
        self.discriminator_optimiser.step()
        return loss

    def autoencoder_step(self, poses):
        latents = self.encoder(poses)
        prediction = self.decoder(latents)
        with torch.no_grad():
            probabilities = self.discriminator(latents)
        losses = {
            "norm": self.norm_loss(prediction),
            "position": self.position_loss(poses, prediction),
            "quaternion": self.quaternion_loss(poses, prediction),
            "prior": self.bce(torch.zeros_like(probabilities), probabilities),
        }
        total = sum(WEIGHTS[name] * loss for name, loss in losses.items())
        self.autoencoder_optimiser.zero_grad()
        total.backward()
        self.autoencoder_optimiser.step()
        return {**losses, "total": total}

    def step(self, poses, prior=None):
        if prior is None:
            prior = torch.randn(poses.shape[0], self.latent_dim)
        discriminator = self.discriminator_step(poses, prior)
        losses = self.autoencoder_step(poses)
        return {name: loss.item() for name, loss in losses.items()} | {
            "discriminator": discriminator.item()}


def check(path):
    """Replays the recorded steps; deviations are relative to an array's largest absolute value."""
    import h5py
    import numpy

    def networks(model):
        return (("encoder", model.encoder), ("decoder", model.decoder),
                ("discriminator", model.discriminator))

    worst = {}
    with h5py.File(path) as file:
        model = Tutorial([int(p) for p in file.attrs["parents"]],
                         torch.tensor(file["offsets"][:], dtype=torch.float32))
        for name, network in networks(model):
            stored = file["initial"][name]
            network.net.load_state_dict({key: torch.tensor(stored[key][:]) for key in stored})
        steps = [model.step(torch.tensor(poses), torch.tensor(prior))
                 for poses, prior in zip(file["poses"][:], file["prior_samples"][:])]

        def note(name, found, expected):
            worst[name] = float(numpy.abs(found - expected).max() / numpy.abs(expected).max())

        for name in file["losses"]:
            note("losses/" + name, numpy.array([losses[name] for losses in steps]),
                 file["losses"][name][:])
        for name, network in networks(model):
            for key, value in network.net.state_dict().items():
                note(f"final/{name}/{key}", value.numpy(), file["final"][name][key][:])
    name = max(worst, key=worst.get)
    print(f"{len(steps)} steps, {len(worst)} arrays: largest relative deviation "
          f"{worst[name]:.2g} ({name})")
    return 0 if worst[name] < 1e-5 else 1


def measure(batch, threads, seconds):
    model = Tutorial(PARENTS, 20.0 * torch.rand(len(PARENTS), 3))
    batches = cycle(smooth_poses(16 * batch, len(PARENTS)).split(batch))
    name = (f"step/pytorch/tutorial/joints:{len(PARENTS)}/net:64-16-8/batch:{batch}"
            f"/threads:{threads}")
    return timed(name, lambda: model.step(next(batches)), seconds)


if __name__ == "__main__":
    sys.exit(main("One training step of the tutorial in PyTorch.", 16, measure, check))
