"""What the tests share."""

import atexit
import os
import pathlib
import tempfile
import unittest

import poseaae

poseaae.log.set_level("warning")

SOURCE = pathlib.Path(os.environ["POSEAAE_SOURCE_DIR"])
WALTZ = SOURCE / "data/waltz_sway.bvh"


class InFolder(unittest.TestCase):
    """A test with an empty folder of its own."""

    def setUp(self):
        kept = tempfile.TemporaryDirectory()
        self.addCleanup(kept.cleanup)
        self.folder = pathlib.Path(kept.name)


def small_config(folder, *assignments):
    """A run of seconds on two clips: the tutorial's networks, without maps beside them."""
    training = poseaae.training
    return training.Config([
        "preset=corrected", f"data.clips=[{WALTZ}, {SOURCE / 'data/slow_arms.bvh'}]", "training.epochs=3",
        "model.latent=8", "training.batch=64", "training.threads=1", f"output.dir={folder}", *assignments])


_runs = []


def small_run():
    """The folder of such a run, one for all tests of a process."""
    training = poseaae.training
    if not _runs:
        kept = tempfile.TemporaryDirectory()
        folder = pathlib.Path(kept.name) / "run"
        training.train(training.prepare(small_config(folder)), training.RunFolder(folder))
        atexit.register(kept.cleanup)
        _runs.append(folder)
    return _runs[0]
