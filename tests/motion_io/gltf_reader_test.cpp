#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <numbers>

#include "gltf_fixture.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/motion_io/formats.hpp"
#include "poseaae/motion_io/load_clip.hpp"
#include "support/support.hpp"

namespace poseaae::mocap {
namespace {

using test::GltfFixture;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr float kHalf = 0.70710678F;  // sin and cos of an eighth of a turn

Clip read(const std::string& text, const std::string& selector = "", ClipOptions options = {}) {
  options.up = Up::kY;
  return load_clip({.path = "made.gltf", .selector = selector}, options, text);
}
Clip read(const GltfFixture& file) { return read(file.text()); }
Clip read_at(double fps, const GltfFixture& file) {
  ClipOptions options;
  options.source_fps = fps;
  return read(file.text(), "", options);
}

std::string error_of(const std::string& text, const std::string& selector = "") {
  try {
    (void)read(text, selector);
  } catch (const Error& error) {
    return error.what();
  }
  return "none";
}

void expect_at(const Clip& clip, int frame, int joint, const Vec3& expected, double within = 1e-6) {
  const Vec3 found = forward_kinematics(clip.motion, frame).positions.at(joint);
  EXPECT_LT((found - expected).norm(), within)
      << "frame " << frame << ", joint " << joint << ": " << found.transpose();
}

/// An arm of one metre along y that hangs from a root, and times at 30 frames a second.
struct Arm {
  GltfFixture file;
  int root = file.node(R"("name":"base","children":[1])");
  int hand = file.node(R"("name":"hand","translation":[0,1,0],"children":[2])");
  int tip = file.node(R"("translation":[0,0.2,0])");
  int times = file.numbers<float>({0.0F, 1.0F / 30, 2.0F / 30}, 1);
};

TEST(GltfReader, LinearKeysGoTheShorterWay) {
  Arm arm;
  // None, then a quarter turn about z with the other sign, which is the same rotation.
  const int turn = arm.file.numbers<float>({0, 0, 0, 1, 0, 0, -kHalf, -kHalf, 0, 0, 0, 1}, 4);
  const int way = arm.file.numbers<float>({0, 0, 0, 3, 0, 0, 3, 6, 0}, 3);
  arm.file.channel(arm.root, "rotation", arm.times, turn);
  arm.file.channel(arm.root, "translation", arm.times, way);
  const Clip clip = read(arm.file);
  EXPECT_TRUE(clip.warnings.empty());
  EXPECT_EQ(clip.motion.fps(), 30.0);
  ASSERT_EQ(clip.motion.frames(), 3);
  EXPECT_THAT(clip.motion.skeleton().names(), ElementsAre("base", "hand"));
  expect_at(clip, 0, 1, {0, 1, 0});
  expect_at(clip, 1, 1, {2, 0, 0});
  expect_at(clip, 2, 1, {3, 7, 0});
  // Between the keys: 45 degrees after half the time.
  const Clip finer = read_at(60.0, arm.file);
  ASSERT_EQ(finer.motion.frames(), 5);
  expect_at(finer, 1, 1, {1.5 - std::numbers::sqrt2 / 2, std::numbers::sqrt2 / 2, 0});
}

TEST(GltfReader, StepHoldsAndSplinesFollowTheirTangents) {
  Arm arm;
  const int held = arm.file.numbers<float>({0, 0, 0, 3, 0, 0, 6, 0, 0}, 3);
  arm.file.channel(arm.root, "translation", arm.times, held, "STEP");
  const Clip steps = read_at(60.0, arm.file);
  expect_at(steps, 1, 0, {0, 0, 0});
  expect_at(steps, 2, 0, {3, 0, 0});

  // In, value, out, per key. Half way: (v0 + v1) / 2 + d (b0 - a1) / 8 with d = 1/30 s.
  Arm curve;
  const int keys = curve.file.numbers<float>(
      {9, 9, 9, 0, 0, 0, 240, 0, 0, 0, 480, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 9, 9, 9}, 3);
  curve.file.channel(curve.root, "translation", curve.times, keys, "CUBICSPLINE");
  // Rotations as plain numbers, brought to unit length: half way between x and w without tangents.
  const int turns = curve.file.numbers<float>({0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0,  //
                                               0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0,  //
                                               0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0},
                                              4);
  curve.file.channel(curve.hand, "rotation", curve.times, turns, "CUBICSPLINE");
  const Clip clip = read_at(60.0, curve.file);
  expect_at(clip, 1, 0, {0.5 + 240.0 / 240, -480.0 / 240, 0}, 1e-5);
  expect_at(clip, 2, 0, {1, 0, 0});
  const Quat quarter(std::numbers::sqrt2 / 2, std::numbers::sqrt2 / 2, 0, 0);
  EXPECT_LT(math::angle_between(clip.motion.rotation(1, 1), quarter), 1e-6);
}

TEST(GltfReader, SplinesOfRotationsTakeTheirSignsAsTheyAre) {
  Arm arm;
  // q and -q with tangents that keep the sum from vanishing: no detour, no flip.
  const int turns = arm.file.numbers<float>({0, 0, 0, 0, 0, 0, 0, 1,  240, 0, 0, 0,  //
                                             0, 0, 0, 0, 0, 0, 0, -1, 0,   0, 0, 0,  //
                                             0, 0, 0, 0, 0, 0, 0, -1, 0,   0, 0, 0},
                                            4);
  arm.file.channel(arm.root, "rotation", arm.times, turns, "CUBICSPLINE");
  const Clip clip = read_at(60.0, arm.file);
  EXPECT_LT(math::angle_between(clip.motion.rotation(1, 0), Quat(0, 1, 0, 0)), 1e-6);
}

TEST(GltfReader, NumbersOfEveryKind) {
  Arm arm;
  const auto small = arm.file.numbers<std::int8_t>({0, 0, 0, 127, 0, 0, 90, 90, 0, 0, 127, 0}, 4,
                                                   R"(,"normalized":true)");
  arm.file.channel(arm.root, "rotation", arm.times, small);
  // A view with eight bytes between elements, of which six are used, and one element replaced.
  const int view = arm.file.bytes<std::uint16_t>({65535, 0, 0, 7, 0, 65535, 0, 7, 1, 1, 1, 7},
                                                 R"(,"byteStride":8)");
  const int where = arm.file.bytes<std::uint8_t>({2});
  const int what = arm.file.bytes<std::uint16_t>({0, 0, 65535});
  const int way = arm.file.accessor(fmt::format(
      R"("bufferView":{},"componentType":5123,"normalized":true,"count":3,"type":"VEC3","sparse":)"
      R"({{"count":1,"indices":{{"bufferView":{},"componentType":5121}},"values":{{"bufferView":{}}}}})",
      view, where, what));
  arm.file.channel(arm.root, "translation", arm.times, way);
  const Clip clip = read(arm.file);
  expect_at(clip, 0, 0, {1, 0, 0});
  expect_at(clip, 1, 0, {0, 1, 0});
  expect_at(clip, 2, 0, {0, 0, 1});
  expect_at(clip, 1, 1, {-1, 1, 0});
  expect_at(clip, 2, 1, {0, -1, 1});
}

TEST(GltfReader, AccessorsWithoutNumbersAreZero) {
  Arm arm;
  const int way = arm.file.accessor(R"("componentType":5126,"count":3,"type":"VEC3")");
  arm.file.channel(arm.root, "translation", arm.times, way);
  expect_at(read(arm.file), 2, 1, {0, 1, 0});
}

/// Nodes whose axes lie askew: the root is turned about x by a quarter, the hand about z.
GltfFixture askew(bool skinned) {
  GltfFixture file;
  file.node(fmt::format(R"("name":"base","children":[1],"rotation":[{0},0,0,{0}])", kHalf));
  file.node(fmt::format(
      R"("name":"hand","children":[2],"translation":[0,0,-1],"rotation":[0,0,{0},{0}])", kHalf));
  file.node(R"("name":"tip","translation":[0,0,-0.5])");
  if (!skinned) return file;
  // Bound at other rotations than those of the nodes: the identity, with the hand above the root.
  const int matrices = file.numbers<float>({1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0,  0, 1,  //
                                            1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, -1, 0, 1},
                                           16);
  file.add(fmt::format(R"("skins":[{{"joints":[0,1],"inverseBindMatrices":{}}}])", matrices));
  return file;
}

TEST(GltfReader, TurnsTheAxesOfJointsAway) {
  GltfFixture file = askew(false);
  const int times = file.numbers<float>({0, 0.04F}, 1);
  const int turn = file.numbers<float>({0, 0, kHalf, kHalf, 1, 0, 0, 0}, 4);
  file.channel(1, "rotation", times, turn);
  file.channel(0, "translation", times, file.numbers<float>({0, 0, 0, 0, 0, 0}, 3));
  // By the reader alone: load_clip() would make a place of a root that never turns.
  const auto& format = *std::ranges::find(motion_formats(), ".gltf", &MotionFormat::extension);
  const std::string text = file.text();
  const Clip clip = format.read({text, "made.gltf", ""}, {});
  EXPECT_EQ(clip.motion.fps(), 25.0);
  // A quarter about x takes -z to y: the arm rises, and its tip too.
  EXPECT_LT((clip.motion.skeleton().offset(1) - Vec3(0, 1, 0)).norm(), 1e-6);
  ASSERT_EQ(clip.motion.skeleton().end_sites().size(), 1U);
  EXPECT_EQ(clip.motion.skeleton().end_sites()[0].name, "tip");
  EXPECT_LT((clip.motion.skeleton().end_sites()[0].offset - Vec3(0, 0.5, 0)).norm(), 1e-6);
  // No rotation is the rest pose.
  for (int j = 0; j < 2; ++j) {
    EXPECT_LT(math::angle_between(clip.motion.rotation(0, j), Quat::Identity()), 1e-6);
  }
  // r = half a turn about x in the root's axes, from the rest r = a quarter about z:
  // q = A_p r A_j* = x90 x180 z-90 x-90, worked out by hand.
  const Quat x90(kHalf, kHalf, 0, 0);
  const Quat z90(kHalf, 0, 0, kHalf);
  const Quat expected = x90 * Quat(0, 1, 0, 0) * z90.conjugate() * x90.conjugate();
  EXPECT_LT(math::angle_between(clip.motion.rotation(1, 1), expected), 1e-6);
  ASSERT_EQ(clip.axes.size(), 2U);
  EXPECT_LT(math::angle_between(clip.axes[0], x90), 1e-6);
  EXPECT_LT(math::angle_between(clip.axes[1], x90 * z90), 1e-6);
}

TEST(GltfReader, TheRestPoseIsWhereASkinIsBound) {
  GltfFixture file = askew(true);
  const int times = file.numbers<float>({0, 0.04F}, 1);
  const int turn = file.numbers<float>({0, 0, 0, 1, 0, 0, kHalf, kHalf}, 4);
  file.channel(1, "rotation", times, turn);
  const Clip clip = read(file);
  EXPECT_EQ(math::angle_between(clip.motion.rotation(0, 1), Quat::Identity()) < 1e-6, true);
  EXPECT_LT(math::angle_between(clip.motion.rotation(1, 1), Quat::Identity()), 1.6);
  expect_at(clip, 0, 1, {0, 1, 0});
  expect_at(clip, 1, 1, {0, 1, 0});
}

TEST(GltfReader, AFileWithoutAnimationIsItsPose) {
  const Clip clip = read(askew(true));
  EXPECT_EQ(clip.motion.frames(), 1);
  EXPECT_EQ(clip.name, "made");
  expect_at(clip, 0, 1, {0, 1, 0});
}

TEST(GltfReader, WhatIsAboveTheSkeletonIsPartOfTheRoot) {
  // An armature in centimetres with z up, which itself walks along the room's x.
  GltfFixture file;
  file.node(fmt::format(R"("name":"Armature","children":[1],"scale":[0.01,0.01,0.01],)"
                        R"("rotation":[{},0,0,{}])",
                        -kHalf, kHalf));
  file.node(R"("name":"Hips","translation":[0,0,90],"children":[2])");
  file.node(R"("name":"Head","matrix":[2,0,0,0,0,2,0,0,0,0,2,0,0,10,60,1],"children":[3])");
  file.node(R"("name":"Hat","translation":[0,0,10],"mesh":0)");
  file.add(R"("skins":[{"joints":[1,2,3]}])");
  const int times = file.numbers<float>({0, 0.02F}, 1);
  file.channel(0, "translation", times, file.numbers<float>({0, 0, 0, 1, 0, 0}, 3));
  const Clip clip = read(file);
  EXPECT_THAT(clip.motion.skeleton().names(), ElementsAre("Hips", "Head", "Hat"));
  expect_at(clip, 0, 0, {0, 0.9, 0});
  expect_at(clip, 1, 0, {1, 0.9, 0});
  expect_at(clip, 1, 1, {1, 1.5, -0.1});
  expect_at(clip, 1, 2, {1, 1.7, -0.1});  // 10 cm of a head that is twice as large
}

TEST(GltfReader, AMirroredRootMirrorsTheBody) {
  // Babylon writes its left-handed scenes so.
  GltfFixture file;
  file.node(R"("name":"__root__","children":[1],"scale":[-1,1,1])");
  file.node(R"("name":"Hips","translation":[1,1,0],"children":[2])");
  file.node(R"("name":"Hand","translation":[1,0,0])");
  file.add(R"("skins":[{"joints":[1,2]}])");
  const int times = file.numbers<float>({0, 0.02F, 0.04F}, 1);
  file.channel(1, "rotation", times,
               file.numbers<float>({0, 0, 0, 1, 0, 0, kHalf, kHalf, 0, kHalf, 0, kHalf}, 4));
  const Clip clip = read(file);
  expect_at(clip, 0, 1, {-2, 1, 0});
  expect_at(clip, 1, 1, {-1, 2, 0});   // x -> y before the mirror, so -x -> y after it
  expect_at(clip, 2, 1, {-1, 1, -1});  // x -> -z about y, whose turn is the other way round there
  EXPECT_TRUE(clip.warnings.empty());
}

TEST(GltfReader, JointsThatMoveHaveTracksAndThoseHeldElsewhereOffsets) {
  const auto stand = [](Arm& arm) {
    arm.file.channel(arm.root, "translation", arm.times,
                     arm.file.numbers<float>({0, 0, 0, 0, 0, 0, 0, 0, 0}, 3));
  };
  Arm arm;
  stand(arm);
  const int away = arm.file.numbers<float>({0, 1, 0, 0, 2, 0, 0, 1, 0}, 3);
  arm.file.channel(arm.hand, "translation", arm.times, away);
  const Clip moving = read(arm.file);
  EXPECT_TRUE(moving.motion.translations().contains(1));
  expect_at(moving, 1, 1, {0, 2, 0});
  Arm held;
  stand(held);
  const int there = held.file.numbers<float>({0, 3, 0, 0, 3, 0, 0, 3, 0}, 3);
  held.file.channel(held.hand, "translation", held.times, there);
  const Clip still = read(held.file);
  EXPECT_TRUE(still.motion.translations().empty());
  EXPECT_LT((still.motion.skeleton().offset(1) - Vec3(0, 3, 0)).norm(), 1e-9);
}

TEST(GltfReader, FindsTheRateOfTheKeys) {
  const auto rate_of = [](const std::vector<float>& times) {
    Arm arm;
    const int input = arm.file.numbers<float>(times, 1);
    std::vector<float> values;
    for (std::size_t k = 0; k < times.size(); ++k) values.insert(values.end(), {0, 0.1F * k, 0});
    arm.file.channel(arm.root, "translation", input, arm.file.numbers<float>(values, 3));
    const Motion motion = read(arm.file).motion;
    return std::pair(motion.fps(), motion.frames());
  };
  const auto grid = [](double fps, int frames) {
    std::vector<float> times;
    for (int t = 0; t < frames; ++t) times.push_back(static_cast<float>(100.0 + t / fps));
    return times;
  };
  EXPECT_EQ(rate_of(grid(120.0, 400)), std::pair(120.0, 400));
  EXPECT_EQ(rate_of(grid(30000.0 / 1001, 400)), std::pair(30000.0 / 1001, 400));
  EXPECT_EQ(rate_of({0.0F, 0.5F, 2.0F}), std::pair(30.0, 61)) << "set by hand";
  EXPECT_EQ(rate_of({0.0F, 0.125F, 1.0F}), std::pair(24.0, 25)) << "set by hand on film frames";
  EXPECT_EQ(rate_of({0.0F, 0.04F, 0.08F, 0.4F}), std::pair(25.0, 11)) << "keys left out";
  EXPECT_EQ(rate_of({0.0F, 0.0314F, 0.1F}), std::pair(30.0, 4)) << "on no grid";
}

TEST(GltfReader, NamesOfClipsAndOfJoints) {
  Arm arm;
  const int up = arm.file.numbers<float>({0, 1, 0, 0, 2, 0, 0, 3, 0}, 3);
  const int down = arm.file.numbers<float>({0, 3, 0, 0, 2, 0, 0, 1, 0}, 3);
  arm.file.animation("up");
  arm.file.channel(arm.root, "translation", arm.times, up);
  arm.file.animation("");
  arm.file.channel(arm.root, "translation", arm.times, down);
  arm.file.animation("up");
  arm.file.channel(arm.root, "translation", arm.times, down);
  const std::string text = arm.file.text();
  const auto& format = *std::ranges::find(motion_formats(), ".gltf", &MotionFormat::extension);
  EXPECT_THAT(format.clips({text, "made.gltf", ""}), ElementsAre("up", "animation_2", "up_2"));
  expect_at(read(text), 2, 0, {0, 3, 0});
  expect_at(read(text, "animation_2"), 2, 0, {0, 1, 0});
  EXPECT_EQ(read(text, "up_2").name, "up_2");
  EXPECT_EQ(error_of(text, "upp"),
            "made.gltf: expected the name of an animation (up, animation_2, up_2), found '#upp'; "
            "did you mean '#up'?");

  GltfFixture same;
  same.node(R"("name":"bone","children":[1])");
  same.node(R"("name":"bone","children":[2])");
  same.node("");
  same.add(R"("skins":[{"joints":[0,1,2]}])");
  const Clip clip = read(same);
  EXPECT_THAT(clip.motion.skeleton().names(), ElementsAre("bone", "bone_2", "node_2"));
  EXPECT_THAT(clip.warnings, ElementsAre("made.gltf: joint name 'bone' occurs more than once; this "
                                         "one was renamed to 'bone_2'"));
}

TEST(GltfReader, OneBodyOfSeveralSkinsInAnyOrderOfNodes) {
  // Parents after children; a second skin adds a hand to the first one's body; a sword elsewhere.
  GltfFixture file;
  file.node(R"("name":"hand","translation":[1,0,0])");
  file.node(R"("name":"arm","translation":[0,1,0],"children":[0])");
  file.node(R"("name":"hips","children":[1])");
  file.node(R"("name":"sword")");
  file.add(R"("skins":[{"joints":[3]},{"joints":[2,1]},{"joints":[1,0]}])");
  const Clip clip = read(file);
  EXPECT_THAT(clip.motion.skeleton().names(), ElementsAre("hips", "arm", "hand"));
  expect_at(clip, 0, 2, {1, 1, 0});
}

TEST(GltfReader, RefusesNumbersWhoseProductsAreNone) {
  GltfFixture file;
  file.node(R"("name":"hips","scale":[1e200,1e200,1e200],"children":[1])");
  file.node(R"("name":"head","translation":[0,1e200,0])");
  file.add(R"("skins":[{"joints":[0,1]}])");
  EXPECT_EQ(error_of(file.text()),
            "made.gltf: node 1 and below: expected numbers of the size of a body, found some "
            "beyond");
}

TEST(GltfReader, SaysWhatIsLost) {
  GltfFixture file;
  file.node(R"("name":"hips","scale":[1,2,1],"children":[1])");
  file.node(R"("name":"head","translation":[0,1,0])");
  file.add(R"("skins":[{"joints":[0,1]}])");
  EXPECT_THAT(read(file).warnings,
              ElementsAre("made.gltf: expected one scale for all axes, found bones that are "
                          "stretched along one; their mean is read"));
  ClipOptions strict;
  strict.strict = true;
  EXPECT_THROW((void)read(file.text(), "", strict), InputError);
}

TEST(GltfReader, NumbersMayLieBesideTheFile) {
  const test::TemporaryFolder folder;
  const auto write = [&](const std::string& name, const std::string& bytes) {
    std::ofstream(folder / name, std::ios::binary) << bytes;
  };
  const float values[] = {0, 0, 0, 0.04F, 0, 1, 0, 0, 2, 0};
  write("my take.bin", std::string(reinterpret_cast<const char*>(values + 2), 32));
  const auto text = [](const std::string& uri) {
    return R"({"asset":{"version":"2.0"},"buffers":[{"byteLength":32,"uri":")" + uri +
           R"("}],"bufferViews":[{"buffer":0,"byteLength":8},{"buffer":0,"byteOffset":8,)"
           R"("byteLength":24}],"accessors":[{"bufferView":0,"componentType":5126,"count":2,)"
           R"("type":"SCALAR"},{"bufferView":1,"componentType":5126,"count":2,"type":"VEC3"}],)"
           R"("nodes":[{"name":"a"}],"animations":[{"channels":[{"sampler":0,"target":{"node":0,)"
           R"("path":"translation"}}],"samplers":[{"input":0,"output":1}]}]})";
  };
  write("a.gltf", text("my%20take.bin"));
  ClipOptions options;
  options.up = Up::kY;
  expect_at(load_clip({folder / "a.gltf"}, options), 1, 0, {0, 2, 0});
  EXPECT_EQ(error_of(text("gone.bin")),
            "made.gltf: expected its numbers in gone.bin, found no such file; copy it there, or "
            "export the motion as .glb, one file");
  for (const std::string uri : {"../x.bin", "/etc/passwd", "http://a.b/c.bin"}) {
    EXPECT_EQ(error_of(text(uri)), "made.gltf: expected its numbers in a file beside it, found '" +
                                       uri +
                                       "'; put that file there, or export the motion as "
                                       ".glb, one file");
  }
  EXPECT_EQ(error_of(text("data:;base64,!")),
            "made.gltf: buffer 0: expected base64, found another text");
}

