#include "poseaae/nn/corrector.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "batch_parts.hpp"
#include "poseaae/base/error.hpp"

namespace poseaae::nn {

using kernels::kLanes;

template <typename T>
struct Corrector<T>::State {
  State(const Network& correction, const Network& behind, const Network& compared, double rate,
        int threads)
      : parameters({&correction}, {}, BatchParts<T>::kMost),
        frozen({&behind, &compared}, {}, 1),
        f(parameters, 0),
        g(frozen, 0),
        h(frozen, 1),
        dropout(rate),
        parts(threads) {}

  double run(const Samples& samples, Learn learn);
  double part(const Samples& samples, int number, Learn learn);
  void check(const Samples& samples) const;
  /// n: a panel of f's outputs is so many panels of g's inputs, one after the other.
  [[nodiscard]] std::size_t times() const { return f.outputs() / g.inputs(); }
  double compare(const Piece& piece, int number, Learn learn);

  Parameters<T> parameters;
  Parameters<T> frozen;
  Activations<T> f;
  Activations<T> g;
  Activations<T> h;
  double dropout;
  BatchParts<T> parts;
  Buffer<T> x;
  Buffer<T> z;  ///< starts, then what g is given
  Buffer<T> y;
};

template <typename T>
void Corrector<T>::State::check(const Samples& samples) const {
  const auto [x_b, e_b, y_b] = samples;
  const auto in = static_cast<Eigen::Index>(f.inputs());
  const auto corrected = static_cast<Eigen::Index>(f.outputs());
  const auto out = static_cast<Eigen::Index>(h.outputs());
  if (x_b.rows() > 0 && e_b.rows() == x_b.rows() && y_b.rows() == x_b.rows() && x_b.cols() == in &&
      e_b.cols() == corrected && y_b.cols() == out) {
    return;
  }
  throw UsageError(fmt::format(
      "correction: expected rows of {} inputs and as many of {} starts and {} targets, found {} x "
      "{}, {} x {} and {} x {}",
      in, corrected, out, x_b.rows(), x_b.cols(), e_b.rows(), e_b.cols(), y_b.rows(), y_b.cols()));
}

/// The sum of |h - y| over some panels and, to learn, its gradient by the outputs of g.
template <typename T>
double Corrector<T>::State::compare(const Piece& piece, int number, Learn learn) {
  const Extent& batch = parts.batch();
  const std::size_t width = times() * g.outputs() * kLanes;
  const std::size_t out = h.outputs();
  const T* const from = g.output(0) + piece.first * width;
  h.forward(parts.kernels(), from, piece.first, piece.count);
  double sum = 0.0;
  for (std::size_t p = piece.first; p < piece.end(); ++p) {
    const T* const given = h.output(p);
    const T* const wanted = y.data() + p * out * kLanes;
    T* const gradient = h.output_gradient(p);
    std::array<double, kLanes> squares{};
    for (std::size_t i = 0; i < out * kLanes; ++i) {
      gradient[i] = given[i] - wanted[i];
      squares[i % kLanes] += static_cast<double>(gradient[i] * gradient[i]);
    }
    std::array<T, kLanes> factors{};
    for (std::size_t lane = 0; lane < batch.lanes(p); ++lane) {
      const double distance = std::sqrt(squares[lane]);
      sum += distance;
      const double share = distance * static_cast<double>(batch.samples);
      factors[lane] = static_cast<T>(share > 0.0 ? 1.0 / share : 0.0);
    }
    for (std::size_t i = 0; i < out * kLanes; ++i) gradient[i] *= factors[i % kLanes];
  }
  if (learn == Learn::kYes) {
    h.backward(parts.kernels(), from, piece.first, piece.count, number,
               {false, false, g.output_gradient(0) + piece.first * width});
  }
  return sum;
}

/// Sum of the distances of the part's samples.
template <typename T>
double Corrector<T>::State::part(const Samples& samples, int number, Learn learn) {
  const kernels::Table<T>& kernels = parts.kernels();
  // The panels of g that belong to some of f, a pass at a time.
  const auto in_passes = [&](const Piece& piece, const auto& pass) {
    const std::size_t last = piece.end() * times();
    for (std::size_t at = piece.first * times(); at < last; at += kPanelsPerPass) {
      pass(at, std::min(kPanelsPerPass, last - at));
    }
  };
  double sum = 0.0;
  parts.in_passes(number, [&](const Piece& piece) {
    const T* const from = parts.read(samples.inputs, piece, x);
    (void)parts.read(samples.starts, piece, z);
    (void)parts.read(samples.targets, piece, y);
    f.forward(kernels, from, piece.first, piece.count);
    const std::size_t width = f.outputs() * kLanes;
    for (std::size_t i = piece.first * width; i < piece.end() * width; ++i) {
      z[i] += f.output(0)[i];
    }
    in_passes(piece, [&](std::size_t at, std::size_t some) {
      g.forward(kernels, z.data() + at * g.inputs() * kLanes, at, some);
    });
    sum += compare(piece, number, learn);
    if (learn == Learn::kNo) return;
    in_passes(piece, [&](std::size_t at, std::size_t some) {
      const std::size_t offset = at * g.inputs() * kLanes;
      g.backward(kernels, z.data() + offset, at, some, number,
                 {false, false, f.output_gradient(0) + offset});
    });
    f.backward(kernels, from, piece.first, piece.count, number, {true, piece.add, nullptr});
  });
  return sum;
}

template <typename T>
double Corrector<T>::State::run(const Samples& samples, Learn learn) {
  check(samples);
  parts.divide(static_cast<std::size_t>(samples.inputs.rows()));
  const Extent& batch = parts.batch();
  f.reserve(batch.panels(), BatchParts<T>::kMost, dropout > 0.0);
  g.reserve(batch.panels() * times(), BatchParts<T>::kMost);
  h.reserve(batch.panels(), BatchParts<T>::kMost);
  x.resize(batch.panels() * kLanes * f.inputs());
  z.resize(batch.panels() * kLanes * f.outputs());
  y.resize(batch.panels() * kLanes * h.outputs());
  const double sum = parts.sum([&](int number) { return part(samples, number, learn); });
  return sum / static_cast<double>(batch.samples);
}

template <typename T>
Corrector<T>::Corrector(const Network& correction, const Network& behind, const Network& compared,
                        double dropout, int threads) {
  const int times = behind.inputs() > 0 ? correction.outputs() / behind.inputs() : 0;
  if (times == 0 || correction.outputs() != times * behind.inputs() ||
      compared.inputs() != times * behind.outputs() || !(dropout >= 0.0 && dropout < 1.0)) {
    throw UsageError(fmt::format(
        "correction: expected n times {} outputs, n times {} numbers to compare, and dropout from "
        "0 to below 1, found {}, {} and {:g}",
        behind.inputs(), behind.outputs(), correction.outputs(), compared.inputs(), dropout));
  }
  state_ = std::make_unique<State>(correction, behind, compared, dropout, threads);
}
template <typename T>
Corrector<T>::Corrector(Corrector&&) noexcept = default;
template <typename T>
Corrector<T>& Corrector<T>::operator=(Corrector&&) noexcept = default;
template <typename T>
Corrector<T>::~Corrector() = default;

template <typename T>
void Corrector<T>::set_learning_rate(double rate) {
  state_->parameters.set_learning_rate(rate);
}

template <typename T>
double Corrector<T>::step(const Samples& samples) {
  State& s = *state_;
  s.f.set_dropout(s.dropout, s.parameters.steps());
  const double loss = s.run(samples, Learn::kYes);
  s.f.set_dropout(0.0, 0);
  s.parts.update(s.parameters);
  return loss;
}

template <typename T>
double Corrector<T>::loss(const Samples& samples) {
  return state_->run(samples, Learn::kNo);
}

template <typename T>
Network Corrector<T>::gradient(const Samples& samples) {
  (void)state_->run(samples, Learn::kYes);
  return state_->parameters.gradient_of_network(0, state_->parts.count());
}

template <typename T>
Network Corrector<T>::network() const {
  return state_->parameters.network(0);
}

template class Corrector<float>;
template class Corrector<double>;

}  // namespace poseaae::nn
