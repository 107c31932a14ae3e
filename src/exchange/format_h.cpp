#include <fmt/format.h>

#include <algorithm>

#include "affine.hpp"
#include "c/functions.hpp"
#include "c/text.hpp"
#include "poseaae/exchange/formats.hpp"

namespace poseaae::exchange {

namespace {

using codec::PoseAutoencoder;
using codec::RotationForm;

constexpr const char* kPoses = R"(
   A row is a pose: the local rotations of the joints, unit quaternions w x y z.)";

constexpr const char* kWindows = R"(
   A row is $N_FRAMES frames, one after the other, at $N_FPS a second. Each has the local
   rotations of the joints, unit quaternions w x y z; four numbers that tell the way of the
   body: sideways and forwards (m/s), turn (rad/s), height (m); and $N_CONTACTS contacts, 1
   where a point of a sole stands on the floor.)";

/// %: the line that names the model, and what a row is.
constexpr const char* kHead = R"(/* %, by PoseAAE.

   $n_encode(row, latents)
   $n_decode(latents, row)
   $n_positions(rotations, positions): forward kinematics of a pose (the rotations of a
     frame): metres, y up, the root at the origin
$R

   C99, and C++11. Everything is static: include it in one file. It needs no memory but the
   stack, and the mathematical library (-lm). */
#ifndef $N_H
#define $N_H

#include <math.h>
)";

/// A constant of the preprocessor, so that arrays have these sizes.
std::string constant(const std::string& name, auto value, const std::string& meaning = "") {
  return fmt::format("#define $N_{} {}{}\n", name, value,
                     meaning.empty() ? "" : fmt::format(" /* {} */", meaning));
}

int widest(const nn::Network& network) {
  int most = 0;
  for (const nn::Layer& layer : network.layers()) {
    most = std::max({most, layer.spec.inputs, layer.spec.outputs});
  }
  return most;
}

std::string sizes(const PoseAutoencoder& model) {
  const codec::PoseFormat& format = model.format();
  const mocap::RowShape& shape = format.shape();
  std::string text =
      "\n" + constant("JOINTS", shape.joints) + constant("LATENTS", model.latent_dim()) +
      constant("ROW", shape.width(), "numbers of a row") +
      constant("FPS", c::number(static_cast<float>(model.data().fps)), "of the training poses") +
      constant("FRAMES", shape.frames, "of a row") +
      constant("FRAME", shape.frame_width(), "numbers of a frame");
  if (format.window()) {
    text += constant("HOP", format.hop(), "frames from one row of a path to the next") +
            constant("CONTACTS", shape.contacts, "of a frame, its last numbers");
  }
  return text + constant("EXTRAS", shape.extras(), "numbers of a frame behind its rotations") +
         constant("SEEN", kernels::features_of(format.form()), "that networks see of a rotation") +
         constant("WIDEST", std::max(widest(model.data().encoder), widest(model.data().decoder)));
}

std::string skeleton_of(const mocap::Skeleton& skeleton) {
  std::vector<std::string> names;
  std::vector<std::string> parents;
  std::vector<std::string> offsets;
  for (int j = 0; j < skeleton.joints(); ++j) {
    const Eigen::Vector3f offset = skeleton.offset(j).cast<float>();
    names.push_back(c::literal(skeleton.name(j)));
    parents.push_back(std::to_string(skeleton.parent(j)));
    offsets.push_back(fmt::format("{{{}, {}, {}}}", c::number(offset.x()), c::number(offset.y()),
                                  c::number(offset.z())));
  }
  return fmt::format(
      "\nstatic const char *const $n_joint_names[$N_JOINTS] = {};\n"
      "static const int $n_parents[$N_JOINTS] = {};\n"
      "/* From the parent, metres. */\nstatic const float $n_offsets[$N_JOINTS][3] = {};\n",
      c::list(names), c::list(parents), c::list(offsets));
}

/// Zeros where signs stay as they are.
std::string reference_of(const codec::PoseFormat& format) {
  std::vector<std::string> quaternions;
  for (int j = 0; j < format.shape().joints; ++j) {
    std::vector<std::string> numbers;
    for (int i = 0; i < 4; ++i) {
      const auto place = static_cast<std::size_t>(4 * j + i);
      const bool some = !format.reference().empty();
      numbers.push_back(c::number(some ? format.reference()[place] : 0.0F));
    }
    quaternions.push_back(fmt::format("{{{}}}", fmt::join(numbers, ", ")));
  }
  return fmt::format("static const float $n_reference[$N_JOINTS][4] = {};\n", c::list(quaternions));
}

/// `name`: "encoder". @throws Error for kinds of layers that are not affine
std::string network_of(const nn::Network& network, const std::string& name) {
  std::string arrays = "\n";
  std::vector<std::string> layers;
  int to = -1;
  for (std::size_t i = 0; i < network.layers().size(); ++i) {
    const Affine layer = affine(network.layers()[i]);
    const std::string array = fmt::format("$n_{}_{}", name, i);
    arrays += fmt::format("static const float {}_weight[{} * {}] = {};\n", array, layer.outputs,
                          layer.inputs, c::list(layer.weight));
    arrays += fmt::format("static const float {}_bias[{}] = {};\n", array, layer.outputs,
                          c::list(layer.bias));
    layers.push_back(fmt::format("{{{}, {}, $n_{}, {}_weight, {}_bias}}", layer.inputs,
                                 layer.outputs, name_of(layer.activation, nn::activation_names()),
                                 array, array));
    if (network.skips_to(i)) to = static_cast<int>(i);
  }
  std::string capitals = name;
  std::ranges::transform(capitals, capitals.begin(), [](char l) { return std::toupper(l); });
  return arrays + fmt::format("static const $n_layer $n_{}[] = {};\n", name, c::list(layers)) +
         constant(capitals + "_LAYERS", layers.size()) +
         constant(capitals + "_FROM", to < 0 ? -1 : static_cast<int>(network.skips_from())) +
         constant(capitals + "_TO", to);
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  return text.replace(text.find(what), what.size(), by);
}

std::string bytes(const PoseAutoencoder& model, const std::string& file_name,
                  const ExportOptions& /*options*/) {
  require_no_map(model);
  const codec::PoseFormat& format = model.format();
  const std::string name = c::identifier(file_name);
  const std::string head = replaced(
      replaced(kHead, "%",
               fmt::format("$n: a model of {} of {} joints", format.window() ? "windows" : "poses",
                           model.skeleton().joints())),
      "$R", format.window() ? kWindows : kPoses);
  const bool two_columns = format.form() == RotationForm::kSixD;
  return c::named(head + sizes(model) + skeleton_of(model.skeleton()) + reference_of(format) +
                      c::kNetwork + network_of(model.data().encoder, "encoder") +
                      network_of(model.data().decoder, "decoder") +
                      (two_columns ? c::kTwoColumns : c::kQuaternions) + c::kModel + "\n#endif\n",
                  name);
}

}  // namespace

ModelFormat h_format() {
  return {.extension = ".h",
          .holds = "the whole model as one header of C99, weights included, and its functions",
          .bytes = bytes};
}

}  // namespace poseaae::exchange
