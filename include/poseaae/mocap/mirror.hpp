#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "poseaae/mocap/anatomy.hpp"
#include "poseaae/mocap/frame_mirror.hpp"
#include "poseaae/mocap/skeleton.hpp"

namespace poseaae::mocap {

/// The name of the corresponding joint on the other side, by the mark of a side in `name`: Left and
/// Right (left, LEFT) at the start of a word, L or R before a capital ("LThumb"), L or R (l, r) set
/// off by an underscore, full stop, hyphen, colon or space at either end ("Hand_L", "l_hand").
/// Empty for a joint in the middle. Which joints are partners is told by anatomy_of(), which goes
/// by more than names.
struct OtherSide {
  std::string name;
  bool is_left = false;  ///< the mark in the name asked about
};
[[nodiscard]] std::optional<OtherSide> other_side(const std::string& name);

/// The rotation, of the 24 that map axes to axes, that places a joint's children as in a person who
/// faces +Z: the sides along X (left +), the middle above the sides along Y. It refers to the rest
/// pose, whose local frames need not be aligned with the world. Identity where the children do not
/// determine it.
[[nodiscard]] Quat upright(const Skeleton& skeleton, int joint);

/// The mirror image of a body, joint by joint.
///
/// Under the reflection x -> -x of the world, joint j takes the place of its partner m(j)
/// (Anatomy::partner):
///   p'_m(j) = M p_j,   R'_m(j) = M R_j S_j,   M = diag(-1, 1, 1),
/// where S_j is the reflection that maps the bones to each other, S_j l_m(c) = l_c for the children
/// c of j: S_j = -P_j with P_j a half turn about x, y or z (unit quaternion u_j = i, j, k), or none
/// (1), and where none of these fits, another rotation. The local rotation then is, with p the
/// parent of j and u = i for the world,
///   q'_m(j) = u_p* q_j u_j,
/// four numbers exchanged with signs; (w, x, -y, -z) for a rest pose whose frames are the world's.
/// Where the bones admit several u_j, the one is chosen whose image of `reference`, a nearly
/// symmetric pose such as a mean, is nearest to `reference` itself, which also fixes the sign of
/// q'. A joint without partner keeps its rotation q: what one hand holds, it holds in the image
/// too. The bones of places, above the body, say nothing about it.
class JointMirror {
 public:
  /// `reference`: J x 4, w x y z; empty: the rest pose.
  /// @throws UsageError with Anatomy::why_no_mirror, or naming the joint whose bones are no mirror
  /// image: their directions differ by more than a quarter of the length
  explicit JointMirror(const Skeleton& skeleton, std::span<const double> reference = {});

  [[nodiscard]] int joints() const noexcept { return static_cast<int>(partner_.size()); }
  /// m(j); for a joint in the middle or without partner, j itself.
  [[nodiscard]] int partner(int joint) const { return partner_.at(joint); }
  /// q'_m(j) of q_j.
  [[nodiscard]] Quat rotation(int joint, const Quat& q) const;
  /// Whether the joint is in the middle or has a partner.
  [[nodiscard]] bool is_mirrored(int joint) const { return mirrored_.at(joint); }
  /// S_m(j) l: maps a point in the frame of j to that of m(j); joint -1: the world.
  [[nodiscard]] Vec3 point(int joint, const Vec3& l) const;
  /// Writes the mirror image of a pose (J x 4); the two must not overlap.
  void pose(std::span<const float> from, std::span<float> to) const;
  /// max |S_j l_m(c) - l_c| / min(|l_c|, |l_m(c)|) over the bones of the body, and the joint where
  /// it is attained: the asymmetry of the skeleton.
  [[nodiscard]] double asymmetry() const noexcept { return asymmetry_; }
  [[nodiscard]] int least_symmetric() const noexcept { return least_symmetric_; }

 private:
  /// q' = M q. Where a row of M has one number alone, +-1: q' is read from component `from[k]` of
  /// q, times `sign[k]`.
  struct Exchange {
    bool signs_only = true;
    int from[4] = {0, 1, 2, 3};
    float sign[4] = {1.0F, 1.0F, 1.0F, 1.0F};
    Eigen::Matrix4d matrix;  ///< M, w x y z
  };
  void find_frames(const Skeleton& skeleton, const Anatomy& anatomy,
                   std::span<const double> reference);
  void measure_asymmetry(const Skeleton& skeleton, const Anatomy& anatomy);
  void find_exchanges(const Skeleton& skeleton, std::span<const double> reference);

  std::vector<int> partner_;
  std::vector<bool> mirrored_;
  std::vector<FrameMirror> frame_;  ///< S_j
  std::vector<Exchange> exchange_;
  double asymmetry_ = 0.0;
  int least_symmetric_ = 0;
};

}  // namespace poseaae::mocap
