#pragma once

#include "graph.hpp"
#include "poseaae/mocap/skeleton.hpp"

/// Rotations in graphs, each (M, J, 4) of quaternions w x y z or (M, J, 6) of two columns, without
/// branches: where the codec chooses, weights choose that are exactly 0 or 1,
///   step(x) = r / (r + 1e-30), r = max(0, x).
namespace poseaae::exchange::onnx {

/// q or -q, on the hemisphere of the reference (J x 4).
Value aligned(Graph& graph, const Value& quaternions, const std::vector<float>& reference);
/// The first two columns of the matrices of unit quaternions.
Value six_of(Graph& graph, const Value& quaternions);
/// q / |q|, of zero the identity.
Value normalised(Graph& graph, const Value& quaternions);
/// The quaternion of the frame of two columns, as kernels::from_six(): Gram-Schmidt, then that row
/// of 4 q q^T which has the largest diagonal (Bar-Itzhack 2000).
Value quaternions_of_six(Graph& graph, const Value& six);
/// (M, J, 4) -> (M, J, 3): metres, the root at the origin. World rotations a level of the skeleton
/// at a time; a position is the sum of the bones on the way to it.
Value positions_of(Graph& graph, const Value& quaternions, const mocap::Skeleton& skeleton);

}  // namespace poseaae::exchange::onnx
