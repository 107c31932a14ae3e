# Written by src/python/stubs.py from the built package; a test compares the two.
import os
from typing import Callable, Dict, List, Optional, Tuple, overload

import numpy
from numpy.typing import ArrayLike

import poseaae

class Mixture:
    """p(z) = sum_k w_k N(z; m_k, C_k): a Gaussian mixture over encodings."""
    @property
    def weights(self) -> numpy.ndarray:
        """(K) not negative, of sum 1."""
    @property
    def means(self) -> numpy.ndarray:
        """(K, Z)."""
    @property
    def covariances(self) -> List[numpy.ndarray]:
        """K of (Z, Z), positive definite."""
    @property
    def components(self) -> int:
        """K, the number of Gaussians."""
    @property
    def dim(self) -> int:
        """Z, the number of latents."""
    @property
    def empty(self) -> bool:
        """Whether the model has none."""

class MixtureDensity:
    """The density of a Mixture."""
    def __init__(self, mixture: poseaae.codec.Mixture) -> None:
        ...
    @property
    def dim(self) -> int:
        """Z, the number of latents."""
    def log_density(self, points: ArrayLike) -> numpy.ndarray:
        """(N) log p(z), natural logarithm, of points (N, Z)."""

class LatentFlow:
    """What an invertible map between encodings and N(0, I) is made from."""
    @property
    def mixture(self) -> poseaae.codec.Mixture:
        """The Mixture of encodings, softened."""
    @property
    def quantiles(self) -> numpy.ndarray:
        """(Q, Z) quantiles of each coordinate, ascending."""
    @property
    def log_densities(self) -> numpy.ndarray:
        """(101) log densities that 0, 1, ... 100 % of the encodings are below."""
    @property
    def empty(self) -> bool:
        """Whether the model has none."""

class FlowMap:
    """The map e = g(T(z)) of a LatentFlow: encodings are N(0, I) in e."""
    def __init__(self, flow: poseaae.codec.LatentFlow) -> None:
        ...
    @property
    def dim(self) -> int:
        """Z, the number of latents."""
    def to_normal(self, z: ArrayLike) -> numpy.ndarray:
        """(N, Z) points e of latents (N, Z)."""
    def from_normal(self, e: ArrayLike) -> numpy.ndarray:
        """(N, Z) latents of points e (N, Z): the inverse."""
    def log_density(self, z: ArrayLike) -> numpy.ndarray:
        """(N) log p(z), natural logarithm, of latents (N, Z)."""
    def commonness(self, z: ArrayLike) -> numpy.ndarray:
        """(N) the share of the encodings, 0 to 1, whose density is lower than that of each latent (N, Z): 0.01 says that the pose is rarer than 99 % of those learned from."""

class LatentStatistics:
    """Of the encodings of the training poses."""
    @staticmethod
    def of(latents: ArrayLike) -> poseaae.codec.LatentStatistics:
        """Mean and covariance of encodings (N, Z) alone."""
    @staticmethod
    def with_mixture(latents: ArrayLike) -> poseaae.codec.LatentStatistics:
        """With a mixture too, and with a flow where there are enough encodings (N, Z)."""
    @property
    def mean(self) -> numpy.ndarray:
        """(Z) float64."""
    @property
    def covariance(self) -> numpy.ndarray:
        """(Z, Z) float64, normalised by N - 1."""
    @property
    def mixture(self) -> poseaae.codec.Mixture:
        """The Mixture; may be empty."""
    @property
    def step(self) -> numpy.ndarray:
        """(Z, Z) S R S, R the correlation of points with those before; empty in models of poses."""
    @property
    def flow(self) -> poseaae.codec.LatentFlow:
        """The LatentFlow; may be empty."""
    def standard_deviation(self) -> numpy.ndarray:
        """(Z) sqrt of the diagonal."""

class PoseFormat:
    """What the P numbers of a row are, and what networks see of them."""
    @property
    def form(self) -> str:
        """How networks see rotations: "quaternion" or "six_d"."""
    @property
    def width(self) -> int:
        """P, the numbers of a row: 4 J of a pose."""
    @property
    def features(self) -> int:
        """F, the numbers that networks see of it."""
    @property
    def hop(self) -> int:
        """Frames from one row of a path to the next."""
    @property
    def window(self) -> Optional[int]:
        """Frames of a row that is a window; None for poses."""
    def rows_of(self, motion: poseaae.mocap.Motion) -> numpy.ndarray:
        """(N, P) rows of a motion of this skeleton. Raises UsageError for another."""
    def motion_of(self, rows: ArrayLike, fps: float) -> poseaae.mocap.Motion:
        """The Motion of rows (N, P), its root at the origin."""

class PoseAutoencoder:
    """A trained encoder and decoder of poses or of windows. It never changes, and may be used by several threads."""
    @property
    def skeleton(self) -> poseaae.mocap.Skeleton:
        """The Skeleton of its poses."""
    @property
    def format(self) -> poseaae.codec.PoseFormat:
        """The PoseFormat of its rows."""
    @property
    def latent(self) -> poseaae.codec.LatentStatistics:
        """LatentStatistics of the training poses."""
    @property
    def pose_dim(self) -> int:
        """P, the numbers of a row."""
    @property
    def space(self) -> poseaae.codec.FlowMap:
        """The FlowMap between what the networks encode and the latents; None where they are the same."""
    @property
    def latent_dim(self) -> int:
        """Z, the number of latents."""
    @property
    def fps(self) -> float:
        """Frames a second of the training poses."""
    @property
    def clip_options(self) -> poseaae.mocap.ClipOptions:
        """mocap.ClipOptions by which clips are prepared for this model."""
    @property
    def config(self) -> str:
        """The resolved configuration of the training, YAML."""
    @property
    def provenance(self) -> Dict[str, str]:
        """Seed, data files and hashes, versions, by name."""
    def encode(self, rows: ArrayLike) -> numpy.ndarray:
        """(N, Z) float32 encodings of poses (N, P) or (N, J, 4), or of windows (N, P); of a Gaussian encoder the means. float32 in C order is read where it lies."""
    def decode(self, latents: ArrayLike) -> numpy.ndarray:
        """(N, P) float32 rows of latents (N, Z); rotations are unit quaternions w x y z."""
    def decode_poses(self, latents: ArrayLike) -> numpy.ndarray:
        """(N, J, 4) float32: of each latent (N, Z) one pose, that in the middle of a window's time."""

@overload
def load_model(bytes: bytes | bytearray | memoryview, name: str | os.PathLike[str] = 'bytes') -> poseaae.codec.PoseAutoencoder:
    """The model in the bytes of a file; messages begin with `name`."""
@overload
def load_model(path: str | os.PathLike[str]) -> poseaae.codec.PoseAutoencoder:
    """The model in a file. Raises InputError, ModelError."""

def save_model(model: poseaae.codec.PoseAutoencoder, path: str | os.PathLike[str]) -> None:
    """Whole or not at all. Raises OutputError."""
