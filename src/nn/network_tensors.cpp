#include "poseaae/nn/network_tensors.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"
#include "poseaae/nn/layer_kind.hpp"
#include "poseaae/safetensors/json.hpp"

namespace poseaae::nn {

namespace {

std::string json_of(const LayerSpec& spec) {
  return json::ObjectWriter()
      .add("kind", json::literal(spec.kind))
      .add("inputs", json::number(spec.inputs))
      .add("outputs", json::number(spec.outputs))
      .add("activation", json::literal(name_of(spec.activation, activation_names())))
      .done();
}

int width(json::Reader& reader) {
  constexpr std::size_t kMax = 1'000'000'000;
  const std::size_t size = reader.whole();
  if (size > kMax) reader.fail("the width of a layer before this");
  return static_cast<int>(size);
}

LayerSpec read_spec(json::Reader& reader) {
  LayerSpec spec;
  reader.object([&](const std::string& key) {
    if (key == "kind") {
      spec.kind = reader.text();
    } else if (key == "inputs") {
      spec.inputs = width(reader);
    } else if (key == "outputs") {
      spec.outputs = width(reader);
    } else if (key == "activation") {
      spec.activation = reader.named(activation_names(), "activation");
    } else {
      reader.unknown(key);
    }
  });
  return spec;
}

NetworkSpec read_specs(const std::string& text) {
  NetworkSpec spec;
  json::Reader reader(text);
  reader.object([&](const std::string& key) {
    if (key == "skip") {
      spec.skip = reader.named(skip_names(), "skip");
    } else if (key == "layers") {
      reader.array([&] { spec.layers.push_back(read_spec(reader)); });
    } else {
      reader.unknown(key);
    }
  });
  reader.end();
  return spec;
}

std::string array_name(const std::string& network, std::size_t layer, const std::string& array) {
  return fmt::format("{}.{}.{}", network, layer, array);
}

}  // namespace

void add_network(safetensors::Builder& file, const std::string& name, const Network& network) {
  std::vector<std::string> layers;
  for (std::size_t i = 0; i < network.layers().size(); ++i) {
    const Layer& layer = network.layers()[i];
    const auto shapes = arrays_of(layer.spec);
    for (std::size_t a = 0; a < shapes.size(); ++a) {
      file.add<float>(array_name(name, i, shapes[a].name), layer.arrays[a], shapes[a].sizes);
    }
    layers.push_back(json_of(layer.spec));
  }
  file.text(name, json::ObjectWriter()
                      .add("skip", json::literal(name_of(network.skip(), skip_names())))
                      .add("layers", json::array(layers))
                      .done());
}

Network read_network(const safetensors::View& file, const std::string& name) {
  try {
    const NetworkSpec spec = read_specs(file.text(name));
    std::vector<Layer> layers;
    for (const LayerSpec& described : spec.layers) {
      Layer layer{described, {}};
      for (const auto& [array, sizes] : arrays_of(described)) {
        layer.arrays.push_back(file.read<float>(array_name(name, layers.size(), array), sizes));
      }
      layers.push_back(std::move(layer));
    }
    return Network(std::move(layers), spec.skip);
  } catch (const Error& problem) {
    throw ModelError(fmt::format("network {}: {}", name, problem.what()));
  }
}

}  // namespace poseaae::nn
