#pragma once

#include <vector>

#include "figure.hpp"
#include "poseaae/footing/contacts.hpp"
#include "poseaae/footing/two_bone_ik.hpp"

namespace poseaae::retarget {

/// A foot that is to stay with the scaled source's.
struct FootWay {
  /// T: where the toes are from the ankle, in the world, of the target less of the scaled source.
  std::vector<mocap::Vec3> toe{};
  std::vector<char> on{};  ///< T: something touches
  /// T: how much it is the toes that are held: 1 where the heel does not touch, 0 where the toes do
  /// not; where both do, v_h^2 / (v_h^2 + v_t^2) of their speeds in the source.
  std::vector<double> toe_share{};
  /// T: how far the toes have to rise from there, so that they go no deeper below the floor than
  /// those of the scaled source; below 0 where they may sink.
  std::vector<double> rise{};
};

/// T, n: by how much the toes are to leave the place that they have while the ankle is at S(ankle).
/// What touches moves as that of the scaled source does: from a frame to the next n changes by
/// - share (toe_t - toe_(t-1)). In a run of frames in contact, the middle of its least and its
/// greatest n is 0 along the floor, and the mean height of those frames in which the heel touches,
/// if there are any, or of all. Between runs n goes along a cubic, by way of 0 where they are more
/// than 0.3 s apart. Then it rises to `rise`.
[[nodiscard]] std::vector<mocap::Vec3> toe_needs(const FootWay& way, double fps);

/// What an ankle and its foot do so that toes move.
struct FootMove {
  mocap::Vec3 shift{0, 0, 0};  ///< c, of the ankle, metres
  mocap::Vec3 turn{0, 0, 0};   ///< d, of the foot about the ankle, a rotation vector in the world
};

/// The move that takes toes, which are at m from the ankle, by n, where
///   n = c + exp(d) m - m   and   (|c| / 2 cm)^2 + (|d| / 5 degrees)^2 is least,
/// for small turns. Each goes up to 0.6 of that as it should, ever more slowly beyond, and never
/// farther; what is lost of one the other makes up for, while it can. Last, c rises so that no
/// more than 1 cm is missed of `rise`, however far that is.
[[nodiscard]] FootMove foot_move(const mocap::Vec3& need, const mocap::Vec3& toe, double rise);

}  // namespace poseaae::retarget
