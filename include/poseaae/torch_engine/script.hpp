#pragma once

#include <string>

#include "poseaae/nn/script.hpp"

namespace poseaae::torch_engine {

/// The bytes of a file of TorchScript, which PyTorch from 1.13 on opens: torch.jit.load().
[[nodiscard]] std::string archive_of(const nn::Script& script);

}  // namespace poseaae::torch_engine
