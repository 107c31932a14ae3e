#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "poseaae/codec/pose_autoencoder.hpp"

namespace poseaae::exchange::test {

/// Arrays by name, a row each of N rows or points, as exported models take and give them.
using Arrays = std::map<std::string, Batch>;

/// Of rows (N, P): "rotations" (N, W 4J), of windows also "root" and "contacts", and "positions"
/// (N, W 3J) by forward kinematics.
[[nodiscard]] Arrays arrays_of(const codec::PoseAutoencoder& model, const Batch& rows);

/// FOLDER/<name>.f32: the numbers alone, as this machine has them.
void write_array(const std::filesystem::path& folder, const std::string& name, const Batch& array);
/// @throws std::runtime_error unless the file has `rows` rows of `columns` numbers
[[nodiscard]] Batch read_array(const std::filesystem::path& folder, const std::string& name,
                               Eigen::Index rows, Eigen::Index columns);

}  // namespace poseaae::exchange::test
