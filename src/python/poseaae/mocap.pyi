# Written by src/python/stubs.py from the built package; a test compares the two.
import os
from typing import Callable, Dict, List, Optional, Tuple, overload

import numpy
from numpy.typing import ArrayLike

import poseaae

class EndSite:
    """The tip of a chain: a point without a rotation of its own."""
    def __init__(self, parent: int, offset: ArrayLike, name: str = '') -> None:
        ...
    @property
    def parent(self) -> int:
        """The joint that it is attached to."""
    @property
    def offset(self) -> ArrayLike:
        """(3) metres, in the parent's frame."""
    @property
    def name(self) -> str:
        """Often empty."""

class Skeleton:
    """A tree of J joints: names, parents, and offsets from the parent in metres.

    Joint 0 is the only root (parent -1), and a parent's index is smaller than its child's. Names are unique. It never changes.
    """
    def __init__(self, names: List[str], parents: List[int], offsets: ArrayLike, end_sites: List[poseaae.mocap.EndSite] = []) -> None:
        """names (J), parents (J), offsets (J, 3) in metres. Raises Error naming the joint that breaks the tree."""
    @property
    def joints(self) -> int:
        """J, the number of joints."""
    @property
    def names(self) -> List[str]:
        """J names."""
    @property
    def parents(self) -> List[int]:
        """J indices of parents; -1 for the root."""
    @property
    def offsets(self) -> numpy.ndarray:
        """(J, 3) metres, float64: from the parent, in its frame."""
    @property
    def end_sites(self) -> List[poseaae.mocap.EndSite]:
        """The tips of chains."""
    def find(self, name: str) -> Optional[int]:
        """The index of the joint of that name, or else of the one that is written like it in files; None where there is neither."""
    def children(self, joint: int) -> List[int]:
        """Indices of the joints below a joint."""
    def height(self) -> float:
        """Extent of the rest pose, metres; for rough comparisons."""

class Motion:
    """T frames of motion of a skeleton: a local rotation a joint, a root position, and tracks of joints that move relative to their parent.

    World transform of joint j: R_j = R_parent q_j, p_j = p_parent + R_parent l_j.
    """
    @overload
    def __init__(self, skeleton: poseaae.mocap.Skeleton, fps: float, frames: int) -> None:
        """The rest pose, `frames` times; the root at its offset."""
    @overload
    def __init__(self, skeleton: poseaae.mocap.Skeleton, fps: float, rotations: ArrayLike, root_positions: Optional[ArrayLike] = None) -> None:
        """Of rotations (T, J, 4), which are normalised, and root_positions (T, 3) in metres; by default the root stays at its offset."""
    @property
    def skeleton(self) -> poseaae.mocap.Skeleton:
        """The Skeleton."""
    @property
    def frames(self) -> int:
        """T, the number of frames."""
    @property
    def joints(self) -> int:
        """J, the number of joints."""
    @property
    def fps(self) -> float:
        """Frames a second."""
    @fps.setter
    def fps(self, value: float) -> None: ...
    @property
    def duration_s(self) -> float:
        """T / fps, seconds."""
    @property
    def rotations(self) -> numpy.ndarray:
        """(T, J, 4) float64, unit quaternions w x y z: the motion's own numbers, not a copy. Assigned arrays are normalised; whoever changes elements keeps them unit quaternions."""
    @rotations.setter
    def rotations(self, value: ArrayLike) -> None: ...
    @property
    def root_positions(self) -> numpy.ndarray:
        """(T, 3) float64, metres: the motion's own numbers, not a copy."""
    @root_positions.setter
    def root_positions(self, value: ArrayLike) -> None: ...
    @property
    def translations(self) -> dict:
        """Joint -> (T, 3) metres: positions in the parent's frame that replace its offset. A copy."""
    def set_translation(self, joint: int, track: ArrayLike) -> None:
        """Gives a joint, not the root, such a track (T, 3), metres."""
    def remove_translation(self, joint: int) -> None:
        """Takes it away again."""
    def slice(self, first: int, last: int) -> poseaae.mocap.Motion:
        """Frames [first, last). Raises UsageError beyond the motion."""
    def __len__(self) -> int:
        ...

