#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "arrays.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/exchange/formats.hpp"
#include "samples.hpp"
#include "support/support.hpp"

/// Exported models, run in NumPy by tests/exchange/evaluate_onnx.py, which knows nothing of this
/// project.
namespace poseaae::exchange::test {
namespace {

using testing::HasSubstr;

class Onnx : public testing::TestWithParam<std::string> {
 protected:
  /// What the part gives for these inputs, and what the script says of it.
  std::string run(const Sample& sample, Part part, const Arrays& inputs,
                  std::optional<int> batch = {}) {
    const auto file = folder_ / "model.onnx";
    write_model(file, sample.model, {.part = part, .batch = batch});
    for (const auto& [name, array] : inputs) write_array(folder_.path(), name, array);
    const auto script = poseaae::test::source_dir() / "tests" / "exchange" / "evaluate_onnx.py";
    const auto done = poseaae::test::run_program("/usr/bin/python3",
                                                 {script, file.string(), folder_.path().string()});
    EXPECT_EQ(done.exit_code, 0) << done.err;
    return done.out;
  }
  /// The largest difference from what the codec gives.
  [[nodiscard]] double difference(const std::string& name, const Batch& expected) const {
    const Batch found = read_array(folder_.path(), name, expected.rows(), expected.cols());
    const double most = (found - expected).cwiseAbs().maxCoeff();
    return std::isnan(found.sum()) ? std::numeric_limits<double>::infinity() : most;
  }

 private:
  poseaae::test::TemporaryFolder folder_;
};

constexpr double kClose = 1e-5;

TEST_P(Onnx, EncodesAsTheCodec) {
  const Sample given = sample(GetParam());
  Arrays inputs = arrays_of(given.model, given.rows);
  inputs.erase("positions");
  (void)run(given, Part::kEncoder, inputs);
  EXPECT_LT(difference("latents", given.model.encode(given.rows)), kClose);
}

TEST_P(Onnx, DecodesAsTheCodecWithItsSigns) {
  const Sample given = sample(GetParam());
  (void)run(given, Part::kDecoder, {{"latents", given.latents}});
  Arrays expected = arrays_of(given.model, given.model.decode(given.latents));
  expected.erase("positions");
  for (const auto& [name, array] : expected) EXPECT_LT(difference(name, array), kClose) << name;
}

TEST_P(Onnx, HasForwardKinematics) {
  const Sample given = sample(GetParam());
  (void)run(given, Part::kKinematics, {{"latents", given.latents}});
  for (const auto& [name, array] : arrays_of(given.model, given.model.decode(given.latents))) {
    EXPECT_LT(difference(name, array), kClose) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Samples, Onnx, testing::ValuesIn(sample_names()),
                         [](const auto& info) { return info.param; });

using OnnxFile = Onnx;

TEST_F(OnnxFile, SaysItsShapesAndWhatTheModelIs) {
  const std::string said =
      run(sample("windows"), Part::kKinematics, {{"latents", sample("windows").latents}});
  EXPECT_THAT(said, HasSubstr("input latents N 5\n"
                              "output rotations N 6 11 4\n"
                              "output positions N 6 11 3\n"
                              "output root N 6 4\n"
                              "output contacts N 6 4\n"));
  EXPECT_THAT(said, HasSubstr("text part \"kinematics\"\n"));
  EXPECT_THAT(said, HasSubstr("text joints [\"Hips\",\"Chest\",\"Head\",\"LeftHip\","));
  EXPECT_THAT(said, HasSubstr("text parents [-1,0,1,0,3,4,5,0,7,8,9]\n"));
  EXPECT_THAT(said, HasSubstr("text offsets [[0,0.9,0],[0,0.4,0],"));
  EXPECT_THAT(said, HasSubstr("text fps 25\n"));
  EXPECT_THAT(said, HasSubstr("text latent_mean [0,0.25,0.5,0.75,1]\n"));
  EXPECT_THAT(said, HasSubstr("text latent_covariance [[1,0,0,0,0],[0,1,0,0,0],"));
  EXPECT_THAT(said, HasSubstr("text window {\"frames\":6,\"hop\":4,\"body\":0,\"fps\":25}\n"));
  EXPECT_THAT(said,
              HasSubstr("text contact_points [\"left heel LeftAnkle\",\"left toe LeftToe\","));
}

TEST_F(OnnxFile, HasAFixedBatchOnRequest) {
  Sample given = sample("six");
  given.latents.conservativeResize(3, Eigen::NoChange);
  const std::string said = run(given, Part::kDecoder, {{"latents", given.latents}}, 3);
  EXPECT_THAT(said, HasSubstr("input latents 3 5\noutput rotations 3 11 4\n"));
  EXPECT_LT(difference("rotations", given.model.decode(given.latents)), kClose);
}

/// The decoded zero quaternion is the identity, as in the codec, and so is what two columns give
/// that are no frame, but for its sign.
TEST_F(OnnxFile, DecodesNothingToRotationsToo) {
  for (const char* name : {"plain", "six"}) {
    const Sample given = sample(name);
    codec::ModelData data = given.model.data();
    nn::NetworkSpec spec = data.decoder.spec();
    std::vector<nn::Layer> layers = data.decoder.layers();
    for (auto& array : layers.back().arrays) std::ranges::fill(array, 0.0F);
    data.decoder = nn::Network(layers, spec.skip);
    const Sample still{codec::PoseAutoencoder(data), given.rows, given.latents};
    (void)run(still, Part::kDecoder, {{"latents", given.latents}});
    EXPECT_LT(difference("rotations", still.model.decode(given.latents)), kClose) << name;
  }
}

/// Names inside begin with that of the file, so the same name twice.
TEST_F(OnnxFile, IsADecoderByItselfAndTheSameBytesEachTime) {
  const poseaae::test::TemporaryFolder folder;
  const auto file = folder / "model.onnx";
  write_model(file, sample("plain").model);
  const std::string first = read_file(file);
  write_model(file, sample("plain").model, {.part = Part::kDecoder});
  EXPECT_EQ(read_file(file), first);
}

}  // namespace
}  // namespace poseaae::exchange::test
