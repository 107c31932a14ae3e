# Written by src/python/stubs.py from the built package; a test compares the two.
import os
from typing import Callable, Dict, List, Optional, Tuple, overload

import numpy
from numpy.typing import ArrayLike

import poseaae

class LabellingOptions:
    """Which labels are learned, and against what."""
    def __init__(self, *, attributes: List[str] = ..., neutral: str = ..., within: str = ...) -> None: ...
    @property
    def attributes(self) -> List[str]:
        """"style=old", "energy", ...; empty: all there are."""
    @attributes.setter
    def attributes(self, value: List[str]) -> None: ...
    @property
    def neutral(self) -> str:
        """"style=normal": what others differ from; "": all others."""
    @neutral.setter
    def neutral(self, value: str) -> None: ...
    @property
    def within(self) -> str:
        """A key within each value of which differences are taken."""
    @within.setter
    def within(self, value: str) -> None: ...

class LearnOptions:
    """Of learn()."""
    def __init__(self, *, labels: poseaae.attributes.LabellingOptions = ..., folds: Optional[int] = ..., vector_shuffles: int = ..., strengths: List[float] = ..., seed: int = ..., threads: int = ...) -> None: ...
    @property
    def labels(self) -> poseaae.attributes.LabellingOptions:
        """LabellingOptions."""
    @labels.setter
    def labels(self, value: poseaae.attributes.LabellingOptions) -> None: ...
    @property
    def folds(self) -> Optional[int]:
        """Of probes; None: 5."""
    @folds.setter
    def folds(self, value: Optional[int]) -> None: ...
    @property
    def vector_shuffles(self) -> int:
        """Shuffles of labels to measure against."""
    @vector_shuffles.setter
    def vector_shuffles(self, value: int) -> None: ...
    @property
    def strengths(self) -> List[float]:
        """At which effects are measured."""
    @strengths.setter
    def strengths(self, value: List[float]) -> None: ...
    @property
    def seed(self) -> int:
        """The same seed gives the same directions."""
    @seed.setter
    def seed(self, value: int) -> None: ...
    @property
    def threads(self) -> int:
        """0: all cores; the result is the same."""
    @threads.setter
    def threads(self, value: int) -> None: ...

def learn(model: poseaae.codec.PoseAutoencoder, data: poseaae.dataset.PoseDataset, options: poseaae.attributes.LearnOptions = ...) -> poseaae.latent.AttributeSet:
    """The latent.AttributeSet of the labels of a dataset: directions of latent space, and their measurement. Raises UsageError."""

def format_attributes(set: poseaae.latent.AttributeSet) -> str:
    """A table to print."""
