#include "poseaae/session/open_model.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "poseaae/base/error.hpp"
#include "poseaae/io/checksum.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/detail.hpp"
#include "poseaae/mocap/edit.hpp"
#include "samples.hpp"

namespace poseaae::session {
namespace {

using testing::HasSubstr;

/// What a server does with a model, from a clip in a file to a motion.
class OpenModelTest : public testing::Test {
 protected:
  [[nodiscard]] OpenModel& model() { return stage_.model(); }
  [[nodiscard]] std::string clip() const { return stage_.file("a.bvh"); }
  template <typename Call>
  [[nodiscard]] std::string complaint(const Call& call) {
    try {
      call();
    } catch (const Error& problem) {
      return problem.what();
    }
    return "accepted";
  }

  test::Stage stage_;
};

double lowest_root(const mocap::Motion& motion) {
  double lowest = motion.root_position(0).y();
  for (int t = 1; t < motion.frames(); ++t) {
    lowest = std::min(lowest, motion.root_position(t).y());
  }
  return lowest;
}

TEST_F(OpenModelTest, AClipGoesThroughTheModelAndIntoAFile) {
  const mocap::Clip part = model().clip(mocap::ClipReference::parse(clip() + ":10:30"));
  EXPECT_EQ(part.name, "a");
  EXPECT_EQ(part.frames.front(), 10);
  EXPECT_EQ(part.frames.back(), 29);
  const Dancer dancer{part.name, latent::encode(model().codec(), part.motion)};
  const mocap::Motion planted = model().decode(dancer);
  const mocap::Motion floating = model().decode(dancer, false);
  EXPECT_EQ(planted.frames(), 20);
  EXPECT_GT(lowest_root(planted), 0.0);
  EXPECT_EQ(lowest_root(floating), 0.0);
  EXPECT_EQ(planted.rotation(7, 1).coeffs(), floating.rotation(7, 1).coeffs());
  model().encodings({dancer, dancer}).save(stage_.file("e.h5"));
  const auto saved = latent::Encodings::load(stage_.file("e.h5"));
  EXPECT_EQ(saved.path.points.topRows(20), dancer.path.points);
  EXPECT_EQ(saved.frame[25], 5);
  EXPECT_EQ(saved.model_sha256, sha256_of_file(stage_.file("model.h5")));
  EXPECT_TRUE(stage_.warnings().empty());
}

TEST_F(OpenModelTest, DetailGivesTheClipBack) {
  const mocap::Clip whole = model().clip(mocap::ClipReference::parse(clip()));
  Dancer dancer{"a", latent::encode(model().codec(), whole.motion)};
  dancer.detail = latent::detail_of(model().codec(), whole.motion);
  const mocap::Motion motion = model().decode(dancer);
  EXPECT_LT(latent::compare(whole.motion, motion).rotation_deg, 0.01);
}

TEST_F(OpenModelTest, ClipsAreEncodedOnceAndPosesHaveNames) {
  const auto& path = model().path(clip() + ":5:9");
  EXPECT_EQ(&path, &model().path(clip() + ":5:9"));
  EXPECT_EQ(model().pose(clip() + ":5"), path.points.row(0).transpose());
  EXPECT_EQ(model().first_pose(clip() + ":5:9"), path.points.row(0).transpose());
  EXPECT_EQ(model().pose("mean"), model().codec().latent().mean.cast<float>());
  EXPECT_EQ(model().pose("sample:7"), model().pose("sample:7"));
  EXPECT_THAT(complaint([&] { (void)model().pose(clip()); }), HasSubstr("which has 60 frames"));
  EXPECT_THAT(complaint([&] { (void)model().pose("sample:x"); }), HasSubstr("expected a seed"));
}

TEST_F(OpenModelTest, WarningsGoWhereTheCallerSays) {
  mocap::ClipOptions options = model().codec().data().clip_options;
  options.source_fps = 25.0;
  EXPECT_EQ(model().clip(mocap::ClipReference::parse(clip()), options).motion.fps(), 25.0);
  model().warn("so far, so good");
  EXPECT_THAT(stage_.warnings(), testing::ElementsAre("so far, so good"));
}

TEST_F(OpenModelTest, ARunFolderIsNotItsModel) {
  std::filesystem::create_directory(stage_.file("run"));
  std::filesystem::copy_file(stage_.file("model.h5"), stage_.file("run/best.h5"));
  EXPECT_THAT(complaint([&] { OpenModel(stage_.file("run"), [](const std::string&) {}); }),
              HasSubstr("did you mean " + stage_.file("run/best.h5") + "?"));
}

TEST_F(OpenModelTest, AnotherSkeletonAndMissingAttributesAreSaidWithTheirFile) {
  mocap::ClipOptions options;
  options.remove_joints = {"ankle"};
  EXPECT_THAT(complaint([&] { (void)model().clip(mocap::ClipReference::parse(clip()), options); }),
              HasSubstr("a.bvh: "));
  EXPECT_THAT(complaint([&] { (void)model().direction("attribute:old"); }),
              HasSubstr("attributes.h5), found none"));
  EXPECT_EQ(model().direction("2").vector, Eigen::Vector4f(0, 0, 1, 0));
}

}  // namespace
}  // namespace poseaae::session
