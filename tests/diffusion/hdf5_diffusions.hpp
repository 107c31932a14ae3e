#pragma once

#include <filesystem>

#include "poseaae/diffusion/latent_diffusion.hpp"

namespace poseaae::diffusion::test {

/// A diffusion in HDF5, as older versions wrote it: their code.
void save_hdf5(const LatentDiffusion& diffusion, const std::filesystem::path& path);

}  // namespace poseaae::diffusion::test
