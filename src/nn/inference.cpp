#include "poseaae/nn/inference.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "poseaae/base/error.hpp"
#include "poseaae/base/fresh_memory.hpp"

namespace poseaae::nn {

using kernels::kLanes;
using kernels::RotationForm;

/// What a piece of a batch passes through: the layer's input and output, the network's input, and
/// what the layer works in.
struct Inference::Panels {
  kernels::Buffer<float> x, y, input, kept;

  void hold(std::size_t rows, const Inference& network) {
    const auto grow = [](kernels::Buffer<float>& panel, std::size_t size) {
      if (panel.size() < size) panel.resize(size);
    };
    grow(x, rows * network.widest_);
    grow(y, rows * network.widest_);
    grow(input, network.skip_ ? rows * network.widest_ : 0);
    grow(kept, rows * network.kept_);
  }
};

Inference::Inference(const Network& network, RotationForm rotation)
    : rotation_(rotation), skip_(network.skip() == Skip::kInput) {
  for (std::size_t i = 0; i < network.layers().size(); ++i) {
    if (network.skips_to(i)) skips_to_ = i;
  }
  skips_from_ = network.skips_from();
  for (const nn::Layer& layer : network.layers()) {
    const auto loops = loops_of<float>(layer.spec);
    layers_.push_back({loops, {}});
    auto& parameters = layers_.back().parameters;
    parameters.reserve(loops->size());
    will_write(parameters.data(), loops->size() * sizeof(float));
    parameters.resize(loops->size());
    loops->pack(layer, parameters.data());
    widest_ = std::max({widest_, loops->inputs, loops->outputs});
    kept_ = std::max(kept_, loops->kept_rows(false));
  }
}

void Inference::forward(std::size_t count, Panels& panels) const {
  const auto& kernel = kernels::table<float>();
  const std::size_t inputs = layers_[skips_from_].loops->inputs;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const auto& [loops, parameters] = layers_[i];
    if (skip_ && i == skips_from_) {
      std::copy_n(panels.x.begin(), count * inputs * kLanes, panels.input.begin());
    }
    if (skip_ && i == skips_to_) {
      kernels::join_panels(count, loops->inputs - inputs, panels.x.data(), inputs,
                           panels.input.data(), panels.y.data());
      std::swap(panels.x, panels.y);
    }
    loops->forward(kernel, parameters.data(), count, panels.x.data(), panels.y.data(),
                   loops->kept_rows(false) == 0 ? nullptr : panels.kept.data());
    std::swap(panels.x, panels.y);
  }
}

void Inference::apply(const Batch& batch, Rotations rotations, Batch& result) const {
  const std::size_t in = layers_.front().loops->inputs;
  const std::size_t out = layers_.back().loops->outputs;
  const std::size_t features = kernels::features_of(rotation_);
  const std::size_t given = rotations == Rotations::kInputs ? in / features * 4 : in;
  const std::size_t returned = rotations == Rotations::kOutputs ? out / features * 4 : out;
  if (static_cast<std::size_t>(batch.cols()) != given) {
    throw UsageError(fmt::format("expected {} features per row, found {}", given, batch.cols()));
  }
  constexpr std::size_t kPanels = 4;  // enough to meet the weights again while they are near
  const auto rows = static_cast<std::size_t>(batch.rows());
  const bool six = rotation_ == RotationForm::kSixD;
  const auto& kernel = kernels::table<float>();
  const std::size_t size = std::min(kPanels, kernels::blocks_of(rows)) * kLanes;
  thread_local Panels panels;  // so that a call for a pose allocates nothing
  panels.hold(size, *this);
  result.resize(batch.rows(), static_cast<Eigen::Index>(returned));
  for (std::size_t first = 0; first < rows; first += kPanels * kLanes) {
    const std::size_t count = std::min(kPanels * kLanes, rows - first);
    const std::size_t at_work = kernels::blocks_of(count);
    kernel.to_panels(batch.data() + first * given, nullptr, given, count, given, panels.x.data());
    if (rotations == Rotations::kInputs && six) {
      kernel.to_six(in / features, at_work, panels.x.data(), panels.y.data());
      std::swap(panels.x, panels.y);
    }
    forward(at_work, panels);
    if (rotations == Rotations::kOutputs && six) {
      kernel.from_six(out / features, at_work, panels.x.data(), panels.y.data());
      std::swap(panels.x, panels.y);
    } else if (rotations == Rotations::kOutputs) {
      kernel.normalise(out / features, at_work, panels.x.data());
    }
    kernel.from_panels(panels.x.data(), count, returned, result.data() + first * returned,
                       returned);
  }
}

Batch Inference::operator()(const Batch& batch) const {
  Batch outputs;
  apply(batch, Rotations::kNeither, outputs);
  return outputs;
}

Batch Inference::of_rotations(const Batch& poses) const {
  Batch outputs;
  apply(poses, Rotations::kInputs, outputs);
  return outputs;
}

Batch Inference::to_rotations(const Batch& batch) const {
  Batch poses;
  to_rotations(batch, poses);
  return poses;
}

void Inference::to_rotations(const Batch& batch, Batch& poses) const {
  apply(batch, Rotations::kOutputs, poses);
}

}  // namespace poseaae::nn
