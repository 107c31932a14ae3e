"""Errors, clips, edits, forward kinematics and contacts."""

import copy
import gc
import os
import unittest

import numpy as np

import poseaae
from poseaae import footing, mocap
from support import WALTZ, InFolder


def product(a, b):
    """Hamilton products of quaternions w x y z."""
    aw, ax, ay, az = np.moveaxis(a, -1, 0)
    bw, bx, by, bz = np.moveaxis(b, -1, 0)
    return np.stack([aw * bw - ax * bx - ay * by - az * bz, aw * bx + ax * bw + ay * bz - az * by,
                     aw * by - ax * bz + ay * bw + az * bx, aw * bz + ax * by - ay * bx + az * bw], axis=-1)


def turned(q, v):
    """q v q*, of a vector v."""
    pure = np.concatenate([np.zeros(q.shape[:-1] + (1,)), np.broadcast_to(v, q.shape[:-1] + (3,))], axis=-1)
    return product(product(q, pure), q * [1, -1, -1, -1])[..., 1:]


def kinematics(motion):
    """Positions by the formula of Motion, in NumPy."""
    skeleton = motion.skeleton
    rotations = [motion.rotations[:, 0]]
    positions = [motion.root_positions]
    for j in range(1, skeleton.joints):
        parent = skeleton.parents[j]
        local = motion.translations.get(j, skeleton.offsets[j])
        positions.append(positions[parent] + turned(rotations[parent], local))
        rotations.append(product(rotations[parent], motion.rotations[:, j]))
    return np.stack(positions, axis=1)


class Errors(InFolder):
    def test_a_file_that_is_missing(self):
        with self.assertRaises(poseaae.InputError) as caught:
            mocap.load_clip(self.folder / "none.bvh")
        self.assertIn(str(self.folder / "none.bvh"), str(caught.exception))
        self.assertEqual(caught.exception.exit_code, 3)
        self.assertIsInstance(caught.exception, poseaae.Error)

    def test_text_that_is_no_bvh_says_where(self):
        with self.assertRaises(poseaae.ParseError) as caught:
            mocap.load_clip("a.bvh", bytes=b"HIERARCHY\nROOT Hips\n[\n")
        error = caught.exception
        self.assertEqual((error.line, error.column), (3, 1))
        self.assertEqual(str(error.file), "a.bvh")
        self.assertEqual(str(error), f"a.bvh:3:1: expected {error.expected}, found {error.found}")

    def test_a_usage_error_is_a_value_error(self):
        clip = mocap.load_clip(f"{WALTZ}:0:5")
        with self.assertRaisesRegex(ValueError, "expected") as caught:
            clip.motion.slice(3, 9)
        self.assertIs(type(caught.exception), poseaae.UsageError)
        self.assertEqual(caught.exception.exit_code, 2)

    def test_an_output_that_cannot_be_written(self):
        motion = mocap.load_clip(f"{WALTZ}:0:5").motion
        with self.assertRaises(poseaae.OutputError):
            mocap.write_motion(self.folder / "no folder" / "a.bvh", motion)
        with self.assertRaisesRegex(poseaae.UsageError, ".bvh"):
            mocap.write_motion(self.folder / "a.txt", motion)

    def test_words_and_fields_that_there_are_not(self):
        with self.assertRaisesRegex(poseaae.UsageError, "auto, x, y, z, -x, -y, -z, found 'w'"):
            mocap.ClipOptions(up="w")
        with self.assertRaisesRegex(TypeError, "did you mean 'fps'"):
            mocap.ClipOptions(fsp=30)
        with self.assertRaises(AttributeError):
            mocap.ClipOptions().fsp = 30


