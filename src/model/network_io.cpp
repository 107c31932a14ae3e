#include "poseaae/model/network_io.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "poseaae/base/error.hpp"

namespace poseaae::model {

void save_network(h5::Group group, const nn::Network& network) {
  const auto& layers = network.layers();
  std::vector<std::string> activations;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const auto& [spec, weight, bias] = layers[i];
    activations.push_back(name_of(spec.activation, nn::activation_names()));
    const auto outputs = static_cast<std::size_t>(spec.outputs);
    group.write<float>(fmt::format("{}.weight", i), weight,
                       {outputs, static_cast<std::size_t>(spec.inputs)});
    group.write<float>(fmt::format("{}.bias", i), bias, {outputs});
  }
  group.write_strings("activations", activations);
}

nn::Network load_network(const h5::Group& group) {
  std::vector<nn::Layer> layers;
  const auto activations = group.read_strings("activations");
  for (std::size_t i = 0; i < activations.size(); ++i) {
    const auto activation = value_of(activations[i], nn::activation_names());
    if (!activation) {
      throw ModelError(
          fmt::format("layer {}: unknown activation '{}'; this model needs a newer "
                      "PoseAAE",
                      i, activations[i]));
    }
    auto weight = group.read<float>(fmt::format("{}.weight", i));
    if (weight.shape.size() != 2) throw ModelError(fmt::format("{}.weight: expected a matrix", i));
    const auto outputs = static_cast<int>(weight.shape[0]);
    const auto inputs = static_cast<int>(weight.shape[1]);
    layers.push_back({{inputs, outputs, *activation},
                      std::move(weight.values),
                      group.read<float>(fmt::format("{}.bias", i), {weight.shape[0]})});
  }
  try {
    return nn::Network(std::move(layers));
  } catch (const Error& problem) {
    throw ModelError(fmt::format("the stored network is damaged: {}", problem.what()));
  }
}

}  // namespace poseaae::model
