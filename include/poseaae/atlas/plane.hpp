#pragma once

#include <Eigen/Core>
#include <optional>
#include <string>
#include <vector>

#include "poseaae/atlas/tsne.hpp"
#include "poseaae/math/batch.hpp"

/// Projections of a latent space onto a plane.
namespace poseaae::atlas {

/// The positions of encodings on a map, and of other points of the space.
class Plane {
 public:
  /// The two principal components of the encodings (N, Z), N >= 3, Z >= 2, in latent units (not
  /// whitened): distances on the map are never longer than in the space. The labels of the axes
  /// give the share of the variance along each. Positions are those of at most `max_count`
  /// encodings, evenly spread over all; the components are computed from all. @throws UsageError
  [[nodiscard]] static Plane principal(const Batch& latents, int max_count = 20000);
  /// t-SNE of at most `max_count` encodings, evenly spread over all. Points that are close stay
  /// close; large distances and the axes have no meaning. @throws UsageError (see tsne)
  [[nodiscard]] static Plane neighbours(const Batch& latents, const TsneOptions& options = {},
                                        int max_count = 2000);

  [[nodiscard]] const Eigen::MatrixX2d& positions() const noexcept {
    return positions_;
  }  ///< (M, 2)
  /// (M): the row of the encoding at each position.
  [[nodiscard]] const std::vector<int>& rows() const noexcept { return rows_; }
  [[nodiscard]] const std::string& x_label() const noexcept { return x_label_; }
  [[nodiscard]] const std::string& y_label() const noexcept { return y_label_; }
  /// One sentence on how to read the map.
  [[nodiscard]] const std::string& note() const noexcept { return note_; }
  /// True when distances are to scale, so that both axes need the same scale.
  [[nodiscard]] bool metric() const noexcept { return axes_.has_value(); }

  /// Other points (T, Z) -> (T, 2). PCA: the same projection. t-SNE has no projection: the mean of
  /// the positions of the eight nearest encodings in latent space, weighted by exp(-d^2 / 2 h^2)
  /// with h the distance to the fourth; a point that is an encoding gets the position of that
  /// encoding.
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
