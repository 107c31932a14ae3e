#include "poseaae/nn/regressor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "poseaae/base/error.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/base/thread_team.hpp"
#include "poseaae/nn/activations.hpp"
#include "poseaae/nn/extent.hpp"
#include "poseaae/nn/parameters.hpp"

namespace poseaae::nn {

using kernels::Buffer;
using kernels::kLanes;

namespace {

/// Parts of a batch, each with a gradient of its own.
constexpr int kParts = 4;

enum class Learn { kNo, kYes };

}  // namespace

template <typename T>
struct Regressor<T>::State {
  State(const Network& initial, const OptimiserOptions& optimiser, int threads)
      : kernels(kernels::table<T>()),
        parameters({&initial}, optimiser, kParts),
        passes(parameters, 0),
        team(std::min(thread_count(threads), kParts)) {}

  double run(const Rows& inputs, const Rows& targets, Learn learn);
  double part(const Rows& inputs, const Rows& targets, int number, Learn learn);
  void check(const Rows& inputs, const Rows& targets) const;
  /// The panels of part `number` begin here; those of part `parts` are the end.
  [[nodiscard]] std::size_t begin(int number) const {
    return batch.panels() * static_cast<std::size_t>(number) / static_cast<std::size_t>(parts);
  }

  const kernels::Table<T>& kernels;
  Parameters<T> parameters;
  Activations<T> passes;
  ThreadTeam team;
  Extent batch;
  int parts = 1;
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
  const std::size_t in = passes.inputs();
  const std::size_t out = passes.outputs();
  const auto factor = static_cast<T>(2.0 / static_cast<double>(batch.samples * out));
  double sum = 0.0;
  const std::size_t end = begin(number + 1);
  for (std::size_t first = begin(number); first < end; first += kPanelsPerPass) {
    const std::size_t count = std::min(kPanelsPerPass, end - first);
    const std::size_t row = first * kLanes;
    const std::size_t rows = std::min(count * kLanes, batch.samples - row);
    T* const from = x.data() + row * in;
    T* const to = y.data() + row * out;
    kernels.to_panels(inputs.data() + row * in, nullptr, in, rows, in, from);
    kernels.to_panels(targets.data() + row * out, nullptr, out, rows, out, to);
    passes.forward(kernels, from, first, count);
    for (std::size_t p = 0; p < count; ++p) {
      const T* const given = passes.output(first + p);
      const T* const wanted = to + p * out * kLanes;
      T* const gradient = passes.output_gradient(first + p);
      const std::size_t lanes = batch.lanes(first + p);
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
      passes.backward(kernels, from, first, count, number, {true, first != begin(number), nullptr});
    }
  }
  return sum;
}

template <typename T>
double Regressor<T>::State::run(const Rows& inputs, const Rows& targets, Learn learn) {
  check(inputs, targets);
  batch.samples = static_cast<std::size_t>(inputs.rows());
  parts = static_cast<int>(std::min<std::size_t>(kParts, batch.panels()));
  passes.reserve(batch.panels(), kParts);
  x.resize(batch.panels() * kLanes * passes.inputs());
  y.resize(batch.panels() * kLanes * passes.outputs());
  std::array<double, kParts> sums{};
  const int members = std::min(team.size(), parts);
  team.run(members, [&](int member) {
    for (int i = member; i < parts; i += members) {
      sums[static_cast<std::size_t>(i)] = part(inputs, targets, i, learn);
    }
  });
  double sum = 0.0;
  for (const double value : sums) sum += value;
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
  State& s = *state_;
  s.parameters.begin_step(s.kernels, s.parts);
  s.team.run(s.team.size(), [&](int member) {
    s.parameters.finish_step(s.kernels, member, s.team.size(), s.parts);
  });
  return loss;
}

template <typename T>
double Regressor<T>::loss(const Rows& inputs, const Rows& targets) {
  return state_->run(inputs, targets, Learn::kNo);
}

template <typename T>
Network Regressor<T>::gradient(const Rows& inputs, const Rows& targets) {
  (void)state_->run(inputs, targets, Learn::kYes);
  return state_->parameters.gradient_of_network(0, state_->parts);
}

template <typename T>
Network Regressor<T>::network() const {
  return state_->parameters.network(0);
}

template class Regressor<float>;
template class Regressor<double>;

}  // namespace poseaae::nn
