#pragma once

#include <filesystem>

#include "poseaae/diffusion/latent_diffusion.hpp"

/// Diffusions in HDF5, as older versions wrote them; today's are safetensors
/// (LatentDiffusion::load()).
namespace poseaae::diffusion {

/// Each with a checksum over all that it stores. @throws InputError, ModelError: missing, not a
/// diffusion, damaged, another version
[[nodiscard]] LatentDiffusion load_hdf5(const std::filesystem::path& path);

}  // namespace poseaae::diffusion
