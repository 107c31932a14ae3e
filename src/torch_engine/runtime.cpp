#include "runtime.hpp"

#include <dlfcn.h>
#include <fmt/format.h>
#include <torch/cuda.h>
#include <torch/utils.h>

#include "poseaae/base/error.hpp"

namespace poseaae::torch_engine {

torch::Device choose_device(objective::Device wanted) {
  const bool available = torch::cuda::is_available();
  if (wanted == objective::Device::kCuda && !available) {
    throw TrainingError(
        "training.device: expected a GPU for cuda, found none that this libtorch can use; use "
        "training.device=cpu, or install a libtorch with CUDA and the driver");
  }
  return wanted != objective::Device::kCpu && available ? torch::Device(torch::kCUDA)
                                                        : torch::Device(torch::kCPU);
}

void set_threads(int threads) {
  torch::set_num_threads(threads);
  // libtorch's call does not reach an OpenBLAS with threads of its own.
  if (void* symbol = ::dlsym(RTLD_DEFAULT, "openblas_set_num_threads"); symbol != nullptr) {
    reinterpret_cast<void (*)(int)>(symbol)(threads);
  }
}

Blas find_blas() {
  if (void* symbol = ::dlsym(RTLD_DEFAULT, "openblas_get_config"); symbol != nullptr) {
    const std::string config = reinterpret_cast<char* (*)()>(symbol)();
    // "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH ...": name and version are the first two words
    const std::size_t end = config.find(' ', config.find(' ') + 1);
    return {config.substr(0, end), true};
  }
  if (torch::hasMKL()) return {"MKL", true};
  for (const auto& [symbol, name] :
       {std::pair{"bli_info_get_version_str", "BLIS"}, std::pair{"ATL_buildinfo", "ATLAS"}}) {
    if (::dlsym(RTLD_DEFAULT, symbol) != nullptr) return {name, true};
  }
  return {"reference BLAS", false};
}

}  // namespace poseaae::torch_engine
