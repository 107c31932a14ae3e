# Written by src/python/stubs.py from the built package; a test compares the two.
import os
from typing import Callable, Dict, List, Optional, Tuple, overload

import numpy
from numpy.typing import ArrayLike

import poseaae

class Options:
    """Of evaluations."""
    def __init__(self, *, generated: int = ..., walks: int = ..., paths: int = ..., steps: int = ..., resamples: int = ..., seed: int = ..., threads: int = ..., shuffles: int = ...) -> None: ...
    @property
    def generated(self) -> int:
        """Poses decoded from the prior."""
    @generated.setter
    def generated(self, value: int) -> None: ...
    @property
    def walks(self) -> int:
        """Random walks, of models that travel."""
    @walks.setter
    def walks(self, value: int) -> None: ...
    @property
    def paths(self) -> int:
        """Between encodings of held-out poses, of each kind."""
    @paths.setter
    def paths(self, value: int) -> None: ...
    @property
    def steps(self) -> int:
        """Of a path."""
    @steps.setter
    def steps(self, value: int) -> None: ...
    @property
    def resamples(self) -> int:
        """Of clips, for intervals."""
    @resamples.setter
    def resamples(self, value: int) -> None: ...
    @property
    def seed(self) -> int:
        """The same seed gives the same report."""
    @seed.setter
    def seed(self, value: int) -> None: ...
    @property
    def threads(self) -> int:
        """0: all cores; the report is the same."""
    @threads.setter
    def threads(self, value: int) -> None: ...
    @property
    def shuffles(self) -> int:
        """Of labels; 0: no disentanglement."""
    @shuffles.setter
    def shuffles(self, value: int) -> None: ...

class Measure:
    """One number of a report."""
    @property
    def group(self) -> str:
        """"reconstruction", "prior", ..."""
    @property
    def name(self) -> str:
        """"mpjpe", ...; unique within the group."""
    @property
    def unit(self) -> str:
        """"mm", "deg", ...; "" for ratios and counts."""
    @property
    def value(self) -> float:
        """The number."""
    @property
    def low(self) -> float:
        """Of the 95 % interval over clips; NaN where there is none."""
    @property
    def high(self) -> float:
        """Likewise."""

class Report:
    """The results of one model."""
    @property
    def name(self) -> str:
        """Of the model."""
    @property
    def measures(self) -> List[poseaae.evaluation.Measure]:
        """Every Measure."""
    def value(self, group: str, name: str) -> float:
        """The value of one measure. Raises UsageError when there is none."""

class Codec:
    """What is evaluated: a map of poses to latents and back."""
    @property
    def name(self) -> str:
        """Of the model."""
    @property
    def latent_dim(self) -> int:
        """Z, the number of latents."""

def codec_of(name: str, model: poseaae.codec.PoseAutoencoder) -> poseaae.evaluation.Codec:
    """The Codec of a codec.PoseAutoencoder."""

class Evaluator:
    """Evaluates codecs on one split of one dataset."""
    def __init__(self, data: poseaae.dataset.PoseDataset, split: poseaae.dataset.Split, options: poseaae.evaluation.Options = ...) -> None:
        """Of a dataset.PoseDataset and a dataset.Split. Raises UsageError."""
    def evaluate(self, codec: poseaae.evaluation.Codec) -> poseaae.evaluation.Report:
        """The Report of a Codec."""

def verdict(reports: List[poseaae.evaluation.Report]) -> List[str]:
    """What the first report says to people who know dance rather than statistics, in a few sentences."""

def verdict_on(session: poseaae.training.Session, model: poseaae.codec.PoseAutoencoder, options: poseaae.evaluation.Options = ...) -> List[str]:
    """The same of a model by what its training.Session holds out, in a second or two. Raises UsageError."""

def held_out_of(session: poseaae.training.Session) -> str:
    """What a session holds out, as the end of "measured on": "3 clips that it has not learned from"."""
