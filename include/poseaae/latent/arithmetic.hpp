#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

#include "poseaae/latent/attribute.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/path.hpp"

/// Arithmetic with attribute vectors along paths. Each function keeps the path's frames and rate,
/// and returns the path unchanged where every strength is 0.
namespace poseaae::latent {

/// Strength along a path: changes linearly from `first` at the first frame to `last` at the last. 0
/// leaves a pose unchanged, 1 moves it as far as poses with the attribute are, -1 the opposite way.
struct Strength {
  double first = 1.0;
  double last = 1.0;

  /// "1.5", or "0:1.5" for a strength that grows. @throws UsageError
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
/// special case of one dose, v = z_style - z_neutral. @throws UsageError when Z differs
[[nodiscard]] LatentPath compose(const LatentPath& path, const std::vector<Dose>& doses);

struct ClipStyleOptions {
  Strength strength{};
  /// Align the clips in time by dynamic time warping (warp.hpp): the neutral clip to the content,
  /// and the clip with the style to the neutral one, each in whitened coordinates minus its mean,
  /// since a style shifts the whole clip. Otherwise both are stretched to the content's length.
  bool align = true;
  /// Standard deviation of the Gaussian that smooths the difference over time.
  double smoothing_s = 0.1;
};

/// z'_t = z_t + s (style[w(t)] - neutral[n(t)]), frame by frame: the difference between two clips
/// of the same content in two styles is added to a third clip at each moment. w and n map frames of
/// the content to frames of the two clips (ClipStyleOptions::align).
/// @throws UsageError when Z differs, or a path is empty
[[nodiscard]] LatentPath transfer(const LatentPath& content, const LatentPath& style,
                                  const LatentPath& neutral, const LatentGaussian& space,
                                  const ClipStyleOptions& options = {});

/// z'_t = z_t + s(t) S slerp(S^-1 a, S^-1 b, e), e = t / (T - 1): the clip changes from attribute a
/// to b along the way, at full strength throughout, since the arc keeps the length that a straight
/// line would lose. S whitens (LatentGaussian). A vector of 0 stands for neutral: the line to it is
/// straight.
[[nodiscard]] LatentPath gradient(const LatentPath& path, const Eigen::VectorXf& from,
                                  const Eigen::VectorXf& to, const LatentGaussian& space,
                                  const Strength& strength = {});

/// The vector S multi_slerp(S^-1 v_1, ..., S^-1 v_N; w) that lies between several attributes, with
/// weights that sum to 1. It is as strong as they are, whereas their mean is weaker.
/// @throws UsageError when weights do not sum to 1, or sizes differ
[[nodiscard]] Eigen::VectorXf blend(const std::vector<Eigen::VectorXf>& vectors,
                                    const std::vector<double>& weights,
                                    const LatentGaussian& space);

}  // namespace poseaae::latent
