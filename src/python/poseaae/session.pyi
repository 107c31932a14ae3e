# Written by src/python/stubs.py from the built package; a test compares the two.
import os
from typing import Callable, Dict, List, Optional, Tuple, overload

import numpy
from numpy.typing import ArrayLike

import poseaae

class Dancer:
    """A path to be danced, and how."""
    @overload
    def __init__(self, path: poseaae.latent.LatentPath) -> None: ...
    @overload
    def __init__(self, *, name: str = ..., path: poseaae.latent.LatentPath = ..., loops: bool = ..., travel: str = ..., frames: Optional[int] = ..., fps: Optional[float] = ..., apart: bool = ..., smooth_hz: Optional[float] = ...) -> None: ...
    @property
    def name(self) -> str:
        """Whose it is, in pictures and files."""
    @name.setter
    def name(self, value: str) -> None: ...
    @property
    def path(self) -> poseaae.latent.LatentPath:
        """The latent.LatentPath."""
    @path.setter
    def path(self, value: poseaae.latent.LatentPath) -> None: ...
    @property
    def loops(self) -> bool:
        """The first frame follows the last."""
    @loops.setter
    def loops(self, value: bool) -> None: ...
    @property
    def travel(self) -> str:
        """"clip" (the way of the clip that is followed), "feet" or "none"."""
    @travel.setter
    def travel(self, value: str) -> None: ...
    @property
    def frames(self) -> Optional[int]:
        """Frames of the motion, of models of windows; None: all."""
    @frames.setter
    def frames(self, value: Optional[int]) -> None: ...
    @property
    def fps(self) -> Optional[float]:
        """Its frame rate, likewise; None: the path's."""
    @fps.setter
    def fps(self, value: Optional[float]) -> None: ...
    @property
    def apart(self) -> bool:
        """Points are poses of their own, likewise."""
    @apart.setter
    def apart(self, value: bool) -> None: ...
    @property
    def smooth_hz(self) -> Optional[float]:
        """The highest frequency of the frames, hertz, likewise."""
    @smooth_hz.setter
    def smooth_hz(self, value: Optional[float]) -> None: ...

