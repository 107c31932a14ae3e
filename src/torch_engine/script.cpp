#include "poseaae/torch_engine/script.hpp"

#include <torch/script.h>

#include <sstream>

namespace poseaae::torch_engine {

namespace {

torch::Tensor tensor_of(const nn::ScriptTensor& from) {
  return std::visit(
      [&](const auto& values) {
        using Value = typename std::decay_t<decltype(values)>::value_type;
        return torch::tensor(at::ArrayRef<Value>(values),
                             torch::TensorOptions().dtype(c10::CppTypeToScalarType<Value>()))
            .reshape(from.shape);
      },
      from.values);
}

}  // namespace

std::string archive_of(const nn::Script& script) {
  torch::jit::Module module(script.name);
  for (const nn::ScriptTensor& tensor : script.buffers) {
    module.register_buffer(tensor.name, tensor_of(tensor));
  }
  for (const auto& [name, lines] : script.texts) {
    module.register_attribute(name, c10::ListType::ofStrings(),
                              c10::List<std::string>(at::ArrayRef<std::string>(lines)));
  }
  for (const auto& [name, number] : script.integers) {
    module.register_attribute(name, c10::IntType::get(), number);
  }
  for (const auto& [name, number] : script.numbers) {
    module.register_attribute(name, c10::FloatType::get(), number);
  }
  // A module that C++ makes has none, and eval() gives it none; Python looks for it.
  module.register_attribute("training", c10::BoolType::get(), false);
  module.define(script.code);
  std::ostringstream file;
  module.save(file);
  return std::move(file).str();
}

}  // namespace poseaae::torch_engine
