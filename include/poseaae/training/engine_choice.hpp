#pragma once

#include <functional>
#include <memory>

#include "poseaae/objective/engine.hpp"

namespace poseaae::training {

/// The libtorch engine, for programs that need not be linked with it.
struct TensorBackend {
  std::function<bool()> has_gpu;  ///< whether a GPU is available
  objective::EngineFactory make;
};

/// The engine that `training.engine` names. auto: libtorch if a GPU is available and
/// training.device permits it; otherwise the fused engine, or libtorch if the fused one lacks
/// something that the setup needs. @throws TrainingError when the named engine lacks it or is not
/// installed
[[nodiscard]] std::unique_ptr<objective::Engine> make_engine(const objective::EngineSetup& setup,
                                                             const TensorBackend& torch);

}  // namespace poseaae::training