class ClipOptions:
    """How a file is read and edited, in this order: reading, turning to Y up, frame range, joint removal, the root's rotation, resampling."""
    def __init__(self, *, unit: str = ..., source_fps: float = ..., fps: float = ..., strict: bool = ..., remove_joints: List[str] = ..., root_rotation: str = ..., retarget: bool = ..., up: str = ...) -> None: ...
    @property
    def unit(self) -> str:
        """The file's unit of length: "cm", "m", "inch", ..., or metres a unit as text."""
    @unit.setter
    def unit(self, value: str) -> None: ...
    @property
    def source_fps(self) -> float:
        """Replaces the file's frame rate when above 0."""
    @source_fps.setter
    def source_fps(self, value: float) -> None: ...
    @property
    def fps(self) -> float:
        """Frames a second to resample to when above 0."""
    @fps.setter
    def fps(self, value: float) -> None: ...
    @property
    def strict(self) -> bool:
        """Fewer frames than announced is an error, no warning."""
    @strict.setter
    def strict(self, value: bool) -> None: ...
    @property
    def remove_joints(self) -> List[str]:
        """Names of joints, or patterns ("*Finger*")."""
    @remove_joints.setter
    def remove_joints(self, value: List[str]) -> None: ...
    @property
    def root_rotation(self) -> str:
        """"keep", "face_forward" (the heading is taken away) or "remove"."""
    @root_rotation.setter
    def root_rotation(self, value: str) -> None: ...
    @property
    def retarget(self) -> bool:
        """Retarget clips of other joints to the skeleton that they are to follow."""
    @retarget.setter
    def retarget(self, value: bool) -> None: ...
    @property
    def up(self) -> str:
        """The file's axis that is up: "auto", "x", "y", "z", "-x", ..."""
    @up.setter
    def up(self, value: str) -> None: ...

class Clip:
    """A motion that was read, and what is known of its file."""
    @property
    def motion(self) -> poseaae.mocap.Motion:
        """The Motion."""
    @property
    def warnings(self) -> List[str]:
        """Repairs and suspicious data, a line each."""
    @property
    def name(self) -> str:
        """Of the file, without folder and extension."""
    @property
    def frames(self) -> List[int]:
        """T: the nearest frame of the file for each frame."""
    @property
    def file_fps(self) -> float:
        """Frames a second before resampling."""
    @property
    def up(self) -> str:
        """The axis of the file that was turned to Y."""
    @property
    def unmatched(self) -> List[str]:
        """Patterns for joints that match none."""

def load_clip(clip: str | os.PathLike[str], options: poseaae.mocap.ClipOptions = ..., bytes: Optional[bytes] = None, like: Optional[poseaae.mocap.Skeleton] = None) -> poseaae.mocap.Clip:
    """The Clip of a file: "a.bvh", with a frame "a.bvh:100" or frames "a.bvh:100:500".

    The format is that of the file's extension. With `bytes`, these are its content. With a Skeleton `like`, the clip takes its joints and rest pose. Raises InputError, ParseError, UsageError.
    """

def list_clips(entry: str) -> List[str | os.PathLike[str]]:
    """Paths of the clips that a file, a folder or a pattern names, followed by "#name" where a file holds several. Raises InputError."""

def clip_extensions() -> List[str]:
    """Extensions of the files that can be read."""

def write_motion(path: str | os.PathLike[str], motion: poseaae.mocap.Motion, form: str = '', body: bool = True) -> None:
    """Writes a motion in the format that the extension names (.bvh, .glb, .vrma, .npz, .h5, .csv), whole or not at all; .npz and .glb have forms (docs/FILES.md), and .glb a body around the bones. Raises UsageError, OutputError."""

