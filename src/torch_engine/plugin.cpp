// What aae_train loads when a configuration needs libtorch, and only then: a program linked with it
// takes a third of a second and 160 MB before its first line.
#include "poseaae/torch_engine/torch_engine.hpp"

extern "C" {

/// The engine, for the caller to delete.
poseaae::training::Engine* poseaae_make_torch_engine(const poseaae::training::EngineSetup& setup) {
  return poseaae::torch_engine::make_torch_engine(setup).release();
}

bool poseaae_torch_has_gpu() { return poseaae::torch_engine::has_gpu(); }

}  // extern "C"
