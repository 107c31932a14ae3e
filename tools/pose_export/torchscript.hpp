#pragma once

#include "poseaae/exchange/formats.hpp"

namespace poseaae::tools {

/// Models as TorchScript (exchange::script_of()), of which torch_library() makes files.
[[nodiscard]] exchange::ModelFormat torchscript_format();

}  // namespace poseaae::tools
