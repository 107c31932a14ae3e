#pragma once

#include <string>

/// The functions of an exported header, with $n and $N for the model's name (c::named()).
namespace poseaae::exchange::c {

/// Layers one after the other, with all activations.
extern const char* const kNetwork;
/// Rotations to what networks see of them and back: q itself, and two columns.
extern const char* const kQuaternions;
extern const char* const kTwoColumns;
/// $n_encode(), $n_decode(), $n_positions().
extern const char* const kModel;

}  // namespace poseaae::exchange::c
