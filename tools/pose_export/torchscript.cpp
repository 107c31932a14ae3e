#include "pose_export/torchscript.hpp"

#include "poseaae/exchange/torchscript.hpp"
#include "support/torch_library.hpp"

namespace poseaae::tools {

exchange::ModelFormat torchscript_format() {
  return {
      .extension = ".ts",
      .holds = "all of it as TorchScript, for PyTorch, and for nn~ in Max and Pd",
      .bytes = [](const codec::PoseAutoencoder& model, const std::string&,
                  const exchange::ExportOptions&) {
        return torch_library("write .onnx, .h or .safetensors").archive(exchange::script_of(model));
      }};
}

}  // namespace poseaae::tools
