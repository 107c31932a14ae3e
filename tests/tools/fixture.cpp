#include "fixture.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include "poseaae/codec/model_file.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "support/shared.hpp"
#include "support/small_model.hpp"
#include "support/traveller.hpp"

namespace poseaae::test {

struct ToolTest::Inputs {
  Inputs() {
    const auto dance = mocap::read_bvh(source_dir() / "data" / "waltz_sway.bvh").motion;
    mocap::write_bvh(folder / "a.bvh", dance.slice(300, 300 + kFrames));
    mocap::write_bvh(folder / "b.bvh", dance.slice(700, 740));
    mocap::write_bvh(folder / "t.bvh", traveller(dance.skeleton()));
    codec::save_model(small_model(mocap::read_bvh(folder / "a.bvh").motion, kLatentDim, 16, 11),
                      folder / "model.safetensors");
    const auto plain = codec::load_model(folder / "model.safetensors");
    codec::ModelData data = plain.data();
    data.latent =
        codec::LatentStatistics::with_mixture(plain.encode(plain.format().rows_of(dance)));
    codec::save_model(codec::PoseAutoencoder(std::move(data)), folder / "flow.safetensors");
  }
  TemporaryFolder folder;
};

std::string ToolTest::input(const std::string& name) {
  static Shared<Inputs> inputs;
  return (inputs.get().folder / name).string();
}

void ToolTest::SetUp() { (void)input(""); }

codec::PoseAutoencoder ToolTest::model(const std::string& name) {
  return codec::load_model(input(name));
}

mocap::Motion ToolTest::clip(const std::string& name) {
  return mocap::read_bvh(input(name)).motion;
}

std::string ToolTest::run_with_model(const std::string& program, std::vector<std::string> arguments,
                                     const std::string& model) {
  arguments.insert(arguments.begin(), {"--model", input(model)});
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
