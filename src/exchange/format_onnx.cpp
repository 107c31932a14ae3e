#include <fmt/format.h>

#include "affine.hpp"
#include "facts.hpp"
#include "onnx/graph.hpp"
#include "onnx/networks.hpp"
#include "onnx/rotations.hpp"
#include "poseaae/exchange/formats.hpp"
#include "poseaae/safetensors/json.hpp"

namespace poseaae::exchange {

namespace {

using codec::PoseAutoencoder;
using codec::RotationForm;
using mocap::RowShape;
using onnx::Dimension;
using onnx::Graph;
using onnx::Value;
using Sizes = std::vector<std::int64_t>;

constexpr std::int64_t kAny = -1;  // of Reshape: what is left

constexpr const char* kRotations = "local rotations of the joints, unit quaternions w x y z";
constexpr const char* kRoot =
    "the way of the body: sideways and forwards (m/s), turn (rad/s), height (m)";
constexpr const char* kContacts = "1 where a point of a sole stands on the floor, 0 where not";
constexpr const char* kLatents = "latents";
constexpr const char* kPositions =
    "positions of the joints, metres, y up, the root of each frame at the origin";

/// The graph of one part of a model. Inside, rows are frames: M = N W of them.
class PartGraph {
 public:
  PartGraph(const PoseAutoencoder& model, std::optional<int> batch)
      : model_(model),
        shape_(model.format().shape()),
        features_(static_cast<int>(kernels::features_of(model.format().form()))),
        batch_(batch) {}

  void encode() {
    Value features = features_of(input("rotations", {shape_.joints, 4}, kRotations));
    if (shape_.travels) {
      std::vector<Value> channels{features, channel("root", RowShape::kRootNumbers, kRoot)};
      if (shape_.contacts > 0) {
        channels.push_back(channel("contacts", shape_.contacts, kContacts));
      }
      features = graph_.concat(channels, 1);
    }
    const auto width = std::int64_t{model_.format().features()};
    const Value latents =
        onnx::applied(graph_, model_.data().encoder, graph_.reshape(features, {kAny, width}));
    const std::int64_t dim = model_.latent_dim();
    const bool gaussian = model_.data().encoder.outputs() > dim;
    graph_.output(gaussian ? graph_.slice(latents, 1, 0, dim) : latents, "latents", {rows(), {dim}},
                  kLatents);
  }

  void decode(bool kinematics) {
    const Value latents = graph_.input("latents", {rows(), {model_.latent_dim()}}, kLatents);
    const Value decoded = onnx::applied(graph_, model_.data().decoder, latents);
    const std::int64_t width = std::int64_t{shape_.joints} * features_;
    const Value frames =
        shape_.travels ? graph_.reshape(decoded, {kAny, width + shape_.extras()}) : decoded;
    const Value seen = shape_.travels ? graph_.slice(frames, 1, 0, width) : frames;
    const Value quaternions =
        quaternions_of(graph_.reshape(seen, {kAny, shape_.joints, features_}));
    output(quaternions, "rotations", {shape_.joints, 4}, kRotations);
    if (kinematics) {
      output(onnx::positions_of(graph_, quaternions, model_.skeleton()), "positions",
             {shape_.joints, 3}, kPositions);
    }
    if (!shape_.travels) return;
    const std::int64_t contacts = width + RowShape::kRootNumbers;
    output(graph_.slice(frames, 1, width, contacts), "root", {RowShape::kRootNumbers}, kRoot);
    if (shape_.contacts == 0) return;
    output(graph_.slice(frames, 1, contacts, contacts + shape_.contacts), "contacts",
           {shape_.contacts}, kContacts);
  }

  [[nodiscard]] const Graph& graph() const { return graph_; }

 private:
  [[nodiscard]] Dimension rows() const { return batch_ ? Dimension{*batch_} : Dimension{0, "N"}; }
  /// (N, ...) of poses, (N, W, ...) of windows.
  [[nodiscard]] std::vector<Dimension> of_rows(const Sizes& sizes) const {
    std::vector<Dimension> all{rows()};
    if (shape_.travels) all.push_back({shape_.frames});
    for (const std::int64_t size : sizes) all.push_back({size});
    return all;
  }
  Value input(const std::string& name, const Sizes& sizes, const std::string& meaning) {
    return graph_.input(name, of_rows(sizes), meaning);
  }
  void output(const Value& frames, const std::string& name, const Sizes& sizes,
              const std::string& meaning) {
    graph_.output(frames, name, of_rows(sizes), meaning);
  }
  /// An input of numbers that networks see as they are, (M, numbers).
  Value channel(const std::string& name, int numbers, const std::string& meaning) {
    return graph_.reshape(input(name, {numbers}, meaning), {kAny, numbers});
  }

  /// (M, features of the rotations of a frame)
  Value features_of(const Value& rotations) {
    Value value = graph_.reshape(rotations, {kAny, shape_.joints, 4});
    const codec::PoseFormat& format = model_.format();
    if (format.form() == RotationForm::kSixD) {
      value = onnx::six_of(graph_, value);
    } else if (!format.reference().empty()) {
      value = onnx::aligned(graph_, value, format.reference());
    }
    return graph_.reshape(value, {kAny, std::int64_t{shape_.joints} * features_});
  }
  Value quaternions_of(const Value& features) {
    return model_.format().form() == RotationForm::kSixD
               ? onnx::quaternions_of_six(graph_, features)
               : onnx::normalised(graph_, features);
  }

  const PoseAutoencoder& model_;
  const RowShape& shape_;
  int features_;  // of a rotation
  std::optional<int> batch_;
  Graph graph_;
};

std::string bytes(const PoseAutoencoder& model, const std::string& name,
                  const ExportOptions& options) {
  const Part part = options.part.value_or(Part::kDecoder);
  require_no_map(model);
  PartGraph made(model, options.batch);
  if (part == Part::kEncoder) {
    made.encode();
  } else {
    made.decode(part == Part::kKinematics);
  }
  const std::string what = name_of(part, part_names());
  auto facts = facts_of(model);
  facts["part"] = json::literal(what);
  return made.graph().model(name, fmt::format("{} of a PoseAAE model", what), facts);
}

}  // namespace

ModelFormat onnx_format() {
  return {.extension = ".onnx",
          .holds = "a part of it, for ONNX Runtime, Unity and web pages (opset 13)",
          .takes_part = true,
          .takes_batch = true,
          .bytes = bytes};
}

}  // namespace poseaae::exchange
