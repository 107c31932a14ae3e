"""Adversarial autoencoders for motion-capture poses.

The modules have the names of the C++ modules, and what is in them has the names that it has there:

    mocap       skeletons and motions: reading, editing, writing, forward kinematics
    footing     contacts of feet with the floor, feet that stay
    retarget    motion of one body on another
    codec       trained models: encode, decode, statistics, mixture and flow
    latent      random points, walks, loops, mixes, transitions, arithmetic
    dataset     poses gathered from clips, split
    attributes  directions learned from labelled clips
    session     a model with its clips, poses and attributes by name; histories
    metrics     measures of poses and encodings
    render      pictures and animations
    training    configuration, runs, a callback each epoch
    evaluation  what a model is worth
    log         what is said on stderr

Metres, seconds and radians, Y up; rotations are unit quaternions, w x y z. Letters of shapes: N poses, T frames,
J joints, P numbers of a pose (4 J), Z latents. Whatever goes wrong is a poseaae.Error with the text that the
programs print.
"""

import sys

from ._errors import (
    ConfigError,
    Error,
    InputError,
    Interrupted,
    ModelError,
    OutputError,
    ParseError,
    TrainingError,
    UsageError,
)
from . import _poseaae

_MODULES = (
    "attributes",
    "codec",
    "dataset",
    "evaluation",
    "footing",
    "latent",
    "log",
    "metrics",
    "mocap",
    "render",
    "retarget",
    "session",
    "training",
)
for _name in _MODULES:
    globals()[_name] = sys.modules[f"{__name__}.{_name}"] = getattr(_poseaae, _name)
del _name, sys

__all__ = [
    "ConfigError",
    "Error",
    "InputError",
    "Interrupted",
    "ModelError",
    "OutputError",
    "ParseError",
    "TrainingError",
    "UsageError",
    *_MODULES,
]
