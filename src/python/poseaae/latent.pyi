# Written by src/python/stubs.py from the built package; a test compares the two.
import os
from typing import Callable, Dict, List, Optional, Tuple, overload

import numpy
from numpy.typing import ArrayLike

import poseaae

class LatentPath:
    """A trajectory through latent space: T points, one a frame (of models of windows, one every hop), and perhaps the way through the room."""
    def __init__(self, points: ArrayLike, fps: float) -> None:
        """Of points (T, Z) at a rate; a copy."""
    @property
    def points(self) -> numpy.ndarray:
        """(T, Z) float32: the path's own numbers, not a copy."""
    @property
    def fps(self) -> float:
        """Points a second. Raises UsageError unless positive."""
    @fps.setter
    def fps(self, value: float) -> None: ...
    @property
    def root(self) -> Optional[poseaae.footing.RootPath]:
        """The footing.RootPath of the clip that it follows, or None."""
    @root.setter
    def root(self, value: Optional[poseaae.footing.RootPath]) -> None: ...
    @property
    def frames(self) -> int:
        """T, the number of points."""
    @property
    def dim(self) -> int:
        """Z, the number of latents."""
    def __len__(self) -> int:
        ...

def resample(points: ArrayLike, frames: int) -> numpy.ndarray:
    """(frames, Z) points spread evenly over points (T, Z), ends included."""

class LatentGaussian:
    """N(m, C): the Gaussian with a model's latent mean and covariance, C = S S."""
    def __init__(self, statistics: poseaae.codec.LatentStatistics) -> None:
        ...
    @property
    def mean(self) -> numpy.ndarray:
        """(Z) float64."""
    @property
    def dim(self) -> int:
        """Z, the number of latents."""
    def whiten(self, z: ArrayLike) -> numpy.ndarray:
        """(N, Z) e = S^-1 (z - m): the model's poses have mean 0 and covariance I there."""
    def unwhiten(self, e: ArrayLike) -> numpy.ndarray:
        """(N, Z) z = m + S e: the inverse."""

def sample(statistics: poseaae.codec.LatentStatistics, count: int = 1, sampling: Optional[str] = None, seed: int = 1) -> numpy.ndarray:
    """(count, Z) random points: "prior" (m + S e), "mixture" or "flow"; by default the usual one of the model. Raises UsageError when the model lacks it."""

def usual_sampling(statistics: poseaae.codec.LatentStatistics) -> str:
    """How random points of a model are drawn by default."""

class DensitySupport:
    """The part of latent space in which a model has seen poses: density at least `floor`."""
    def __init__(self, statistics: poseaae.codec.LatentStatistics, known: ArrayLike) -> None:
        """Its floor is the 1st percentile of the density of known encodings (N, Z)."""
    @property
    def floor(self) -> float:
        """The lowest log density inside."""
    def score(self, points: ArrayLike) -> numpy.ndarray:
        """(N) log densities of points (N, Z)."""
    def share_outside(self, points: ArrayLike) -> float:
        """Share of points (N, Z) outside, 0 to 1."""

class LatentSummary:
    """Statistics of encodings, and their distance from N(0, I)."""
    @property
    def count(self) -> int:
        """The number of encodings."""
    @property
    def mean(self) -> numpy.ndarray:
        """(Z)."""
    @property
    def standard_deviation(self) -> numpy.ndarray:
        """(Z), normalised by N - 1."""
    @property
    def minimum(self) -> numpy.ndarray:
        """(Z)."""
    @property
    def maximum(self) -> numpy.ndarray:
        """(Z)."""
    @property
    def distance(self) -> numpy.ndarray:
        """(Z) Kolmogorov-Smirnov distances from N(0, 1)."""
    @property
    def divergence(self) -> float:
        """KL(N(m, C) || N(0, I)), nats."""

def summarise(latents: ArrayLike) -> poseaae.latent.LatentSummary:
    """The LatentSummary of encodings (N, Z)."""

def distance_from_mean(latents: ArrayLike, statistics: poseaae.codec.LatentStatistics) -> numpy.ndarray:
    """(N) sqrt(mean_d ((z_d - m_d) / s_d)^2): how far latents (N, Z) are from the mean; about 1 among poses."""

class DecodeOptions:
    """How decoded poses stand and travel."""
    def __init__(self, *, plant: str = ..., loops: bool = ..., travel: str = ...) -> None: ...
    @property
    def plant(self) -> str:
        """"ik" (feet are held where they stand), "root" (the root alone is set down) or "off"."""
    @plant.setter
    def plant(self, value: str) -> None: ...
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

