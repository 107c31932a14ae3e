#include "poseaae/objective/generated_rows.hpp"

#include <algorithm>

#include "poseaae/objective/slices.hpp"

namespace poseaae::objective {

using kernels::kLanes;

template <typename T>
GeneratedRows<T>::GeneratedRows(const EngineSetup& setup, nn::Parameters<T>& autoencoder,
                                std::size_t network, std::size_t threads)
    : truth_size_(static_cast<std::size_t>(setup.rows.width()) * kLanes),
      left_out_(setup.rows.travels ? 0 : 3),
      decoder_(autoencoder, network) {
  const auto frames = static_cast<std::size_t>(setup.rows.frames);
  for (std::size_t thread = 0; thread < threads; ++thread) {
    rooms_.emplace_back(setup, spread_frames(frames, kComparedFrames));
  }
}

template <typename T>
void GeneratedRows<T>::reserve(std::size_t panels) {
  decoder_.reserve(panels, rooms_.size());
  for (auto* buffer : {&generated_, &recorded_, &by_positions_}) {
    buffer->resize(panels * rooms_.front().size());
  }
}

template <typename T>
void GeneratedRows<T>::decode(const kernels::Table<T>& kernels, const nn::Piece& piece, int thread,
                              const T* prior, const T* poses) {
  RoomPositions<T>& room = rooms_[static_cast<std::size_t>(thread)];
  decoder_.forward(kernels, prior + piece.first * decoder_.inputs() * kLanes, piece.first,
                   piece.count);
  for (std::size_t p = piece.first; p < piece.end(); ++p) {
    room.of_prediction(kernels, decoder_.output(p), generated_.data() + start(p));
    room.of_truth(kernels, poses + p * truth_size_, recorded_.data() + start(p));
  }
  std::fill(by_positions(piece.first), by_positions(piece.end()), T(0));
}

template <typename T>
void GeneratedRows<T>::backward(const kernels::Table<T>& kernels, const nn::Extent& rows,
                                const nn::Piece& piece, int thread, const T* prior) {
  RoomPositions<T>& room = rooms_[static_cast<std::size_t>(thread)];
  for (std::size_t p = piece.first; p < piece.end(); ++p) {
    T* const gradient = decoder_.output_gradient(p);
    std::fill_n(gradient, decoder_.outputs() * kLanes, T(0));
    room.backward(kernels, rows.lanes(p), decoder_.output(p), generated_.data() + start(p),
                  by_positions(p), gradient);
  }
  decoder_.backward(kernels, prior + piece.first * decoder_.inputs() * kLanes, piece.first,
                    piece.count, thread, {true, true, nullptr});
}

template class GeneratedRows<float>;
template class GeneratedRows<double>;

}  // namespace poseaae::objective