class Clips(InFolder):
    def setUp(self):
        super().setUp()
        self.motion = mocap.load_clip(f"{WALTZ}:10:60").motion

    def test_arrays_have_the_shapes_that_they_should(self):
        self.assertEqual(self.motion.rotations.shape, (50, 22, 4))
        self.assertEqual(self.motion.root_positions.shape, (50, 3))
        self.assertEqual(self.motion.rotations.dtype, np.float64)
        np.testing.assert_allclose(np.linalg.norm(self.motion.rotations, axis=-1), 1.0, atol=1e-12)
        self.assertEqual((len(self.motion), self.motion.fps), (50, 30.0))

    def test_arrays_show_the_motion_itself_and_keep_it(self):
        rotations = mocap.load_clip(f"{WALTZ}:10:60").motion.rotations  # nothing else holds the clip
        gc.collect()
        np.testing.assert_array_equal(rotations, self.motion.rotations)
        self.motion.root_positions[3] = (1.0, 2.0, 3.0)
        np.testing.assert_array_equal(self.motion.slice(3, 4).root_positions, [[1.0, 2.0, 3.0]])

    def test_assigned_rotations_are_normalised_and_checked(self):
        wanted = np.random.default_rng(1).normal(size=(50, 22, 4))
        self.motion.rotations = wanted
        np.testing.assert_allclose(self.motion.rotations, wanted / np.linalg.norm(wanted, axis=-1, keepdims=True),
                                   atol=1e-15)
        for wrong in (wanted[:-1], wanted[:, :-1], None, "a", np.full((50, 22, 4), np.nan)):
            with self.assertRaises((poseaae.UsageError, TypeError)):
                self.motion.rotations = wrong
        np.testing.assert_allclose(np.linalg.norm(self.motion.rotations, axis=-1), 1.0, atol=1e-12)

    def test_motions_are_made_from_arrays(self):
        made = mocap.Motion(self.motion.skeleton, 30.0, self.motion.rotations, self.motion.root_positions)
        np.testing.assert_allclose(mocap.joint_positions(made), mocap.joint_positions(self.motion), atol=1e-14)
        flat = mocap.Motion(self.motion.skeleton, 30.0, self.motion.rotations.reshape(50, 88).tolist())
        np.testing.assert_allclose(flat.rotations, self.motion.rotations, atol=1e-15)
        with self.assertRaises(TypeError):
            mocap.Motion(self.motion.skeleton, 30.0, None)

    def test_a_written_clip_is_read_back(self):
        path = self.folder / "again.bvh"
        mocap.write_motion(path, self.motion)
        again = mocap.load_clip(path).motion
        np.testing.assert_allclose(mocap.joint_positions(again), mocap.joint_positions(self.motion), atol=1e-7)
        self.assertEqual(again.skeleton.names, self.motion.skeleton.names)
        self.assertEqual(mocap.load_clip("b.bvh", bytes=path.read_bytes()).motion.frames, 50)
        self.assertEqual(mocap.list_clips(str(self.folder)), [path])

    def test_copies_are_their_own(self):
        other = copy.deepcopy(self.motion)
        other.root_positions[:] = 0.0
        self.assertGreater(np.abs(self.motion.root_positions).max(), 0.1)

    def test_edits(self):
        self.assertEqual(mocap.resample(self.motion, 60.0).frames, 99)
        fewer = mocap.remove_joints(self.motion, ["*Hand*"])
        self.assertLess(fewer.joints, self.motion.joints)
        kept = [self.motion.skeleton.find(name) for name in fewer.skeleton.names]
        np.testing.assert_allclose(mocap.joint_positions(fewer), mocap.joint_positions(self.motion)[:, kept],
                                   atol=1e-12)
        image = mocap.joint_positions(mocap.mirror(self.motion))
        partner = mocap.anatomy_of(self.motion.skeleton).partner
        np.testing.assert_allclose(image[:, partner], mocap.joint_positions(self.motion) * [-1, 1, 1], atol=1e-9)
        still = mocap.remove_heading(self.motion).root_positions
        np.testing.assert_array_equal(still[:, [0, 2]], 0.0)

    def test_whole_numbers_are_whole(self):
        for wrong in (2.7, np.float32(2.7), "2"):
            with self.assertRaises(TypeError):
                self.motion.slice(0, wrong)
        self.assertEqual(self.motion.slice(0, np.int64(2)).frames, 2)

    def test_names_of_files_may_be_any_path(self):
        class Named(os.PathLike):
            def __fspath__(self):
                return f"{WALTZ}:0:7"

        self.assertEqual(mocap.load_clip(Named()).motion.frames, 7)


class Kinematics(unittest.TestCase):
    def setUp(self):
        self.motion = mocap.load_clip(f"{WALTZ}:0:40").motion

    def test_motions_without_frames_and_of_others_are_told_apart(self):
        nothing = self.motion.slice(0, 0)
        self.assertIn(mocap.body_of(nothing), range(22))
        self.assertEqual(len(footing.root_path_of(nothing).rows), 0)
        contacts = footing.contacts_of(self.motion.slice(0, 10))
        with self.assertRaisesRegex(poseaae.UsageError, "contacts of 40 frames, as the motion has, found 10"):
            footing.skating_of(self.motion, contacts)
        with self.assertRaisesRegex(poseaae.UsageError, "joint"):
            self.motion.skeleton.children(-2147483648)

    def test_positions_follow_the_formula(self):
        np.testing.assert_allclose(mocap.joint_positions(self.motion), kinematics(self.motion), atol=1e-12)
        self.motion.set_translation(5, np.random.default_rng(2).normal(size=(40, 3)))
        np.testing.assert_allclose(mocap.joint_positions(self.motion), kinematics(self.motion), atol=1e-12)

    def test_batched_positions_are_those_of_the_motion_from_its_root(self):
        expected = kinematics(self.motion) - self.motion.root_positions[:, None]
        double = mocap.forward_kinematics(self.motion.skeleton, self.motion.rotations)
        self.assertEqual((double.dtype, double.shape), (np.float64, (40, 22, 3)))
        np.testing.assert_allclose(double, expected, atol=1e-12)
        single = mocap.forward_kinematics(self.motion.skeleton, self.motion.rotations.astype(np.float32))
        self.assertEqual(single.dtype, np.float32)
        np.testing.assert_allclose(single, expected, atol=1e-5)
        every_other = mocap.forward_kinematics(self.motion.skeleton, self.motion.rotations[::2])  # not contiguous
        np.testing.assert_allclose(every_other, expected[::2], atol=1e-12)

    def test_contacts(self):
        contacts = footing.contacts_of(self.motion)
        self.assertEqual(contacts.touches.shape, (40, contacts.points))
        self.assertEqual(contacts.touches.dtype, np.bool_)
        self.assertEqual([foot.side for foot in contacts.feet], ["left", "right"])
        first = len(contacts.feet[0].sole)
        for frame in range(40):
            self.assertEqual(contacts.carries(frame, 0), contacts.touches[frame, :first].any())
        with self.assertRaises(IndexError):
            contacts.carries(40, 0)
        planted = footing.stand_on_feet(self.motion)
        self.assertLess(footing.skating_of(planted.motion, contacts).speed_mps,
                        footing.skating_of(self.motion, contacts).speed_mps + 0.01)


if __name__ == "__main__":
    unittest.main()