def encode(model: poseaae.codec.PoseAutoencoder, motion: poseaae.mocap.Motion) -> poseaae.latent.LatentPath:
    """The LatentPath of a motion with the model's skeleton, without a root."""

def follow(model: poseaae.codec.PoseAutoencoder, clip: poseaae.mocap.Clip) -> poseaae.latent.LatentPath:
    """The LatentPath of a clip to its end, with its root."""

def decode(model: poseaae.codec.PoseAutoencoder, path: poseaae.latent.LatentPath, options: poseaae.latent.DecodeOptions = ...) -> poseaae.mocap.Motion:
    """The Motion that a path decodes to."""

def dance(model: poseaae.codec.PoseAutoencoder, path: poseaae.latent.LatentPath, options: poseaae.latent.DecodeOptions = ...) -> poseaae.footing.Planted:
    """The same as footing.Planted, with what became of its feet."""

def reconstruct(model: poseaae.codec.PoseAutoencoder, motion: poseaae.mocap.Motion) -> poseaae.mocap.Motion:
    """The motion with every rotation replaced by decode(encode(pose))."""

class MotionError:
    """The difference between two motions, over all frames and joints."""
    @property
    def position_cm(self) -> float:
        """Mean distance of joints in the world, centimetres."""
    @property
    def rotation_deg(self) -> float:
        """Mean angle of local rotations, degrees."""

def compare(a: poseaae.mocap.Motion, b: poseaae.mocap.Motion) -> poseaae.latent.MotionError:
    """The MotionError between two motions of one skeleton."""

class WalkOptions:
    """Of random walks."""
    def __init__(self, *, kind: str = ..., count: int = ..., time_scale_s: Optional[float] = ..., step_size: Optional[float] = ..., spread: float = ..., seed: int = ...) -> None: ...
    @property
    def kind(self) -> str:
        """"matern", "ou", "sphere", "steps" or "tutorial". Raises UsageError."""
    @kind.setter
    def kind(self, value: str) -> None: ...
    @property
    def count(self) -> int:
        """T, the number of poses."""
    @count.setter
    def count(self, value: int) -> None: ...
    @property
    def time_scale_s(self) -> Optional[float]:
        """Seconds after which poses are nearly independent; None: the kind's."""
    @time_scale_s.setter
    def time_scale_s(self, value: Optional[float]) -> None: ...
    @property
    def step_size(self) -> Optional[float]:
        """Of the tutorial's walk."""
    @step_size.setter
    def step_size(self, value: Optional[float]) -> None: ...
    @property
    def spread(self) -> float:
        """Scales the distance from the mean; 1 is that of the model's poses."""
    @spread.setter
    def spread(self, value: float) -> None: ...
    @property
    def seed(self) -> int:
        """The same seed gives the same walk."""
    @seed.setter
    def seed(self, value: int) -> None: ...

class LoopOptions:
    """Of paths that end where they began."""
    def __init__(self, *, kind: str = ..., seconds: float = ..., time_scale_s: Optional[float] = ..., harmonics: int = ..., spread: float = ..., seed: int = ...) -> None: ...
    @property
    def kind(self) -> str:
        """"fourier", "great_circle" or "steps". Raises UsageError."""
    @kind.setter
    def kind(self, value: str) -> None: ...
    @property
    def seconds(self) -> float:
        """Length of the loop."""
    @seconds.setter
    def seconds(self, value: float) -> None: ...
    @property
    def time_scale_s(self) -> Optional[float]:
        """As of walks; None: the kind's."""
    @time_scale_s.setter
    def time_scale_s(self, value: Optional[float]) -> None: ...
    @property
    def harmonics(self) -> int:
        """Of fourier: fewer are calmer; 0: all."""
    @harmonics.setter
    def harmonics(self, value: int) -> None: ...
    @property
    def spread(self) -> float:
        """As of walks."""
    @spread.setter
    def spread(self, value: float) -> None: ...
    @property
    def seed(self) -> int:
        """The same seed gives the same loop."""
    @seed.setter
    def seed(self, value: int) -> None: ...

def walk(space: poseaae.latent.LatentGaussian, start: Optional[ArrayLike] = None, options: poseaae.latent.WalkOptions = ..., fps: float = 30.0) -> poseaae.latent.LatentPath:
    """A random walk from a point (Z), or by its own law. Raises UsageError."""

