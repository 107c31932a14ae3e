#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"
#include "poseaae/diffusion/generate.hpp"
#include "samples.hpp"

namespace poseaae::diffusion {
namespace {

EditOptions at_level(double level) {
  EditOptions options;
  options.level = level;
  return options;
}

class Edit : public testing::TestWithParam<int> {
 protected:
  LatentDiffusion diffusion_{test::sample_data(GetParam())};
  LatentPath path_ = test::smooth_path(5, 40);

  [[nodiscard]] double change(const EditOptions& options) const {
    return (edit(diffusion_, path_, options).points - path_.points).norm();
  }
};

INSTANTIATE_TEST_SUITE_P(Windows, Edit, testing::Values(1, 6));

TEST_P(Edit, AtLevelZeroGivesThePathBack) {
  const LatentPath same = edit(diffusion_, path_, at_level(0.0));
  EXPECT_LT((same.points - path_.points).cwiseAbs().maxCoeff(), 1e-5);
  EXPECT_EQ(same.fps, path_.fps);
}

TEST_P(Edit, AtLevelZeroAddsTheDirectionAlone) {
  EditOptions options = at_level(0.0);
  options.towards = 1;
  options.from = 0;
  options.strength = 0.5;
  // The codes are linear: all windows move by the same, and so does the path they are joined to.
  const auto& means = diffusion_.data().label_means;
  const Batch moved = edit(diffusion_, path_, options).points - path_.points;
  const Batch direction = diffusion_.code().decode(0.5F * (means.row(1) - means.row(0))) -
                          diffusion_.code().decode(Batch::Zero(1, means.cols()));
  EXPECT_TRUE(moved.row(0).isApprox(direction.leftCols(2), 1e-3F));  // no other window there
  EXPECT_TRUE(moved.row(39).isApprox(direction.rightCols(2), 1e-3F));
}

TEST_P(Edit, ChangesMoreAtHigherLevels) {
  const double little = change(at_level(0.05));
  const double more = change(at_level(0.3));
  const double most = change(at_level(0.9));
  EXPECT_GT(little, 0.0);
  EXPECT_LT(little, more);
  EXPECT_LT(more, most);
}

TEST_P(Edit, FollowsTheSeed) {
  EditOptions options = at_level(0.5);
  const Batch first = edit(diffusion_, path_, options).points;
  EXPECT_EQ(edit(diffusion_, path_, options).points, first);
  options.seed = 2;
  EXPECT_NE(edit(diffusion_, path_, options).points, first);
}

TEST_P(Edit, RefusesWhatMakesNoSense) {
  EXPECT_THROW((void)edit(diffusion_, path_, at_level(1.1)), UsageError);
  EditOptions options = at_level(0.5);
  options.from = 1;
  EXPECT_THROW((void)edit(diffusion_, path_, options), UsageError);
  const LatentPath wide{Batch::Zero(40, 3), 30.0};
  EXPECT_THROW((void)edit(diffusion_, wide, at_level(0.5)), UsageError);
}

TEST(EditOfPoses, KeepsTheWayOfTheClip) {
  LatentPath path{Batch::Constant(10, 2, 0.3F), 30.0};
  path.root.emplace().rows = Batch::Random(10, latent::RootPath::kColumns);
  const LatentPath edited = edit(LatentDiffusion(test::sample_data(1)), path, at_level(0.6));
  ASSERT_TRUE(edited.root.has_value());
  EXPECT_EQ(edited.root->rows, path.root->rows);
}

TEST(EditOfPoses, KeepsFramesThatAreAlikeAlike) {
  const LatentDiffusion diffusion(test::sample_data(1));
  const LatentPath still{Batch::Constant(10, 2, 0.3F), 30.0};
  const Batch edited = edit(diffusion, still, at_level(0.6)).points;
  EXPECT_LT((edited.rowwise() - edited.row(0)).cwiseAbs().maxCoeff(), 1e-5);
  EXPECT_GT((edited.row(0) - still.points.row(0)).norm(), 1e-2);
}

TEST(EditOfWindows, NeedsAWholeWindow) {
  const LatentDiffusion diffusion(test::sample_data(6));
  EXPECT_THROW((void)edit(diffusion, test::smooth_path(1, 5), at_level(0.5)), UsageError);
  EXPECT_EQ(edit(diffusion, test::smooth_path(1, 6), at_level(0.5)).frames(), 6);
}

}  // namespace
}  // namespace poseaae::diffusion
