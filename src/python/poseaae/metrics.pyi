# Written by src/python/stubs.py from the built package; a test compares the two.
import os
from typing import Callable, Dict, List, Optional, Tuple, overload

import numpy
from numpy.typing import ArrayLike

import poseaae

class PoseSpace:
    """Maps poses to the points that are compared: positions in metres, the root at the origin and, unless it is kept, without its rotation."""
    def __init__(self, skeleton: poseaae.mocap.Skeleton, poses: ArrayLike, root: str = 'removed') -> None:
        """Recorded poses (N, J, 4) tell which joint carries the body; root: "removed" or "kept"."""
    @property
    def body(self) -> int:
        """The joint that carries the body."""
    @property
    def joints(self) -> List[int]:
        """The K joints whose positions are compared."""
    @property
    def turning_joints(self) -> List[int]:
        """Joints whose rotations are compared."""
    def positions(self, poses: ArrayLike, threads: int = 0) -> numpy.ndarray:
        """(N, J, 3) float32 metres: every joint."""
    def points(self, poses: ArrayLike, threads: int = 0) -> numpy.ndarray:
        """(N, 3 K) float32 metres: only `joints`, for distances between poses."""

class Reconstruction:
    """Errors of reconstructed poses."""
    @property
    def position_m(self) -> numpy.ndarray:
        """(N) mean distance of joints, metres."""
    @property
    def rotation_deg(self) -> numpy.ndarray:
        """(N) mean angle of local rotations, degrees."""
    @property
    def tips_m(self) -> numpy.ndarray:
        """(N) mean distance of end effectors, metres."""
    @property
    def joint_position_m(self) -> numpy.ndarray:
        """(J) means over poses; NaN: not compared."""
    @property
    def joint_rotation_deg(self) -> numpy.ndarray:
        """(J) likewise."""
    @property
    def bone_deviation(self) -> float:
        """The largest relative change of a bone."""
    def mpjpe_m(self) -> float:
        """The mean of position_m: MPJPE (Ionescu et al. 2014), metres."""
    def mean_rotation_deg(self) -> float:
        """The mean of rotation_deg, degrees."""

def reconstruction(space: poseaae.metrics.PoseSpace, poses: ArrayLike, reconstructed: ArrayLike, threads: int = 0) -> poseaae.metrics.Reconstruction:
    """The Reconstruction of poses (N, J, 4); the signs of quaternions do not matter. Raises UsageError."""

class Nearest:
    """The nearest reference of each query."""
    @property
    def distance_m(self) -> numpy.ndarray:
        """(N) mean distance of joints, metres."""
    @property
    def row(self) -> List[int]:
        """N rows of the references."""

def nearest(queries: ArrayLike, references: ArrayLike, threads: int = 0) -> poseaae.metrics.Nearest:
    """The Nearest of points (N, 3 K) among points (M, 3 K): d = (1 / K) sum_k |a_k - b_k|."""

def average_pairwise_distance(points: ArrayLike, threads: int = 0) -> float:
    """The mean of d over all pairs of points (N, 3 K), metres."""

def mean_jerk(points: ArrayLike, fps: float) -> float:
    """Mean |third difference| fps^3 of points (T, 3 K), metres a second cubed."""

def mmd_squared(latents: ArrayLike, threads: int = 0) -> float:
    """Squared maximum mean discrepancy of encodings (N, Z) to N(0, I), unbiased (Gretton et al. 2012)."""

def ks_distances(latents: ArrayLike, threads: int = 0) -> numpy.ndarray:
    """(Z) Kolmogorov-Smirnov distances of encodings (N, Z) to N(0, 1)."""

def covariance_error(latents: ArrayLike) -> float:
    """|C - I| / sqrt(Z), C the covariance of encodings (N, Z)."""

def sliced_wasserstein(latents: ArrayLike, directions: int = 128, seed: int = 1, threads: int = 0) -> float:
    """Of encodings (N, Z) to N(0, I) (Bonneel et al. 2015)."""

class Mardia:
    """Multivariate skewness and kurtosis (Mardia 1970), and those of a normal sample."""
    @property
    def rank(self) -> int:
        """Directions with variance."""
    @property
    def skewness(self) -> float:
        """b1."""
    @property
    def kurtosis(self) -> float:
        """b2."""
    @property
    def normal_skewness(self) -> float:
        """Expected of a normal sample."""
    @property
    def normal_kurtosis(self) -> float:
        """Expected of a normal sample."""

def mardia(latents: ArrayLike, threads: int = 0) -> poseaae.metrics.Mardia:
    """The Mardia of encodings (N, Z)."""

class PriorMatch:
    """All measures of encodings against N(0, I)."""
    @property
    def mmd_squared(self) -> float:
        """mmd_squared()."""
    @property
    def ks(self) -> numpy.ndarray:
        """(Z) ks_distances()."""
    @property
    def mean_norm(self) -> float:
        """|m|, m the mean of the encodings."""
    @property
    def covariance_error(self) -> float:
        """covariance_error()."""
    @property
    def sliced_wasserstein(self) -> float:
        """sliced_wasserstein()."""
    @property
    def mardia(self) -> poseaae.metrics.Mardia:
        """The Mardia."""
    def mean_ks(self) -> float:
        """The mean of ks."""
    def worst_ks(self) -> float:
        """The largest of ks."""

def prior_match(latents: ArrayLike, threads: int = 0) -> poseaae.metrics.PriorMatch:
    """The PriorMatch of encodings (N, Z)."""

class Pca:
    """Principal components, whitened: z = E (x - m), x' = m + D z."""
    @staticmethod
    def fit(features: ArrayLike, dimensions: int) -> poseaae.metrics.Pca:
        """Of features (N, F)."""
    @property
    def mean(self) -> numpy.ndarray:
        """m (F)."""
    @property
    def encode(self) -> numpy.ndarray:
        """E (Z, F)."""
    @property
    def decode(self) -> numpy.ndarray:
        """D (F, Z)."""
    @property
    def variances(self) -> numpy.ndarray:
        """(Z) along each component, descending."""
    def latents(self, features: ArrayLike) -> numpy.ndarray:
        """(N, Z) of features (N, F)."""
    def features(self, latents: ArrayLike) -> numpy.ndarray:
        """(N, F) of latents (N, Z)."""

class Interval:
    """A mean and its 95 % confidence interval."""
    @property
    def mean(self) -> float:
        """The mean."""
    @property
    def low(self) -> float:
        """The 2.5th percentile."""
    @property
    def high(self) -> float:
        """The 97.5th percentile."""

def clip_bootstrap(values: ArrayLike, clips: List[int], resamples: int = 1000, seed: int = 1) -> poseaae.metrics.Interval:
    """The Interval of the mean of values (N), over resamples of whole clips (Efron and Tibshirani 1993)."""

def percentile(values: ArrayLike, p: float) -> float:
    """The p-th percentile of values (N), p in [0, 100], linear between order statistics."""

def wasserstein_1(a: ArrayLike, b: ArrayLike) -> float:
    """Wasserstein-1 distance of two samples on a line, in the unit of the values."""
