#include "poseaae/model/network_io.hpp"

#include <fmt/format.h>

#include <locale>
#include <sstream>

#include "poseaae/base/error.hpp"
#include "poseaae/nn/layer_kind.hpp"

namespace poseaae::model {

namespace {

const std::string kDense = nn::LayerSpec{}.kind;

std::string text_of(const nn::LayerSpec& spec) {
  const std::string activation = name_of(spec.activation, nn::activation_names());
  if (spec.kind == kDense) return activation;
  return fmt::format("{} {} {} {}", spec.kind, spec.inputs, spec.outputs, activation);
}

template <typename Value>
Value named(const std::string& name, const Names<Value>& names, const std::string& what) {
  if (const auto value = value_of(name, names)) return *value;
  throw ModelError(fmt::format("unknown {} '{}'; this model needs a newer PoseAAE", what, name));
}

/// The sizes of a dense layer are those of its weights.
nn::LayerSpec load_spec(const h5::Group& group, std::size_t i, const std::string& text) {
  nn::LayerSpec spec;
  std::string activation = text;
  if (text.find(' ') != std::string::npos) {
    std::istringstream words(text);
    words.imbue(std::locale::classic());
    words >> spec.kind >> spec.inputs >> spec.outputs >> activation;
  } else {
    const auto shape = group.shape(fmt::format("{}.weight", i));
    if (shape.size() != 2) throw ModelError(fmt::format("{}.weight: expected a matrix", i));
    spec.outputs = static_cast<int>(shape[0]);
    spec.inputs = static_cast<int>(shape[1]);
  }
  spec.activation =
      named(activation, nn::activation_names(), fmt::format("activation of layer {},", i));
  return spec;
}

/// Older files do not say; in theirs the last layer has more inputs than come to it without a skip.
nn::Skip load_skip(const h5::Group& group, const std::vector<nn::Layer>& layers) {
  if (group.has_attribute("skip")) {
    return named(group.text_attribute("skip"), nn::skip_names(), "skip");
  }
  const std::size_t count = layers.size();
  const bool more = count > 1 && layers[count - 1].spec.inputs != layers[count - 2].spec.outputs;
  return more ? nn::Skip::kInput : nn::Skip::kNone;
}

}  // namespace

void save_network(h5::Group group, const nn::Network& network) {
  std::vector<std::string> texts;
  for (const nn::Layer& layer : network.layers()) {
    const auto shapes = nn::arrays_of(layer.spec);
    for (std::size_t i = 0; i < shapes.size(); ++i) {
      group.write<float>(fmt::format("{}.{}", texts.size(), shapes[i].name), layer.arrays[i],
                         shapes[i].sizes);
    }
    texts.push_back(text_of(layer.spec));
  }
  group.write_strings("activations", texts);
  group.set_attribute("skip", name_of(network.skip(), nn::skip_names()));
}

nn::Network load_network(const h5::Group& group) {
  std::vector<nn::Layer> layers;
  try {
    for (const std::string& text : group.read_strings("activations")) {
      nn::Layer layer{load_spec(group, layers.size(), text), {}};
      for (const auto& [name, sizes] : nn::arrays_of(layer.spec)) {
        layer.arrays.push_back(group.read<float>(fmt::format("{}.{}", layers.size(), name), sizes));
      }
      layers.push_back(std::move(layer));
    }
    const nn::Skip skip = load_skip(group, layers);
    return nn::Network(std::move(layers), skip);
  } catch (const InputError&) {
    throw;
  } catch (const Error& problem) {
    throw ModelError(fmt::format("the stored network is damaged: {}", problem.what()));
  }
}

void hash_network(Sha256& digest, const nn::Network& network) {
  for (const nn::Layer& layer : network.layers()) {
    const std::string text = text_of(layer.spec);
    digest.update(fmt::format("{}:{}", text.size(), text));
    for (const auto& array : layer.arrays) digest.update(std::as_bytes(std::span(array)));
  }
}

}  // namespace poseaae::model
