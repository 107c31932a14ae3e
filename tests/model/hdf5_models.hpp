#pragma once

#include <filesystem>

#include "poseaae/codec/pose_autoencoder.hpp"

namespace poseaae::model::test {

/// A model in HDF5, as older versions wrote it: their code.
void save_hdf5(const codec::PoseAutoencoder& model, const std::filesystem::path& path);

}  // namespace poseaae::model::test
