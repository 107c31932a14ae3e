#include "generated.hpp"

namespace poseaae::training::fused {

using kernels::kLanes;

template <typename T>
Generated<T>::Generated(const EngineSetup& setup, const kernels::Table<T>& kernels,
                        Parameters<T>& autoencoder, std::size_t first_layer)
    : kernels_(kernels),
      bones_(setup.skeleton),
      joints_(static_cast<std::size_t>(setup.skeleton.joints())),
      rotation_(setup.objective.rotation),
      decoder_(autoencoder, first_layer, setup.initial.decoder.layers().size()) {}

template <typename T>
std::size_t Generated<T>::position_size() const {
  return 3 * joints_ * kLanes;
}

template <typename T>
void Generated<T>::reserve(std::size_t panels, std::size_t threads) {
  decoder_.reserve(panels, threads);
  for (auto* buffer : {&generated_, &recorded_, &by_positions_}) {
    buffer->resize(panels * position_size());
  }
  scratch_.resize(threads);
  // room for a panel's quaternions beside what kinematics needs
  for (auto& scratch : scratch_) {
    scratch.resize(kernels::pose_loss_scratch(joints_) +
                   kernels::quaternion_rows(joints_) * kLanes);
  }
}

template <typename T>
void Generated<T>::decode(const Extent& batch, const Piece& piece, int thread, const T* prior,
                          const T* poses) {
  const std::size_t latent = decoder_.inputs() * kLanes;
  T* const scratch = scratch_[static_cast<std::size_t>(thread)].data();
  T* const quaternions = scratch + kernels::pose_loss_scratch(joints_);
  const std::size_t size = kernels::quaternion_rows(joints_) * kLanes;
  decoder_.forward(kernels_, prior + piece.first * latent, piece.first, piece.count);
  for (std::size_t p = piece.first; p < std::min(piece.end(), batch.panels()); ++p) {
    if (rotation_ == kernels::RotationForm::kSixD) {
      kernels_.from_six(joints_, 1, decoder_.output(p), quaternions);
    } else {
      std::copy_n(decoder_.output(p), size, quaternions);
      kernels_.normalise(joints_, 1, quaternions);
    }
    kernels_.forward_kinematics(bones_.chain(), quaternions, scratch,
                                generated_.data() + p * position_size());
    kernels_.forward_kinematics(bones_.chain(), poses + p * size, scratch,
                                recorded_.data() + p * position_size());
  }
}

template <typename T>
double Generated<T>::compare(const Extent& batch, T factor, std::int64_t step) {
  const std::size_t width = 3 * joints_;
  const auto rows = static_cast<Eigen::Index>(batch.samples);
  const auto take = [&](const Buffer<T>& panels, BatchOf<T>& positions) {
    gradient_rows_.resize(rows, static_cast<Eigen::Index>(width));
    kernels_.from_panels(panels.data(), batch.samples, width, gradient_rows_.data(), width);
    positions = gradient_rows_.rightCols(static_cast<Eigen::Index>(width) - 3);
  };
  take(generated_, generated_rows_);
  take(recorded_, recorded_rows_);
  slices_.set_directions(generated_rows_.cols(), kPositionDirections, step);
  const T distance = slices_.to_samples(generated_rows_, recorded_rows_, factor, gradient_rows_);
  recorded_rows_.setZero(rows, static_cast<Eigen::Index>(width));
  recorded_rows_.rightCols(gradient_rows_.cols()) = gradient_rows_;
  kernels_.to_panels(recorded_rows_.data(), width, batch.samples, width, by_positions_.data());
  return static_cast<double>(distance);
}

template <typename T>
void Generated<T>::backward(const Extent& batch, const Piece& piece, int thread, const T* prior) {
  T* const scratch = scratch_[static_cast<std::size_t>(thread)].data();
  for (std::size_t p = piece.first; p < piece.end(); ++p) {
    kernels_.positions_backward(bones_.chain(), rotation_, batch.lanes(p), decoder_.output(p),
                                by_positions_.data() + p * position_size(), scratch,
                                decoder_.output_gradient(p));
  }
  decoder_.backward(kernels_, prior + piece.first * decoder_.inputs() * kLanes, piece.first,
                    piece.count, thread, {true, true, nullptr});
}

template class Generated<float>;
template class Generated<double>;

}  // namespace poseaae::training::fused
