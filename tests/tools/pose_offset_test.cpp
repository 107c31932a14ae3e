#include <cmath>
#include <numbers>

#include "fixture.hpp"
#include "gif_reader.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/encodings.hpp"

namespace poseaae::test {
namespace {

class PoseOffset : public ToolTest {
 protected:
  /// The offset that the program added to each encoding of frames 10 to 50 of a.bvh.
  latent::Batch offsets(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {input("a.bvh"), "--range", "10:51", "--out",
                                         output("o.csv"), "--latents", output("o.h5")});
    (void)run_with_model("pose_offset", arguments);
    return latent::Encodings::load(output("o.h5")).path.points -
           latent::encode(model(), clip("a.bvh").slice(10, 51)).points;
  }
};

TEST_F(PoseOffset, SwingsAlongOneDimension) {
  const auto offset =
      offsets({"--direction", "2", "--amplitude", "0.5", "--cycles", "1", "--unit", "latent"});
  ASSERT_EQ(offset.rows(), 41);
  for (int t = 0; t < 41; ++t) {
    const double expected = 0.5 * std::sin(2 * std::numbers::pi * t / 40);
    EXPECT_NEAR(offset(t, 2), expected, 1e-5);
    EXPECT_NEAR(offset(t, 0), 0.0, 1e-6);
  }
}

TEST_F(PoseOffset, MeasuresInStandardDeviationsByDefault) {
  const auto offset = offsets({"--amplitude", "2", "--cycles", "1"});
  const Eigen::VectorXd deviation = model().latent().standard_deviation();
  for (int d = 0; d < kLatentDim; ++d) EXPECT_NEAR(offset(10, d), 2 * deviation[d], 1e-5);
}

TEST_F(PoseOffset, TakesAVectorWithANegativeStart) {
  const auto offset = offsets(
      {"--direction", "-1,0.5,0,2", "--amplitude", "1", "--cycles", "1", "--unit", "latent"});
  EXPECT_TRUE(offset.row(10).isApprox(Eigen::RowVector4f(-1, 0.5F, 0, 2), 1e-4F));
}

TEST_F(PoseOffset, TutorialPresetSwingsByFourTwice) {
  const auto offset = offsets({"--preset", "tutorial"});
  for (int d = 0; d < kLatentDim; ++d) {
    EXPECT_NEAR(offset(5, d), 4.0, 1e-4);
    EXPECT_NEAR(offset(15, d), -4.0, 1e-4);
    EXPECT_NEAR(offset(25, d), 4.0, 1e-4);
    EXPECT_NEAR(offset(40, d), 0.0, 1e-4);
  }
}

TEST_F(PoseOffset, MakesAGifOfTheRange) {
  (void)run_with_model("pose_offset",
                       {input("a.bvh") + ":10:40", "--size", "80", "--out", output("o.gif")});
  EXPECT_EQ(read_gif(output("o.gif")).frames(), 30);
}

TEST_F(PoseOffset, RefusesADirectionThatIsNone) {
  for (const char* direction : {"4", "1,2", "sideways"}) {
    expect_failure("pose_offset",
                   {input("a.bvh"), "--model", input("model.h5"), "--direction", direction, "--out",
                    output("o.gif")},
                   2, "one dimension (0 to 3) or 4 numbers");
  }
  expect_failure("pose_offset",
                 {input("a.bvh") + ":0:10", "--range", "5:10", "--model", input("model.h5"),
                  "--out", output("o.gif")},
                 2, "found both");
  EXPECT_TRUE(outputs().entries().empty());
}

}  // namespace
}  // namespace poseaae::test