def loop(space: poseaae.latent.LatentGaussian, start: Optional[ArrayLike] = None, options: poseaae.latent.LoopOptions = ..., fps: float = 30.0) -> poseaae.latent.LatentPath:
    """A random loop, its first frame at a point (Z) where that is given. Raises UsageError."""

def walk_kinds() -> Dict[str, str]:
    """Names of the kinds of walk, and a line on each."""

def loop_kinds() -> Dict[str, str]:
    """Names of the kinds of loop, and a line on each."""

def lerp(a: ArrayLike, b: ArrayLike, t: float) -> numpy.ndarray:
    """(Z) (1 - t) a + t b: the straight line."""

def slerp(a: ArrayLike, b: ArrayLike, t: float) -> numpy.ndarray:
    """(Z) the directions take the great circle, the radius goes in a straight line."""

def variance_preserving(a: ArrayLike, b: ArrayLike, t: float) -> numpy.ndarray:
    """(Z) the straight line at the length that it has between independent points on average."""

def multi_slerp(codes: ArrayLike, weights: ArrayLike) -> numpy.ndarray:
    """(Z) the blend of codes (N, Z) by weights (N) of sum 1: successive slerps."""

def ease(easing: str, t: float) -> float:
    """Progress e(t) from 0 to 1: "linear", "cosine", "cubic" or "quintic"."""

class TourOptions:
    """Of a path through keys."""
    def __init__(self, *, way: str = ..., easing: str = ..., pace: str = ..., closed: bool = ..., frames_per_segment: int = ...) -> None: ...
    @property
    def way(self) -> str:
        """"lerp", "slerp", "variance-preserving" or "curve"."""
    @way.setter
    def way(self, value: str) -> None: ...
    @property
    def easing(self) -> str:
        """From key to key; all but linear stop at every key."""
    @easing.setter
    def easing(self, value: str) -> None: ...
    @property
    def pace(self) -> str:
        """"eased" (as many frames each) or "constant" (speed)."""
    @pace.setter
    def pace(self, value: str) -> None: ...
    @property
    def closed(self) -> bool:
        """From the last key on to the first."""
    @closed.setter
    def closed(self, value: bool) -> None: ...
    @property
    def frames_per_segment(self) -> int:
        """Frames from a key to the next."""
    @frames_per_segment.setter
    def frames_per_segment(self, value: int) -> None: ...

def tour(keys: ArrayLike, space: poseaae.latent.LatentGaussian, options: poseaae.latent.TourOptions = ..., fps: float = 30.0) -> poseaae.latent.LatentPath:
    """A path through keys (N, Z)."""

class MixOptions:
    """How one path is mixed with another."""
    def __init__(self, *, factor: Optional[float] = ..., from_: float = ..., to: float = ..., interpolation: str = ..., lengths: str = ..., easing: str = ..., shares: ArrayLike = ...) -> None: ...
    @property
    def factor(self) -> Optional[float]:
        """The same weight in all frames; None: a ramp."""
    @factor.setter
    def factor(self, value: Optional[float]) -> None: ...
    @property
    def from_(self) -> float:
        """The weight at the ramp's first frame."""
    @from_.setter
    def from_(self, value: float) -> None: ...
    @property
    def to(self) -> float:
        """And at its last."""
    @to.setter
    def to(self, value: float) -> None: ...
    @property
    def interpolation(self) -> str:
        """"lerp", "slerp" or "variance-preserving"."""
    @interpolation.setter
    def interpolation(self, value: str) -> None: ...
    @property
    def lengths(self) -> str:
        """"stretch", "truncate" or "warp" (similar moments are aligned)."""
    @lengths.setter
    def lengths(self, value: str) -> None: ...
    @property
    def easing(self) -> str:
        """Of the ramp."""
    @easing.setter
    def easing(self, value: str) -> None: ...
    @property
    def shares(self) -> numpy.ndarray:
        """(Z) share of the weight of each latent; empty for ones."""
    @shares.setter
    def shares(self, value: ArrayLike) -> None: ...

def mix(model: poseaae.codec.PoseAutoencoder, a: poseaae.latent.LatentPath, b: poseaae.latent.LatentPath, space: poseaae.latent.LatentGaussian, options: poseaae.latent.MixOptions = ...) -> poseaae.latent.LatentPath:
    """A path from one trajectory to the other while both continue: I(a_t, b_t; w_t). Raises UsageError."""

