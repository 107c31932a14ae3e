# Written by src/python/stubs.py from the built package; a test compares the two.
import os
from typing import Callable, Dict, List, Optional, Tuple, overload

import numpy
from numpy.typing import ArrayLike

import poseaae

def set_level(lowest: str) -> None:
    """From now on, messages below this level are not shown: "debug", "info" (as it begins), "warning" or "error"."""
