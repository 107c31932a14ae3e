"""Models: encoding, decoding, statistics, random points, densities; sessions, paths through latent space, attributes."""

import json
import pathlib
import threading
import unittest
import warnings

import numpy as np

import poseaae
from poseaae import attributes, codec, dataset, footing, latent, mocap, session
from support import SOURCE, WALTZ, InFolder, small_run


def float32(path, name):
    """A float32 tensor of a safetensors file, read by its published layout."""
    data = pathlib.Path(path).read_bytes()
    size = int.from_bytes(data[:8], "little")
    entry = json.loads(data[8:8 + size])[name]
    first, last = entry["data_offsets"]
    return np.frombuffer(data[8 + size:][first:last], {"F32": np.float32, "F64": np.float64}[entry["dtype"]]).reshape(
        entry["shape"])


class Models(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.run_folder = small_run()
        cls.file = cls.run_folder / "best.safetensors"

    def setUp(self):
        self.model = codec.load_model(self.file)
        clips = [mocap.load_clip(file).motion for file in (WALTZ, SOURCE / "data/slow_arms.bvh")]
        self.poses = np.vstack([self.model.format.rows_of(motion) for motion in clips])[:1500]

    def test_from_a_path_and_from_bytes(self):
        data = self.file.read_bytes()
        for other in (codec.load_model(data), codec.load_model(bytearray(data)), codec.load_model(str(self.file))):
            np.testing.assert_array_equal(other.encode(self.poses), self.model.encode(self.poses))
        with self.assertRaisesRegex(poseaae.ModelError, "^here: "):
            codec.load_model(data[:100], "here")
        with self.assertRaises(poseaae.InputError):
            codec.load_model(self.run_folder / "none.safetensors")

    def test_shapes(self):
        self.assertEqual((self.model.pose_dim, self.model.latent_dim), (88, 8))
        encodings = self.model.encode(self.poses)
        self.assertEqual((encodings.shape, encodings.dtype), ((1500, 8), np.float32))
        rows = self.model.decode(encodings)
        self.assertEqual((rows.shape, rows.dtype), ((1500, 88), np.float32))
        poses = self.model.decode_poses(encodings)
        self.assertEqual(poses.shape, (1500, 22, 4))
        np.testing.assert_array_equal(poses.reshape(1500, 88), rows)
        np.testing.assert_allclose(np.linalg.norm(poses, axis=-1), 1.0, atol=1e-6)

    def test_layouts_make_no_difference(self):
        encodings = self.model.encode(self.poses)
        for same in (self.poses.reshape(-1, 22, 4), np.asfortranarray(self.poses), self.poses.astype(np.float64),
                     np.repeat(self.poses, 2, axis=0)[::2]):
            np.testing.assert_array_equal(self.model.encode(same), encodings)
        np.testing.assert_array_equal(self.model.encode(self.poses[1200:1203]), encodings[1200:1203])
        np.testing.assert_array_equal(self.model.encode(self.poses[:3].tolist()), encodings[:3])
        self.assertEqual(self.model.encode(self.poses[:0]).shape, (0, 8))

    def test_wrong_arrays(self):
        for wrong in (self.poses[:, :-1], self.poses[0], self.poses.reshape(-1, 11, 8)):
            with self.assertRaisesRegex(poseaae.UsageError, r"\(N, 88\) or \(N, 22, 4\), found"):
                self.model.encode(wrong)
        for wrong in (None, "poses", self.poses.astype(object), self.poses > 0):
            with self.assertRaises(TypeError):
                self.model.encode(wrong)

    def test_arrays_of_other_things_are_named(self):
        for wrong, found in ((self.poses > 0, "ndarray of dtype bool"), (self.poses.astype(object), "ndarray of dtype object"),
                             ([["a"]], "list"), (self.poses.astype(complex), "ndarray of dtype complex128")):
            with self.assertRaisesRegex(TypeError, f"poses: expected an array of numbers, found {found}$"):
                self.model.encode(wrong)

    def test_latents_that_are_no_numbers(self):
        points = np.zeros((1500, 8), dtype=np.float32)
        for bad in (np.nan, np.inf, -np.inf):
            points[1203, 5] = bad
            path = latent.LatentPath(points, 30.0)
            for decode in (self.model.decode, self.model.decode_poses, lambda _: latent.decode(self.model, path),
                           lambda _: latent.dance(self.model, path)):
                with self.assertRaisesRegex(ValueError, rf"expected finite numbers, found {bad} at \[1203, 5\]$"):
                    decode(points)

    def test_numbers_that_are_not_possible(self):
        opened = session.OpenModel(self.file)
        for sample in (lambda count: latent.sample(self.model.latent, count), opened.sample):
            self.assertEqual(sample(0).shape, (0, 8))
            with self.assertRaisesRegex(poseaae.UsageError, "^count: expected 0 to 2147483647, found -1$"):
                sample(-1)
        path = latent.LatentPath(np.zeros((3, 8)), 30.0)
        for fps in (-1.0, 0.0, np.nan, np.inf):
            with self.assertRaisesRegex(poseaae.UsageError, "^fps: expected a positive number"):
                latent.LatentPath(np.zeros((3, 8)), fps)
            with self.assertRaisesRegex(poseaae.UsageError, "^fps: expected a positive number"):
                path.fps = fps
        self.assertEqual(path.fps, 30.0)
        limits = r"expected a whole number from -2147483648 to 2147483647, found "
        for number in (2**31, -2**31 - 1, 10**30):
            with self.assertRaisesRegex(ValueError, f"^count: {limits}{number}$"):
                latent.WalkOptions(count=number)
            with self.assertRaisesRegex(ValueError, f"^{limits}{number}$"):
                latent.sample(self.model.latent, number)
        with self.assertRaisesRegex(ValueError, "^seed: expected a whole number from 0 to 18446744073709551615, found -1$"):
            latent.WalkOptions(seed=-1)

    def test_kinds_that_there_are_not(self):
        for options, wrong, near in ((latent.WalkOptions, "matter", "matern"), (latent.LoopOptions, "forier", "fourier")):
            with self.assertRaisesRegex(poseaae.UsageError, near):
                options(kind=wrong)
            made = options()
            with self.assertRaisesRegex(poseaae.UsageError, near):
                made.kind = wrong
            self.assertEqual(options(kind=near).kind, near)

    def test_what_objects_show(self):
        statistics = self.model.latent
        shown = {
            self.model.format: "<PoseFormat of poses of 22 joints: 88 numbers, 88 features (quaternion)>",
            statistics.mixture: f"<Mixture of {statistics.mixture.components} Gaussians, 8 latents>",
            statistics.flow: f"<LatentFlow of {statistics.flow.mixture.components} Gaussians, "
                             f"{len(statistics.flow.quantiles)} quantiles, 8 latents>",
            codec.FlowMap(statistics.flow): "<FlowMap of 8 latents>",
            statistics: "<LatentStatistics of 8 latents, with a mixture, with a flow>",
            footing.contacts_of(mocap.load_clip(f"{WALTZ}:0:40").motion): "<Contacts of 40 frames, 4 points of 2 feet>",
            session.load_history(self.run_folder): f"<History 'run' of 3 epochs, "
                                                   f"{len(session.load_history(self.run_folder).columns)} columns>",
        }
        for value, text in shown.items():
            self.assertEqual(repr(value), text)

    def test_decoder_is_the_network_in_the_file(self):
        """By the rows of the file and the formula of a dense layer, where the decoder has no map beside its layers."""
        names = json.loads(self.file.read_bytes()[8:8 + int.from_bytes(self.file.read_bytes()[:8], "little")])
        layers = sorted(name for name in names if name.startswith("decoder.") and name.endswith(".weight"))
        points = np.random.default_rng(1).normal(size=(50, 8)).astype(np.float32)
        values = points.astype(np.float64)
        for i, name in enumerate(layers):
            values = values @ float32(self.file, name).T + float32(self.file, name.replace("weight", "bias"))
            if i + 1 < len(layers):
                values = np.maximum(values, 0.0)
        values = values.reshape(50, 22, 4)
        values /= np.linalg.norm(values, axis=-1, keepdims=True)
        np.testing.assert_allclose(self.model.decode_poses(points), values, atol=2e-6)

    def test_statistics_are_those_of_the_file(self):
        statistics = self.model.latent
        np.testing.assert_array_equal(statistics.mean, float32(self.file, "latent.mean"))
        np.testing.assert_array_equal(statistics.covariance, float32(self.file, "latent.covariance"))
        np.testing.assert_allclose(statistics.standard_deviation(), np.sqrt(np.diag(statistics.covariance)))
        encodings = self.model.encode(self.poses)
        found = codec.LatentStatistics.of(encodings)
        np.testing.assert_allclose(found.mean, encodings.mean(axis=0, dtype=np.float64), atol=1e-6)
        np.testing.assert_allclose(found.covariance, np.cov(encodings.T.astype(np.float64)), atol=1e-5)

    def test_random_points_follow_their_laws(self):
        statistics = self.model.latent
        for sampling in ("prior", "mixture", "flow"):
            points = latent.sample(statistics, 4000, sampling, seed=3)
            self.assertEqual(points.shape, (4000, 8))
            scale = statistics.standard_deviation()
            np.testing.assert_allclose((points.mean(axis=0) - statistics.mean) / scale, 0.0, atol=0.15)
            np.testing.assert_allclose(points.std(axis=0) / scale, 1.0, atol=0.2)
            np.testing.assert_array_equal(points, latent.sample(statistics, 4000, sampling, seed=3))
            self.assertGreater(np.abs(points - latent.sample(statistics, 4000, sampling, seed=4)).max(), 0.1)
        with self.assertRaisesRegex(poseaae.UsageError, "prior, mixture, flow"):
            latent.sample(statistics, 1, "normal")

    def test_density_of_a_mixture(self):
        mixture = self.model.latent.mixture
        points = self.model.encode(self.poses[:40]).astype(np.float64)
        expected = np.zeros(40)
        for weight, mean, covariance in zip(mixture.weights, mixture.means, mixture.covariances):
            d = points - mean
            exponent = np.einsum("ni,ij,nj->n", d, np.linalg.inv(covariance), d)
            expected += weight * np.exp(-exponent / 2) / np.sqrt(np.linalg.det(2 * np.pi * covariance))
        np.testing.assert_allclose(codec.MixtureDensity(mixture).log_density(points), np.log(expected), rtol=1e-4,
                                   atol=1e-4)

    def test_flow(self):
        flow = codec.FlowMap(self.model.latent.flow)
        points = self.model.encode(self.poses)
        np.testing.assert_allclose(flow.from_normal(flow.to_normal(points)), points, atol=1e-3)
        common = flow.commonness(points)
        self.assertTrue(((common >= 0) & (common <= 1)).all())
        order = np.argsort(flow.log_density(points))
        self.assertTrue((np.diff(common[order]) >= 0).all())
        support = latent.DensitySupport(self.model.latent, points)
        self.assertAlmostEqual(support.share_outside(points), 0.01, delta=0.003)
        self.assertEqual(support.share_outside(points + 100), 1.0)

    def test_whitened_points(self):
        space = latent.LatentGaussian(self.model.latent)
        points = latent.sample(self.model.latent, 5000, "prior")
        e = space.whiten(points)
        variances, axes = np.linalg.eigh(self.model.latent.covariance)
        whitening = axes @ np.diag(np.maximum(variances, 1e-6 * variances.max()) ** -0.5) @ axes.T
        np.testing.assert_allclose(e, (points - self.model.latent.mean) @ whitening, atol=2e-3)
        np.testing.assert_allclose(space.unwhiten(e), points, atol=1e-4)

    def test_threads_run_beside_long_calls(self):
        """A thread counts while another one encodes: the interpreter's lock is free meanwhile."""
        many = np.tile(self.poses, (200, 1))
        done = threading.Event()
        worker = threading.Thread(target=lambda: (self.model.encode(many), done.set()))
        worker.start()
        count = 0
        while not done.is_set():
            count += 1
        worker.join()
        self.assertGreater(count, 1000)


class Sessions(InFolder):
    @classmethod
    def setUpClass(cls):
        cls.run_folder = small_run()

    def setUp(self):
        super().setUp()
        self.model = session.OpenModel(self.run_folder / "best.safetensors")

    def test_clips_to_paths_to_motions(self):
        path = self.model.path(f"{WALTZ}:0:90")
        self.assertEqual((path.points.shape, path.fps), ((90, 8), 30.0))
        clip = self.model.clip(f"{WALTZ}:0:90")
        np.testing.assert_array_equal(self.model.codec.encode(self.model.codec.format.rows_of(clip.motion)),
                                      path.points)
        motion = self.model.decode(path)
        self.assertEqual((motion.frames, motion.skeleton.names), (90, clip.motion.skeleton.names))
        self.assertEqual(path.root.rows.shape, (90, 9))
        planted = self.model.dance(session.Dancer(path=path, travel="none"), "root")
        heights = mocap.joint_positions(planted.motion)[..., 1].min(axis=1)
        np.testing.assert_allclose(heights, 0.0, atol=0.05)

    def test_walks_loops_mixes_and_transitions(self):
        walk = self.model.walk(options=latent.WalkOptions(count=50, seed=3))
        self.assertEqual(walk.points.shape, (50, 8))
        np.testing.assert_array_equal(self.model.walk(options=latent.WalkOptions(count=50, seed=3)).points, walk.points)
        start = self.model.pose(f"{WALTZ}:10")
        np.testing.assert_allclose(self.model.walk(start, latent.WalkOptions(count=5)).points[0], start, atol=1e-5)
        loop = self.model.loop(options=latent.LoopOptions(seconds=2.0))
        steps = np.linalg.norm(np.diff(np.vstack([loop.points, loop.points[:1]]), axis=0), axis=1)
        self.assertEqual(len(loop), 60)
        self.assertLess(steps[-1], 2 * steps.max())
        half = latent.mix(self.model.codec, walk, loop, self.model.space, latent.MixOptions(factor=0.5, lengths="truncate"))
        np.testing.assert_allclose(half.points, (walk.points + loop.points[:50]) / 2, atol=1e-5)
        joined = latent.join(walk, loop, self.model.space, latent.TransitionOptions(seconds=0.5))
        self.assertEqual(len(joined), 50 + 14 + 60)
        np.testing.assert_array_equal(joined.points[:50], walk.points)
        moved = latent.follow_at_offset(walk, self.model.direction("3"), self.model.codec.latent,
                                        latent.OffsetOptions(amplitude=2.0, shape="ramp", easing="linear", unit="latent"))
        np.testing.assert_allclose((moved.points - walk.points)[:, 3], 2.0 * np.arange(50) / 49, atol=1e-5)
        with self.assertRaisesRegex(poseaae.UsageError, "matern"):
            self.model.walk(options=latent.WalkOptions(kind="martern"))

    def test_a_warning_of_the_library_is_one_of_python(self):
        with self.assertWarnsRegex(UserWarning, "spread"):
            self.model.walk(self.model.pose("sample:3"), latent.WalkOptions(kind="sphere", count=5, spread=2.0))
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with self.assertRaisesRegex(UserWarning, "spread"):
                self.model.walk(self.model.pose("sample:3"), latent.WalkOptions(kind="sphere", count=5, spread=2.0))

    def test_inputs_with_labels_and_encodings_in_files(self):
        found = session.encode_inputs(self.model, [f"{WALTZ}:0:30", str(SOURCE / "data/slow_arms.bvh:0:20")])
        self.assertEqual(found.encodings.path.points.shape, (50, 8))
        self.assertEqual(found.poses.shape, (50, 22, 4))
        np.testing.assert_array_equal(found.encodings.clip, [0] * 30 + [1] * 20)
        np.testing.assert_array_equal(found.encodings.frame[30:], np.arange(20))
        np.testing.assert_allclose(found.numbers["time"][:30], np.arange(30) / 30)
        file = self.folder / "all.h5"
        latent.save_encodings(found.encodings, file)
        again = latent.load_encodings(file)
        np.testing.assert_array_equal(again.path.points, found.encodings.path.points)
        self.assertEqual([name for name, _ in latent.paths_of(again)], ["waltz_sway", "slow_arms"])

    def test_attributes_move_poses(self):
        data = dataset.gather(dataset.DatasetOptions(
            clips=[str(WALTZ), str(SOURCE / "data/slow_arms.bvh"), str(SOURCE / "data/street_step.bvh"),
                   str(SOURCE / "data/kick_turns.bvh")], clip=self.model.clip_options))
        learned = attributes.learn(self.model.codec, data, attributes.LearnOptions(
            labels=attributes.LabellingOptions(attributes=[sorted(data.labels)[0]]), vector_shuffles=2, folds=2))
        self.assertEqual(learned.names, [sorted(data.labels)[0]])
        attribute = learned.find(learned.names[0])
        walk = self.model.walk(options=latent.WalkOptions(count=10))
        moved = latent.compose(walk, [latent.Dose(attribute.vector, latent.Strength(0.5))])
        np.testing.assert_allclose(moved.points - walk.points, np.tile(0.5 * attribute.vector, (10, 1)), atol=1e-5)
        with self.assertRaises(poseaae.UsageError):
            learned.find("none")


if __name__ == "__main__":
    unittest.main()
