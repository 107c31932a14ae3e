#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

#include "poseaae/latent/attribute.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/path.hpp"

/// Arithmetic with attribute vectors along paths. Each function keeps the path's frames and rate,
/// and gives the path itself where every strength is 0.
namespace poseaae::latent {

/// Strength over a path: from `first` at its first frame to `last` at its last, in a straight line.
/// 0 leaves a pose as it is, 1 goes as far as poses with the attribute are, -1 the other way.
struct Strength {
  double first = 1.0;
  double last = 1.0;

  /// "1.5", or "0:1.5" for one that grows. @throws UsageError
  [[nodiscard]] static Strength parse(const std::string& text);
  /// At frame t of T.
  [[nodiscard]] double at(int t, int frames) const;
};

/// A vector (Z) with a strength.
struct Dose {
  Eigen::VectorXf vector;
  Strength strength{};
};

/// z'_t = z_t + sum_i s_i(t) v_i: attributes add up, in any order. Style transfer by means is the
/// case of one dose, v = z_style - z_neutral. @throws UsageError on another Z
[[nodiscard]] LatentPath compose(const LatentPath& path, const std::vector<Dose>& doses);

struct ClipStyleOptions {
  Strength strength{};
  /// Align the clips in time by dynamic time warping (warp.hpp), the neutral one to the content and
  /// the one with style to the neutral one, each in whitened coordinates less its mean, since a
  /// style shifts all of a clip; otherwise both are stretched to the content's length.
  bool align = true;
  double smoothing_s = 0.1;  ///< deviation of the Gaussian that smooths the difference over time
};

/// z'_t = z_t + s (style[w(t)] - neutral[n(t)]), frame by frame: what two clips of one content in
/// two styles differ by at each moment is added to a third. w and n lead from frames of the content
/// to those of the clips (ClipStyleOptions::align).
/// @throws UsageError on other Z, or an empty path
[[nodiscard]] LatentPath transfer(const LatentPath& content, const LatentPath& style,
                                  const LatentPath& neutral, const LatentGaussian& space,
                                  const ClipStyleOptions& options = {});

/// z'_t = z_t + s(t) S slerp(S^-1 a, S^-1 b, e), e = t / (T - 1): the clip changes from attribute a
/// to b on the way, at full strength all along, since the arc keeps the length that a straight line
/// would lose. S whitens (LatentGaussian). A vector of 0 stands for neutral: the line to it is
/// straight.
[[nodiscard]] LatentPath gradient(const LatentPath& path, const Eigen::VectorXf& from,
                                  const Eigen::VectorXf& to, const LatentGaussian& space,
                                  const Strength& strength = {});

/// The vector S multi_slerp(S^-1 v_1, ..., S^-1 v_N; w) that lies between several attributes, by
/// weights that sum to 1: as strong as they are, which their mean is not.
/// @throws UsageError when weights do not sum to 1, or sizes differ
[[nodiscard]] Eigen::VectorXf blend(const std::vector<Eigen::VectorXf>& vectors,
                                    const std::vector<double>& weights,
                                    const LatentGaussian& space);

}  // namespace poseaae::latent
