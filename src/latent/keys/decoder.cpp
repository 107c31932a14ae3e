#include "decoder.hpp"

#include <algorithm>

namespace poseaae::latent::keys {

using kernels::kLanes;

template <typename T>
Decoder<T>::Decoder(const codec::PoseAutoencoder& model, Eigen::Index points)
    : space_(model.space()),
      points_(points),
      parameters_({&model.data().decoder}, {}, 1),
      activations_(parameters_, 0) {
  const std::size_t panels = kernels::blocks_of(static_cast<std::size_t>(points));
  activations_.reserve(panels, 1);
  input_.resize(panels * activations_.inputs() * kLanes);
}

/// Calls pass(first, count) for the panels of so many samples.
template <typename Pass>
void in_passes(Eigen::Index samples, Pass pass) {
  const std::size_t panels = kernels::blocks_of(static_cast<std::size_t>(samples));
  for (std::size_t first = 0; first < panels; first += nn::kPanelsPerPass) {
    pass(first, std::min(nn::kPanelsPerPass, panels - first));
  }
}

template <typename T>
BatchOf<T> Decoder<T>::forward(const BatchOf<double>& latents) {
  if (space_ == nullptr) return decoded(latents);
  encodings_.resize(latents.rows(), latents.cols());
  for (Eigen::Index k = 0; k < latents.rows(); ++k) {
    encodings_.row(k) = space_->from_normal(latents.row(k).transpose().eval()).transpose();
  }
  return decoded(encodings_);
}

template <typename T>
BatchOf<double> Decoder<T>::backward(const BatchOf<T>& by_features) {
  BatchOf<double> gradient = by_encodings(by_features);
  if (space_ == nullptr) return gradient;
  for (Eigen::Index k = 0; k < gradient.rows(); ++k) {
    gradient.row(k) =
        space_->by_normal(encodings_.row(k).transpose(), gradient.row(k).transpose()).transpose();
  }
  return gradient;
}

template <typename T>
BatchOf<T> Decoder<T>::decoded(const BatchOf<double>& encodings) {
  const auto& kernel = kernels::table<T>();
  const BatchOf<T> rows = encodings.template cast<T>();
  const auto count = static_cast<std::size_t>(points_);
  const std::size_t dim = activations_.inputs();
  const std::size_t outputs = activations_.outputs();
  kernel.to_panels(rows.data(), nullptr, dim, count, dim, input_.data());
  in_passes(points_, [&](std::size_t first, std::size_t panels) {
    activations_.forward(kernel, input_.data() + first * dim * kLanes, first, panels);
  });
  BatchOf<T> features(points_, static_cast<Eigen::Index>(outputs));
  kernel.from_panels(activations_.output(0), count, outputs, features.data(), outputs);
  return features;
}

template <typename T>
BatchOf<double> Decoder<T>::by_encodings(const BatchOf<T>& by_features) {
  const auto& kernel = kernels::table<T>();
  const auto count = static_cast<std::size_t>(points_);
  const std::size_t dim = activations_.inputs();
  const std::size_t outputs = activations_.outputs();
  kernels::Buffer<T> by_input(input_.size());
  kernel.to_panels(by_features.data(), nullptr, outputs, count, outputs,
                   activations_.output_gradient(0));
  in_passes(points_, [&](std::size_t first, std::size_t panels) {
    const std::size_t start = first * dim * kLanes;
    activations_.backward(kernel, input_.data() + start, first, panels, 0,
                          {.weights = false, .input_gradient = by_input.data() + start});
  });
  BatchOf<T> by_latents(points_, static_cast<Eigen::Index>(dim));
  kernel.from_panels(by_input.data(), count, dim, by_latents.data(), dim);
  return by_latents.template cast<double>();
}

template class Decoder<float>;
template class Decoder<double>;

}  // namespace poseaae::latent::keys