TEST(GltfReader, RefusesTreesThatAreNone) {
  GltfFixture loop;
  loop.node(R"("name":"a","children":[1])");
  loop.node(R"("name":"b","children":[0])");
  EXPECT_EQ(error_of(loop.text()),
            "made.gltf: node 0 ('a'): expected a tree, found a node that is below itself; export "
            "the file again");
  GltfFixture shared;
  shared.node(R"("children":[2])");
  shared.node(R"("children":[2])");
  shared.node(R"("name":"c")");
  EXPECT_EQ(error_of(shared.text()),
            "made.gltf: node 2 ('c'): expected one parent, found nodes 0 and 1; export the file "
            "again");
  GltfFixture lost;
  lost.node(R"("children":[7])");
  EXPECT_EQ(error_of(lost.text()), "made.gltf: node 0: expected a child below 1, found 7");
  GltfFixture deep;
  for (int k = 1; k < 1200; ++k) deep.node(fmt::format(R"("children":[{}])", k));
  deep.node("");
  EXPECT_THAT(error_of(deep.text()), HasSubstr("expected at most 1000 nodes above each other"));
  GltfFixture empty;
  empty.node(R"("name":"camera")");
  EXPECT_EQ(error_of(empty.text()),
            "made.gltf: expected a skeleton, found neither a skin nor a node that an animation "
            "moves; export the armature too");
}

