#pragma once

#include <Eigen/Core>
#include <optional>
#include <string>
#include <vector>

#include "poseaae/atlas/tsne.hpp"

/// A latent space brought to a plane.
namespace poseaae::atlas {

/// Where the encodings lie on a map, and where other points of the space belong on it.
class Plane {
 public:
  /// The two principal components of the encodings (N, Z), N >= 3, Z >= 2, in latent units (not
  /// whitened): distances on the map are never longer than in the space. The axes' labels say which
  /// share of the variance each shows. Places are those of at most `max_count` encodings, evenly
  /// spread over all; the components are of all. @throws UsageError
  [[nodiscard]] static Plane principal(const Batch& latents, int max_count = 20000);
  /// t-SNE of at most `max_count` encodings, evenly spread over all. Near points stay near;
  /// distances between far ones, and axes, mean nothing. @throws UsageError (see tsne)
  [[nodiscard]] static Plane neighbours(const Batch& latents, const TsneOptions& options = {},
                                        int max_count = 2000);

  [[nodiscard]] const Eigen::MatrixX2d& positions() const noexcept {
    return positions_;
  }  ///< (M, 2)
  /// M: which encoding each place is of.
  [[nodiscard]] const std::vector<int>& rows() const noexcept { return rows_; }
  [[nodiscard]] const std::string& x_label() const noexcept { return x_label_; }
  [[nodiscard]] const std::string& y_label() const noexcept { return y_label_; }
  /// One sentence on how to read the map.
  [[nodiscard]] const std::string& note() const noexcept { return note_; }
  /// True where distances are to scale, so that both axes must be.
  [[nodiscard]] bool metric() const noexcept { return axes_.has_value(); }

  /// Other points (T, Z) -> (T, 2). PCA: the same projection. t-SNE has none: the mean of the
  /// positions of the eight nearest encodings in latent space, weighted by exp(-d^2 / 2 h^2) with h
  /// the distance to the fourth; a point that is an encoding is put where that lies.
  /// @throws UsageError on another Z
  [[nodiscard]] Eigen::MatrixX2d place(const Batch& points) const;

 private:
  struct Axes {
    Eigen::RowVectorXd mean;      ///< Z
    Eigen::MatrixX2d directions;  ///< (Z, 2)
  };
  Eigen::MatrixX2d positions_;
  std::vector<int> rows_;
  std::string x_label_;
  std::string y_label_;
  std::string note_;
  std::optional<Axes> axes_;
  Batch latents_;  ///< (M, Z), where there are no axes
};

}  // namespace poseaae::atlas
