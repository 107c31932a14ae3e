# Written by src/python/stubs.py from the built package; a test compares the two.
import os
from typing import Callable, Dict, List, Optional, Tuple, overload

import numpy
from numpy.typing import ArrayLike

import poseaae

class Config:
    """A complete training configuration: every key of aae_train --print-config."""
    def __init__(self, assignments: List[str] = []) -> None:
        """The defaults with some keys set, "training.epochs=50". Raises ConfigError."""
    @staticmethod
    def load(path: str | os.PathLike[str], assignments: List[str] = []) -> poseaae.training.Config:
        """From a YAML file, or an installed one by its name. Raises InputError, ConfigError."""
    @staticmethod
    def parse(yaml: str, file: str = 'text', assignments: List[str] = []) -> poseaae.training.Config:
        """From YAML text; `file` appears in messages. Raises ConfigError."""
    def set(self, assignments: List[str]) -> None:
        """Sets some keys, all or none. Raises ConfigError."""
    def validate(self) -> None:
        """Checks conditions that involve several keys. Raises ConfigError."""
    def values(self) -> dict:
        """Every key with its value, as text."""
    def print(self) -> str:
        """Every key with value, unit and comment, as YAML text."""

class Session:
    """A configuration with its data, which are read and split."""
    @property
    def config(self) -> poseaae.training.Config:
        """The Config."""
    @property
    def data(self) -> poseaae.dataset.PoseDataset:
        """The dataset.PoseDataset."""
    @property
    def split(self) -> poseaae.dataset.Split:
        """The dataset.Split: rows to learn from, and rows held out."""
    @property
    def warnings(self) -> List[str]:
        """A line each."""

def prepare(config: poseaae.training.Config) -> poseaae.training.Session:
    """The Session of a configuration. Raises InputError, ParseError, UsageError, ConfigError."""

class RunFolder:
    """The folder of a run."""
    def __init__(self, path: str | os.PathLike[str], mode: str = 'fresh') -> None:
        """"fresh" (must not hold a run), "overwrite" (an earlier run is replaced) or "resume". Raises UsageError."""
    @property
    def path(self) -> str | os.PathLike[str]:
        """The folder itself."""
    @property
    def best(self) -> str | os.PathLike[str]:
        """best.safetensors, the model of the lowest test loss."""
    @property
    def last(self) -> str | os.PathLike[str]:
        """last.safetensors, the model of the last epoch."""
    @property
    def history(self) -> str | os.PathLike[str]:
        """history.csv, for session.load_history()."""
    @property
    def history_plot(self) -> str | os.PathLike[str]:
        """history.png."""
    @property
    def log(self) -> str | os.PathLike[str]:
        """log.txt."""
    @property
    def resumes(self) -> bool:
        """Whether there is a state to go on from."""

class PoseError:
    """Mean error of reconstructions."""
    @property
    def position_m(self) -> float:
        """Mean distance of joints, metres."""
    @property
    def rotation_rad(self) -> float:
        """Mean angle of local rotations, radians."""

class Outcome:
    """What the two models of a finished run are worth, on held-out poses."""
    @property
    def epochs(self) -> int:
        """Done, after which last.safetensors was written."""
    @property
    def last_test_loss(self) -> float:
        """Of last.safetensors."""
    @property
    def held_out(self) -> poseaae.training.PoseError:
        """The PoseError of last.safetensors."""
    @property
    def best_epoch(self) -> int:
        """After which best.safetensors was written; 0: there is none."""
    @property
    def best_test_loss(self) -> float:
        """Of best.safetensors."""
    @property
    def best_held_out(self) -> poseaae.training.PoseError:
        """The PoseError of best.safetensors."""
    @property
    def latent_mean(self) -> numpy.ndarray:
        """(Z) of last.safetensors."""
    @property
    def latent_std(self) -> numpy.ndarray:
        """(Z) of last.safetensors."""

def train(session: poseaae.training.Session, folder: poseaae.training.RunFolder, callback: Optional[Callable[[dict], object]] = None, quiet: bool = True) -> poseaae.training.Outcome:
    """Trains a model into a RunFolder, and gives its Outcome.

    `callback` is called after each epoch with a dict of the columns of history.csv, None where a value was not measured; whatever it raises ends the run, which is saved first. On the main thread, Ctrl-C saves the run and raises Interrupted, which is a KeyboardInterrupt; RunFolder(path, "resume") goes on. A second Ctrl-C ends the process at once. Raises TrainingError, UsageError, OutputError.
    """
