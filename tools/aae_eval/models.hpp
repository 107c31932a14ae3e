#pragma once

#include "aae_eval/arguments.hpp"
#include "poseaae/evaluation/write.hpp"

/// aae_eval on models, of poses or of windows.
namespace poseaae::tools::eval {

/// Trains what has to be, and measures. @throws Error, Interrupted
[[nodiscard]] evaluation::Comparison compare(const Arguments& arguments, bool motion);

}  // namespace poseaae::tools::eval
