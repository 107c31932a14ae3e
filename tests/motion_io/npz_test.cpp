// Archives of arrays: what NumPy wrote (npz.py, which computes the places over rotation matrices),
// what NumPy reads of ours, and what is said of files that are wrong.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "motion_io/npz/archive.hpp"
#include "motion_io/npz/zip.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/mocap/height.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/motion_io/formats.hpp"
#include "poseaae/motion_io/load_clip.hpp"
#include "support/shared.hpp"
#include "support/support.hpp"

namespace poseaae::mocap {
namespace {

ClipOptions with_up(Up up) {
  ClipOptions options;
  options.up = up;
  return options;
}
ClipOptions at_rate(double fps) {
  ClipOptions options;
  options.source_fps = fps;
  return options;
}
ClipOptions in_metres() {
  ClipOptions options;
  options.unit = {1.0};
  return options;
}

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
namespace fs = std::filesystem;

fs::path script() { return test::source_dir() / "tests" / "motion_io" / "npz.py"; }

/// The files that NumPy made, for all tests.
class Cases {
 public:
  Cases() {
    test::run_successfully("/usr/bin/python3",
                           {script().string(), "make", folder_.path().string()});
  }
  [[nodiscard]] fs::path operator/(const std::string& name) const { return folder_ / name; }

 private:
  test::TemporaryFolder folder_;
};

/// Frames per second and T x J places.
struct Places {
  double fps = 0.0;
  int frames = 0;
  int joints = 0;
  std::vector<double> values;
};

Places places_in(std::istream& text) {
  Places places;
  text >> places.fps >> places.frames >> places.joints;
  for (double value = 0.0; text >> value;) places.values.push_back(value);
  return places;
}

void expect_places(const Motion& motion, const Places& expected, double tolerance,
                   const std::string& what) {
  ASSERT_EQ(motion.frames(), expected.frames) << what;
  ASSERT_EQ(motion.joints(), expected.joints) << what;
  EXPECT_NEAR(motion.fps(), expected.fps, 1e-9) << what;
  const std::vector<double> found = joint_positions(motion);
  ASSERT_EQ(found.size(), expected.values.size()) << what;
  double most = 0.0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    most = std::max(most, std::abs(found[i] - expected.values[i]));
  }
  EXPECT_LT(most, tolerance) << what;
}

class Npz : public testing::Test {
 protected:
  void SetUp() override { cases_ = &shared_.get(); }

  /// The axis up is said, so that random bodies are not turned.
  [[nodiscard]] Clip load(const std::string& name, ClipOptions options = {}) const {
    const MotionFormat& npz =
        *std::ranges::find(motion_formats(), ".npz", &MotionFormat::extension);
    const auto clip = ClipReference::parse((*cases_ / name).string());
    const std::string bytes = read_file(clip.path);
    return npz.read({bytes, clip.path, clip.selector}, options);
  }
  void expect_as_numpy(const std::string& name, const std::string& text = "",
                       double tolerance = 1e-9, const ClipOptions& options = {}) const {
    std::ifstream file(*cases_ / ((text.empty() ? name : text) + ".txt"));
    const std::size_t selector = name.find('#');
    std::string path = name;
    path.insert(std::min(selector, name.size()), ".npz");
    const Clip clip = load(path, options);
    EXPECT_THAT(clip.warnings, ElementsAre()) << name;
    expect_places(clip.motion, places_in(file), tolerance, name);
  }
  [[nodiscard]] std::string refusal(const std::string& name) const {
    try {
      (void)load(name);
      return "nothing";
    } catch (const Error& problem) {
      const std::string text = problem.what();
      const std::string folder = (*cases_ / "").string();
      return text.starts_with(folder) ? text.substr(folder.size()) : text;
    }
  }

