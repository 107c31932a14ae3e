# Written by src/python/stubs.py from the built package; a test compares the two.
import os
from typing import Callable, Dict, List, Optional, Tuple, overload

import numpy
from numpy.typing import ArrayLike

import poseaae

class Camera:
    """The position of the camera, Y up; it fits the whole sequence into the picture."""
    def __init__(self, *, projection: str = ..., azimuth_deg: float = ..., elevation_deg: float = ..., distance: float = ..., follow: bool = ...) -> None: ...
    @property
    def projection(self) -> str:
        """"perspective" or "orthographic"."""
    @projection.setter
    def projection(self, value: str) -> None: ...
    @property
    def azimuth_deg(self) -> float:
        """Degrees; 0 looks at the front of a dancer who faces +Z."""
    @azimuth_deg.setter
    def azimuth_deg(self, value: float) -> None: ...
    @property
    def elevation_deg(self) -> float:
        """Degrees, upwards."""
    @elevation_deg.setter
    def elevation_deg(self, value: float) -> None: ...
    @property
    def distance(self) -> float:
        """As a multiple of that at which the sequence just fits."""
    @distance.setter
    def distance(self, value: float) -> None: ...
    @property
    def follow(self) -> bool:
        """Move along with the dancer."""
    @follow.setter
    def follow(self, value: bool) -> None: ...

class Style:
    """How a dancer is drawn. Colours are "#rrggbb" or names."""
    def __init__(self, *, width: int = ..., height: int = ..., line_width: float = ..., background: str = ..., left: str = ..., right: str = ..., centre: Optional[str] = ..., grid: bool = ..., shadow: bool = ..., contacts: bool = ..., time_label: bool = ..., title: str = ...) -> None: ...
    @property
    def width(self) -> int:
        """Of one panel, pixels."""
    @width.setter
    def width(self, value: int) -> None: ...
    @property
    def height(self) -> int:
        """Pixels."""
    @height.setter
    def height(self, value: int) -> None: ...
    @property
    def line_width(self) -> float:
        """Multiplies the thickness of limbs."""
    @line_width.setter
    def line_width(self, value: float) -> None: ...
    @property
    def background(self) -> str:
        """A colour."""
    @background.setter
    def background(self, value: str) -> None: ...
    @property
    def left(self) -> str:
        """The colour of left limbs."""
    @left.setter
    def left(self, value: str) -> None: ...
    @property
    def right(self) -> str:
        """The colour of right limbs."""
    @right.setter
    def right(self, value: str) -> None: ...
    @property
    def centre(self) -> Optional[str]:
        """Of spine and head; None: what contrasts with the background."""
    @centre.setter
    def centre(self, value: Optional[str]) -> None: ...
    @property
    def grid(self) -> bool:
        """Floor lines every half metre."""
    @grid.setter
    def grid(self, value: bool) -> None: ...
    @property
    def shadow(self) -> bool:
        """A soft shadow under the dancer."""
    @shadow.setter
    def shadow(self, value: bool) -> None: ...
    @property
    def contacts(self) -> bool:
        """Footprints where feet carry weight."""
    @contacts.setter
    def contacts(self, value: bool) -> None: ...
    @property
    def time_label(self) -> bool:
        """Seconds and frame number in a corner."""
    @time_label.setter
    def time_label(self, value: bool) -> None: ...
    @property
    def title(self) -> str:
        """Above everything."""
    @title.setter
    def title(self, value: str) -> None: ...

class OutputOptions:
    """Of write_output()."""
    def __init__(self, *, camera: poseaae.render.Camera = ..., style: poseaae.render.Style = ..., fps: float = ..., strip_frames: int = ..., primary_panel: int = ..., threads: int = ...) -> None: ...
    @property
    def camera(self) -> poseaae.render.Camera:
        """The Camera."""
    @camera.setter
    def camera(self, value: poseaae.render.Camera) -> None: ...
    @property
    def style(self) -> poseaae.render.Style:
        """The Style."""
    @style.setter
    def style(self, value: poseaae.render.Style) -> None: ...
    @property
    def fps(self) -> float:
        """Highest frame rate of an animation; 0: the motion's own."""
    @fps.setter
    def fps(self, value: float) -> None: ...
    @property
    def strip_frames(self) -> int:
        """Poses of a contact strip."""
    @strip_frames.setter
    def strip_frames(self, value: int) -> None: ...
    @property
    def primary_panel(self) -> int:
        """Whose motion .bvh, .h5 and .csv contain."""
    @primary_panel.setter
    def primary_panel(self, value: int) -> None: ...
    @property
    def threads(self) -> int:
        """0: all cores; the bytes are the same."""
    @threads.setter
    def threads(self, value: int) -> None: ...

