// What programs load when a configuration or a file of TorchScript needs libtorch, and only then:
// one linked with it takes a third of a second and 160 MB before its first line.
#include "poseaae/objective/engine_plugin.hpp"
#include "poseaae/torch_engine/script.hpp"
#include "poseaae/torch_engine/torch_engine.hpp"

extern "C" const poseaae::objective::EnginePlugin* poseaae_engine() {
  using namespace poseaae;
  static const objective::EnginePlugin plugin{
      .has_gpu = torch_engine::has_gpu,
      .make =
          [](const objective::EngineSetup& setup) {
            return torch_engine::make_torch_engine(setup).release();
          },
      .archive = torch_engine::archive_of};
  return &plugin;
}