def format_bvh(motion: poseaae.mocap.Motion) -> str:
    """The text of a BVH file, in centimetres."""

def find_clip(name: str | os.PathLike[str]) -> str | os.PathLike[str]:
    """The path of a file, a folder or a pattern, or else of the installed clips of that name. Raises InputError with what there is."""

def remove_joints(motion: poseaae.mocap.Motion, patterns: List[str]) -> poseaae.mocap.Motion:
    """Without the joints of these names or patterns ("*Finger*"); world positions of the others stay. Raises UsageError unless one tree remains."""

def static_joints(motion: poseaae.mocap.Motion, tolerance: float = 0.0001) -> List[str]:
    """Names of joints whose local rotation stays within `tolerance` radians of its first frame."""

def resample(motion: poseaae.mocap.Motion, fps: float) -> poseaae.mocap.Motion:
    """At another frame rate: frame k is the motion at k / fps seconds (slerp, lerp)."""

def make_continuous(motion: poseaae.mocap.Motion) -> poseaae.mocap.Motion:
    """q or -q, so that the signs of every joint are continuous over time."""

def remove_heading(motion: poseaae.mocap.Motion) -> poseaae.mocap.Motion:
    """Facing +Z in every frame, above the origin: R' = H^-1 R, H the twist of the body about Y."""

def remove_root_rotation(motion: poseaae.mocap.Motion) -> poseaae.mocap.Motion:
    """The body upright in every frame, above the origin, so that only its own angles remain."""

def body_of(motion: poseaae.mocap.Motion) -> int:
    """The index of the joint that carries the body."""

def settle_places(motion: poseaae.mocap.Motion) -> poseaae.mocap.Motion:
    """Joints above the body, which never turn, become places: rotation 1, a track for what moves."""

def mirror(motion: poseaae.mocap.Motion) -> poseaae.mocap.Motion:
    """The mirror image in the plane x = 0; the skeleton is mirrored with it. Raises UsageError where the skeleton has none."""

def found_up(motion: poseaae.mocap.Motion) -> str:
    """The axis along which a standing person rises."""

def turned_upright(motion: poseaae.mocap.Motion, up: str) -> poseaae.mocap.Motion:
    """Turned so that this axis becomes +Y."""

def body_height(motion: poseaae.mocap.Motion) -> float:
    """The largest distance between the head and a foot, metres: the height of a standing person."""

class Anatomy:
    """What each joint of a skeleton is."""
    @property
    def side(self) -> List[str]:
        """J: "middle", "left" or "right"."""
    @property
    def part(self) -> List[str]:
        """J: "place" (above the body), "torso", "head", "arm", "leg" or "other"."""
    @property
    def partner(self) -> List[int]:
        """J: the mirror image; itself in the middle, -1 where there is none."""
    @property
    def pelvis(self) -> int:
        """The joint where the body begins."""
    @property
    def head(self) -> int:
        """The joint that turns the skull, or -1."""
    @property
    def feet(self) -> List[int]:
        """The last joint of each leg."""
    @property
    def why_no_mirror(self) -> str:
        """Why there are no mirror images; "" where there are."""

def anatomy_of(skeleton: poseaae.mocap.Skeleton) -> poseaae.mocap.Anatomy:
    """The Anatomy of a skeleton, from the tree, the rest pose and, where they help, the names."""

def joint_positions(motion: poseaae.mocap.Motion) -> numpy.ndarray:
    """(T, J, 3) float64, metres: world positions p_j = p_parent + R_parent l_j of the whole motion."""

def forward_kinematics(skeleton: poseaae.mocap.Skeleton, poses: ArrayLike) -> numpy.ndarray:
    """Positions (N, J, 3), metres, of poses (N, J, 4) or (N, 4 J), with the skeleton's own offsets and the root at the origin; float32 for float32, float64 otherwise."""
