#include "samples.hpp"

#include <map>

#include "support/strider.hpp"

namespace poseaae::exchange::test {

namespace {

using codec::PoseFormat;
using codec::RotationForm;
using nn::Activation;

constexpr int kRows = 1000;
constexpr int kLatents = 5;

Batch random_batch(Random& random, Eigen::Index columns) {
  Batch batch(kRows, columns);
  random.fill_normal({batch.data(), static_cast<std::size_t>(batch.size())});
  return batch;
}

/// A chain of four joints, which has no feet.
mocap::Skeleton chain() {
  using mocap::Vec3;
  return {{"a", "b \"quoted\"", "c", "d"},
          {-1, 0, 1, 2},
          {Vec3(0.5, 1, 0), Vec3(0, 0.3, 0.1), Vec3(-0.2, 0.3, 0), Vec3(0, 0.2, -0.1)}};
}

struct Recipe {
  PoseFormat format;
  Activation hidden = Activation::kElu;
  Activation encoded = Activation::kLinear;
  int encodings = kLatents;
  nn::Skip skip = nn::Skip::kNone;
  int components = 0;  ///< of layers of the kind `fixed`; none where 0
};

nn::LayerSpec fixed(int inputs, int outputs) {
  return {inputs, outputs, Activation::kLinear, "fixed"};
}

/// The same around one row, as those that are trained are around the poses that they learned: what
/// they decode is far from no rotation, where rounding would be seen.
nn::Network around(const nn::Network& decoder, const PoseFormat& format, const Batch& row) {
  const Batch features = format.features_of(row);
  std::vector<nn::Layer> layers = decoder.layers();
  layers.back().array("bias").assign(features.data(), features.data() + features.size());
  return nn::Network(layers, decoder.skip());
}

Sample made(const Recipe& recipe) {
  Random random(7);
  const int features = recipe.format.features();
  const int seen = recipe.components > 0 ? recipe.components : features;
  const std::vector<int> down{seen, 24, 20, recipe.encodings};
  const std::vector<int> up{kLatents, 20, 24, seen};
  nn::NetworkSpec encoder = nn::make_mlp(down, recipe.hidden, recipe.encoded, recipe.skip);
  nn::NetworkSpec decoder = nn::make_mlp(up, recipe.hidden, Activation::kLinear, recipe.skip);
  if (recipe.components > 0) {
    encoder.layers.insert(encoder.layers.begin(), fixed(features, recipe.components));
    decoder.layers.push_back(fixed(recipe.components, features));
  }
  codec::LatentStatistics statistics{
      Eigen::VectorXd::LinSpaced(kLatents, 0.0, 1.0),
      Eigen::MatrixXd::Identity(kLatents, kLatents),
  };
  Batch rows = recipe.format.rows_of_features(random_batch(random, features));
  codec::PoseAutoencoder model(
      {.format = recipe.format,
       .encoder = nn::Network(encoder, random),
       .decoder = around(nn::Network(decoder, random), recipe.format, rows.topRows(1)),
       .latent = statistics,
       .clip_options = {},
       .fps = 25.0,
       .config = "",
       .provenance = {}});
  return {std::move(model), std::move(rows), random_batch(random, kLatents)};
}

/// One that is not the identity anywhere.
std::vector<float> reference(int joints) {
  std::vector<float> numbers;
  for (int j = 0; j < joints; ++j) {
    numbers.insert(numbers.end(), {0.5F, j % 2 == 0 ? 0.5F : -0.5F, -0.5F, 0.5F});
  }
  return numbers;
}

const std::map<std::string, Recipe>& recipes() {
  static const auto strider = poseaae::test::strider_skeleton();
  static const codec::Window window{.frames = 6, .hop = 4, .body = 0, .fps = 25.0};
  static const std::map<std::string, Recipe> all{
      {"quaternions",
       {.format = PoseFormat(strider, RotationForm::kQuaternion, reference(strider.joints())),
        .hidden = Activation::kElu,
        .encodings = 2 * kLatents}},
      {"plain",
       {.format = PoseFormat(chain()),
        .hidden = Activation::kLeakyRelu,
        .encoded = Activation::kSigmoid}},
      {"six",
       {.format = PoseFormat(strider, RotationForm::kSixD),
        .hidden = Activation::kSilu,
        .skip = nn::Skip::kInput,
        .components = 40}},
      {"windows",
       {.format = PoseFormat(strider, RotationForm::kSixD, {}, window),
        .hidden = Activation::kTanh,
        .skip = nn::Skip::kInput}},
      {"legless",
       {.format = PoseFormat(chain(), RotationForm::kQuaternion, reference(4), window),
        .hidden = Activation::kRelu}}};
  return all;
}

}  // namespace

const std::vector<std::string>& sample_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> keys;
    for (const auto& [name, recipe] : recipes()) keys.push_back(name);
    return keys;
  }();
  return names;
}

Sample sample(const std::string& name) { return made(recipes().at(name)); }

}  // namespace poseaae::exchange::test
