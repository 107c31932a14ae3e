// What aae_train loads when a configuration needs libtorch, and only then: a program linked with it
// takes a third of a second and 160 MB before its first line.
#include "poseaae/objective/engine_plugin.hpp"
#include "poseaae/torch_engine/torch_engine.hpp"

extern "C" const poseaae::objective::EnginePlugin* poseaae_engine() {
  using namespace poseaae;
  static const objective::EnginePlugin plugin{
      .has_gpu = torch_engine::has_gpu, .make = [](const objective::EngineSetup& setup) {
        return torch_engine::make_torch_engine(setup).release();
      }};
  return &plugin;
}
