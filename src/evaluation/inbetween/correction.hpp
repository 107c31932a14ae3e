#pragma once

#include <vector>

#include "poseaae/evaluation/inbetween_models.hpp"
#include "poseaae/metrics/pca.hpp"
#include "poseaae/nn/inference.hpp"
#include "poseaae/nn/network.hpp"

/// The parts of the method "corrected".
namespace poseaae::evaluation::inbetween {

/// Clips to learn from: their motions, and the frames of the model's format. Both last as long as
/// whoever holds them.
struct Clips {
  /// @throws UsageError for other joints or rates
  Clips(const codec::PoseFormat& clip_format, const std::vector<mocap::Motion>& clips, int threads);

  const codec::PoseFormat& format;
  const std::vector<mocap::Motion>& motions;
  std::vector<Batch> frames;

  /// At most so many stretches of so many frames, evenly spread over the clips.
  struct Stretch {
    int clip = 0;
    int first = 0;
  };
  [[nodiscard]] std::vector<Stretch> stretches(int length, int count) const;
};

/// Coordinates of windows in which a distance is one of joints in metres: components of some of the
/// clips' windows (training::body_components()), at most 256, times their deviations.
class Coordinates {
 public:
  explicit Coordinates(const Clips& clips);

  [[nodiscard]] int size() const { return static_cast<int>(deviations_.size()); }
  /// (B, P) -> (B, K).
  [[nodiscard]] Batch of(const Batch& rows) const { return network_(format_.features_of(rows)); }
  /// Divided by their deviations, at most 6 in size.
  [[nodiscard]] Batch bounded(const Batch& coordinates) const;
  /// The decoder followed by the map from its features to coordinates.
  [[nodiscard]] nn::Network behind(const nn::Network& decoder) const;
  /// n K coordinates -> as many numbers whose length is the error within a gap (gap_metric()).
  [[nodiscard]] nn::Network within(int gap) const;

 private:
  struct Fitted {
    metrics::Pca components;
    Eigen::MatrixXd rotations;  ///< training::position_metric()
  };
  Coordinates(codec::PoseFormat format, Fitted fitted);
  static Fitted fitted_to(const Clips& clips);

  codec::PoseFormat format_;
  Fitted fitted_;
  Eigen::VectorXd deviations_;  ///< (K)
  Eigen::MatrixXd map_;         ///< (K, F)
  Eigen::VectorXd offset_;      ///< (K)
  nn::Inference network_;
};

/// Each row becomes that of its mirror image.
void turn_over(const training::Augmentation& mirror, Eigen::Ref<Batch> rows);

/// The past, the gap as it was filled, and the target.
[[nodiscard]] mocap::Motion joined(const Gap& gap, const mocap::Motion& filled);

/// What f is given for a number of motions that are n windows each, the gap interpolated.
struct Seen {
  Batch coordinates;  ///< (B, n K), bounded
  Batch encodings;    ///< (B, n Z)
};
/// `rows` are (B n, P).
[[nodiscard]] Seen seen_of(const codec::PoseAutoencoder& model, const Coordinates& coordinates,
                           const Batch& rows, int n);

/// f for gaps of so many frames.
[[nodiscard]] nn::Network learn_correction(const codec::PoseAutoencoder& model, const Clips& clips,
                                           const Coordinates& coordinates, int gap,
                                           const training::Augmentation* mirror,
                                           const CorrectionOptions& options);

}  // namespace poseaae::evaluation::inbetween
