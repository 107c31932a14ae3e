#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "support/support.hpp"

namespace poseaae::test {

/// Runs a program; expects this exit code, one line of error that holds `part`, nothing on stdout.
void expect_failure(const std::string& program, const std::vector<std::string>& arguments,
                    int exit_code, const std::string& part);

/// A folder with a small model over the skeleton of the shipped dances, two clips of one, and one
/// that travels.
///
/// The weights are random: what a program does with a model is tested here, not what it has
/// learned.
class ToolTest : public testing::Test {
 protected:
  static constexpr int kLatentDim = 4;
  static constexpr int kFrames = 60;
  static constexpr double kFps = 30.0;

  void SetUp() override;

  /// Path of `model.safetensors`, `a.bvh` (kFrames frames), `b.bvh` (40), `t.bvh` (90), or
  /// `flow.safetensors`, the model with a mixture and a flow too, in a folder that all tests of the
  /// program share.
  [[nodiscard]] static std::string input(const std::string& name);
  /// A place for this test's outputs.
  [[nodiscard]] std::string output(const std::string& name) const {
    return (outputs_ / name).string();
  }
  [[nodiscard]] const TemporaryFolder& outputs() const { return outputs_; }
  [[nodiscard]] static codec::PoseAutoencoder model(const std::string& name = "model.safetensors");
  [[nodiscard]] static mocap::Motion clip(const std::string& name);

  /// Runs a program with `--model model.safetensors` before the rest; expects exit code 0 and an
  /// empty stderr.
  [[nodiscard]] static std::string run_with_model(const std::string& program,
                                                  std::vector<std::string> arguments,
                                                  const std::string& model = "model.safetensors");

 private:
  struct Inputs;
  TemporaryFolder outputs_;
};

}  // namespace poseaae::test
