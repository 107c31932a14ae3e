#pragma once

#include <span>
#include <string>
#include <vector>

#include "poseaae/mocap/skeleton.hpp"

/// Skeletons of formats whose files do not name their joints.
namespace poseaae::npz {

using mocap::Skeleton;
using mocap::Vec3;

/// A joint as a table has it.
struct TableJoint {
  std::string name;
  int parent = -1;
};

/// The joints that SMPL, SMPL-H and SMPL-X share, 22 from the pelvis to the wrists, and after them,
/// with hands, the 15 of each hand in the order of SMPL-H (Loper et al. 2015, Romero et al. 2017).
inline constexpr int kSmplBody = 22;
inline constexpr int kSmplHand = 15;
[[nodiscard]] std::span<const TableJoint> smpl_joints(bool hands);

/// A rest pose for these joints: arms to the sides, y up, facing z. It is not that of the licensed
/// body model, but has the proportions of a person of 1.70 m (segment lengths of Drillis and
/// Contini 1966, in D. Winter, Biomechanics and Motor Control of Human Movement). The pelvis is
/// where the model has it, about 22 cm below and 3 cm before its origin.
[[nodiscard]] std::vector<Vec3> smpl_rest(bool hands);
/// The skeleton of joints at these places of the rest pose, its root at 0. Without hands it has
/// tips at the head, toes and fingers, as far from their joints as in smpl_rest().
[[nodiscard]] Skeleton smpl_skeleton(const std::vector<Vec3>& rest);

/// The joints of SOMA as Kimodo (nv-tlabs) writes them, 30 or 77; of its SMPL-X, 22; an empty table
/// for any other number.
[[nodiscard]] std::vector<TableJoint> kimodo_joints(std::size_t count);

}  // namespace poseaae::npz
