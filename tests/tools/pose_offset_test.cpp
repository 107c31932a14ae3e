#include <cmath>
#include <numbers>

#include "fixture.hpp"
#include "gif_reader.hpp"
#include "poseaae/io/checksum.hpp"
#include "poseaae/latent/attribute.hpp"
#include "poseaae/latent/attribute_file.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/encodings.hpp"
#include "poseaae/latent_io/encodings_file.hpp"
#include "poseaae/mocap/bvh.hpp"

namespace poseaae::test {
namespace {

class PoseOffset : public ToolTest {
 protected:
  /// The offset that the program added to each encoding of frames 10 to 50 of a.bvh.
  Batch offsets(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {input("a.bvh"), "--range", "10:51", "--out",
                                         output("o.csv"), "--latents", output("o.h5")});
    (void)run_with_model("pose_offset", arguments);
    return latent::load_encodings(output("o.h5")).path.points -
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

TEST_F(PoseOffset, LeavesAlongAPrincipalAxisInItsDeviations) {
  const auto offset = offsets({"--direction", "axis:0", "--amplitude", "2", "--shape", "ramp"});
  EXPECT_TRUE(offset.row(0).isZero(1e-6F));
  const Eigen::MatrixXd covariance = model().latent().covariance;
  // Twice the longest axis of the ellipsoid: C d = l d with |d| = 2 sqrt l, l the largest.
  const Eigen::VectorXd last = offset.row(40).transpose().cast<double>();
  const double largest = last.dot(covariance * last) / last.squaredNorm();
  EXPECT_NEAR(last.norm(), 2.0 * std::sqrt(largest), 1e-4);
  EXPECT_TRUE((covariance * last).isApprox(largest * last, 1e-4));
  EXPECT_GE(largest, covariance.trace() / kLatentDim);
  EXPECT_TRUE(offset.row(20).isApprox(0.5F * offset.row(40), 1e-4F));  // cosine, half way
}

TEST_F(PoseOffset, ComesAndGoesInAnEnvelope) {
  const auto offset =
      offsets({"--direction", "1", "--amplitude", "1", "--unit", "latent", "--shape", "envelope",
               "--attack", "0.5", "--release", "0.25", "--easing", "linear"});
  for (int t = 0; t <= 40; ++t) {
    const double expected = t < 20 ? t / 20.0 : std::min(1.0, (40 - t) / 10.0);
    EXPECT_NEAR(offset(t, 1), expected, 1e-5) << t;
  }
}

TEST_F(PoseOffset, AddsAnAttributeWhole) {
  latent::AttributeSet set;
  set.model_sha256 = sha256_of_file(input("model.safetensors"));
  latent::Attribute old;
  old.name = "style=old";
  old.vector = Eigen::Vector4f(1, -2, 0.5F, 0);
  old.logistic = old.vector;
  old.probe = old.vector;
  set.attributes.push_back(old);
  latent::save_attributes(set, output("attributes.safetensors"));
  const auto offset = offsets({"--direction", "attribute:style=old", "--attributes",
                               output("attributes.safetensors"), "--shape", "ramp"});
  EXPECT_TRUE(offset.row(40).isApprox(old.vector.transpose(), 1e-4F));
  expect_failure(
      "pose_offset",
      {input("a.bvh"), "--model", input("model.safetensors"), "--direction", "attribute:style=odl",
       "--attributes", output("attributes.safetensors"), "--out", output("o.gif")},
      2, "style=old");
  expect_failure("pose_offset",
                 {input("a.bvh"), "--model", input("model.safetensors"), "--direction",
                  "attribute:style=old", "--out", output("o.gif")},
                 3, "attributes.safetensors");
}

/// The model of these tests knows nothing of poses; with the detail, the clip is the clip.
TEST_F(PoseOffset, GivesTheDetailBack) {
  const auto write = [&](std::vector<std::string> options) {
    options.insert(options.begin(), {input("a.bvh"), "--amplitude", "0", "--out", output("d.bvh")});
    (void)run_with_model("pose_offset", options);
    return mocap::read_bvh(output("d.bvh")).motion;
  };
  const auto original = clip("a.bvh");
  EXPECT_GT(latent::compare(write({}), original).rotation_deg, 10.0);
  EXPECT_LT(latent::compare(write({"--detail"}), original).rotation_deg, 0.01);
  const auto dense = write({"--detail", "--slow", "2", "--fps-out", "60"});
  ASSERT_EQ(dense.frames(), 4 * (kFrames - 1) + 1);
  const double off = math::angle_between(dense.rotation(40, 5), original.rotation(10, 5));
  EXPECT_LT(off, 1e-3);
}

TEST_F(PoseOffset, RefusesOptionsOfAnotherShape) {
  const auto refuse = [&](std::vector<std::string> options, const std::string& part) {
    options.insert(options.begin(), {input("a.bvh"), "--model", input("model.safetensors"), "--out",
                                     output("o.gif")});
    expect_failure("pose_offset", options, 2, part);
  };
  refuse({"--shape", "ramp", "--cycles", "3"}, "--cycles: expected only with --shape sinusoid");
  refuse({"--attack", "0.1"}, "--attack: expected only with --shape envelope");
  refuse({"--easing", "cubic"}, "--easing: expected only with --shape ramp or envelope");
  refuse({"--shape", "envelope", "--attack", "0.8", "--release", "0.3"}, "together at most 1");
  refuse({"--attributes", "x.h5"}, "--direction attribute:NAME");
  refuse({"--shape", "wave"}, "--shape");
}

TEST_F(PoseOffset, MakesAGifOfTheRange) {
  (void)run_with_model("pose_offset",
                       {input("a.bvh") + ":10:40", "--size", "80", "--out", output("o.gif")});
  EXPECT_EQ(read_gif(output("o.gif")).frames(), 30);
}

TEST_F(PoseOffset, RefusesADirectionThatIsNone) {
  for (const char* direction : {"4", "1,2", "sideways"}) {
    expect_failure("pose_offset",
                   {input("a.bvh"), "--model", input("model.safetensors"), "--direction", direction,
                    "--out", output("o.gif")},
                   2, "one dimension (0 to 3), 4 numbers separated by commas");
  }
  expect_failure("pose_offset",
                 {input("a.bvh") + ":0:10", "--range", "5:10", "--model",
                  input("model.safetensors"), "--out", output("o.gif")},
                 2, "found both");
  EXPECT_TRUE(outputs().entries().empty());
}

}  // namespace
}  // namespace poseaae::test
