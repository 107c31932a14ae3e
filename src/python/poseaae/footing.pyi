# Written by src/python/stubs.py from the built package; a test compares the two.
import os
from typing import Callable, Dict, List, Optional, Tuple, overload

import numpy
from numpy.typing import ArrayLike

import poseaae

class SolePoint:
    """A point of a sole, fixed to a joint."""
    @property
    def joint(self) -> int:
        """The index of the joint."""
    @property
    def offset(self) -> ArrayLike:
        """(3) metres, in the joint's frame."""

class Foot:
    """A leg that can carry weight."""
    @property
    def side(self) -> str:
        """"left", "right" or "middle"."""
    @property
    def hip(self) -> int:
        """The joint that turns the thigh."""
    @property
    def knee(self) -> int:
        """The joint that turns the shin."""
    @property
    def ankle(self) -> int:
        """The joint that turns the foot."""
    @property
    def sole(self) -> List[poseaae.footing.SolePoint]:
        """The heel, then the toe where there is one."""

class Contacts:
    """Which points of which feet carry weight, frame by frame, and where the floor is."""
    @property
    def feet(self) -> List[poseaae.footing.Foot]:
        """The feet, left before right."""
    @property
    def frames(self) -> int:
        """T, the number of frames."""
    @property
    def points(self) -> int:
        """P, the points of all feet in their order."""
    @property
    def floor_m(self) -> float:
        """Height of the floor, metres."""
    @property
    def touches(self) -> object:
        """(T, P) bool: whether the point stands on the floor. Not a copy."""
    def carries(self, frame: int, foot: int) -> bool:
        """Whether any point of a foot stands."""

def feet_of(skeleton: poseaae.mocap.Skeleton) -> List[poseaae.footing.Foot]:
    """Those of a skeleton, left before right; none without legs."""

def contacts_of(motion: poseaae.mocap.Motion) -> poseaae.footing.Contacts:
    """The Contacts of a motion in its room."""

def low_points(motion: poseaae.mocap.Motion, near_m: float = 0.03) -> poseaae.footing.Contacts:
    """As Contacts, the points within near_m of where they are low, however fast they are."""

class Skating:
    """How much feet slide while they should not."""
    @property
    def speed_mps(self) -> float:
        """Mean speed over the floor, metres a second."""
    @property
    def share(self) -> float:
        """Share of pairs of frames that are faster than 0.2 m/s."""
    @property
    def pairs(self) -> int:
        """Pairs of frames in which the point touches in both."""

def skating_of(motion: poseaae.mocap.Motion, contacts: poseaae.footing.Contacts) -> poseaae.footing.Skating:
    """The Skating of the points that touch."""

class PlantOptions:
    """How feet are held where they stand."""
    def __init__(self, *, loops: bool = ..., blend_s: float = ..., hold_m_s: float = ..., hold_rad_s: float = ..., pull_m: float = ..., turn_rad: float = ..., lower_m: float = ..., step_m: float = ..., ramp_s: float = ...) -> None: ...
    @property
    def loops(self) -> bool:
        """The first frame follows the last."""
    @loops.setter
    def loops(self, value: bool) -> None: ...
    @property
    def blend_s(self) -> float:
        """Seconds in which a foot takes hold, and lets go."""
    @blend_s.setter
    def blend_s(self, value: float) -> None: ...
    @property
    def hold_m_s(self) -> float:
        """A foot that strays by less is held; metres times seconds."""
    @hold_m_s.setter
    def hold_m_s(self, value: float) -> None: ...
    @property
    def hold_rad_s(self) -> float:
        """Likewise, for its heading: radians times seconds."""
    @hold_rad_s.setter
    def hold_rad_s(self, value: float) -> None: ...
    @property
    def pull_m(self) -> float:
        """The most that a foot is moved, metres."""
    @pull_m.setter
    def pull_m(self, value: float) -> None: ...
    @property
    def turn_rad(self) -> float:
        """The most that it is turned, radians."""
    @turn_rad.setter
    def turn_rad(self, value: float) -> None: ...
    @property
    def lower_m(self) -> float:
        """Metres by which the body may sink or rise."""
    @lower_m.setter
    def lower_m(self, value: float) -> None: ...
    @property
    def step_m(self) -> float:
        """Height of the sole in the middle of a step, metres; 0: as it is."""
    @step_m.setter
    def step_m(self, value: float) -> None: ...
    @property
    def ramp_s(self) -> float:
        """Seconds, at least, in which a foot that is lifted rises."""
    @ramp_s.setter
    def ramp_s(self, value: float) -> None: ...

class PlantReport:
    """What planting did to a motion."""
    @property
    def mean_deg(self) -> float:
        """Mean angle by which the legs' rotations changed, degrees."""
    @property
    def largest_deg(self) -> float:
        """The largest of these angles, degrees."""
    @property
    def held(self) -> float:
        """Share of frames in which a foot is held."""
    @property
    def lowered_m(self) -> float:
        """The most that the body sank or rose, metres."""
    @property
    def missed_m(self) -> float:
        """The most that a foot remained away, metres."""
    @property
    def why_not(self) -> str:
        """Why nothing could be done; "" where it could."""

class Planted:
    """A motion on feet that stay, and what was done to it."""
    @property
    def motion(self) -> poseaae.mocap.Motion:
        """The Motion."""
    @property
    def report(self) -> poseaae.footing.PlantReport:
        """The PlantReport."""

def plant_feet(motion: poseaae.mocap.Motion, contacts: poseaae.footing.Contacts, options: poseaae.footing.PlantOptions = ...) -> poseaae.footing.Planted:
    """Feet that stay where they stand, by inverse kinematics of the legs. Raises UsageError when the frames differ."""

def stand_on_feet(motion: poseaae.mocap.Motion, options: poseaae.footing.PlantOptions = ...) -> poseaae.footing.Planted:
    """The same with the motion's own contacts, found twice."""

def plant_on_floor(motion: poseaae.mocap.Motion, loops: bool = False) -> poseaae.mocap.Motion:
    """Moved up or down in each frame so that the lowest point stands at height 0."""

class TravelOptions:
    """How feet take a body through the room."""
    def __init__(self, *, loops: bool = ..., turns: bool = ...) -> None: ...
    @property
    def loops(self) -> bool:
        """The first frame follows the last."""
    @loops.setter
    def loops(self, value: bool) -> None: ...
    @property
    def turns(self) -> bool:
        """Find how the body turns, too: for poses without a heading."""
    @turns.setter
    def turns(self, value: bool) -> None: ...

def travel_by_feet(motion: poseaae.mocap.Motion, options: poseaae.footing.TravelOptions = ...) -> poseaae.mocap.Motion:
    """Sends poses without a root through the room so that the feet that carry weight stay."""

class RootPath:
    """The way of a dancer's body through the room, a row a frame."""
    @property
    def body(self) -> int:
        """The index of the joint that carries the body."""
    @property
    def origin(self) -> ArrayLike:
        """(3) metres: rows count from here."""
    @property
    def frames(self) -> int:
        """T, the number of frames."""
    @property
    def rows(self) -> numpy.ndarray:
        """(T, 9) float32: x and z from the origin (metres), heading (radians, 0 faces +Z), height (metres), reach (metres), lean (w x y z). Not a copy."""

def root_path_of(motion: poseaae.mocap.Motion) -> poseaae.footing.RootPath:
    """The RootPath of a motion's body."""