class Scene:
    """Dancers side by side, all at the same frame; a shorter one stays at its last."""
    @overload
    def __init__(self, motion: poseaae.mocap.Motion, title: str = '') -> None:
        """One dancer."""
    @overload
    def __init__(self, panels: List[Tuple[str, poseaae.mocap.Motion]]) -> None:
        """Several: (title, Motion) each, of one frame rate."""
    @property
    def frames(self) -> int:
        """Of the longest motion."""
    @property
    def fps(self) -> float:
        """Frames a second."""

class Picture:
    """Shapes, which are written as pixels or as a vector file. A notebook shows it."""
    @property
    def width(self) -> int:
        """Pixels."""
    @property
    def height(self) -> int:
        """Pixels."""
    def __array__(self, *args) -> numpy.ndarray:
        ...

def rasterise(picture: poseaae.render.Picture) -> numpy.ndarray:
    """(H, W, 3) uint8: anti-aliased pixels, red, green, blue, from the top."""

def png_bytes(picture: poseaae.render.Picture) -> bytes:
    """The bytes of a PNG file."""

def svg_bytes(picture: poseaae.render.Picture) -> bytes:
    """The bytes of an SVG file."""

def pdf_bytes(picture: poseaae.render.Picture) -> bytes:
    """The bytes of a PDF file."""

def write_picture(path: str | os.PathLike[str], picture: poseaae.render.Picture) -> None:
    """As .png, .svg or .pdf, whole or not at all. Raises UsageError, OutputError."""

class Painter:
    """Draws the frames of a scene, at one scale over the sequence."""
    def __init__(self, scene: poseaae.render.Scene | poseaae.mocap.Motion, camera: poseaae.render.Camera = ..., style: poseaae.render.Style = ...) -> None:
        """Of a Scene, or of a Motion."""
    @property
    def width(self) -> int:
        """Pixels."""
    @property
    def height(self) -> int:
        """Pixels."""
    @property
    def frames(self) -> int:
        """The number of frames."""
    def picture(self, frame: int) -> poseaae.render.Picture:
        """The Picture of a frame."""
    def paint(self, frame: int) -> numpy.ndarray:
        """(H, W, 3) uint8: the pixels of a frame, with the faster edges of animations."""

def contact_strip(scene: poseaae.render.Scene | poseaae.mocap.Motion, camera: poseaae.render.Camera = ..., style: poseaae.render.Style = ..., count: int = 8) -> poseaae.render.Picture:
    """The Picture of so many poses side by side, evenly spread over a Scene or a Motion."""

def gif_bytes(scene: poseaae.render.Scene | poseaae.mocap.Motion, camera: poseaae.render.Camera = ..., style: poseaae.render.Style = ..., highest_fps: float = 0.0) -> bytes:
    """The bytes of an animated GIF of a Scene or a Motion; above highest_fps (0: 50) frames are left out."""

def animation(scene: poseaae.render.Scene | poseaae.mocap.Motion, camera: poseaae.render.Camera = ..., style: poseaae.render.Style = ..., highest_fps: float = 25.0) -> object:
    """The same as an Animation, which a notebook plays."""

def write_output(path: str | os.PathLike[str], scene: poseaae.render.Scene | poseaae.mocap.Motion, options: poseaae.render.OutputOptions = ...) -> None:
    """Writes a Scene or a Motion in the format that the extension names (.gif, .mp4, .webm, .apng, .png, .svg, .pdf, .bvh, .glb, .vrma, .npz, .h5, .csv), whole or not at all. Raises UsageError, OutputError."""

from poseaae._notebook import Animation as Animation
