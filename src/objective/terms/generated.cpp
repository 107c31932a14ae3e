#include "poseaae/objective/room_positions.hpp"
#include "poseaae/objective/slices.hpp"
#include "poseaae/objective/term.hpp"

namespace poseaae::objective {

namespace {

using kernels::Buffer;
using kernels::kLanes;
using nn::Piece;

/// Rows decoded from samples of the prior, and the sliced Wasserstein distance of their joint
/// positions from those of recorded rows, whose gradient trains the decoder. Reconstruction alone
/// does not train the decoder between encodings. Of poses, positions have the root at the origin
/// and leave it out; of windows, they are those in the room of kComparedFrames frames.
template <typename T>
class Generated final : public Term<T> {
 public:
  explicit Generated(const TermSetup<T>& setup)
      : Term<T>(setup),
        truth_size_(static_cast<std::size_t>(setup.engine.rows.width()) * kLanes),
        left_out_(setup.engine.rows.travels ? 0 : 3),
        decoder_(setup.autoencoder, kDecoder) {
    const auto frames = static_cast<std::size_t>(setup.engine.rows.frames);
    for (std::size_t thread = 0; thread < setup.threads; ++thread) {
      rooms_.emplace_back(setup.engine, spread_frames(frames, kComparedFrames));
    }
  }

  void reserve(std::size_t panels) override {
    decoder_.reserve(panels, rooms_.size());
    for (auto* buffer : {&generated_, &recorded_, &by_positions_}) {
      buffer->resize(panels * position_size());
    }
  }

  void finish(const Pass<T>& pass) override {
    pass.in_pieces(pass.matched,
                   [&](const Piece& piece, int thread) { decode(pass, piece, thread); });
    value_ = compare(pass);
    if (!pass.learns) return;
    pass.in_pieces(pass.matched,
                   [&](const Piece& piece, int thread) { backward(pass, piece, thread); });
  }

  void value(const Pass<T>&, Losses& losses) const override { this->own(losses) = value_; }

 private:
  [[nodiscard]] std::size_t position_size() const { return rooms_.front().size(); }
  [[nodiscard]] const T* prior(const Pass<T>& pass, const Piece& piece) const {
    return pass.prior + piece.first * decoder_.inputs() * kLanes;
  }

  /// Joint positions of rows decoded from samples of the prior, and of recorded ones.
  void decode(const Pass<T>& pass, const Piece& piece, int thread) {
    RoomPositions<T>& room = rooms_[static_cast<std::size_t>(thread)];
    decoder_.forward(pass.kernels, prior(pass, piece), piece.first, piece.count);
    for (std::size_t p = piece.first; p < std::min(piece.end(), pass.matched.panels()); ++p) {
      room.of_prediction(pass.kernels, decoder_.output(p), generated_.data() + p * position_size());
      room.of_truth(pass.kernels, pass.poses + p * truth_size_,
                    recorded_.data() + p * position_size());
    }
  }

  /// The distance over all pieces; keeps its gradient.
  double compare(const Pass<T>& pass) {
    const std::size_t width = 3 * rooms_.front().points();
    const std::size_t samples = pass.matched.samples;
    const auto rows = static_cast<Eigen::Index>(samples);
    const auto columns = static_cast<Eigen::Index>(width);
    const auto take = [&](const Buffer<T>& panels, BatchOf<T>& positions) {
      gradient_rows_.resize(rows, columns);
      pass.kernels.from_panels(panels.data(), samples, width, gradient_rows_.data(), width);
      positions = gradient_rows_.rightCols(columns - left_out_);
    };
    take(generated_, generated_rows_);
    take(recorded_, recorded_rows_);
    slices_.set_directions(generated_rows_.cols(), kPositionDirections, pass.number);
    const T distance = slices_.to_samples(generated_rows_, recorded_rows_,
                                          static_cast<T>(this->weight(pass)), gradient_rows_);
    recorded_rows_.setZero(rows, columns);
    recorded_rows_.rightCols(gradient_rows_.cols()) = gradient_rows_;
    pass.kernels.to_panels(recorded_rows_.data(), nullptr, width, samples, width,
                           by_positions_.data());
    return static_cast<double>(distance);
  }

  void backward(const Pass<T>& pass, const Piece& piece, int thread) {
    RoomPositions<T>& room = rooms_[static_cast<std::size_t>(thread)];
    for (std::size_t p = piece.first; p < piece.end(); ++p) {
      T* const gradient = decoder_.output_gradient(p);
      std::fill_n(gradient, decoder_.outputs() * kLanes, T(0));
      room.backward(pass.kernels, pass.matched.lanes(p), decoder_.output(p),
                    generated_.data() + p * position_size(),
                    by_positions_.data() + p * position_size(), gradient);
    }
    decoder_.backward(pass.kernels, prior(pass, piece), piece.first, piece.count, thread,
                      {true, true, nullptr});
  }

  std::size_t truth_size_;  ///< numbers of a panel of recorded rows
  Eigen::Index left_out_;   ///< columns of positions, the first
  nn::Activations<T> decoder_;
  Slices<T> slices_;
  Buffer<T> generated_;  ///< positions, panels
  Buffer<T> recorded_;
  Buffer<T> by_positions_;
  std::vector<RoomPositions<T>> rooms_;  ///< one per thread
  BatchOf<T> generated_rows_, recorded_rows_, gradient_rows_;
  double value_ = 0.0;
};

}  // namespace

LossTerm generated_term() {
  return {
      .name = "generated",
      .column = "ae_generated",
      .best = 400.0,
      .comment =
          "weight of the sliced Wasserstein distance between joint positions of poses "
          "decoded from N(0, I) and those of the batch, per square metre (aae, wae, vae)",
      .kinds = {ModelKind::kAae, ModelKind::kWae, ModelKind::kVae},
      .loops = loops_of<Generated>(),
      .of_generated = true,
  };
}

}  // namespace poseaae::objective
