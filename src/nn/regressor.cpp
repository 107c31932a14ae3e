#include "poseaae/nn/regressor.hpp"

#include <fmt/format.h>

#include "batch_parts.hpp"
#include "poseaae/base/error.hpp"

namespace poseaae::nn {

using kernels::kLanes;

template <typename T>
struct Regressor<T>::State {
  State(const Network& initial, const OptimiserOptions& optimiser, int threads)
      : parameters({&initial}, optimiser, BatchParts<T>::kMost),
        passes(parameters, 0),
        parts(threads) {}

  double run(const Rows& inputs, const Rows& targets, Learn learn);
  double part(const Rows& inputs, const Rows& targets, int number, Learn learn);
  void check(const Rows& inputs, const Rows& targets) const;

  Parameters<T> parameters;
  Activations<T> passes;
  BatchParts<T> parts;
  Buffer<T> x;
  Buffer<T> y;
};

template <typename T>
void Regressor<T>::State::check(const Rows& inputs, const Rows& targets) const {
  const auto in = static_cast<Eigen::Index>(passes.inputs());
  const auto out = static_cast<Eigen::Index>(passes.outputs());
  if (inputs.rows() > 0 && inputs.rows() == targets.rows() && inputs.cols() == in &&
      targets.cols() == out) {
    return;
  }
  throw UsageError(fmt::format(
      "regression: expected rows of {} inputs and as many of {} targets, found {} x {} and {} x {}",
      in, out, inputs.rows(), inputs.cols(), targets.rows(), targets.cols()));
}

/// Sum over the part's samples and outputs of |f(x) - y|^2.
template <typename T>
double Regressor<T>::State::part(const Rows& inputs, const Rows& targets, int number, Learn learn) {
  const Extent& batch = parts.batch();
  const std::size_t out = passes.outputs();
  const auto factor = static_cast<T>(2.0 / static_cast<double>(batch.samples * out));
  double sum = 0.0;
  parts.in_passes(number, [&](const Piece& piece) {
    const T* const from = parts.read(inputs, piece, x);
    const T* const to = parts.read(targets, piece, y);
    passes.forward(parts.kernels(), from, piece.first, piece.count);
    for (std::size_t p = 0; p < piece.count; ++p) {
      const T* const given = passes.output(piece.first + p);
      const T* const wanted = to + p * out * kLanes;
      T* const gradient = passes.output_gradient(piece.first + p);
      const std::size_t lanes = batch.lanes(piece.first + p);
      for (std::size_t f = 0; f < out; ++f) {
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
          const std::size_t i = f * kLanes + lane;
          const T difference = lane < lanes ? given[i] - wanted[i] : T(0);
          sum += static_cast<double>(difference * difference);
          gradient[i] = factor * difference;
        }
      }
    }
    if (learn == Learn::kYes) {
      passes.backward(parts.kernels(), from, piece.first, piece.count, number,
                      {true, piece.add, nullptr});
    }
  });
  return sum;
}

template <typename T>
double Regressor<T>::State::run(const Rows& inputs, const Rows& targets, Learn learn) {
  check(inputs, targets);
  parts.divide(static_cast<std::size_t>(inputs.rows()));
  const Extent& batch = parts.batch();
  passes.reserve(batch.panels(), BatchParts<T>::kMost);
  x.resize(batch.panels() * kLanes * passes.inputs());
  y.resize(batch.panels() * kLanes * passes.outputs());
  const double sum = parts.sum([&](int number) { return part(inputs, targets, number, learn); });
  return sum / static_cast<double>(batch.samples * passes.outputs());
}

template <typename T>
Regressor<T>::Regressor(const Network& initial, const OptimiserOptions& optimiser, int threads)
    : state_(std::make_unique<State>(initial, optimiser, threads)) {}
template <typename T>
Regressor<T>::Regressor(Regressor&&) noexcept = default;
template <typename T>
Regressor<T>& Regressor<T>::operator=(Regressor&&) noexcept = default;
template <typename T>
Regressor<T>::~Regressor() = default;

template <typename T>
void Regressor<T>::set_learning_rate(double rate) {
  state_->parameters.set_learning_rate(rate);
}

template <typename T>
double Regressor<T>::step(const Rows& inputs, const Rows& targets) {
  const double loss = state_->run(inputs, targets, Learn::kYes);
  state_->parts.update(state_->parameters);
  return loss;
}

template <typename T>
double Regressor<T>::loss(const Rows& inputs, const Rows& targets) {
  return state_->run(inputs, targets, Learn::kNo);
}

template <typename T>
Network Regressor<T>::gradient(const Rows& inputs, const Rows& targets) {
  (void)state_->run(inputs, targets, Learn::kYes);
  return state_->parameters.gradient_of_network(0, state_->parts.count());
}

template <typename T>
Network Regressor<T>::network() const {
  return state_->parameters.network(0);
}

template class Regressor<float>;
template class Regressor<double>;

}  // namespace poseaae::nn
