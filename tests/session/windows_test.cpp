#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/dataset/pose_dataset.hpp"
#include "poseaae/footing/root_path.hpp"
#include "poseaae/latent/detail.hpp"
#include "poseaae/latent/loop.hpp"
#include "poseaae/latent/walk.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/session/encoded_inputs.hpp"
#include "window_stage.hpp"

/// What is done with a model of windows of 16 frames every 12, and files.
namespace poseaae::session {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Windows : public testing::Test {
 protected:
  [[nodiscard]] OpenModel& model() { return stage_.model(); }
  [[nodiscard]] std::string file(const std::string& name) const { return stage_.file(name); }

  test::WindowStage stage_;
};

/// Windows of 16 frames, one every 12, reach to frame 16 + 4 * 12 = 64 of 65.
TEST_F(Windows, SayWhatOfAClipTheyDoNotCover) {
  std::vector<std::string> said;
  OpenModel listened(file("model.safetensors"),
                     [&](const std::string& line) { said.push_back(line); });
  const auto opened = [&](const std::string& clip) {
    return listened.clip(mocap::ClipReference::parse(file(clip)));
  };
  EXPECT_EQ(listened.encode(opened("v.bvh:0:64")).frames(), 5);
  EXPECT_THAT(said, testing::IsEmpty());
  EXPECT_EQ(listened.encode(opened("v.bvh")).frames(), 5);
  EXPECT_EQ(listened.encode(opened("v.bvh:0:10")).frames(), 1);
  EXPECT_THAT(said, ElementsAre(HasSubstr("cover the first 64 frames of 65"),
                                HasSubstr("has 10 frames, a window of the model 16")));
}

/// A sixth window begins at frame 49 instead of 60, and ends with the clip.
TEST_F(Windows, FollowClipsToTheirEnd) {
  std::vector<std::string> said;
  OpenModel listened(file("model.safetensors"),
                     [&](const std::string& line) { said.push_back(line); });
  const auto opened = [&](const std::string& clip) {
    return listened.clip(mocap::ClipReference::parse(file(clip)));
  };
  const latent::LatentPath whole = listened.follow(opened("v.bvh"));
  EXPECT_EQ(whole.frames(), 6);
  EXPECT_EQ(whole.clip_frames, 65);
  EXPECT_EQ(latent::every_hop(whole).points,
            latent::encode(listened.codec(), opened("v.bvh").motion).points);
  // As the last, so is the only window of the last 16 frames, but for its first step: contacts and
  // floor of a clip are those of all of it.
  EXPECT_TRUE(whole.points.row(5).isApprox(listened.encode(opened("v.bvh:49:65")).points, 0.1F));
  EXPECT_EQ(listened.decode({.name = "v", .path = whole}).frames(), 65);
  const latent::LatentPath fits = listened.follow(opened("v.bvh:0:64"));
  EXPECT_EQ(fits.frames(), 5);
  EXPECT_FALSE(fits.clip_frames.has_value()) << "five windows cover it";
  EXPECT_THAT(said, testing::IsEmpty());
  EXPECT_EQ(listened.decode({.name = "v", .path = listened.follow(opened("v.bvh:0:10"))}).frames(),
            10);
  EXPECT_THAT(said, ElementsAre(HasSubstr("has 10 frames, a window of the model 16")));
  EXPECT_EQ(listened.path(file("v.bvh")).points, whole.points);
  EXPECT_EQ(listened.path(file("v.bvh:20")).frames(), 1);
  EXPECT_EQ(listened.path(file("v.bvh:20")).points.row(0).transpose(),
            listened.first_pose(file("v.bvh:20")));
  EXPECT_EQ(listened.encodings({{.name = "v", .path = whole}}).path.frames(), 5)
      << "points every hop";
}

/// (120 - 16) / 12 + 1 windows, whose middles are frames 8, 20, ...
TEST_F(Windows, OfClipsAndDatasetsAreTheSamePoints) {
  write_file(file("w.labels.csv"), [] {
    std::string rows = "energy\n";
    for (int t = 0; t < 120; ++t) rows += std::to_string(t) + "\n";
    return rows;
  }());
  dataset::DatasetOptions options;
  options.clips = {file("w.bvh"), file("v.bvh")};
  dataset::PoseDataset data = dataset::gather(options);
  data.save(file("d.h5"));
  const auto of_clip = encode_inputs(model(), {file("w.bvh")}, "{name}");
  const auto of_data = encode_inputs(model(), {file("d.h5")}, "{name}");
  EXPECT_THAT(of_clip.encodings.frame, ElementsAre(8, 20, 32, 44, 56, 68, 80, 92, 104));
  ASSERT_EQ(of_data.encodings.path.frames(), 9 + 5);
  EXPECT_TRUE(
      of_data.encodings.path.points.topRows(9).isApprox(of_clip.encodings.path.points, 1e-3F));
  EXPECT_DOUBLE_EQ(of_data.encodings.path.fps, 2.5);
  EXPECT_EQ(of_data.encodings.frame[9], 8);
  for (const auto* found : {&of_clip, &of_data}) {
    EXPECT_EQ(found->numbers.at("energy")[2], 32.0) << "of the frame in its middle";
    EXPECT_EQ(found->numbers.at("time")[2], 2.0 / 2.5);
    EXPECT_EQ(found->texts.at("name")[8], "w");
  }
  EXPECT_EQ(of_data.texts.at("name")[9], "v");
  EXPECT_TRUE(std::isnan(of_data.numbers.at("energy")[9]));
}

TEST_F(Windows, OfADatasetWithAnotherRateOrWithoutHeadingsAreRefused) {
  dataset::DatasetOptions options;
  options.clips = {file("w.bvh")};
  dataset::PoseDataset data = dataset::gather(options);
  const auto complaint = [&] {
    latent::Encodings encodings = model().encodings();
    try {
      append_dataset(encodings, model(), data, "d.h5", 0, data.size());
    } catch (const UsageError& error) {
      return std::string(error.what());
    }
    return std::string("accepted");
  };
  data.fps = 60.0;
  EXPECT_THAT(complaint(), HasSubstr("d.h5: expected poses at 30 frames per second"));
  data.fps = 30.0;
  data.clip_options.root_rotation = mocap::RootRotation::kFaceForward;
  EXPECT_THAT(complaint(), HasSubstr("--root-rotation keep"));
}

double path_length(const mocap::Motion& motion) {
  double length = 0.0;
  for (int t = 1; t < motion.frames(); ++t) {
    mocap::Vec3 step = motion.root_position(t) - motion.root_position(t - 1);
    step.y() = 0.0;
    length += step.norm();
  }
  return length;
}

/// With what the model leaves out, the clip comes back to the last joint.
TEST_F(Windows, WithTheirDetailAreTheClip) {
  const mocap::Motion clip = stage_.clip("w.bvh");
  const Dancer dancer{.name = "w",
                      .path = model().path(file("w.bvh")),
                      .detail = latent::detail_of(model().codec(), clip)};
  const mocap::Motion back = model().decode(dancer, latent::Plant::kRoot);
  ASSERT_EQ(back.frames(), clip.frames());
  const auto wanted = mocap::joint_positions(clip);
  const auto found = mocap::joint_positions(back);
  const mocap::Vec3 from = clip.root_position(0) - back.root_position(0);
  EXPECT_NEAR(from.y(), 0.0, 1e-3);
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_NEAR(found[i] + from[static_cast<int>(i % 3)], wanted[i], 2e-3) << i;
  }
}

