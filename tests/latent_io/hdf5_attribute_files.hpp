#pragma once

#include <filesystem>

#include "poseaae/latent/attribute.hpp"

namespace poseaae::latent::test {

/// Attributes in HDF5, as older versions wrote them: their code.
void save_hdf5_attributes(const AttributeSet& set, const std::filesystem::path& path);

}  // namespace poseaae::latent::test
