#include "discriminator.hpp"

namespace poseaae::training::fused {

using kernels::kLanes;

template <typename T>
Discriminator<T>::Discriminator(const EngineSetup& setup, const kernels::Table<T>& kernels)
    : kernels_(kernels),
      tutorial_(setup.objective.preset == Preset::kTutorial),
      real_label_(1.0 - setup.discriminator.label_smoothing),
      parameters_({&setup.initial.discriminator}, setup.optimiser, setup.threads),
      activations_(parameters_, 0, setup.initial.discriminator.layers().size()) {}

/// The cross entropy of logits x with a label: label softplus(-x) + (1 - label) softplus(x), since
/// -log sigmoid(x) = softplus(-x) and -log(1 - sigmoid(x)) = softplus(x).
template <typename T>
double Discriminator<T>::cross_entropy(const Extent& batch, const Piece& piece, int thread,
                                       const T* input, double label, bool add) {
  const double scale = 0.5 / static_cast<double>(batch.samples);
  activations_.forward(kernels_, input, piece.first, piece.count);
  double sum = 0.0;
  for (std::size_t p = piece.first; p < piece.end(); ++p) {
    const auto part = [&](T sign, double share, T* gradient) {
      return share * kernels_.softplus(sign, batch.lanes(p), static_cast<T>(scale * share),
                                       activations_.output(p), gradient);
    };
    T* const gradient = activations_.output_gradient(p);
    if (label == 0.0 || label == 1.0) {
      sum += part(label == 1.0 ? T(-1) : T(1), 1.0, gradient);
      continue;
    }
    T other[kLanes];
    sum += part(T(-1), label, gradient);
    sum += part(T(1), 1.0 - label, other);
    for (std::size_t lane = 0; lane < kLanes; ++lane) gradient[lane] += other[lane];
  }
  activations_.backward(kernels_, input, piece.first, piece.count, thread, {true, add, nullptr});
  return sum;
}

template <typename T>
double Discriminator<T>::accumulate_gradients(const Extent& batch, const Piece& piece, int thread,
                                              const T* real, const T* fake) {
  const double of_real = cross_entropy(batch, piece, thread, real, real_label_, piece.add);
  return of_real + cross_entropy(batch, piece, thread, fake, 0.0, true);
}

template <typename T>
double Discriminator<T>::encoder_loss(const Extent& batch, const Piece& piece, int thread,
                                      const T* fake, T factor, T* gradient) {
  activations_.forward(kernels_, fake, piece.first, piece.count);
  double sum = 0.0;
  for (std::size_t p = piece.first; p < piece.end(); ++p) {
    sum += tutorial_ ? 100.0 * kernels_.sigmoid_sum(batch.lanes(p), activations_.output(p))
                     : kernels_.softplus(T(-1), batch.lanes(p), factor, activations_.output(p),
                                         activations_.output_gradient(p));
  }
  if (gradient != nullptr) {
    activations_.backward(kernels_, fake, piece.first, piece.count, thread,
                          {false, false, gradient});
  }
  return sum;
}

template class Discriminator<float>;
template class Discriminator<double>;

}  // namespace poseaae::training::fused
