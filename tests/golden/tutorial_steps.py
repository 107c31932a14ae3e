#!/usr/bin/env python3
"""Ten steps of "Pose Generation with an Adversarial Autoencoder" (Daniel Bisig) in PyTorch on poses
of a shipped clip, with gradients: what both engines are compared with.

A step trains the discriminator to tell samples of N(0, I) from encodings, then encoder and decoder
on four losses. Networks, weights, learning rates and batches of 16 are the tutorial's; the clip is
read by bvh.py, gradients come from autograd, and Adam is PyTorch's.

    tutorial_steps.py     writes tutorial_steps.h5 beside this script"""

from pathlib import Path

import h5py
import numpy as np
import torch
from torch import nn

import bvh

HERE = Path(__file__).resolve().parent
CLIP = bvh.ROOT / "data" / "waltz_sway.bvh"
STEPS, BATCH, LATENTS = 10, 16, 8
WEIGHTS = {"norm": 0.1, "position": 0.1, "quaternion": 1.0, "prior": 0.01}


def perceptron(sizes, hidden, last):
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [nn.Linear(inputs, outputs), hidden()]
    layers[-1] = last()
    network = nn.Sequential(*layers)
    with torch.no_grad():  # half precision takes half the room in the results
        for parameter in network.parameters():
            parameter.copy_(parameter.half().float())
    return network


def product(a, b):
    """Hamilton product of quaternions w x y z, any shape (..., 4)."""
    w, u = a[..., :1], a[..., 1:]
    v, x = b[..., :1], b[..., 1:]
    return torch.cat((w * v - (u * x).sum(-1, keepdim=True),
                      w * x + v * u + torch.cross(u, x, dim=-1)), dim=-1)


class Body:
    """Forward kinematics of (B, 4J) quaternions as they are, unit or not, the root at the origin: a
    vector v turns to v + 2 w (u x v) + 2 u x (u x v). Lengths in the file's unit."""

    def __init__(self, clip):
        self.parents = clip.parents
        self.offsets = torch.tensor(np.array(clip.offsets), dtype=torch.float32)

    def positions(self, poses):
        local = poses.reshape(len(poses), -1, 4)
        turned, placed = [local[:, 0]], [torch.zeros(len(poses), 3)]
        for joint in range(1, len(self.parents)):
            q = turned[self.parents[joint]]
            w, u = q[:, :1], q[:, 1:]
            offset = self.offsets[joint].expand(len(poses), 3)
            around = torch.cross(u, offset, dim=-1)
            placed.append(placed[self.parents[joint]] + offset + 2 * w * around
                          + 2 * torch.cross(u, around, dim=-1))
            turned.append(product(q, local[:, joint]))
        return torch.stack(placed, dim=1)


