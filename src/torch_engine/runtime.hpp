#pragma once

#include <torch/types.h>

#include <string>

#include "poseaae/objective/engine.hpp"

/// Device, threads and BLAS of libtorch.
namespace poseaae::torch_engine {

/// @throws TrainingError when cuda is asked for and absent
[[nodiscard]] torch::Device choose_device(objective::Device wanted);

/// Threads of libtorch and of the BLAS below it, process-wide.
void set_threads(int threads);

/// "OpenBLAS 0.3.21", "MKL", "reference BLAS", as found in this process.
struct Blas {
  std::string name;
  bool fast = false;  ///< false for the reference implementation
};
[[nodiscard]] Blas find_blas();

}  // namespace poseaae::torch_engine
