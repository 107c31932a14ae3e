#pragma once

#include "poseaae/codec/model_file.hpp"
#include "poseaae/training/engine_choice.hpp"
#include "poseaae/training/trainer.hpp"
#include "support/support.hpp"

/// A run small enough for a test and real in every part: a BVH file, the torch engine, a folder.
namespace poseaae::test {

mocap::Motion swinging_arm(int frames);

/// The engine that the configuration names.
std::unique_ptr<objective::Engine> either_engine(const objective::EngineSetup& setup);

class SmallRun {
 public:
  SmallRun();

  [[nodiscard]] training::Config config(const std::string& name,
                                        std::vector<std::string> assignments = {}) const;
  training::Outcome run(const training::Config& config,
                        training::RunFolder::Mode mode = training::RunFolder::Mode::kFresh,
                        const objective::EngineFactory& engine = either_engine) const;

  [[nodiscard]] std::filesystem::path path(const std::string& name) const { return folder_ / name; }
  [[nodiscard]] codec::PoseAutoencoder model(const std::string& run,
                                             const std::string& file = "last.safetensors") const {
    return codec::load_model(path(run) / file);
  }

 private:
  TemporaryFolder folder_;
};

std::vector<float> parameters_of(const codec::PoseAutoencoder& model);

}  // namespace poseaae::test
