#include "fixture.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include "poseaae/mocap/bvh.hpp"
#include "poseaae/model/model_file.hpp"
#include "support/shared.hpp"

namespace poseaae::test {

namespace {

codec::PoseAutoencoder make_model(const mocap::Motion& motion, int latent_dim) {
  const int pose_dim = 4 * motion.joints();
  Random random(11);
  const std::vector<int> in{pose_dim, 16, latent_dim};
  const std::vector<int> out{latent_dim, 16, pose_dim};
  using nn::Activation;
  codec::ModelData data{
      .format = codec::PoseFormat(motion.skeleton()),
      .encoder = nn::Network(nn::make_mlp(in, Activation::kElu, Activation::kLinear), random),
      .decoder = nn::Network(nn::make_mlp(out, Activation::kElu, Activation::kLinear), random),
      .latent = {Eigen::VectorXd::Zero(latent_dim),
                 Eigen::MatrixXd::Identity(latent_dim, latent_dim)},
      .clip_options = {},
      .fps = motion.fps(),
      .config = "",
      .provenance = {}};
  const codec::PoseAutoencoder draft(data);
  data.latent = codec::LatentStatistics::of(draft.encode(draft.format().rows_of(motion)));
  return codec::PoseAutoencoder(std::move(data));
}

}  // namespace

struct ToolTest::Inputs {
  Inputs() {
    const auto dance = mocap::read_bvh(source_dir() / "data" / "waltz_sway.bvh").motion;
    mocap::write_bvh(folder / "a.bvh", dance.slice(300, 300 + kFrames));
    mocap::write_bvh(folder / "b.bvh", dance.slice(700, 740));
    model::save(make_model(mocap::read_bvh(folder / "a.bvh").motion, kLatentDim),
                folder / "model.h5");
  }
  TemporaryFolder folder;
};

std::string ToolTest::input(const std::string& name) {
  static Shared<Inputs> inputs;
  return (inputs.get().folder / name).string();
}

void ToolTest::SetUp() { (void)input(""); }

codec::PoseAutoencoder ToolTest::model() { return model::load(input("model.h5")); }

mocap::Motion ToolTest::clip(const std::string& name) {
  return mocap::read_bvh(input(name)).motion;
}

std::string ToolTest::run_with_model(const std::string& program,
                                     std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"--model", input("model.h5")});
  const auto result = run_program(program, arguments);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.err, "");
  return result.out;
}

void expect_failure(const std::string& program, const std::vector<std::string>& arguments,
                    int exit_code, const std::string& part) {
  const auto result = run_program(program, arguments);
  EXPECT_EQ(result.exit_code, exit_code) << result.err;
  EXPECT_THAT(result.err, testing::HasSubstr(part));
  std::istringstream lines(result.err);
  int errors = 0;
  for (std::string line; std::getline(lines, line);) {
    const bool warning = line.starts_with("warning: ");  // about a clip, say, before the error
    EXPECT_TRUE(warning || line.starts_with("error: ")) << line;
    errors += warning ? 0 : 1;
  }
  EXPECT_EQ(errors, 1) << result.err;
  EXPECT_EQ(result.out, "");
}

}  // namespace poseaae::test