class OpenModel:
    """A model from its file, with the clips, poses and attributes that are named to it. What it finds in clips that is worth knowing are warnings. For one thread at a time."""
    def __init__(self, file: str | os.PathLike[str]) -> None:
        """Raises InputError, ModelError."""
    @property
    def codec(self) -> poseaae.codec.PoseAutoencoder:
        """The codec.PoseAutoencoder."""
    @property
    def file(self) -> str | os.PathLike[str]:
        """The path of the model."""
    @property
    def space(self) -> poseaae.latent.LatentGaussian:
        """The latent.LatentGaussian of its encodings."""
    @property
    def dim(self) -> int:
        """Z, the number of latents."""
    @property
    def flow(self) -> poseaae.codec.FlowMap:
        """The codec.FlowMap, or None."""
    @property
    def fps(self) -> float:
        """Points of a path a second."""
    @property
    def motion_fps(self) -> float:
        """Frames of motion a second."""
    @property
    def windowed(self) -> bool:
        """Whether its rows are windows."""
    def points_for(self, frames: int) -> int:
        """Points of a path that cover so many frames."""
    def usual_walk(self) -> str:
        """The kind of walk that suits it."""
    def usual_loop(self) -> str:
        """The kind of loop that suits it."""
    def set_sampling(self, sampling: str) -> None:
        """How random points are drawn from now on: "prior", "mixture" or "flow". Raises UsageError."""
    def sample(self, count: int = 1, seed: int = 1) -> numpy.ndarray:
        """(count, Z) random points of the space."""
    def walk(self, start: Optional[ArrayLike] = None, options: poseaae.latent.WalkOptions = ..., keep_likely: bool = False) -> poseaae.latent.LatentPath:
        """A random walk at fps, from a pose (Z) or a random point. Raises UsageError."""
    def loop(self, start: Optional[ArrayLike] = None, options: poseaae.latent.LoopOptions = ..., keep_likely: bool = False) -> poseaae.latent.LatentPath:
        """A random loop likewise. Raises UsageError."""
    @property
    def clip_options(self) -> poseaae.mocap.ClipOptions:
        """mocap.ClipOptions by which clips are read: as the training clips were, or as was set."""
    @clip_options.setter
    def clip_options(self, value: poseaae.mocap.ClipOptions) -> None: ...
    def clip(self, clip: str | os.PathLike[str]) -> poseaae.mocap.Clip:
        """The mocap.Clip "a.bvh:100:500" with the model's skeleton, also of those installed."""
    def encode(self, clip: poseaae.mocap.Clip) -> poseaae.latent.LatentPath:
        """The latent.LatentPath of a clip, of windows those that end within it."""
    def follow(self, clip: poseaae.mocap.Clip) -> poseaae.latent.LatentPath:
        """The latent.LatentPath of a clip to its end."""
    def path(self, clip: str) -> poseaae.latent.LatentPath:
        """The latent.LatentPath of "a.bvh:100:500" to its end, with the clip's root; read once."""
    def pose(self, name: str) -> numpy.ndarray:
        """(Z) a point by name: "a.bvh:100" (a frame), "sample:7" (a random point), "mean". Raises Error."""
    def use_attributes(self, file: str | os.PathLike[str]) -> None:
        """Sets the file of attributes."""
    def attributes(self) -> poseaae.latent.AttributeSet:
        """The latent.AttributeSet of that file, or of the one beside the model. Raises InputError, ModelError."""
    def direction(self, text: str) -> poseaae.latent.Direction:
        """The latent.Direction of "all", "3", "axis:0" or "attribute:style=old". Raises UsageError."""
    def decode(self, dancer: poseaae.session.Dancer | poseaae.latent.LatentPath, plant: Optional[str] = None) -> poseaae.mocap.Motion:
        """The mocap.Motion of a Dancer, or of a LatentPath: "ik" (feet are held where they stand), "root" or "off"; None: what suits it."""
    def dance(self, dancer: poseaae.session.Dancer | poseaae.latent.LatentPath, plant: Optional[str] = None) -> poseaae.footing.Planted:
        """The same as footing.Planted, with what became of its feet."""
    def encodings(self, dancers: List[poseaae.session.Dancer | poseaae.latent.LatentPath]) -> poseaae.latent.Encodings:
        """The latent.Encodings of the paths of dancers."""

class EncodedInputs:
    """Encoded poses, and everything that is known about each."""
    @property
    def encodings(self) -> poseaae.latent.Encodings:
        """The latent.Encodings."""
    @property
    def texts(self) -> Dict[str, List[str]]:
        """(T) each: "clip", and the labels of clips."""
    @property
    def numbers(self) -> dict:
        """(T) float64 each: "time" in seconds, and the labels of frames; NaN where there is none."""
    @property
    def poses(self) -> numpy.ndarray:
        """(T, J, 4) float32: what was encoded, as it was recorded."""

def encode_inputs(model: poseaae.session.OpenModel, inputs: List[str], label_pattern: str = '') -> poseaae.session.EncodedInputs:
    """Clips, folders or patterns of them, datasets and encodings, encoded by the model. Raises Error."""

class History:
    """The history of a training run: one row an epoch, one column a loss."""
    @property
    def name(self) -> str:
        """Of the run folder, or of the file."""
    @property
    def columns(self) -> List[str]:
        """Names of the columns, in their order."""
    def __len__(self) -> int:
        ...
    def __getitem__(self, column: str) -> numpy.ndarray:
        """(E) float64: a value an epoch, NaN where it was not measured."""
    def arrays(self) -> dict:
        """Every column by its name, (E) float64."""
    def epochs(self) -> numpy.ndarray:
        """(E) the number of each epoch."""

def load_history(source: str | os.PathLike[str]) -> poseaae.session.History:
    """From a run folder or a CSV file. Raises InputError, ParseError."""

def load_histories(sources: List[str]) -> List[poseaae.session.History]:
    """Several; runs of one name get their folder's in front."""

def smoothed(run: poseaae.session.History, width: int) -> poseaae.session.History:
    """The mean over a window of so many epochs, of every column."""

def moving_average(values: ArrayLike, width: int) -> numpy.ndarray:
    """(E) the mean over a window centred on each; NaN do not count."""