TEST(GltfReader, ChecksBoundsBeforeItReads) {
  const auto with = [](const std::string& accessor) {
    Arm arm;
    arm.file.bytes<float>({0, 0, 0, 0, 0, 0, 0, 0, 0});
    arm.file.channel(arm.root, "translation", arm.times, arm.file.accessor(accessor));
    return error_of(arm.file.text());
  };
  EXPECT_EQ(
      with(R"("bufferView":1,"componentType":5126,"count":4,"type":"VEC3")"),
      "made.gltf: accessor 1: expected 4 elements of 12 bytes within buffer view 1, which has "
      "36 of the buffer's 48 bytes; the file is damaged");
  EXPECT_THAT(with(R"("bufferView":1,"componentType":5126,"count":18446744073709551615,)"
                   R"("type":"VEC3")"),
              HasSubstr("the file is damaged"));
  EXPECT_THAT(with(R"("bufferView":1,"byteOffset":18446744073709551615,"componentType":5126,)"
                   R"("count":3,"type":"VEC3")"),
              HasSubstr("the file is damaged"));
  EXPECT_THAT(with(R"("bufferView":9,"componentType":5126,"count":3,"type":"VEC3")"),
              HasSubstr("accessor 1: expected a buffer view below 2, found 9"));
  EXPECT_THAT(with(R"("componentType":5126,"count":999999999,"type":"VEC3")"),
              HasSubstr("expected at most 1000000 elements without numbers"));
  EXPECT_THAT(with(R"("bufferView":1,"componentType":5126,"count":3,"type":"VEC3","sparse":)"
                   R"({"count":1,"indices":{"bufferView":1,"componentType":7},)"
                   R"("values":{"bufferView":1}})"),
              HasSubstr("expected 1 elements of 0 bytes within buffer view 1"));
  EXPECT_EQ(with(R"("bufferView":1,"componentType":5126,"count":2,"type":"VEC4")"),
            "made.gltf: accessor 1: expected 3 numbers per element, of a known type, found 'VEC4' "
            "of type 5126");
  EXPECT_EQ(with(R"("bufferView":1,"componentType":5126,"count":2,"type":"VEC3")"),
            "made.gltf: accessor 1: expected 3 elements for 3 keys, found 2; export the motion "
            "again");
  Arm packed;
  const int view = packed.file.bytes<float>(
      {0, 0, 0}, R"(,"extensions":{"EXT_meshopt_compression":{"buffer":1}})");
  packed.file.channel(
      packed.root, "translation", packed.times,
      packed.file.accessor(
          fmt::format(R"("bufferView":{},"componentType":5126,"count":1,"type":"VEC3")", view)));
  EXPECT_EQ(error_of(packed.file.text()),
            "made.gltf: buffer view 1: expected plain numbers, found them packed by "
            "EXT_meshopt_compression; write the file without this extension (in glTF Transform: "
            "gltf-transform cp IN.glb OUT.glb)");
}

