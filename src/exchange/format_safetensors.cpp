#include "poseaae/codec/model_file.hpp"
#include "poseaae/exchange/formats.hpp"

namespace poseaae::exchange {

ModelFormat safetensors_format() {
  return {.extension = ".safetensors",
          .holds = "the whole model, as today's programs and every framework read it",
          .bytes = [](const codec::PoseAutoencoder& model, const std::string& /*name*/,
                      const ExportOptions& /*options*/) { return codec::model_bytes(model); }};
}

}  // namespace poseaae::exchange