  static test::Shared<Cases> shared_;
  const Cases* cases_ = nullptr;
};
test::Shared<Cases> Npz::shared_;

TEST_F(Npz, AmassInEverySpellingTypeAndOrder) {
  for (const char* name : {"smplh", "packed", "other_order", "big_endian", "fortran", "spelling",
                           "objects_beside", "smplx", "smplx_parts", "integers", "half"}) {
    expect_as_numpy(name);
  }
}

TEST_F(Npz, AmassWithHandsWhereTheyAreAskedFor) {
  for (const char* name : {"smplh#hands", "smplx#hands", "smplx_parts#hands"})
    expect_as_numpy(name);
  EXPECT_THAT(refusal("wrong_hands.npz#hands"),
              EndsWith("wrong_hands.npz: expected the hands of SMPL-H or SMPL-X, found poses of 24 "
                       "joints"));
  EXPECT_EQ(load("wrong_hands.npz").motion.joints(), 22);
}

TEST_F(Npz, AmassIsLeftAsItStandsWhereTheAxisUpIsSaid) {
  expect_as_numpy("smplh", "smplh_z", 1e-9, with_up(Up::kZ));
}

TEST_F(Npz, AmassWithoutARestPoseGetsOneOfAPersonAndAnotherFileCanHaveIt) {
  const Clip clip = load("wrong_hands.npz");
  const Skeleton& body = clip.motion.skeleton();
  EXPECT_EQ(body.name(20), "left_wrist");
  EXPECT_NEAR(body_height(clip.motion), 1.7, 0.06);
  const auto at = forward_kinematics(Motion(body, 1.0, 1), 0).positions;
  EXPECT_LT((at[20] - at[16]).normalized().dot(Vec3::UnitX()) - 1.0, 1e-9) << "arms to the sides";
  EXPECT_GT((at[20] - at[16]).norm(), 0.5);

  std::string text = "HIERARCHY\n";
  std::string ends;
  for (int j = 0; j < body.joints(); ++j) {  // a chain of places in a row, each with its parent
    text += fmt::format("{} {}\n{{\nOFFSET {} 1 0\nCHANNELS {}\n", j == 0 ? "ROOT" : "JOINT",
                        body.name(j), j, j == 0 ? "1 Xrotation" : "0");
    ends += "}\n";
  }
  text += "End Site\n{\nOFFSET 0 0 0\n}\n" + ends + "MOTION\nFrames: 1\nFrame Time: 0.01\n0\n";
  write_file(*cases_ / "row.bvh", text);
  const Clip row = load("smplh.npz#row.bvh", in_metres());
  EXPECT_LT((row.motion.skeleton().offset(1) - Vec3(1, 1, 0)).norm(), 1e-12);
  write_file(*cases_ / "other.bvh",
             "HIERARCHY\nROOT a\n{\nOFFSET 0 0 0\nCHANNELS 1 Xrotation\n}\nMOTION\n"
             "Frames: 1\nFrame Time: 0.01\n0\n");
  EXPECT_THAT(refusal("smplh.npz#other.bvh"),
              HasSubstr("expected the joints of SMPL, found none of the name pelvis, left_hip"));
  EXPECT_THAT(refusal("smplh.npz#feet"), HasSubstr("expected 'hands' or the name of a .bvh file"));
}

TEST_F(Npz, TheToolboxByItsStampsItsSkeletonOrWithoutOne) {
  for (const char* name : {"even", "unnamed", "world_alone", "two", "two#7", "plain"}) {
    expect_as_numpy(name, name, 2e-6);
  }
  expect_as_numpy("irregular", "", 2e-6, at_rate(50.0));
  expect_as_numpy("local_alone#tree.json", "local_alone", 2e-6);
  EXPECT_EQ(load("even.npz").motion.skeleton().name(1), "knäe");
  EXPECT_EQ(load("unnamed.npz").motion.skeleton().parents(), std::vector<int>({-1, 0, 1, 0, 3}));
  EXPECT_EQ(load("local_alone.npz#tree.json").motion.skeleton().name(4), "e");
}

TEST_F(Npz, TheToolboxRotationsMayHaveWLastWhereThePlacesShowIt) {
  for (const std::string name : {"w_last", "w_last_unnamed", "w_last_world"}) {
    const Clip clip = load(name + ".npz");
    std::ifstream text(*cases_ / (name + ".txt"));
    expect_places(clip.motion, places_in(text), 2e-6, name);
    EXPECT_THAT(clip.warnings, ElementsAre(HasSubstr("rotations are x y z w here"))) << name;
  }
  // Local values alone show nothing, and are what the AI-Toolbox has: w first.
  const Clip first = load("w_last_local.npz");
  EXPECT_THAT(first.warnings, ElementsAre());
  EXPECT_NEAR(std::abs(first.motion.rotation(0, 4).z()), 1.0, 1e-6);
}

TEST_F(Npz, TheToolboxJointsComeInAnyOrder) {
  std::ifstream text(*cases_ / "backwards.txt");
  const Places expected = places_in(text);
  const Motion motion = load("backwards.npz").motion;
  const WorldPose pose = forward_kinematics(motion, 20);
  for (const auto& [name, place] : {std::pair{"hip", 0}, {"knäe", 1}, {"toe", 2}, {"hand", 4}}) {
    const auto j = static_cast<std::size_t>(motion.skeleton().find(name).value());
    const Vec3 there(&expected.values[static_cast<std::size_t>((20 * 5 + place) * 3)]);
    EXPECT_LT((pose.positions[j] - there).norm(), 1e-9) << name;
  }
}

TEST_F(Npz, SeveralPerformersAreSelected) {
  const MotionFormat& npz = *std::ranges::find(motion_formats(), ".npz", &MotionFormat::extension);
  const std::string bytes = read_file(*cases_ / "two.npz");
  EXPECT_THAT(npz.clips({bytes, "two.npz", ""}), ElementsAre("0", "7"));
  EXPECT_THAT(refusal("two.npz#3"), HasSubstr("expected a performer (0 to 7) or a .json file"));
}

TEST_F(Npz, KimodoByItsTablesOrByWhatStaysTheSame) {
  expect_as_numpy("five", "", 2e-6);
  EXPECT_EQ(load("five.npz").motion.skeleton().parents(), std::vector<int>({-1, 0, 1, 0, 3}));
  EXPECT_EQ(load("many_22.npz").motion.skeleton().name(21), "right_wrist");
  const Skeleton soma = load("many_30.npz").motion.skeleton();
  EXPECT_EQ(soma.name(14), "LeftHandThumbEnd");
  EXPECT_EQ(soma.name(soma.parent(22)), "Hips");
  const Skeleton whole = load("many_77.npz").motion.skeleton();
  EXPECT_EQ(whole.joints(), 77);
  EXPECT_EQ(whole.name(76), "RightToeEnd");
  EXPECT_EQ(whole.name(whole.parent(39)), "Chest");
  EXPECT_EQ(load("many_30.npz").motion.fps(), 30.0);
}

TEST_F(Npz, FilesThatAreWrongAreRefusedWithTheArrayThatIs) {
  const std::string objects = refusal("wrong_objects.npz");
  EXPECT_THAT(objects, HasSubstr("wrong_objects.npz: array 'poses': expected numbers or texts, "
                                 "found Python objects (pickle), which are never loaded"));
  EXPECT_THAT(objects, HasSubstr("np.load('wrong_objects.npz', allow_pickle=True)"));
  EXPECT_EQ(refusal("wrong_width.npz"),
            "wrong_width.npz: array 'poses': expected 3 numbers for each of at least 22 joints, "
            "found the shape (5, 63)");
  EXPECT_EQ(refusal("wrong_length.npz"),
            "wrong_length.npz: array 'trans': expected the shape (5, 3) (0: any), found (4, 3)");
  EXPECT_EQ(refusal("wrong_rate.npz"),
            "wrong_rate.npz: expected the array mocap_frame_rate (or data.fps set to the clip's "
            "frames per second), found neither");
  EXPECT_THAT(refusal("wrong_rate_value.npz"), EndsWith("frames per second, found 0"));
  EXPECT_THAT(refusal("wrong_numbers.npz"), HasSubstr("array 'poses': expected finite numbers"));
  EXPECT_THAT(refusal("wrong_text.npz"),
              HasSubstr("array 'poses': expected numbers (f, i, u, bool)"));
  EXPECT_THAT(refusal("wrong_nothing.npz"), EndsWith("found the arrays a, b"));
  EXPECT_THAT(refusal("wrong_single.npy"), EndsWith("found a single array (np.save)"));
  EXPECT_THAT(refusal("wrong_loop.npz"), HasSubstr("expected one root (parent -1)"));
  EXPECT_THAT(refusal("wrong_turns.npz"), HasSubstr("expected unit quaternions w x y z"));
  EXPECT_THAT(refusal("wrong_times.npz"),
              HasSubstr("expected time stamps in seconds that overlap"));
  EXPECT_THAT(refusal("wrong_matrices.npz"), HasSubstr("expected rotations, found another matrix"));
  EXPECT_THAT(refusal("local_alone.npz"), HasSubstr("expected the array joint_parents"));
}

TEST_F(Npz, DamagedArchivesAndPicklesAreRefused) {
  const std::string whole = read_file(*cases_ / "packed.npz");
  const auto refused = [&](std::string bytes) {
    try {
      (void)load_clip({"a.npz"}, {}, bytes);
      return std::string("nothing");
    } catch (const InputError& problem) {
      return std::string(problem.what());
    }
  };
  EXPECT_THAT(refused(whole.substr(0, whole.size() - 40)), HasSubstr("found no zip archive"));
  EXPECT_THAT(refused("\x80\x04\x95pickle"), HasSubstr("found a pickle, which is never loaded"));
  std::string flipped = whole;
  flipped[whole.size() / 3] ^= 0x10;
  EXPECT_THAT(refused(flipped), HasSubstr("a.npz: "));
  std::string stored = read_file(*cases_ / "smplh.npz");
  stored[stored.size() / 3] ^= 0x10;
  EXPECT_THAT(refused(stored), HasSubstr("a.npz: 'poses.npy' is damaged: its checksum is another"));
  // The directory claims a content of 4 GiB in a few kilobytes.
  std::string bomb = whole;
  const std::size_t entry = bomb.find("PK\x01\x02");
  ASSERT_NE(entry, std::string::npos);
  for (; bomb.find("PK\x01\x02", entry) != std::string::npos;) {
    const std::size_t at = bomb.find("PK\x01\x02", entry);
    bomb.replace(at + 24, 4, "\xF0\xFF\xFF\xFF");
    bomb[at] = 'Q';
  }
  for (std::size_t at = bomb.find("QK\x01\x02"); at != std::string::npos;
       at = bomb.find("QK\x01\x02", at)) {
    bomb[at] = 'P';
  }
  EXPECT_THAT(refused(bomb), HasSubstr("which cannot be"));
}

/// A walking body with names that are not SMPL's, a track and two tips.
Motion mover() {
  const Skeleton skeleton(
      {"Hips",     "LeftUpLeg",    "LeftLeg",      "LeftFoot",    "LeftToeBase", "RightUpLeg",
       "RightLeg", "RightFoot",    "RightToeBase", "Spine",       "Spine1",      "Neck",
       "Head",     "LeftShoulder", "LeftArm",      "LeftForeArm", "LeftHand",    "RightShoulder",
       "RightArm", "RightForeArm", "RightHand"},
      {-1, 0, 1, 2, 3, 0, 5, 6, 7, 0, 9, 10, 11, 10, 13, 14, 15, 10, 17, 18, 19},
      {{0, 0, 0},        {0.1, -0.05, 0},  {0, -0.42, 0.01}, {0, -0.4, -0.02}, {0, -0.06, 0.12},
       {-0.1, -0.05, 0}, {0, -0.42, 0.01}, {0, -0.4, -0.02}, {0, -0.06, 0.12}, {0, 0.12, 0},
       {0, 0.2, 0.01},   {0, 0.2, 0},      {0, 0.1, 0.02},   {0.05, 0.15, 0},  {0.14, 0, 0},
       {0.28, 0, 0},     {0.25, 0, 0},     {-0.05, 0.15, 0}, {-0.14, 0, 0},    {-0.28, 0, 0},
       {-0.25, 0, 0}},
      {{12, {0, 0.2, 0}, "top"}, {4, {0, 0, 0.08}, ""}});
  Motion motion(skeleton, 24.0, 6);
  for (int t = 0; t < motion.frames(); ++t) {
    motion.set_root_position(t, {0.1 * t, 0.93 + 0.01 * t, -0.2 * t});
    for (int j = 0; j < motion.joints(); ++j) {
      motion.set_rotation(
          t, j,
          math::from_rotation_vector(Vec3(std::sin(t + j), std::cos(2.0 * j), 0.1 * t) * 0.4));
    }
  }
  return motion;
}

Places read_by_numpy(const fs::path& file) {
  const auto done =
      test::run_successfully("/usr/bin/python3", {script().string(), "positions", file.string()});
  std::istringstream text(done.out);
  return places_in(text);
}

const MotionFormat& npz_format_in_list() {
  return *std::ranges::find(motion_formats(), ".npz", &MotionFormat::extension);
}

TEST(NpzWritten, TheToolboxFormIsReadByNumPy) {
  const test::TemporaryFolder folder;
  Motion motion = mover();
  motion.set_translation(1, std::vector<Vec3>(6, Vec3(0.11, -0.04, 0.02)));
  npz_format_in_list().write(folder / "a.npz", motion, {});
  expect_places(motion, read_by_numpy(folder / "a.npz"), 1e-5, "toolbox");
  const Clip back = load_clip({folder / "a.npz"}, {});
  EXPECT_EQ(back.motion.skeleton().end_sites(), motion.skeleton().end_sites());
  EXPECT_EQ(back.motion.skeleton().offsets(), motion.skeleton().offsets());
  EXPECT_THAT(back.warnings, ElementsAre());
}

TEST(NpzWritten, TheAmassFormIsReadByNumPyAndByOurselves) {
  const test::TemporaryFolder folder;
  const Motion motion = mover();
  npz_format_in_list().write(folder / "a.npz", motion, {.form = "amass"});
  const Clip back = load_clip({folder / "a.npz"}, with_up(Up::kAuto));
  expect_places(back.motion, read_by_numpy(folder / "a.npz"), 1e-5, "amass");
  for (const auto& [smpl, own] : {std::pair{"left_knee", "LeftLeg"},
                                  {"right_foot", "RightToeBase"},
                                  {"head", "Head"},
                                  {"left_wrist", "LeftHand"},
                                  {"right_elbow", "RightForeArm"},
                                  {"pelvis", "Hips"},
                                  {"spine3", "Spine1"},
                                  {"left_collar", "LeftShoulder"}}) {
    for (int t = 0; t < motion.frames(); ++t) {
      const auto at = [t](const Motion& m, const char* name) {
        return forward_kinematics(m, t)
            .positions[static_cast<std::size_t>(m.skeleton().find(name).value())];
      };
      EXPECT_LT((at(back.motion, smpl) - at(motion, own)).norm(), 1e-5) << smpl << " in " << t;
    }
  }
}

TEST(NpzWritten, AmassRefusesABodyWithoutSmplsJoints) {
  const test::TemporaryFolder folder;
  const Motion two(Skeleton({"hip", "knee"}, {-1, 0}, {Vec3::Zero(), {0, -0.4, 0}}, {}), 30.0, 1);
  try {
    npz_format_in_list().write(folder / "a.npz", two, {.form = "amass"});
    FAIL() << "was written";
  } catch (const UsageError& problem) {
    EXPECT_THAT(problem.what(), HasSubstr("this skeleton has none that is"));
    EXPECT_THAT(problem.what(), HasSubstr("left_elbow"));
  }
  EXPECT_FALSE(fs::exists(folder / "a.npz"));
}

/// Any number of them would fit into no bytes, and fill the memory.
TEST(NpzArrays, TextsWithoutALetterAreRefused) {
  npz::ZipWriter zip;
  zip.add("names.npy", npz::header_bytes("U0", {std::size_t{1} << 20U}), "");
  zip.add("none.npy", npz::header_bytes("U0", {0}), "");
  const std::string bytes = zip.finish();
  const npz::Archive archive(bytes, "a.npz");
  EXPECT_THAT(archive.texts("none"), ElementsAre());
  try {
    (void)archive.texts("names");
    FAIL() << "was read";
  } catch (const InputError& problem) {
    EXPECT_THAT(problem.what(), HasSubstr("a.npz: array 'names': expected items of at least one"));
  }
}

}  // namespace
}  // namespace poseaae::mocap
