#include "poseaae/atlas/sample_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "poseaae/base/error.hpp"
#include "poseaae/io/csv.hpp"
#include "poseaae/mocap/pose_view.hpp"
#include "samples.hpp"

namespace poseaae::atlas {
namespace {

/// `count` poses of the arm model's skeleton: frame i of "a" has the latents (i / 10, 0, 0).
RecordedPoses recorded(int count) {
  const auto model = test::arm_model();
  RecordedPoses all;
  all.encodings.path.points = Batch::Zero(count, 3);
  for (int i = 0; i < count; ++i) {
    all.encodings.path.points(i, 0) = 0.1F * static_cast<float>(i);
    all.encodings.frame.push_back(i);
  }
  all.encodings.clips = {"a"};
  all.encodings.clip.assign(static_cast<std::size_t>(count), 0);
  all.poses = model.decode_poses(all.encodings.path.points);
  return all;
}

/// Counts up: (0, 0, 0), (1, 0, 0), (2, 0, 0), ...
latent::Draw counting() {
  return [i = 0](Random&) mutable { return Eigen::VectorXd(Eigen::Vector3d(i++, 0.0, 0.0)); };
}

SamplePage page_of(const RecordedPoses& recorded, int rows, int columns, std::uint64_t seed = 1) {
  return draw_samples(test::arm_model(), counting(), recorded,
                      {.rows = rows, .columns = columns, .seed = seed});
}

/// Its labels with words.
std::vector<std::string> headings_of(const render::Picture& picture) {
  std::vector<std::string> words = test::texts(picture);
  std::erase(words, "");
  return words;
}

/// Whether every cell of a half has a pose in it; the half begins where its heading stands.
void expect_poses(const render::Picture& picture, const std::string& heading, int rows, int columns,
                  const GridStyle& style) {
  const auto image = render::rasterise(picture);
  for (const auto& shape : picture.layers.front().shapes) {
    const auto* label = std::get_if<render::Label>(&shape);
    if (label == nullptr || label->text != heading) continue;
    for (int r = 0; r < rows; ++r) {
      for (int c = 0; c < columns; ++c) {
        const double x = label->at.x + c * style.cell_width;
        const double y = label->at.y + 14.0 + r * (style.cell_height + 6.0);
        EXPECT_GT(test::inked(image, {x, y, 1.0 * style.cell_width, style.cell_height - 4.0},
                              render::kPaper),
                  100)
            << heading << " " << r << " " << c;
      }
    }
    return;
  }
  ADD_FAILURE() << "no heading " << heading;
}

TEST(SamplePage, DrawsAsManyRecordedPosesAsRandomOnes) {
  const GridStyle style{.cell_width = 60, .cell_height = 70};
  const auto picture = draw_sample_page(test::arm_model(), page_of(recorded(20), 2, 3), style);
  EXPECT_THAT(headings_of(picture), testing::ElementsAre("recorded", "random points of the model"));
  expect_poses(picture, "recorded", 2, 3, style);
  expect_poses(picture, "random points of the model", 2, 3, style);
}

TEST(SamplePage, WithoutRecordedPosesDrawsRandomOnesAlone) {
  const GridStyle style{.cell_width = 60, .cell_height = 70};
  const auto picture = draw_sample_page(test::arm_model(), page_of({}, 1, 4), style);
  EXPECT_THAT(headings_of(picture), testing::ElementsAre("random points of the model"));
  expect_poses(picture, "random points of the model", 1, 4, style);
}

TEST(SamplePage, PosesStandAtTheScaleOfAllWhicheverHalfTheyAreIn) {
  // The same poses on both sides: the picture of one half is that of the other.
  SamplePage page = page_of(recorded(6), 2, 3);
  page.poses = page.recorded.poses;
  const GridStyle style{.cell_width = 60, .cell_height = 70};
  const auto picture = draw_sample_page(test::arm_model(), page, style);
  double left = 0.0;
  double right = 0.0;
  for (const auto& shape : picture.layers.front().shapes) {
    const auto* label = std::get_if<render::Label>(&shape);
    if (label == nullptr || label->text.empty()) continue;
    (label->text == "recorded" ? left : right) = label->at.x;
  }
  const auto image = render::rasterise(picture);
  const double height = 2 * (style.cell_height + 6.0);
  const double top = picture.height - height - 20.0;
  ASSERT_GT(right, left + 3 * style.cell_width);
  int inked = 0;
  int different = 0;
  for (int y = 0; y < static_cast<int>(height); ++y) {
    for (int x = 0; x < 3 * style.cell_width; ++x) {
      const auto of_recorded = image.at(static_cast<int>(left) + x, static_cast<int>(top) + y);
      different += of_recorded != image.at(static_cast<int>(right) + x, static_cast<int>(top) + y);
      inked += of_recorded != render::packed(render::kPaper);
    }
  }
  EXPECT_GT(inked, 1000);
  EXPECT_EQ(different, 0);
}

TEST(SamplePage, TurnsEachPoseToFaceTheViewer) {
  const auto model = test::arm_model();
  const SamplePage page = page_of(recorded(6), 2, 3);
  SamplePage turned = page;
  for (int i = 0; i < 6; ++i) {
    for (Batch* poses : {&turned.recorded.poses, &turned.poses}) {
      const mocap::PoseView pose(poses->row(i).data());
      const Eigen::AngleAxisd turn(0.9 * (i + 1), mocap::Vec3::UnitY());
      pose.set_rotation(0, mocap::Quat(turn) * pose.rotation(0));
    }
  }
  EXPECT_EQ(render::rasterise(draw_sample_page(model, turned)).pixels,
            render::rasterise(draw_sample_page(model, page)).pixels);
}

TEST(SamplePage, ChoosesDifferentPosesByTheSeed) {
  const RecordedPoses all = recorded(50);
  const auto frames = [&](std::uint64_t seed) {
    return page_of(all, 2, 5, seed).recorded.encodings.frame;
  };
  const auto chosen = frames(1);
  ASSERT_EQ(chosen.size(), 10U);
  EXPECT_EQ(std::set<int>(chosen.begin(), chosen.end()).size(), 10U);
  EXPECT_EQ(frames(1), chosen);
  EXPECT_NE(frames(2), chosen);
  const auto every = page_of(all, 5, 10).recorded.encodings.frame;
  EXPECT_EQ(std::set<int>(every.begin(), every.end()).size(), 50U);
}

TEST(SamplePage, TheTableSaysWhatIsDrawn) {
  const SamplePage page = page_of(recorded(9), 1, 2);
  const CsvTable table = parse_csv(sample_page_csv(page), "page.csv", TextColumns::kLeftOut);
  EXPECT_THAT(table.columns, testing::ElementsAre("frame", "z0", "z1", "z2"));
  ASSERT_EQ(table.rows.size(), 4U);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(table.rows[i][0], page.recorded.encodings.frame[i]);
    EXPECT_NEAR(table.rows[i][1], 0.1 * table.rows[i][0], 1e-5);
  }
  EXPECT_TRUE(std::isnan(table.rows[2][0]));
  EXPECT_EQ(table.rows[3][1], 1.0);
  EXPECT_THAT(sample_page_csv(page), testing::HasSubstr("\nrandom,,,1,0,0\n"));
}

TEST(SamplePage, RefusesWhatItCannotDraw) {
  EXPECT_THROW((void)page_of({}, 0, 3), UsageError);
  EXPECT_THROW((void)page_of({}, 3, 101), UsageError);
  EXPECT_THROW((void)page_of(recorded(5), 2, 3), UsageError);
  RecordedPoses unknown = recorded(6);
  unknown.poses.setConstant(std::numeric_limits<float>::quiet_NaN());
  EXPECT_THROW((void)page_of(unknown, 2, 3), UsageError);
}

}  // namespace
}  // namespace poseaae::atlas
