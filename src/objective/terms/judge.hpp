#pragma once

#include "poseaae/objective/term.hpp"

namespace poseaae::objective {

/// Sums over samples of the two losses: of those that learn against a discriminator, and its own.
struct JudgeSums {
  double against = 0.0;
  double discriminator = 0.0;
  void operator+=(const JudgeSums& other) {
    against += other.against;
    discriminator += other.discriminator;
  }
};

/// A discriminator D in loops over panels: a network with one output, a logit. It learns to tell
/// real rows (label 1, or 1 - s with label smoothing) from fake ones (label 0), by the loss
///   mean over both of -(label log sigmoid(D(x)) + (1 - label) log(1 - sigmoid(D(x)))),
/// and those that made the fake rows learn against it, by log(1 + e^-D(x)) (the loss that does not
/// saturate; Goodfellow et al., Generative adversarial nets, 2014).
template <typename T>
class Judge {
 public:
  Judge(nn::Parameters<T>& parameters, const DiscriminatorOptions& options, std::size_t threads)
      : real_label_(1.0 - options.label_smoothing),
        threads_(threads),
        parameters_(parameters),
        network_(parameters, 0) {}

  void reserve(std::size_t panels) { network_.reserve(panels, threads_); }
  [[nodiscard]] nn::Parameters<T>& parameters() { return parameters_; }
  [[nodiscard]] std::size_t inputs() const { return network_.inputs(); }

  /// Learns from the panels of a piece of `rows`; `real` and `fake` begin at the piece's first.
  /// Returns the sum over samples of both cross entropies.
  double teach(const kernels::Table<T>& kernels, const nn::Extent& rows, const nn::Piece& piece,
               int thread, const T* real, const T* fake) {
    const double of_real =
        cross_entropy(kernels, rows, piece, thread, real, real_label_, piece.add);
    return of_real + cross_entropy(kernels, rows, piece, thread, fake, 0.0, true);
  }

  /// Computes the logits of a piece.
  void look(const kernels::Table<T>& kernels, const nn::Piece& piece, const T* fake) {
    network_.forward(kernels, fake, piece.first, piece.count);
  }
  [[nodiscard]] const T* logits(std::size_t panel) const { return network_.output(panel); }
  /// After look(): the sum over samples of log(1 + e^-D(x)).
  double against(const kernels::Table<T>& kernels, const nn::Extent& rows, const nn::Piece& piece,
                 T factor) {
    double sum = 0.0;
    for (std::size_t p = piece.first; p < piece.end(); ++p) {
      sum += kernels.softplus(T(-1), rows.lanes(p), factor, network_.output(p),
                              network_.output_gradient(p));
    }
    return sum;
  }
  /// After against(): `factor` times the sum's gradient by the rows of the piece, to `slope`.
  void backward(const kernels::Table<T>& kernels, const nn::Piece& piece, int thread, const T* fake,
                T* slope) {
    network_.backward(kernels, fake, piece.first, piece.count, thread, {false, false, slope});
  }

 private:
  /// The sum of the cross entropies of logits x with a label: label softplus(-x) + (1 - label)
  /// softplus(x), since -log sigmoid(x) = softplus(-x) and -log(1 - sigmoid(x)) = softplus(x).
  double cross_entropy(const kernels::Table<T>& kernels, const nn::Extent& rows,
                       const nn::Piece& piece, int thread, const T* input, double label, bool add) {
    const double scale = 0.5 / static_cast<double>(rows.samples);
    network_.forward(kernels, input, piece.first, piece.count);
    double sum = 0.0;
    for (std::size_t p = piece.first; p < piece.end(); ++p) {
      const auto part = [&](T sign, double share, T* gradient) {
        return share * kernels.softplus(sign, rows.lanes(p), static_cast<T>(scale * share),
                                        network_.output(p), gradient);
      };
      T* const gradient = network_.output_gradient(p);
      if (label == 0.0 || label == 1.0) {
        sum += part(label == 1.0 ? T(-1) : T(1), 1.0, gradient);
        continue;
      }
      T other[kernels::kLanes];
      sum += part(T(-1), label, gradient);
      sum += part(T(1), 1.0 - label, other);
      for (std::size_t lane = 0; lane < kernels::kLanes; ++lane) gradient[lane] += other[lane];
    }
    network_.backward(kernels, input, piece.first, piece.count, thread, {true, add, nullptr});
    return sum;
  }

  double real_label_;
  std::size_t threads_;
  nn::Parameters<T>& parameters_;
  nn::Activations<T> network_;
};

}  // namespace poseaae::objective
