# Written by src/python/stubs.py from the built package; a test compares the two.
import os
from typing import Callable, Dict, List, Optional, Tuple, overload

import numpy
from numpy.typing import ArrayLike

import poseaae

class Character:
    """A body that motion is put on, and a pose that shows it."""
    @property
    def skeleton(self) -> poseaae.mocap.Skeleton:
        """The Skeleton."""
    @property
    def name(self) -> str:
        """Of its file."""
    @property
    def warnings(self) -> List[str]:
        """What was odd about the file, a line each."""

def load_character(file: str | os.PathLike[str], unit: str = 'cm') -> poseaae.retarget.Character:
    """The Character of a clip's file, "avatar.vrm" or "takes.glb#walk". `unit` is that of its lengths where the file does not say it."""

class Retargeted:
    """A motion on another body."""
    @property
    def motion(self) -> poseaae.mocap.Motion:
        """The Motion."""
    @property
    def scale(self) -> float:
        """Length of the body's legs by that of the dancer's, which scales the room."""
    @property
    def sunk(self) -> numpy.ndarray:
        """(T) metres by which the body is lower than the scaled dancer, so that legs reach."""
    @property
    def warnings(self) -> List[str]:
        """What could not be done, a line each."""

@overload
def retarget(motion: poseaae.mocap.Motion, onto: poseaae.retarget.Character, joints: Dict[str, Optional[str]] = ...) -> poseaae.retarget.Retargeted:
    """The Retargeted motion on a Character. `joints` overrules which joint of it follows which of the motion, None for one that stays at rest. Raises UsageError where the bodies have nothing in common."""
@overload
def retarget(motion: poseaae.mocap.Motion, onto: poseaae.mocap.Skeleton, joints: Dict[str, Optional[str]] = ...) -> poseaae.retarget.Retargeted:
    """The Retargeted motion on a Skeleton that stands in its rest pose. `joints` overrules which joint of it follows which of the motion, None for one that stays at rest. Raises UsageError where the bodies have nothing in common."""
@overload
def retarget(motion: poseaae.mocap.Motion, onto: str | os.PathLike[str], joints: Dict[str, Optional[str]] = ...) -> poseaae.retarget.Retargeted:
    """The Retargeted motion on the character of a file. `joints` overrules which joint of it follows which of the motion, None for one that stays at rest. Raises UsageError where the bodies have nothing in common."""

@overload
def match_joints(source: poseaae.mocap.Skeleton, onto: poseaae.retarget.Character, joints: Dict[str, Optional[str]] = ...) -> List[str]:
    """What each joint of a Character would follow, a line each. `joints` overrules which joint of it follows which of the motion, None for one that stays at rest."""
@overload
def match_joints(source: poseaae.mocap.Skeleton, onto: poseaae.mocap.Skeleton, joints: Dict[str, Optional[str]] = ...) -> List[str]:
    """What each joint of a Skeleton that stands in its rest pose would follow, a line each. `joints` overrules which joint of it follows which of the motion, None for one that stays at rest."""
@overload
def match_joints(source: poseaae.mocap.Skeleton, onto: str | os.PathLike[str], joints: Dict[str, Optional[str]] = ...) -> List[str]:
    """What each joint of the character of a file would follow, a line each. `joints` overrules which joint of it follows which of the motion, None for one that stays at rest."""
