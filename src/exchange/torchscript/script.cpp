#include <fmt/format.h>

#include "exchange/affine.hpp"
#include "methods.hpp"
#include "poseaae/exchange/torchscript.hpp"

namespace poseaae::exchange {

namespace {

using codec::PoseFormat;
using nn::Script;
using Sizes = std::vector<std::int64_t>;

/// The text of f(x).
std::string activated(nn::Activation activation) {
  switch (activation) {
    case nn::Activation::kLinear:
      return "x";
    case nn::Activation::kRelu:
      return "torch.relu(x)";
    case nn::Activation::kLeakyRelu:
      return "torch.leaky_relu(x, 0.01)";
    case nn::Activation::kElu:
      return "torch.elu(x)";
    case nn::Activation::kSilu:
      return "torch.silu(x)";
    case nn::Activation::kTanh:
      return "torch.tanh(x)";
    case nn::Activation::kSigmoid:
      return "torch.sigmoid(x)";
  }
  throw Error("TorchScript: an activation that is not listed");
}

void add(Script& script, const std::string& name, Sizes shape, std::vector<float> values) {
  script.buffers.push_back({name, std::move(shape), std::move(values)});
}

void add(Script& script, const std::string& name, const Eigen::MatrixXd& values, Sizes shape) {
  const BatchOf<double> rows = values;
  script.buffers.push_back(
      {name, std::move(shape), std::vector<double>(rows.data(), rows.data() + rows.size())});
}

void add_integers(Script& script, const std::string& name, std::vector<std::int64_t> values) {
  const Sizes shape{std::ssize(values)};
  script.buffers.push_back({name, shape, std::move(values)});
}

void add_network(Script& script, const std::string& name, const nn::Network& network) {
  script.code += fmt::format("\ndef {}(self, x: Tensor) -> Tensor:\n", name);
  for (std::size_t i = 0; i < network.layers().size(); ++i) {
    const Affine layer = affine(network.layers()[i]);
    const std::string place = fmt::format("{}_{}", name, i);
    add(script, place + "_weight", {layer.outputs, layer.inputs}, layer.weight);
    add(script, place + "_bias", {layer.outputs}, layer.bias);
    if (network.skip() == nn::Skip::kInput && i == network.skips_from()) {
      script.code += "    skipped = x\n";
    }
    if (network.skips_to(i)) script.code += "    x = torch.cat([x, skipped], 1)\n";
    script.code +=
        fmt::format("    x = torch.addmm(self.{0}_bias, x, self.{0}_weight.t())\n", place);
    if (layer.activation != nn::Activation::kLinear) {
      script.code += fmt::format("    x = {}\n", activated(layer.activation));
    }
  }
  script.code += "    return x\n";
}

/// What `kRows` computes with.
void add_format(Script& script, const PoseFormat& format) {
  const mocap::Skeleton& skeleton = format.skeleton();
  const int joints = skeleton.joints();
  std::vector<float> reference = format.reference();
  if (reference.empty()) reference.assign(static_cast<std::size_t>(4 * joints), 0.0F);  // no flips
  add(script, "reference", {joints, 4}, std::move(reference));
  std::vector<float> offsets;
  std::vector<std::int64_t> parents;
  for (int j = 0; j < joints; ++j) {
    parents.push_back(skeleton.parent(j));
    for (const double value : skeleton.offset(j)) offsets.push_back(static_cast<float>(value));
  }
  add(script, "offsets", {joints, 3}, std::move(offsets));
  add_integers(script, "parents", std::move(parents));
  const mocap::RowShape& shape = format.shape();
  script.integers = {{"frames", shape.frames},
                     {"rotation_numbers", shape.rotations()},
                     {"feature_numbers", shape.frame_features(format.form()) - shape.extras()}};
  script.texts.emplace_back("joint_names", skeleton.names());
}

/// The arguments of `flow`, under names that begin so.
std::string add_flow(Script& script, const std::string& name, const codec::LatentFlow& flow) {
  const codec::MixtureDensity density(flow.mixture);
  const Eigen::Index components = flow.mixture.components();
  const Eigen::Index dim = flow.mixture.dim();
  Eigen::MatrixXd roots(components, dim * dim);
  for (int k = 0; k < components; ++k) {
    const BatchOf<double> root = density.root(k);
    roots.row(k) = Eigen::Map<const Eigen::RowVectorXd>(root.data(), root.size());
  }
  const Eigen::Index knots = flow.quantiles.rows();
  Eigen::MatrixXd slopes(knots, dim);
  const std::vector<double> values = codec::quantile_values(knots);
  for (Eigen::Index i = 0; i < dim && knots > 0; ++i) {
    const auto column = flow.quantiles.col(i);
    const codec::MonotoneSpline marginal({column.begin(), column.end()}, values);
    for (Eigen::Index q = 0; q < knots; ++q) slopes(q, i) = marginal.slope(column[q]);
  }
  add(script, name + "_log_weights", flow.mixture.weights.array().log().matrix(), {components});
  add(script, name + "_means", flow.mixture.means, {components, dim});
  add(script, name + "_roots", roots, {components, dim, dim});
  add(script, name + "_x", knots > 0 ? flow.quantiles : slopes, {knots, dim});
  add(script, name + "_y", Eigen::Map<const Eigen::VectorXd>(values.data(), std::ssize(values)),
      {knots});
  add(script, name + "_slopes", slopes, {knots, dim});
  return fmt::format(
      "self.{0}_log_weights, self.{0}_means, self.{0}_roots, self.{0}_x, self.{0}_y, "
      "self.{0}_slopes",
      name);
}

/// encode_rows, decode_rows and points.
void add_model(Script& script, const codec::PoseAutoencoder& model) {
  const codec::LatentFlow& density = model.latent().flow;
  const codec::LatentFlow& space = model.data().space;
  if (!density.empty() || !space.empty()) script.code += torchscript::kFlow;
  std::string encoded = "self.encoder(self.features_of_rows(rows))[:, :self.latents]";
  std::string seen = "latents";
  if (!space.empty()) {
    const std::string parts = add_flow(script, "space", space);
    encoded = fmt::format("self.flow({}, {}, False)", encoded, parts);
    seen = fmt::format("self.flow(latents, {}, True)", parts);
  }
  script.code += fmt::format(
      "\ndef encode_rows(self, rows: Tensor) -> Tensor:\n    return {}\n"
      "\ndef decode_rows(self, latents: Tensor) -> Tensor:\n"
      "    return self.rows_of_features(self.decoder({}))\n",
      encoded, seen);
  if (density.empty()) return;
  script.code += fmt::format(
      "\ndef points(self, normal: Tensor) -> Tensor:\n    return self.flow(normal, {}, True)\n",
      add_flow(script, "density", density));
}

/// What a number of a row is: "LeftArm x", "frame 7 LeftArm x", "frame 7 root 2".
std::vector<std::string> labels_of(const PoseFormat& format) {
  const mocap::RowShape& shape = format.shape();
  std::vector<std::string> labels;
  for (int t = 0; t < shape.frames; ++t) {
    const std::string when = shape.frames > 1 ? fmt::format("frame {} ", t) : "";
    for (int i = 0; i < shape.rotations(); ++i) {
      labels.push_back(fmt::format("{}{} {}", when, format.skeleton().name(i / 4), "wxyz"[i % 4]));
    }
    for (const codec::Channel& channel : format.channels()) {
      if (channel.first < shape.rotations()) continue;
      for (int i = 0; i < channel.numbers; ++i) {
        labels.push_back(fmt::format("{}{} {}", when, channel.name, i));
      }
    }
  }
  return labels;
}

/// Names, sizes and labels of the methods that nn~ calls.
void add_signals(Script& script, const codec::PoseAutoencoder& model) {
  script.code += torchscript::kSignals;
  const std::vector<std::string> rows = labels_of(model.format());
  std::vector<std::string> latents;
  for (int i = 0; i < model.latent_dim(); ++i) latents.push_back(fmt::format("latent {}", i));
  const auto method = [&](const std::string& name, const std::vector<std::string>& in,
                          const std::vector<std::string>& out) {
    add_integers(script, name + "_params", {std::ssize(in), 1, std::ssize(out), 1});
    script.texts.emplace_back(name + "_input_labels", in);
    script.texts.emplace_back(name + "_output_labels", out);
  };
  method("encode", rows, latents);
  method("decode", latents, rows);
  method("forward", rows, rows);
  script.texts.emplace_back("methods", std::vector<std::string>{"encode", "decode", "forward"});
  script.texts.emplace_back("attributes", std::vector<std::string>{"spread"});
  constexpr std::int64_t kFloat = 2;  // as nn~ numbers types: bool, int, float, str
  add_integers(script, "spread_params", {kFloat});
  script.numbers.emplace_back("spread", 1.0);
}

}  // namespace

Script script_of(const codec::PoseAutoencoder& model) {
  const codec::ModelData& data = model.data();
  Script script;
  script.name = "PoseAutoencoder";
  script.code += data.format.form() == codec::RotationForm::kSixD ? torchscript::kSixD
                                                                  : torchscript::kQuaternions;
  add_format(script, data.format);
  script.code += torchscript::kRows;
  add_network(script, "encoder", data.encoder);
  add_network(script, "decoder", data.decoder);
  script.integers.emplace_back("latents", model.latent_dim());
  const Eigen::VectorXf mean = data.latent.mean.cast<float>();
  add(script, "mean", {mean.size()}, {mean.begin(), mean.end()});
  script.numbers.emplace_back("fps", data.fps);
  add_model(script, model);
  add_signals(script, model);
  return script;
}

}  // namespace poseaae::exchange
