#pragma once

#include <string>

#include "poseaae/diffusion/latent_diffusion.hpp"

namespace poseaae::diffusion {

/// SHA-256 over all that a diffusion in HDF5 stores, with the directions (K, W Z) as they lie
/// there.
[[nodiscard]] std::string hdf5_checksum(const DiffusionData& data,
                                        const BatchOf<double>& directions);

}  // namespace poseaae::diffusion
