#include "poseaae/evaluation/inbetween.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "lafan1_archive.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/evaluation/inbetween_models.hpp"
#include "poseaae/evaluation/lafan1.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/mirror.hpp"
#include "samples.hpp"
#include "support/golden_inputs.hpp"
#include "support/small_model.hpp"

namespace poseaae::evaluation::inbetween {
namespace {

using mocap::Motion;
using mocap::Quat;
using mocap::Vec3;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kMeasures[] = {"L2Q", "L2P", "NPSS"};

/// The model with a decoder that gives one pose, whatever the latents.
codec::PoseAutoencoder constant(const codec::PoseAutoencoder& model) {
  codec::ModelData data = model.data();
  std::vector<nn::Layer> layers = data.decoder.layers();
  std::ranges::fill(layers.back().array("weight"), 0.0F);
  data.decoder = nn::Network(std::move(layers));
  return codec::PoseAutoencoder(std::move(data));
}

/// The data of the made-up archive.
const Data& archive() {
  static const Data data = [] {
    const test::TemporaryFolder folder;
    test::write_lafan1_archive(folder.path());
    return lafan1(folder.path(), 1);
  }();
  return data;
}

Source source(const std::string& name, Motion motion, bool held_out) {
  return {name, [motion] { return mocap::Clip{motion}; }, held_out};
}

/// The message of the error that cutting these clips gives.
std::string refusal(const std::vector<Source>& sources) {
  try {
    (void)cut_windows(sources);
  } catch (const UsageError& problem) {
    return problem.what();
  }
  return "";
}

TEST(InbetweenTest, WindowsEndBeforeTheLastFrame) {
  EXPECT_THAT(window_starts(66, 65, 40), ElementsAre(0));
  EXPECT_THAT(window_starts(65, 65, 40), IsEmpty());
  EXPECT_THAT(window_starts(145, 65, 40), ElementsAre(0, 40));
  EXPECT_THAT(window_starts(146, 65, 40), ElementsAre(0, 40, 80));
  EXPECT_THAT(window_starts(0, 50, 20), IsEmpty());
}

TEST(InbetweenTest, AWindowIsCentredOnItsMeanAndFacesXInTheLastFrameOfThePast) {
  Motion window(mocap::Skeleton({"Hips"}, {-1}, {Vec3(0, 1, 0)}), 30.0, 20);
  const Vec3 forward(0, 0, 1);
  for (int t = 0; t < 20; ++t) {
    window.set_root_position(t, {5.0 + t, 1.0 + 0.1 * t, -3.0});  // along x, by 19 m
    // The dancer faces +z in frame 9, turning left by 0.2 a frame, and leans back.
    const Quat heading(Eigen::AngleAxisd(0.2 * (t - 9), Vec3::UnitY()));
    window.set_rotation(t, 0, heading * Quat(Eigen::AngleAxisd(-0.3, Vec3::UnitX())));
  }
  const Motion common = in_common_frame(window, forward);
  const Vec3 facing = common.rotation(9, 0) * forward;
  EXPECT_NEAR(facing.z(), 0.0, 1e-12);
  EXPECT_NEAR(facing.x(), std::cos(0.3), 1e-12);
  EXPECT_NEAR(facing.y(), std::sin(0.3), 1e-12);
  // +z turned to +x is a quarter turn, which takes +x to -z.
  EXPECT_NEAR((common.root_position(0) - Vec3(0, 1.0, 9.5)).norm(), 0.0, 1e-12);
  EXPECT_NEAR((common.root_position(19) - Vec3(0, 2.9, -9.5)).norm(), 0.0, 1e-12);
}

TEST(InbetweenTest, TheBaselinesAreTheGoldenScriptsOnItsArchive) {
  const auto golden = h5::open_file(test::golden_dir() / "inbetween.h5");
  test::expect_todays_inputs(golden);
  const Data& data = archive();
  EXPECT_EQ(data.train_windows, golden.number_attribute("train_windows"));
  EXPECT_EQ(std::ssize(data.windows), golden.number_attribute("test_windows"));
  // Centimetres there.
  const auto deviations = golden.read<double>("deviation").values;
  ASSERT_EQ(data.scale.deviation().size(), 66);
  for (Eigen::Index d = 0; d < 66; ++d) {
    EXPECT_NEAR(data.scale.deviation()[d], 0.01 * deviations[d], 1e-11) << d;
  }
  const auto results = golden.read<double>("results", {2, 3, std::size(kGaps)});
  std::size_t i = 0;
  for (const Method& method : methods()) {
    const Report report = measure(data, method);
    for (const char* group : kMeasures) {
      for (const int gap : kGaps) {
        EXPECT_NEAR(report.value(group, gap_name(gap)), results[i], 1e-9 * results[i])
            << method.name << ", " << group << ", " << gap;
        ++i;
      }
    }
  }
  EXPECT_EQ(i, results.size());
}

TEST(InbetweenTest, TheHipsOfTheArchiveFaceAlongY) {
  // Found from the rest pose too, so that other data sets need no axis.
  EXPECT_NEAR((mocap::upright(archive().skeleton, 0) * Vec3::UnitY() - Vec3::UnitZ()).norm(), 0.0,
              1e-12);
}

TEST(InbetweenTest, ThreadsDoNotMatter) {
  const test::TemporaryFolder folder;
  test::write_lafan1_archive(folder.path());
  const Comparison one = compare(archive(), methods(), 1, 1);
  const Comparison many = compare(lafan1(folder.path(), 4), methods(), 1, 4);
  EXPECT_EQ(format_csv(one), format_csv(many));
}

/// What was there: the window whose past it is.
Motion truth(const Data& data, const Gap& gap) {
  for (const Window& window : data.windows) {
    if (!std::ranges::equal(window.motion.slice(0, kPast).rotations(), gap.past.rotations())) {
      continue;
    }
    return window.motion.slice(kPast, kPast + gap.frames);
  }
  throw Error("no window has this past");
}

TEST(InbetweenTest, WhoKnowsTheMotionMakesNoErrorWhateverTheSigns) {
  const Data& data = archive();
  const Method oracle{"oracle", [&](const Gap& gap) {
                        Motion filled = truth(data, gap);
                        for (int t = 0; t < filled.frames(); t += 2) {
                          filled.set_rotation(t, 3, Quat(-filled.rotation(t, 3).coeffs()));
                        }
                        return filled;
                      }};
  const Report report = measure(data, oracle);
  for (const char* group : kMeasures) {
    for (const int gap : kGaps) {
      EXPECT_NEAR(report.value(group, gap_name(gap)), 0.0, 1e-12) << group << gap;
    }
  }
}

TEST(InbetweenTest, AMethodSeesThePastAndTheTargetAlone) {
  int seen = 0;
  const Method watcher{"watcher", [&](const Gap& gap) {
                         EXPECT_EQ(gap.past.frames(), 10);
                         EXPECT_EQ(gap.target.frames(), 1);
                         const Motion& window = archive().windows.front().motion;
                         if (gap.past.root_position(9) == window.root_position(9)) {
                           EXPECT_EQ(gap.target.root_position(0),
                                     window.root_position(10 + gap.frames));
                         }
                         ++seen;
                         return Motion(gap.past.skeleton(), 30.0, gap.frames);
                       }};
  (void)measure(archive(), watcher, 1, 1);
  EXPECT_EQ(seen, 4 * std::ssize(archive().windows));
}

TEST(InbetweenTest, AMethodThatReturnsSomethingElseIsNamed) {
  const Method lazy{"lazy", [](const Gap& gap) { return gap.target; }};
  try {
    (void)measure(archive(), lazy, 1, 1);
    FAIL();
  } catch (const Error& problem) {
    EXPECT_THAT(problem.what(), HasSubstr("'lazy': expected 5 frames"));
  }
}

TEST(InbetweenTest, InterpolationDividesTheWayEvenly) {
  const mocap::Skeleton skeleton({"Hips"}, {-1}, {Vec3::Zero()});
  Gap gap{Motion(skeleton, 30.0, 10), Motion(skeleton, 30.0, 1), 3};
  gap.past.set_root_position(9, {1, 2, 3});
  gap.target.set_root_position(0, {5, 2, -1});
  gap.target.set_rotation(0, 0, Quat(Eigen::AngleAxisd(1.0, Vec3::UnitX())));
  const Motion filled = methods().at(1).fill(gap);
  ASSERT_EQ(filled.frames(), 3);
  EXPECT_NEAR((filled.root_position(0) - Vec3(2, 2, 2)).norm(), 0.0, 1e-12);
  EXPECT_NEAR((filled.root_position(2) - Vec3(4, 2, 0)).norm(), 0.0, 1e-12);
  EXPECT_NEAR(math::angle_between(filled.rotation(1, 0), gap.target.rotation(0, 0)), 0.5, 1e-12);
  const Motion still = methods().at(0).fill(gap);
  EXPECT_EQ(still.root_position(2), Vec3(1, 2, 3));
}

/// Whatever the decoder gives, keys that say the same everywhere leave no other way.
TEST(InbetweenTest, AModelHoldsWhatAllKeysHold) {
  const Motion dance = test::small_dance(40, 0.3);
  const auto model = test::small_model(dance, 3, 6, 5);
  Gap gap{Motion(dance.skeleton(), 30.0, kPast), dance.slice(7, 8), 15};
  for (int t = 0; t < kPast; ++t) {
    gap.past.set_root_position(t, dance.root_position(7));
    for (int j = 0; j < dance.joints(); ++j) gap.past.set_rotation(t, j, dance.rotation(7, j));
  }
  const Method still = by_keys(constant(model), "still");
  EXPECT_EQ(still.name, "still");
  const Motion filled = still.fill(gap);
  ASSERT_EQ(filled.frames(), 15);
  for (int t = 0; t < filled.frames(); ++t) {
    EXPECT_LT((filled.root_position(t) - dance.root_position(7)).norm(), 1e-4);
    for (int j = 0; j < dance.joints(); ++j) {
      EXPECT_LT(math::angle_between(filled.rotation(t, j), dance.rotation(7, j)), 1e-3);
    }
  }
  gap.past = Motion(mocap::Skeleton({"Hips"}, {-1}, {Vec3::Zero()}), 30.0, kPast);
  EXPECT_THROW((void)still.fill(gap), UsageError);
}

TEST(InbetweenTest, ClipsThatAreTooShortAreNamed) {
  EXPECT_THAT(archive().warnings,
              ElementsAre(HasSubstr("1 of 3 training clips have fewer than 51 frames and give no "
                                    "window: fall1_subject2.bvh")));
  const Motion long_one = test::small_dance(80, 0.3);
  const Motion short_one = test::small_dance(65, 0.3);
  EXPECT_THAT(refusal({source("a", long_one, false), source("b", short_one, true)}),
              HasSubstr("expected a held-out clip of 66 frames or more, found none among 1"));
  EXPECT_THAT(
      refusal({source("a", test::small_dance(50, 0.3), false), source("b", long_one, true)}),
      HasSubstr("expected a training clip of 51 frames or more, found none among 1"));
  EXPECT_THAT(refusal({source("b", long_one, true)}), HasSubstr("clips for training, found none"));
}

TEST(InbetweenTest, OtherJointsAreRefused) {
  Motion other(mocap::Skeleton({"Hips", "Tail"}, {-1, 0}, {Vec3(0, 1, 0), Vec3(0, 0.3, 0)}), 30.0,
               80);
  for (int t = 0; t < 80; ++t) {
    other.set_rotation(t, 0, Quat(Eigen::AngleAxisd(0.1 * t, Vec3::UnitY())));
  }
  EXPECT_THAT(refusal({source("a", test::small_dance(80, 0.3), false), source("b", other, true)}),
              HasSubstr("b: expected the joints of a, which has 'Spine' as joint 1, found 'Tail'"));
}

TEST(InbetweenTest, TheWayIsThatOfTheBodyWhateverStandsAboveIt) {
  // The same dance below a root that stands still.
  const Motion dance = test::small_dance(120, 0.3);
  std::vector<std::string> names{"Place"};
  std::vector<int> parents{-1};
  std::vector<Vec3> offsets{Vec3::Zero()};
  for (int j = 0; j < dance.joints(); ++j) {
    names.push_back(dance.skeleton().name(j));
    parents.push_back(dance.skeleton().parent(j) + 1);
    offsets.push_back(dance.skeleton().offset(j));
  }
  Motion placed(mocap::Skeleton(names, parents, offsets), 30.0, 120);
  std::vector<Vec3> way;
  for (int t = 0; t < 120; ++t) {
    way.push_back(dance.root_position(t));
    for (int j = 0; j < dance.joints(); ++j) placed.set_rotation(t, j + 1, dance.rotation(t, j));
  }
  placed.set_translation(1, way);
  const auto table = [](const Motion& motion) {
    const Data data = cut_windows({source("a", motion, false), source("b", motion, true)});
    EXPECT_THAT(data.warnings, IsEmpty());
    return format_table(compare(data, methods()));
  };
  EXPECT_EQ(table(placed), table(dance));
}

TEST(InbetweenTest, WhatTheReaderHadToSayIsKept) {
  const Motion dance = test::small_dance(120, 0.3);
  const Source odd{"a", [&] { return mocap::Clip{dance, {"a: odd"}}; }, false};
  EXPECT_THAT(cut_windows({odd, source("b", dance, true)}).warnings, ElementsAre("a: odd"));
}

TEST(InbetweenTest, AnotherFrameRateIsMentioned) {
  Motion fast = test::small_dance(120, 0.3);
  fast.set_fps(60.0);
  const Data data = cut_windows({source("a", fast, false), source("b", fast, true)});
  EXPECT_THAT(data.warnings, ElementsAre(HasSubstr("found 60")));
}

TEST(InbetweenTest, ADatasetIsTakenByClipsWithTheirWayThroughTheRoom) {
  const test::TemporaryFolder folder;
  for (int i = 0; i < 6; ++i) {
    mocap::write_bvh(folder / fmt::format("step_{}.bvh", static_cast<char>('a' + i)),
                     test::small_dance(100, 0.1 + 0.25 * i));
  }
  dataset::DatasetOptions options;
  options.clips = {folder.path().string()};
  options.clip.root_rotation = mocap::RootRotation::kRemove;
  const auto dances = dataset::gather(options);
  auto split = test::last_clip_held_out(dances);
  const Data data = clips_of(dances, split, 1);
  EXPECT_EQ(data.train_clips, 5);
  EXPECT_EQ(data.test_clips, 1);
  ASSERT_EQ(data.windows.size(), 1U);
  // 1 cm a frame.
  const Motion& window = data.windows.front().motion;
  EXPECT_NEAR((window.root_position(64) - window.root_position(0)).norm(), 0.64, 1e-6);
  EXPECT_THAT(describe(data), HasSubstr("1 windows of 65 frames every 40 in 1 held-out clips"));
  split.kind = dataset::SplitKind::kBlock;
  EXPECT_THROW((void)clips_of(dances, split), UsageError);
  std::filesystem::remove(folder / "step_b.bvh");
  split.kind = dataset::SplitKind::kClip;
  EXPECT_THROW((void)clips_of(dances, split), InputError);
}

TEST(InbetweenTest, PublishedFiguresAgreeToTheirDigits) {
  EXPECT_EQ(published().size(), 24U);
  const Published figure{"zero velocity", "L2Q", 5, 0.56, 2};
  EXPECT_TRUE(agrees(figure, 0.5649));
  EXPECT_TRUE(agrees(figure, 0.5551));
  EXPECT_FALSE(agrees(figure, 0.5651));
  EXPECT_FALSE(agrees(figure, 0.5549));
  EXPECT_FALSE(agrees(figure, std::nan("")));
  Comparison comparison{"", archive().skeleton, 30.0, {}, {}};
  for (const Method& method : methods()) {
    Report report{method.name, 1, {}, {}};
    for (const Published& value : published()) {
      if (value.method != method.name) continue;
      report.measures.push_back({value.measure, gap_name(value.gap), "", value.value + 1e-6});
    }
    comparison.reports.push_back(report);
  }
  EXPECT_EQ(count_differing(comparison), 0);
  EXPECT_THAT(format_check(comparison), HasSubstr("L2P   15 frames  zero velocity "));
  EXPECT_THAT(format_check(comparison), Not(HasSubstr("differs")));
  comparison.reports[0].measures[0].value = 0.57;
  EXPECT_EQ(count_differing(comparison), 1);
  EXPECT_THAT(format_check(comparison), HasSubstr("0.570       0.56  differs"));
}

TEST(InbetweenTest, AFolderWithoutTheArchiveIsRefused) {
  const test::TemporaryFolder folder;
  const auto message = [&](const std::filesystem::path& path) -> std::string {
    try {
      (void)lafan1(path);
    } catch (const InputError& problem) {
      return problem.what();
    }
    return "";
  };
  EXPECT_THAT(message(folder / "none"), HasSubstr("found nothing"));
  EXPECT_THAT(message(folder.path()), HasSubstr("found 0 and 0; name the folder"));
  test::write_lafan1_archive(folder.path());
  EXPECT_THAT(message(folder / "run1_subject5.bvh"), HasSubstr("found a file"));
  mocap::write_bvh(folder / "notes.bvh", test::small_dance(20, 0.1));
  const Data data = lafan1(folder.path());
  EXPECT_THAT(data.warnings.back(), HasSubstr("1 BVH file without the name"));
  mocap::write_bvh(folder / "walk9_subject4.bvh", test::small_dance(80, 0.1));
  EXPECT_THAT(message(folder.path()), HasSubstr("22 joints, found 7"));
  std::filesystem::remove(folder / "walk9_subject4.bvh");
  std::filesystem::remove(folder / "run1_subject5.bvh");
  std::filesystem::remove(folder / "jumps1_subject5.bvh");
  EXPECT_THAT(message(folder.path()), HasSubstr("found 3 and 0"));
}

}  // namespace
}  // namespace poseaae::evaluation::inbetween
