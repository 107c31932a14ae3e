#pragma once

#include <functional>
#include <memory>

#include "poseaae/training/engine.hpp"

namespace poseaae::training {

/// The engine on libtorch as the rest of the program sees it, which need not be linked with it.
struct TensorBackend {
  std::function<bool()> has_gpu;  ///< whether a GPU could be computed on
  EngineFactory make;
};

/// The engine that `training.engine` asks for. auto: libtorch where training.device lets it and it
/// has a GPU; else the fused engine, or libtorch when that cannot do what the setup asks for.
/// @throws TrainingError when the engine named cannot do it or cannot be had
[[nodiscard]] std::unique_ptr<Engine> make_engine(const EngineSetup& setup,
                                                  const TensorBackend& torch);

}  // namespace poseaae::training
