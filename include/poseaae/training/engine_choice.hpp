#pragma once

#include <functional>
#include <memory>

#include "poseaae/training/engine.hpp"

namespace poseaae::training {

/// Number of the interface of engines: another one whenever Engine or what it is given changes.
inline constexpr int kEngineInterface = 2;

/// How an engine in a shared library registers itself: its function poseaae_engine() returns this.
struct EnginePlugin {
  int interface_number = kEngineInterface;  ///< first, so that every version can read it
  bool (*has_gpu)() = nullptr;
  Engine* (*make)(const EngineSetup&) = nullptr;  ///< for the caller to delete
};
/// @throws TrainingError when the library was built for another interface
void check_interface(const EnginePlugin& plugin);

/// The libtorch engine, for programs that need not be linked with it.
struct TensorBackend {
  std::function<bool()> has_gpu;  ///< whether a GPU is available
  EngineFactory make;
};

/// The engine that `training.engine` names. auto: libtorch if a GPU is available and
/// training.device permits it; otherwise the fused engine, or libtorch if the fused one lacks
/// something that the setup needs. @throws TrainingError when the named engine lacks it or is not
/// installed
[[nodiscard]] std::unique_ptr<Engine> make_engine(const EngineSetup& setup,
                                                  const TensorBackend& torch);

}  // namespace poseaae::training
