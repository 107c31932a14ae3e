#include "poseaae/model/inference.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "poseaae/core/error.hpp"

namespace poseaae::model {

using kernels::kLanes;

Inference::Inference(const Network& network) {
  for (const auto& [spec, weight, bias] : network.layers()) {
    const auto in = static_cast<std::size_t>(spec.inputs);
    const auto out = static_cast<std::size_t>(spec.outputs);
    Layer layer{spec, kernels::Buffer<float>(kernels::blocked_size(in, out)),
                kernels::Buffer<float>(kernels::padded(out))};
    kernels::pack_weights(in, out, weight.data(), layer.weights.data());
    std::copy(bias.begin(), bias.end(), layer.bias.begin());
    layers_.push_back(std::move(layer));
    widest_ = std::max({widest_, in, out});
  }
}

kernels::Dense<float> Inference::Layer::dense() const {
  return {static_cast<std::size_t>(spec.inputs), static_cast<std::size_t>(spec.outputs),
          spec.activation, weights.data(), bias.data()};
}

Batch Inference::apply(const Batch& batch, Finish finish) const {
  const auto in = static_cast<std::size_t>(layers_.front().spec.inputs);
  const auto out = static_cast<std::size_t>(layers_.back().spec.outputs);
  if (static_cast<std::size_t>(batch.cols()) != in) {
    throw UsageError(fmt::format("expected {} numbers a row, found {}", in, batch.cols()));
  }
  constexpr std::size_t kPanels = 4;  // enough to meet the weights again while they are near
  const auto rows = static_cast<std::size_t>(batch.rows());
  const auto& kernel = kernels::table<float>();
  const std::size_t panels = std::min(kPanels, kernels::blocks_of(rows));
  kernels::Buffer<float> x(panels * widest_ * kLanes);
  kernels::Buffer<float> y(panels * widest_ * kLanes);
  Batch result(batch.rows(), static_cast<Eigen::Index>(out));
  for (std::size_t first = 0; first < rows; first += kPanels * kLanes) {
    const std::size_t count = std::min(kPanels * kLanes, rows - first);
    const std::size_t at_work = kernels::blocks_of(count);
    kernel.to_panels(batch.data() + first * in, in, count, in, x.data());
    for (const Layer& layer : layers_) {
      kernel.dense_forward(layer.dense(), at_work, x.data(), y.data(), nullptr);
      std::swap(x, y);
    }
    if (finish == Finish::kUnitQuaternions) kernel.normalise(out / 4, at_work, x.data());
    kernel.from_panels(x.data(), count, out, result.data() + first * out, out);
  }
  return result;
}

Batch Inference::operator()(const Batch& batch) const { return apply(batch, Finish::kAsIs); }

Batch Inference::unit_quaternions(const Batch& batch) const {
  return apply(batch, Finish::kUnitQuaternions);
}

}  // namespace poseaae::model