TEST(GltfReader, RefusesTimesThatGoBackAndFramesWithoutEnd) {
  const auto with = [](const std::vector<float>& times) {
    Arm arm;
    const int input = arm.file.numbers<float>(times, 1);
    const std::vector<float> values(3 * times.size(), 1.0F);
    arm.file.channel(arm.root, "translation", input, arm.file.numbers<float>(values, 3));
    return error_of(arm.file.text());
  };
  EXPECT_EQ(with({0.0F, 0.5F, 0.5F}),
            "made.gltf: accessor 1: expected times that increase, found 0.5 s after 0.5 s; export "
            "the motion again");
  EXPECT_EQ(with({0.0F, 1e6F}),
            "made.gltf: expected at most 100000 frames, found 30000001 at 30 frames per second, of "
            "2 joints; give a lower rate with data.source_fps, or fewer keys");
}

TEST(GltfReader, RefusesWhatIsNoGltf) {
  const auto glb = [](const std::string& bytes) {
    try {
      (void)load_clip({.path = "made.glb"}, {}, bytes);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string("none");
  };
  using namespace std::string_literals;
  EXPECT_EQ(glb("no motion"),
            "made.glb: expected glTF, which begins with 'glTF' or '{', found something else");
  EXPECT_EQ(glb("glTF\2\0\0\0"s), "made.glb: expected a GLB, found only its beginning");
  EXPECT_EQ(glb("glTF\1\0\0\0\x14\0\0\0\0\0\0\0\0\0\0\0"s),
            "made.glb: expected version 2 of GLB, found 1; export it again as glTF 2.0");
  EXPECT_EQ(glb("glTF\2\0\0\0\xFF\0\0\0\0\0\0\0JSON"s),
            "made.glb: expected 255 bytes, as the file says, found 20; copy it again");
  EXPECT_EQ(glb("glTF\2\0\0\0\x14\0\0\0\xFF\0\0\0JSON"s),
            "made.glb: byte 20: expected a part of at most 0 bytes, found one of 255");
  EXPECT_EQ(glb(R"({"asset":{"version":"1.0"}})"),
            "made.glb: expected glTF 2.0, found version '1.0'");
  EXPECT_EQ(glb(R"({"nodes":[{"children":[-1]}]})"),
            "made.glb: JSON: byte 25: expected a whole number before this, found ']'");
}

}  // namespace
}  // namespace poseaae::mocap
