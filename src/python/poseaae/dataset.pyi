# Written by src/python/stubs.py from the built package; a test compares the two.
import os
from typing import Callable, Dict, List, Optional, Tuple, overload

import numpy
from numpy.typing import ArrayLike

import poseaae

class Clip:
    """Consecutive rows of a dataset, and their source."""
    @property
    def name(self) -> str:
        """Of the file, without folder and extension."""
    @property
    def source(self) -> str:
        """The path as it was given."""
    @property
    def sha256(self) -> str:
        """Of the file."""
    @property
    def first(self) -> int:
        """The row of its first pose."""
    @property
    def frames(self) -> int:
        """The number of its poses."""
    @property
    def tags(self) -> Dict[str, str]:
        """Labels of the whole clip, by their keys."""

class DatasetOptions:
    """Which clips are gathered, and how they are prepared."""
    def __init__(self, *, clips: List[str] = ..., clip: poseaae.mocap.ClipOptions = ..., range: str = ..., drop_static: bool = ..., label_pattern: str = ..., like: Optional[poseaae.mocap.Skeleton] = ..., contacts: bool = ..., threads: int = ...) -> None: ...
    @property
    def clips(self) -> List[str]:
        """Files, folders or patterns; or one dataset file (.h5)."""
    @clips.setter
    def clips(self, value: List[str]) -> None: ...
    @property
    def clip(self) -> poseaae.mocap.ClipOptions:
        """mocap.ClipOptions of every clip."""
    @clip.setter
    def clip(self, value: poseaae.mocap.ClipOptions) -> None: ...
    @property
    def range(self) -> str:
        """"100:500": these frames of every clip; "" all."""
    @range.setter
    def range(self, value: str) -> None: ...
    @property
    def drop_static(self) -> bool:
        """Remove joints that never turn in any clip."""
    @drop_static.setter
    def drop_static(self, value: bool) -> None: ...
    @property
    def label_pattern(self) -> str:
        """"{content}_{style}_{take}": labels of clips from their names; "" none."""
    @label_pattern.setter
    def label_pattern(self, value: str) -> None: ...
    @property
    def like(self) -> Optional[poseaae.mocap.Skeleton]:
        """A mocap.Skeleton that all clips take; None: the first clip's."""
    @like.setter
    def like(self, value: Optional[poseaae.mocap.Skeleton]) -> None: ...
    @property
    def contacts(self) -> bool:
        """Find which feet stand."""
    @contacts.setter
    def contacts(self, value: bool) -> None: ...
    @property
    def threads(self) -> int:
        """That read clips; 0: all cores."""
    @threads.setter
    def threads(self, value: int) -> None: ...

class PoseDataset:
    """N poses gathered from clips."""
    @property
    def skeleton(self) -> poseaae.mocap.Skeleton:
        """The mocap.Skeleton."""
    @property
    def fps(self) -> float:
        """Frames a second."""
    @property
    def clip_options(self) -> poseaae.mocap.ClipOptions:
        """mocap.ClipOptions that prepare another clip alike."""
    @property
    def poses(self) -> numpy.ndarray:
        """(N, J, 4) float32, unit quaternions w x y z. Not a copy."""
    @property
    def root_positions(self) -> numpy.ndarray:
        """(N, 3) float32, metres. Not a copy."""
    @property
    def clips(self) -> List[poseaae.dataset.Clip]:
        """The clips, in the order of their rows."""
    @property
    def labels(self) -> dict:
        """(N) float32 each, by name: labels of frames; NaN where a clip has none."""
    @property
    def contacts(self) -> object:
        """(N, C) bool: which points of which feet stand; (N, 0) where nobody found them."""
    @property
    def warnings(self) -> List[str]:
        """Repairs and suspicious data, a line each."""
    def __len__(self) -> int:
        ...
    def save(self, path: str | os.PathLike[str]) -> None:
        """As HDF5, whole or not at all. Raises OutputError."""
    @staticmethod
    def load(path: str | os.PathLike[str]) -> poseaae.dataset.PoseDataset:
        """Raises InputError, ModelError."""

def gather(options: poseaae.dataset.DatasetOptions) -> poseaae.dataset.PoseDataset:
    """The PoseDataset of clips, read and edited. Raises InputError, ParseError, UsageError."""

def motion_of(data: poseaae.dataset.PoseDataset, clip: poseaae.dataset.Clip) -> poseaae.mocap.Motion:
    """The mocap.Motion of a clip: its rows, as they travel through the room."""

class SplitOptions:
    """How poses are held out for testing."""
    def __init__(self, *, kind: str = ..., test_fraction: float = ..., block_s: float = ..., gap_s: float = ..., seed: int = ..., group: str = ..., folds: int = ..., fold: int = ..., leave_out: str = ...) -> None: ...
    @property
    def kind(self) -> str:
        """"auto", "clip" (whole clips), "block" (stretches of time) or "frame"."""
    @kind.setter
    def kind(self, value: str) -> None: ...
    @property
    def test_fraction(self) -> float:
        """Share of the poses, approximately."""
    @test_fraction.setter
    def test_fraction(self, value: float) -> None: ...
    @property
    def block_s(self) -> float:
        """Length of a test block, seconds."""
    @block_s.setter
    def block_s(self, value: float) -> None: ...
    @property
    def gap_s(self) -> float:
        """Left out on each side of it, seconds."""
    @gap_s.setter
    def gap_s(self, value: float) -> None: ...
    @property
    def seed(self) -> int:
        """The same seed gives the same split."""
    @seed.setter
    def seed(self, value: int) -> None: ...
    @property
    def group(self) -> str:
        """A pattern that tells which clips belong together; "": by take numbers."""
    @group.setter
    def group(self, value: str) -> None: ...
    @property
    def folds(self) -> int:
        """Above 0: so many folds of clips."""
    @folds.setter
    def folds(self, value: int) -> None: ...
    @property
    def fold(self) -> int:
        """The fold that is held out, from 0."""
    @fold.setter
    def fold(self, value: int) -> None: ...
    @property
    def leave_out(self) -> str:
        """"style=old": every clip with this label is held out."""
    @leave_out.setter
    def leave_out(self, value: str) -> None: ...

class Split:
    """Rows of a dataset, ascending and disjoint."""
    @property
    def kind(self) -> str:
        """What "auto" came to."""
    @property
    def train(self) -> numpy.ndarray:
        """Rows to learn from, int32."""
    @property
    def test(self) -> numpy.ndarray:
        """Rows held out, int32."""

def split(data: poseaae.dataset.PoseDataset, options: poseaae.dataset.SplitOptions = ...) -> poseaae.dataset.Split:
    """The Split of a dataset. Raises UsageError when one of the two sets would be empty."""

def groups_of(data: poseaae.dataset.PoseDataset, pattern: str = '') -> List[int]:
    """The number of the group of each clip, from 0."""