class TransitionOptions:
    """How one clip hands over to another."""
    def __init__(self, *, seconds: float = ..., easing: Optional[str] = ..., interpolation: Optional[str] = ..., run_out_s: float = ...) -> None: ...
    @property
    def seconds(self) -> float:
        """From the last frame to the first; 0 is a cut."""
    @seconds.setter
    def seconds(self, value: float) -> None: ...
    @property
    def easing(self) -> Optional[str]:
        """None: quintic. Not linear."""
    @easing.setter
    def easing(self, value: Optional[str]) -> None: ...
    @property
    def interpolation(self) -> Optional[str]:
        """None: lerp."""
    @interpolation.setter
    def interpolation(self, value: Optional[str]) -> None: ...
    @property
    def run_out_s(self) -> float:
        """Seconds, at most, for which each clip goes on."""
    @run_out_s.setter
    def run_out_s(self, value: float) -> None: ...

def bridge(from_: poseaae.latent.LatentPath, to: poseaae.latent.LatentPath, space: poseaae.latent.LatentGaussian, options: poseaae.latent.TransitionOptions = ...) -> poseaae.latent.LatentPath:
    """The frames between two paths."""

def join(from_: poseaae.latent.LatentPath, to: poseaae.latent.LatentPath, space: poseaae.latent.LatentGaussian, options: poseaae.latent.TransitionOptions = ...) -> poseaae.latent.LatentPath:
    """All of one path, the bridge, all of the other."""

class Direction:
    """The direction of an offset, and how its unit is measured."""
    def __init__(self, vector: ArrayLike) -> None:
        """Of a vector (Z): an amplitude counts in each dimension by itself."""
    @property
    def vector(self) -> numpy.ndarray:
        """(Z) float32."""

def parse_direction(text: str, statistics: poseaae.codec.LatentStatistics) -> poseaae.latent.Direction:
    """The Direction of "all", "3" (a latent), "axis:0" (a principal axis) or "0.5,-1,0". Raises UsageError."""

class OffsetOptions:
    """The course of an offset over a path."""
    def __init__(self, *, amplitude: float = ..., cycles: float = ..., unit: str = ..., shape: str = ..., attack: float = ..., release: float = ..., easing: str = ...) -> None: ...
    @property
    def amplitude(self) -> float:
        """In units of `unit`; 1 in all dimensions distorts poses."""
    @amplitude.setter
    def amplitude(self, value: float) -> None: ...
    @property
    def cycles(self) -> float:
        """Of a sinusoid: oscillations over the path."""
    @cycles.setter
    def cycles(self, value: float) -> None: ...
    @property
    def unit(self) -> str:
        """"std" (standard deviations of the model's latents) or "latent"."""
    @unit.setter
    def unit(self, value: str) -> None: ...
    @property
    def shape(self) -> str:
        """"sinusoid", "ramp" or "envelope"."""
    @shape.setter
    def shape(self, value: str) -> None: ...
    @property
    def attack(self) -> float:
        """Of an envelope: share of the path over which it rises."""
    @attack.setter
    def attack(self, value: float) -> None: ...
    @property
    def release(self) -> float:
        """And over which it falls."""
    @release.setter
    def release(self, value: float) -> None: ...
    @property
    def easing(self) -> str:
        """Of ramp and envelope."""
    @easing.setter
    def easing(self, value: str) -> None: ...

def follow_at_offset(path: poseaae.latent.LatentPath, direction: poseaae.latent.Direction, statistics: poseaae.codec.LatentStatistics, options: poseaae.latent.OffsetOptions = ...) -> poseaae.latent.LatentPath:
    """z'_t = z_t + a s(t / (T - 1)) r: the path followed at an offset."""

class Strength:
    """Of an attribute along a path: from `first` to `last`, linearly."""
    def __init__(self, first: float = 1.0, last: Optional[float] = None) -> None:
        """By default `last` is `first`."""
    @property
    def first(self) -> float:
        """At the first frame; 1 moves a pose as far as the attribute is."""
    @first.setter
    def first(self, value: float) -> None: ...
    @property
    def last(self) -> float:
        """At the last frame."""
    @last.setter
    def last(self, value: float) -> None: ...

class Dose:
    """A vector of latent space with a strength."""
    def __init__(self, vector: ArrayLike, strength: poseaae.latent.Strength = ...) -> None:
        ...
    @property
    def vector(self) -> numpy.ndarray:
        """(Z) float32."""
    @property
    def strength(self) -> poseaae.latent.Strength:
        """The Strength."""

