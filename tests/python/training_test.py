"""Training: what comes of a run, its callback, Ctrl-C, histories; evaluation."""

import csv
import os
import pathlib
import signal
import subprocess
import sys
import threading
import unittest

import numpy as np

import poseaae
from poseaae import codec, dataset, evaluation, metrics, mocap, session, training
from support import SOURCE, WALTZ, InFolder, small_config

CTRL_C = """
import os, signal, sys
sys.path.insert(0, {here!r})
import poseaae
from poseaae import training
from support import small_config
folder = {folder!r}
def stop(epoch):
    if epoch["epoch"] == 2:
        os.kill(os.getpid(), signal.SIGINT)
config = small_config(folder, "training.epochs=50")
try:
    training.train(training.prepare(config), training.RunFolder(folder), stop)
except KeyboardInterrupt as error:
    assert isinstance(error, poseaae.Interrupted) and error.exit_code == 130, type(error)
    print(error)
    signal.getsignal(signal.SIGINT) is signal.default_int_handler or sys.exit("another handler")
    try:
        os.kill(os.getpid(), signal.SIGINT)
        import time
        time.sleep(5)
    except KeyboardInterrupt:
        print("as before")
"""


class Training(InFolder):
    def train(self, name, *assignments, **how):
        folder = self.folder / name
        self.session = training.prepare(small_config(folder, *assignments))
        return training.train(self.session, training.RunFolder(folder), **how), folder

    def test_the_callback_gets_what_the_history_has(self):
        told = []
        outcome, folder = self.train("a", callback=told.append)
        self.assertEqual(outcome.epochs, 3)
        self.assertEqual([epoch["epoch"] for epoch in told], [1, 2, 3])
        with open(folder / "history.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        for row, epoch in zip(rows, told, strict=True):
            self.assertEqual(list(row), list(epoch))
            for name, cell in row.items():
                if name != "seconds":
                    self.assertEqual(None if cell == "" else float(cell), epoch[name], name)
        history = session.load_history(folder)
        self.assertEqual(list(history.arrays()), list(rows[0]))
        np.testing.assert_array_equal(history["ae_train"], [float(row["ae_train"]) for row in rows])
        np.testing.assert_array_equal(history.epochs(), [1, 2, 3])
        with self.assertRaisesRegex(poseaae.UsageError, "ae_train"):
            history["ae_trian"]

    def test_a_run_from_python_is_that_of_the_program(self):
        _, folder = self.train("a")
        program = pathlib.Path(os.environ["POSEAAE_BIN_DIR"]) / "aae_train"
        (self.folder / "b.yaml").write_text((folder / "config.yaml").read_text(encoding="utf-8"), encoding="utf-8")
        subprocess.run([program, "--quiet", "--config", self.folder / "b.yaml", "--set",
                        f"output.dir={self.folder / 'b'}"], check=True, capture_output=True)
        poses = self.session.data.poses
        models = [codec.load_model(run / "last.safetensors") for run in (folder, self.folder / "b")]
        np.testing.assert_array_equal(models[0].encode(poses), models[1].encode(poses))

    def test_what_a_callback_raises_ends_a_run_that_is_saved(self):
        def stop(epoch):
            if epoch["epoch"] == 2:
                raise ZeroDivisionError("enough")

        with self.assertRaisesRegex(ZeroDivisionError, "enough"):
            self.train("a", "output.checkpoint_every=100", callback=stop)
        resumed = training.RunFolder(self.folder / "a", "resume")
        self.assertTrue(resumed.resumes)
        told = []
        self.assertEqual(training.train(self.session, resumed, told.append).epochs, 3)
        self.assertEqual([epoch["epoch"] for epoch in told], [3])

    def test_ctrl_c_saves_the_run(self):
        script = CTRL_C.format(here=str(pathlib.Path(__file__).parent), folder=str(self.folder / "a"))
        done = subprocess.run([sys.executable, "-B", "-c", script], capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        first, second = done.stdout.splitlines()
        self.assertRegex(first, "^interrupted in epoch 3; the run is saved, continue it with mode=\"resume\" in ")
        self.assertEqual(second, "as before")
        self.assertEqual(len(session.load_history(self.folder / "a")), 2)
        self.assertTrue(training.RunFolder(self.folder / "a", "resume").resumes)

    def test_other_threads_run_meanwhile(self):
        told = []
        worker = threading.Thread(target=lambda: self.train("a", callback=lambda epoch: told.append(epoch["epoch"])))
        worker.start()
        count = 0
        while worker.is_alive():
            count += 1
        worker.join()
        self.assertEqual(told, [1, 2, 3])
        self.assertGreater(count, 1000)
        self.assertIs(signal.getsignal(signal.SIGINT), signal.default_int_handler)

    def test_refusals(self):
        self.train("a")
        with self.assertRaises(poseaae.UsageError) as caught:
            training.RunFolder(self.folder / "a")
        self.assertEqual(str(caught.exception),
                         f"output.dir {self.folder / 'a'}: expected an empty folder, found files in it; continue the run "
                         f"with mode=\"resume\" in {self.folder / 'a'}, replace it with mode=\"overwrite\", or choose "
                         "another folder with output.dir=...")
        with self.assertRaises(poseaae.UsageError) as caught:
            training.train(training.prepare(small_config(self.folder / "a", "model.activation=tanh", "training.epochs=9")),
                           training.RunFolder(self.folder / "a", "resume"))
        self.assertIn(f"or start a new run: Config.load() of {self.folder / 'a' / 'config.yaml'}, model.activation=..., "
                      "output.dir=...", str(caught.exception))
        with self.assertRaisesRegex(poseaae.ConfigError, r"training.epochs.*; Config\(\).values\(\) lists every key"):
            training.Config(["training.epoch=3"])
        with self.assertRaisesRegex(poseaae.ConfigError, "^assignments: got 'training.epoch', expected key=value"):
            training.Config(["training.epoch"])
        outcome, folder = self.train("b")
        self.assertRegex(repr(outcome), r"^<Outcome of 3 epochs: test loss [\d.]+; best [\d.]+ in epoch \d>$")
        self.assertEqual(repr(training.RunFolder(folder, "resume")), f"<RunFolder {folder}>")
        split = self.session.split
        self.assertEqual(repr(self.session), f"<Session of {len(self.session.data.poses)} poses: "
                                             f"{len(split.train)} to learn from, {len(split.test)} held out>")
        self.assertEqual(repr(self.session.config), f"<Config of {len(self.session.config.values())} keys>")
        with self.assertRaisesRegex(poseaae.TrainingError, "fused"):
            self.train("c", "training.engine=torch")

    def test_configuration(self):
        config = training.Config(["training.epochs=7"])
        self.assertEqual(config.values()["training.epochs"], "7")
        again = training.Config.parse(config.print())
        self.assertEqual(again.values(), config.values())
        self.assertEqual(training.Config.load(SOURCE / "configs/dance.yaml").values()["preset"], "best")


class Data(InFolder):
    def test_datasets(self):
        data = dataset.gather(dataset.DatasetOptions(clips=[str(WALTZ), str(SOURCE / "data/slow_arms.bvh")],
                                                     contacts=True))
        clip = mocap.load_clip(WALTZ).motion
        first = data.clips[0]
        self.assertEqual((first.name, first.frames), ("waltz_sway", clip.frames))
        np.testing.assert_allclose(np.abs((data.poses[:clip.frames] * clip.rotations).sum(axis=-1)), 1.0, atol=1e-6)
        self.assertEqual(data.contacts.shape[0], len(data))
        self.assertEqual(set(data.labels), {name for name in data.labels})
        halves = dataset.split(data, dataset.SplitOptions(kind="block", test_fraction=0.3, seed=5))
        self.assertEqual(halves.kind, "block")
        self.assertFalse(set(halves.train) & set(halves.test))
        self.assertAlmostEqual(len(halves.test) / len(data), 0.3, delta=0.1)
        data.save(self.folder / "data.h5")
        again = dataset.PoseDataset.load(self.folder / "data.h5")
        np.testing.assert_array_equal(again.poses, data.poses)
        np.testing.assert_array_equal(dataset.motion_of(again, first).rotations[:, 0].astype(np.float32),
                                      dataset.motion_of(data, first).rotations[:, 0].astype(np.float32))


class Measures(unittest.TestCase):
    def test_mpjpe_by_the_formula(self):
        motion = mocap.load_clip(f"{WALTZ}:0:60").motion
        poses = motion.rotations.astype(np.float32)
        other = np.roll(poses, 1, axis=0)
        space = metrics.PoseSpace(motion.skeleton, poses, root="kept")
        errors = metrics.reconstruction(space, poses, -other)
        a, b = (mocap.forward_kinematics(motion.skeleton, p)[:, space.joints] for p in (poses, other))
        expected = np.linalg.norm(a - b, axis=-1)
        np.testing.assert_allclose(errors.position_m, expected.mean(axis=1), atol=1e-5)
        self.assertAlmostEqual(errors.mpjpe_m(), expected.mean(), places=5)
        angles = np.degrees(2 * np.arccos(np.clip(np.abs((poses.astype(float) * other).sum(axis=-1)), 0, 1)))
        np.testing.assert_allclose(errors.rotation_deg, angles[:, space.turning_joints].mean(axis=1), atol=0.05)
        self.assertEqual(space.points(poses).shape, (60, 3 * len(space.joints)))

    def test_values(self):
        values = np.random.default_rng(3).normal(size=1000)
        self.assertAlmostEqual(metrics.percentile(values, 30.0), np.percentile(values, 30.0), places=12)
        self.assertAlmostEqual(metrics.wasserstein_1(values, values + 0.5), 0.5, places=9)
        interval = metrics.clip_bootstrap(values, [0] * 500 + [1] * 500)
        self.assertAlmostEqual(interval.mean, values.mean(), places=12)
        self.assertTrue(interval.low <= interval.mean <= interval.high)

    def test_encodings_against_the_prior(self):
        normal = np.random.default_rng(4).normal(size=(2000, 4))
        match = metrics.prior_match(normal)
        self.assertLess(abs(match.mmd_squared), 1e-2)
        self.assertAlmostEqual(match.mean_norm, np.linalg.norm(normal.mean(axis=0)), places=5)
        self.assertAlmostEqual(match.covariance_error,
                               np.linalg.norm(np.cov(normal.T) - np.eye(4)) / 2, places=5)
        self.assertGreater(metrics.mmd_squared(normal + 1.0), 0.05)
        self.assertGreater(metrics.ks_distances(normal + 1.0).min(), 0.3)

    def test_components(self):
        features = np.random.default_rng(5).normal(size=(300, 6)) @ np.diag([5.0, 4.0, 3.0, 2.0, 1.0, 0.5])
        pca = metrics.Pca.fit(features, 3)
        expected = np.sort(np.linalg.eigvalsh(np.cov(features.T)))[::-1][:3]
        np.testing.assert_allclose(pca.variances, expected, rtol=1e-4)
        np.testing.assert_allclose(np.cov(pca.latents(features).T), np.eye(3), atol=1e-3)


class Evaluation(InFolder):
    def test_reports_and_verdicts(self):
        folder = self.folder / "run"
        prepared = training.prepare(small_config(folder))
        training.train(prepared, training.RunFolder(folder))
        model = codec.load_model(folder / "best.safetensors")
        lines = evaluation.verdict_on(prepared, model)
        self.assertGreaterEqual(len(lines), 2)
        evaluator = evaluation.Evaluator(prepared.data, prepared.split,
                                         evaluation.Options(generated=200, paths=8, resamples=50, shuffles=0))
        report = evaluator.evaluate(evaluation.codec_of("mine", model))
        poses = prepared.data.poses[prepared.split.test]
        space = metrics.PoseSpace(prepared.data.skeleton, prepared.data.poses)
        errors = metrics.reconstruction(space, poses, model.decode_poses(model.encode(poses)))
        self.assertAlmostEqual(report.value("reconstruction", "mpjpe"), 1000 * errors.mpjpe_m(), places=2)
        with self.assertRaises(poseaae.UsageError):
            report.value("reconstruction", "none")


if __name__ == "__main__":
    unittest.main()
