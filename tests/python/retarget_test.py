"""Motion on other bodies."""

import unittest

import numpy as np

import poseaae
from poseaae import mocap, retarget
from support import SOURCE, WALTZ, InFolder

CHILD = SOURCE / "data/bodies/child_play.bvh"


class Retarget(InFolder):
    def setUp(self):
        super().setUp()
        self.dance = mocap.load_clip(WALTZ).motion

    def test_a_file_names_the_character(self):
        moved = retarget.retarget(self.dance, CHILD)
        body = mocap.load_clip(CHILD).motion.skeleton
        self.assertEqual(moved.motion.skeleton.names, body.names)
        np.testing.assert_allclose(moved.motion.skeleton.offsets[1:], body.offsets[1:], atol=1e-12)
        self.assertEqual(moved.motion.frames, self.dance.frames)
        legs = [np.linalg.norm(np.asarray(s.offsets)[[s.names.index("LeftLeg"), s.names.index("LeftFoot")]], axis=1).sum()
                for s in (body, self.dance.skeleton)]
        self.assertAlmostEqual(moved.scale, legs[0] / legs[1], 6)
        self.assertEqual(moved.sunk.shape, (self.dance.frames,))
        self.assertGreaterEqual(moved.sunk.min(), 0.0)

    def test_a_character_and_a_skeleton_do_the_same(self):
        character = retarget.load_character(CHILD)
        self.assertEqual(character.name, "child_play")
        moved = [retarget.retarget(self.dance, onto).motion.rotations
                 for onto in (CHILD, character, character.skeleton)]
        np.testing.assert_array_equal(moved[0], moved[1])
        np.testing.assert_array_equal(moved[0], moved[2])

    def test_units_are_those_that_are_given(self):
        small = retarget.load_character(CHILD, unit="mm").skeleton
        np.testing.assert_allclose(small.offsets[1:],
                                   np.asarray(retarget.load_character(CHILD).skeleton.offsets[1:]) / 10, atol=1e-12)

    def test_the_same_body_moves_as_before(self):
        moved = retarget.retarget(self.dance, self.dance.skeleton).motion
        dots = np.abs(np.sum(moved.rotations * self.dance.rotations, axis=-1))
        np.testing.assert_allclose(dots, 1.0, atol=1e-9)

    def test_joints_can_be_named(self):
        joints = {"Head": "Neck", "Neck": None}
        lines = retarget.match_joints(self.dance.skeleton, CHILD, joints)
        self.assertIn("Head <- Neck", lines)
        self.assertIn("at rest: Neck", lines)
        retarget.retarget(self.dance, CHILD, joints)
        with self.assertRaisesRegex(poseaae.UsageError, "did you mean 'Head'"):
            retarget.retarget(self.dance, CHILD, {"Head": "Haed"})

    def test_wrong_arguments_are_told(self):
        with self.assertRaises(poseaae.InputError):
            retarget.retarget(self.dance, self.folder / "none.bvh")
        with self.assertRaises(TypeError):
            retarget.retarget(self.dance, 7)


if __name__ == "__main__":
    unittest.main()