def compose(path: poseaae.latent.LatentPath, doses: List[poseaae.latent.Dose]) -> poseaae.latent.LatentPath:
    """z'_t = z_t + sum_i s_i(t) v_i: attributes add up."""

class ClipStyleOptions:
    """Of transfer()."""
    def __init__(self, *, strength: poseaae.latent.Strength = ..., align: bool = ..., smoothing_s: float = ...) -> None: ...
    @property
    def strength(self) -> poseaae.latent.Strength:
        """The Strength."""
    @strength.setter
    def strength(self, value: poseaae.latent.Strength) -> None: ...
    @property
    def align(self) -> bool:
        """By dynamic time warping; otherwise clips are stretched."""
    @align.setter
    def align(self, value: bool) -> None: ...
    @property
    def smoothing_s(self) -> float:
        """Standard deviation in seconds, over time."""
    @smoothing_s.setter
    def smoothing_s(self, value: float) -> None: ...

def transfer(content: poseaae.latent.LatentPath, style: poseaae.latent.LatentPath, neutral: poseaae.latent.LatentPath, space: poseaae.latent.LatentGaussian, options: poseaae.latent.ClipStyleOptions = ...) -> poseaae.latent.LatentPath:
    """z'_t = z_t + s (style_t - neutral_t): the difference of two clips, added to a third."""

def gradient(path: poseaae.latent.LatentPath, from_: ArrayLike, to: ArrayLike, space: poseaae.latent.LatentGaussian, strength: poseaae.latent.Strength = ...) -> poseaae.latent.LatentPath:
    """The path changes from one attribute (Z) to another along the way."""

class Attribute:
    """An attribute of poses, as directions in latent space."""
    @property
    def name(self) -> str:
        """"style=old", of clips, or "energy", of frames."""
    @property
    def vector(self) -> numpy.ndarray:
        """(Z) mean difference from the neutral poses."""
    @property
    def logistic(self) -> numpy.ndarray:
        """(Z) the direction of a logistic probe, as strong."""
    @property
    def probe(self) -> numpy.ndarray:
        """(Z) weights of the probe: log odds are probe . z + bias."""
    @property
    def bias(self) -> float:
        """Of the probe."""
    @property
    def tempo(self) -> float:
        """Speed of its clips, as a multiple of the neutral ones'."""
    @property
    def neutral(self) -> str:
        """What it differs from."""
    @property
    def clips(self) -> int:
        """Clips that have it."""
    @property
    def poses(self) -> int:
        """Poses that have it."""

class AttributeSet:
    """Attributes of one model."""
    @property
    def model(self) -> str:
        """File name of the model."""
    @property
    def data(self) -> str:
        """What they were learned from."""
    @property
    def attributes(self) -> List[poseaae.latent.Attribute]:
        """All of them."""
    @property
    def names(self) -> List[str]:
        """Their names."""
    def find(self, name: str) -> poseaae.latent.Attribute:
        """The Attribute of that name. Raises UsageError with the nearest one."""

def load_attributes(path: str | os.PathLike[str]) -> poseaae.latent.AttributeSet:
    """An AttributeSet from .safetensors. Raises InputError, ModelError."""

def save_attributes(attributes: poseaae.latent.AttributeSet, path: str | os.PathLike[str]) -> None:
    """Whole or not at all. Raises UsageError, OutputError."""

class Encodings:
    """Encoded poses with where each one comes from."""
    @property
    def path(self) -> poseaae.latent.LatentPath:
        """The LatentPath of all, clip after clip."""
    @property
    def clips(self) -> List[str]:
        """Names of clips."""
    @property
    def clip(self) -> numpy.ndarray:
        """(T) int32: index into clips."""
    @property
    def frame(self) -> numpy.ndarray:
        """(T) int32: frame of that clip's file, from 0."""
    @property
    def model(self) -> str:
        """File name of the model."""
    @property
    def model_sha256(self) -> str:
        """Of that file."""

def save_encodings(encodings: poseaae.latent.Encodings, path: str | os.PathLike[str]) -> None:
    """As .h5 or .csv. Raises UsageError, OutputError."""

def load_encodings(path: str | os.PathLike[str]) -> poseaae.latent.Encodings:
    """Encodings from .h5. Raises InputError, ModelError."""

def paths_of(encodings: poseaae.latent.Encodings) -> List[Tuple[str, poseaae.latent.LatentPath]]:
    """(name, LatentPath) of each clip, in order."""