TEST_F(Windows, DanceInPlaceAndCalmlyAndAtAnotherRate) {
  Dancer dancer{.name = "w", .path = model().path(file("w.bvh")), .frames = 100};
  const mocap::Motion there = model().decode(dancer);
  EXPECT_EQ(there.frames(), 100);
  EXPECT_NEAR(path_length(there), 1.1 * 99 / 30.0, 0.3);
  dancer.travel = latent::Travel::kNone;
  EXPECT_LT(path_length(model().decode(dancer)), 1e-3);
  dancer.travel = latent::Travel::kClip;
  dancer.fps = 60.0;
  EXPECT_EQ(model().decode(dancer).frames(), 199);
  dancer.fps.reset();
  dancer.smooth_hz = 0.5;
  const auto knee = [](const mocap::Motion& motion) {
    double change = 0.0;
    for (int t = 1; t < motion.frames(); ++t) {
      change += motion.rotation(t, 4).angularDistance(motion.rotation(t - 1, 4));
    }
    return change;
  };
  const mocap::Motion calm = model().decode(dancer, latent::Plant::kRoot);
  EXPECT_LT(knee(calm), 0.5 * knee(there)) << "steps come once a second";
  EXPECT_NEAR(path_length(calm), path_length(there), 0.3);
}

/// The step over the seam is one like any other, at every frame rate.
TEST_F(Windows, OfALoopComeBackToTheirPlace) {
  latent::LoopOptions options{.kind = model().usual_loop(), .seconds = 4.0, .seed = 3};
  EXPECT_EQ(options.kind, "steps");
  for (const bool started : {false, true}) {
    std::optional<Eigen::VectorXf> start;
    if (started) start = model().first_pose(file("w.bvh"));
    Dancer dancer{.name = "loop",
                  .path = latent::loop(model().space(), start, options, model().fps()),
                  .loops = true};
    ASSERT_EQ(dancer.path.frames(), 10);
    if (started) {
      EXPECT_TRUE(dancer.path.points.row(0).transpose() == *start);
    }
    for (const double fps : {30.0, 60.0}) {
      dancer.fps = fps;
      const mocap::Motion motion = model().decode(dancer, latent::Plant::kRoot);
      ASSERT_EQ(motion.frames(), static_cast<int>(10 * 12 * fps / 30.0));
      double largest = 0.0;
      const auto step = [&](int from, int to) {
        double sum = (motion.root_position(to) - motion.root_position(from)).norm();
        for (int j = 0; j < motion.joints(); ++j) {
          sum += motion.rotation(to, j).angularDistance(motion.rotation(from, j));
        }
        return sum;
      };
      for (int t = 1; t < motion.frames(); ++t) largest = std::max(largest, step(t - 1, t));
      EXPECT_LE(step(motion.frames() - 1, 0), 1.2 * largest) << fps << " " << started;
    }
  }
}

TEST_F(Windows, ThatAreApartAreAPoseEach) {
  Dancer dancer{
      .name = "poses", .path = {model().path(file("w.bvh")).points.topRows(3), 2.0}, .apart = true};
  const mocap::Motion motion = model().decode(dancer);
  EXPECT_EQ(motion.frames(), 3);
  EXPECT_EQ(motion.fps(), 2.0);
}

}  // namespace
}  // namespace poseaae::session
