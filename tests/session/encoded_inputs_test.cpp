#include "poseaae/session/encoded_inputs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/latent_io/encodings_file.hpp"
#include "poseaae/mocap/pose_view.hpp"
#include "samples.hpp"

namespace poseaae::session {
namespace {

using testing::ElementsAre;

class EncodeInputs : public testing::Test {
 protected:
  [[nodiscard]] OpenModel& model() { return stage_.model(); }
  [[nodiscard]] std::string file(const std::string& name) const { return stage_.file(name); }

  test::Stage stage_;
};

TEST_F(EncodeInputs, ClipsDatasetsAndEncodingsFollowEachOther) {
  dataset::DatasetOptions options;
  options.clips = {file("a.bvh") + ":0:10"};
  dataset::gather(options).save(file("poses.h5"));
  latent::save_encodings(model().encodings({{"kept", model().path(file("a.bvh") + ":20:25")}}),
                         file("path.h5"));
  const auto found =
      encode_inputs(model(), {file("a.bvh") + ":10:14", file("poses.h5"), file("path.h5")}, "");
  ASSERT_EQ(found.encodings.path.frames(), 19);
  EXPECT_THAT(found.encodings.clips, ElementsAre("a", "a", "kept"));
  EXPECT_THAT(found.encodings.frame,
              ElementsAre(10, 11, 12, 13, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4));
  EXPECT_TRUE(
      found.encodings.path.points.middleRows(4, 10).isApprox(stage_.encoded().topRows(10), 1e-5F));
  EXPECT_EQ(found.texts.at("clip")[18], "kept");
  EXPECT_NEAR(found.numbers.at("time")[18], 4.0 / model().fps(), 1e-12);
  EXPECT_TRUE(stage_.warnings().empty());
}

TEST_F(EncodeInputs, PosesAreWhatWasEncodedWhereThatIsKnown) {
  dataset::DatasetOptions options;
  options.clips = {file("a.bvh") + ":0:10"};
  dataset::gather(options).save(file("poses.h5"));
  latent::save_encodings(model().encodings({{"kept", model().path(file("a.bvh") + ":20:25")}}),
                         file("path.h5"));
  const auto found =
      encode_inputs(model(), {file("path.h5"), file("poses.h5"), file("a.bvh") + ":10:14"}, "");
  const auto joints = model().codec().skeleton().joints();
  ASSERT_EQ(found.poses.rows(), 19);
  ASSERT_EQ(found.poses.cols(), 4 * joints);
  EXPECT_TRUE(found.poses.topRows(5).array().isNaN().all()) << "encodings do not say";
  const auto clip = model().clip({file("a.bvh"), 0, 14}).motion;
  for (int t = 0; t < 14; ++t) {
    const mocap::PoseView<const float> pose(found.poses.row(5 + t).data());
    for (int j = 0; j < joints; ++j) {
      EXPECT_NEAR(std::abs(pose.rotation(j).dot(clip.rotation(t, j))), 1.0, 1e-5) << t << " " << j;
    }
  }
}

TEST_F(EncodeInputs, ADatasetSaysWhereItsDancersGo) {
  dataset::DatasetOptions options;
  options.clips = {file("a.bvh"), file("t.bvh")};
  dataset::PoseDataset data = dataset::gather(options);
  latent::Encodings encodings = model().encodings();
  append_dataset(encodings, model(), data, "poses.h5", 30, data.size());
  const auto paths = latent::paths_of(encodings);
  ASSERT_EQ(paths.size(), 2u);
  EXPECT_FALSE(paths[0].path.root.has_value());  // a.bvh stays where it is
  ASSERT_TRUE(paths[1].path.root.has_value());
  const auto& wanted = *model().path(file("t.bvh")).root;
  EXPECT_TRUE(paths[1].path.root->rows.rightCols(7).isApprox(wanted.rows.rightCols(7), 1e-4F));
  EXPECT_NEAR(paths[1].path.root->rows(89, 0) - paths[1].path.root->rows(0, 0),
              wanted.rows(89, 0) - wanted.rows(0, 0), 1e-4);
  data.clip_options.root_rotation = mocap::RootRotation::kFaceForward;
  encodings = model().encodings();
  append_dataset(encodings, model(), data, "poses.h5", 0, data.size());
  EXPECT_FALSE(encodings.path.root.has_value());
}

TEST_F(EncodeInputs, LabelsComeFromNamesAndFilesAndAreMissingElsewhere) {
  write_file(file("a.labels.csv"), "energy\n1\n2\n3\n");
  const auto found = encode_inputs(model(), {file("a.bvh") + ":1:5"}, "{letter}");
  EXPECT_THAT(found.texts.at("letter"), ElementsAre("a", "a", "a", "a"));
  const auto& energy = found.numbers.at("energy");
  EXPECT_EQ(energy[0], 2.0);
  EXPECT_EQ(energy[1], 3.0);
  EXPECT_TRUE(std::isnan(energy[2]));
  ASSERT_EQ(stage_.warnings().size(), 1u);
  EXPECT_THAT(stage_.warnings()[0], testing::HasSubstr("a.labels.csv: expected a row for each"));
  EXPECT_THAT(stage_.warnings()[0], testing::HasSubstr("found 3 rows, none for frame 4"));
}

TEST_F(EncodeInputs, ASinglePathIsCalledLikeItsFile) {
  latent::save_encodings(model().encodings({{"walk", model().path(file("a.bvh") + ":0:5")}}),
                         file("first.h5"));
  const auto paths = input_paths(model(), {file("first.h5"), file("a.bvh")});
  ASSERT_EQ(paths.size(), 2u);
  EXPECT_EQ(paths[0].name, "first");
  EXPECT_EQ(paths[1].name, "a");
  EXPECT_EQ(paths[1].path.points, stage_.encoded());
}

TEST_F(EncodeInputs, EncodingsOfAnotherModelAreRefused) {
  auto foreign = model().encodings({{"walk", model().path(file("a.bvh") + ":0:5")}});
  latent::save_encodings(foreign, file("own.h5"));
  EXPECT_NO_THROW((void)encode_inputs(model(), {file("own.h5")}, ""));
  foreign.model_sha256 = "another";
  latent::save_encodings(foreign, file("foreign.h5"));
  EXPECT_THROW((void)encode_inputs(model(), {file("foreign.h5")}, ""), UsageError);
  EXPECT_THROW((void)encode_inputs(model(), {}, ""), UsageError);
}

}  // namespace
}  // namespace poseaae::session
