#pragma once

#include "poseaae/nn/script.hpp"
#include "poseaae/objective/engine.hpp"

namespace poseaae::objective {

/// Number of the interface of engines: another one whenever Engine or what it is given changes.
inline constexpr int kEngineInterface = 7;

/// How an engine in a shared library registers itself: its function poseaae_engine() returns this.
struct EnginePlugin {
  int interface_number = kEngineInterface;  ///< first, so that every version can read it
  bool (*has_gpu)() = nullptr;
  Engine* (*make)(const EngineSetup&) = nullptr;        ///< for the caller to delete
  std::string (*archive)(const nn::Script&) = nullptr;  ///< the bytes of a file of TorchScript
};
/// @throws TrainingError when the library was built for another interface
void check_interface(const EnginePlugin& plugin);

}  // namespace poseaae::objective
