#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace poseaae::nn {

/// Numbers of a Script, row-major.
struct ScriptTensor {
  std::string name;
  std::vector<std::int64_t> shape;
  std::variant<std::vector<float>, std::vector<double>, std::vector<std::int64_t>> values;
};

/// A module of TorchScript before libtorch has seen it: what its methods are, and what they compute
/// with. A library with libtorch makes a file of it (torch_engine::archive_of()), so that whoever
/// writes one needs none.
struct Script {
  std::string name;  ///< of the class
  std::string code;  ///< methods, TorchScript
  std::vector<ScriptTensor> buffers;
  std::vector<std::pair<std::string, std::vector<std::string>>> texts;  ///< List[str]
  std::vector<std::pair<std::string, std::int64_t>> integers;           ///< int
  std::vector<std::pair<std::string, double>> numbers;                  ///< float
};

}  // namespace poseaae::nn