class Tutorial:
    def __init__(self, body):
        poses = 4 * len(body.parents)
        self.body = body
        self.networks = {
            "encoder": perceptron([poses, 64, 16, LATENTS], nn.ReLU, nn.ReLU),
            "decoder": perceptron([LATENTS, 16, 64, poses], nn.ReLU, nn.Identity),
            "discriminator": perceptron([LATENTS, 32, 32, 1], nn.ELU, nn.Sigmoid)}
        self.encoder, self.decoder, self.discriminator = self.networks.values()
        self.autoencoder_adam = torch.optim.Adam(
            [*self.encoder.parameters(), *self.decoder.parameters()], lr=1e-4)
        self.discriminator_adam = torch.optim.Adam(self.discriminator.parameters(), lr=5e-4)

    def pose_losses(self, truth, prediction):
        quaternions = prediction.reshape(-1, 4)
        apart = self.body.positions(truth) - self.body.positions(prediction)
        conjugate = quaternions * torch.tensor([1.0, -1.0, -1.0, -1.0])
        turn = product(conjugate, truth.reshape(-1, 4))
        return {"norm": ((quaternions.norm(dim=1) - 1) ** 2).mean(),
                "position": apart.norm(dim=-1).mean(),
                "quaternion": torch.atan2(turn[:, 1:].norm(dim=1), turn[:, 0]).abs().mean()}

    def train_discriminator(self, poses, prior):
        with torch.no_grad():
            encodings = self.encoder(poses)
        real, fake = self.discriminator(prior), self.discriminator(encodings)
        loss = (nn.functional.binary_cross_entropy(real, torch.ones_like(real))
                + nn.functional.binary_cross_entropy(fake, torch.zeros_like(fake))) / 2
        self.discriminator_adam.zero_grad()
        loss.backward()
        self.discriminator_adam.step()
        return loss

    def train_autoencoder(self, poses):
        latents = self.encoder(poses)
        with torch.no_grad():
            judged = self.discriminator(latents)
        losses = self.pose_losses(poses, self.decoder(latents))
        # The tutorial gives the output as the target and zeros as the prediction.
        losses["prior"] = nn.functional.binary_cross_entropy(torch.zeros_like(judged), judged)
        losses["total"] = sum(weight * losses[name] for name, weight in WEIGHTS.items())
        self.autoencoder_adam.zero_grad()
        losses["total"].backward()
        self.autoencoder_adam.step()
        return losses

    def step(self, poses, prior):
        discriminator = self.train_discriminator(poses, prior)
        return {**self.train_autoencoder(poses), "discriminator": discriminator}

    def parameters(self):
        """(path, parameter) of every parameter, such as encoder/0.weight."""
        for name, network in self.networks.items():
            for key, parameter in network.named_parameters():
                yield f"{name}/{key}", parameter

    def first_moment(self, parameter):
        for adam in (self.autoencoder_adam, self.discriminator_adam):
            if parameter in adam.state:
                return adam.state[parameter]["exp_avg"]
        raise KeyError("a parameter that no optimiser knows")


def batches(clip):
    """(STEPS, BATCH, 4J): poses of frames that repeat in no batch, in an order of their own."""
    frames = torch.randperm(len(clip.rows))[:STEPS * BATCH]
    poses = [[bvh.quaternion(m) for m in clip.local(frame)[0]] for frame in frames]
    return torch.tensor(np.array(poses), dtype=torch.float32).reshape(STEPS, BATCH, -1)


def write_first_step(group, model, poses):
    """What the untrained networks make of the first batch, and the gradients of the losses with
    respect to the prediction."""
    with torch.no_grad():
        group["latents"] = model.encoder(poses)
        prediction = model.decoder(model.encoder(poses))
    group["prediction"] = prediction
    prediction.requires_grad_(True)
    losses = model.pose_losses(poses, prediction)
    losses["total"] = sum(WEIGHTS[name] * loss for name, loss in losses.items())
    for name, loss in losses.items():
        gradient, = torch.autograd.grad(loss, prediction, retain_graph=True)
        group[f"gradient_of_{name}_wrt_prediction"] = gradient


def write_arrays(group, arrays):
    for path, array in arrays:
        group.create_dataset(path, data=array.detach().numpy(), shuffle=array.numel() > 256,
                             compression="gzip" if array.numel() > 256 else None)


def main():
    torch.manual_seed(1)
    torch.set_num_threads(1)
    clip = bvh.Clip(CLIP)
    model = Tutorial(Body(clip))
    poses, prior = batches(clip), torch.randn(STEPS, BATCH, LATENTS)
    with h5py.File(HERE / "tutorial_steps.h5", "w", libver="latest") as file:
        file.attrs["inputs"] = bvh.inputs(HERE / "bvh.py", __file__, CLIP)
        file["parents"] = file.attrs["parents"] = np.array(clip.parents)
        file["offsets"] = np.array(clip.offsets)
        write_arrays(file, [("poses", poses), ("prior_samples", prior)])
        write_arrays(file.create_group("initial"), model.parameters())
        write_first_step(file.create_group("first_step"), model, poses[0])
        history = [model.step(poses[0], prior[0])]
        write_arrays(file["first_step"].create_group("gradients"),
                     ((path, parameter.grad) for path, parameter in model.parameters()))
        history += [model.step(*batch) for batch in zip(poses[1:], prior[1:])]
        for name in history[0]:
            file[f"losses/{name}"] = np.array([losses[name].item() for losses in history])
        write_arrays(file.create_group("final"), model.parameters())
        write_arrays(file.create_group("first_moments"),
                     ((path, model.first_moment(parameter)) for path, parameter in model.parameters()))


if __name__ == "__main__":
    main()
