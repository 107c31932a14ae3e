#include "poseaae/exchange/torchscript.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../exchange/arrays.hpp"
#include "../exchange/samples.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/torch_engine/script.hpp"
#include "support/support.hpp"

/// Modules of TorchScript, run by PyTorch in run_torchscript.py.
namespace poseaae::exchange::test {
namespace {

using testing::HasSubstr;

constexpr float kClose = 1e-5F;

class TorchScript : public testing::TestWithParam<std::string> {
 protected:
  /// What PyTorch says of the model.
  std::string run(const codec::PoseAutoencoder& model, const Batch& rows, const Batch& latents) {
    const auto file = folder_ / "model.ts";
    write_file(file, torch_engine::archive_of(script_of(model)));
    return run(file, rows, latents);
  }
  std::string run(const std::filesystem::path& file, const Batch& rows, const Batch& latents) {
    write_array(folder_.path(), "rows", rows);
    write_array(folder_.path(), "latents", latents);
    const auto script =
        poseaae::test::source_dir() / "tests" / "torch_engine" / "run_torchscript.py";
    const auto done = poseaae::test::run_program("/usr/bin/python3",
                                                 {script, file.string(), folder_.path().string()});
    EXPECT_EQ(done.exit_code, 0) << done.err;
    return done.out;
  }
  /// The largest difference of what a method gave.
  [[nodiscard]] float off(const std::string& method, const Batch& expected) const {
    const Batch found = read_array(folder_.path(), method, expected.rows(), expected.cols());
    return found.allFinite() ? (found - expected).cwiseAbs().maxCoeff() : 1.0F;
  }

  poseaae::test::TemporaryFolder folder_;
};

TEST_P(TorchScript, AgreesWithTheCodec) {
  const Sample given = sample(GetParam());
  (void)run(given.model, given.rows, given.latents);
  const Batch encoded = given.model.encode(given.rows);
  const Batch decoded = given.model.decode(given.latents);
  EXPECT_LT(off("encode_rows", encoded), kClose);
  EXPECT_LT(off("encode", encoded), kClose);
  EXPECT_LT(off("decode_rows", decoded), kClose);
  EXPECT_LT(off("decode", decoded), kClose);
  EXPECT_LT(off("positions", arrays_of(given.model, decoded).at("positions")), kClose);
  EXPECT_LT(off("forward", given.model.decode(encoded)), 3 * kClose) << "the sum of two errors";
}

TEST_P(TorchScript, ItsSpreadPullsLatentsTowardsTheMean) {
  const Sample given = sample(GetParam());
  (void)run(given.model, given.rows, given.latents);
  const Eigen::RowVectorXf mean = given.model.latent().mean.transpose().cast<float>();
  const Batch near = (0.25F * (given.latents.rowwise() - mean)).rowwise() + mean;
  EXPECT_LT(off("narrow", given.model.decode(near)), kClose);
}

INSTANTIATE_TEST_SUITE_P(Samples, TorchScript, testing::ValuesIn(sample_names()),
                         [](const auto& info) { return info.param; });

/// Points of two clouds, far from normal; a thousand, enough for quantiles.
Batch clouds(Eigen::Index dim) {
  Random random(3);
  Batch points(1000, dim);
  for (float& value : points.reshaped()) {
    const double side = random.uniform() < 0.3 ? 1.5 : -0.7;
    value = static_cast<float>(side + 0.4 * random.normal());
  }
  return points;
}

using TorchScriptFile = TorchScript;

TEST_F(TorchScriptFile, HasTheFlowAndTheMapOfItsLatents) {
  const Sample given = sample("six");
  codec::ModelData data = given.model.data();
  const Batch encodings = clouds(given.model.latent_dim());
  data.latent.flow = codec::fit_flow(codec::fit_mixture(encodings).mixture, encodings);
  const codec::PoseAutoencoder with_flow(data);
  for (const float scale : {1.0F, 3.0F, 6.0F}) {  // far points too, where one tail is all but 1
    const Batch normal = scale * given.latents;
    (void)run(with_flow, given.rows, normal);
    EXPECT_LT(off("points", codec::FlowMap(data.latent.flow).from_normal(normal)), scale * kClose);
  }

  const Batch seen = given.model.encode(given.rows);
  data.space = codec::fit_flow(codec::fit_mixture(seen).mixture, seen);
  const codec::PoseAutoencoder mapped(data);
  (void)run(mapped, given.rows, given.latents);
  EXPECT_LT(off("encode_rows", mapped.encode(given.rows)), 3 * kClose) << "a map of rounded points";
  EXPECT_LT(off("decode_rows", mapped.decode(given.latents)), kClose);
  const Batch far = 4.0F * given.latents;
  (void)run(mapped, given.rows, far);
  EXPECT_LT(off("decode_rows", mapped.decode(far)), 4 * kClose);
}

/// A mixture that has no quantiles: of few encodings.
TEST_F(TorchScriptFile, HasAFlowWithoutQuantiles) {
  const Sample given = sample("plain");
  codec::ModelData data = given.model.data();
  const Batch few = clouds(given.model.latent_dim()).topRows(80);
  data.latent.flow = codec::fit_flow(codec::fit_mixture(few).mixture, few);
  ASSERT_EQ(data.latent.flow.quantiles.rows(), 0);
  (void)run(codec::PoseAutoencoder(data), given.rows, given.latents);
  EXPECT_LT(off("points", codec::FlowMap(data.latent.flow).from_normal(given.latents)), kClose);
}

TEST_F(TorchScriptFile, IsWhatTheProgramWrites) {
  const Sample given = sample("quaternions");
  codec::save_model(given.model, folder_ / "model.safetensors");
  const std::string file = (folder_ / "dancer.ts").string();
  const auto done = poseaae::test::run_program(
      "pose_export", {(folder_ / "model.safetensors").string(), "--out", file});
  ASSERT_EQ(done.exit_code, 0) << done.err;
  (void)run(file, given.rows, given.latents);
  EXPECT_LT(off("decode_rows", given.model.decode(given.latents)), kClose);
}

TEST_F(TorchScriptFile, TellsNnWhatItsChannelsAre) {
  const Sample given = sample("windows");
  const std::string said = run(given.model, given.rows, given.latents);
  EXPECT_THAT(said, HasSubstr("methods encode decode forward\nattributes spread\n"));
  EXPECT_THAT(said, HasSubstr("positions 6 11 3\n"));
  EXPECT_THAT(said, HasSubstr("joints Hips Chest Head "));
  const int row = given.model.pose_dim();
  EXPECT_THAT(said, HasSubstr(fmt::format("labels {0} 5 5 {0} {0} {0}\n", row)));
  EXPECT_THAT(said, HasSubstr("first labels frame 0 Hips w | latent 4\n"));
}

}  // namespace
}  // namespace poseaae::exchange::test
