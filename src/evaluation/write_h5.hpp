#pragma once

#include <filesystem>

#include "poseaae/evaluation/write.hpp"

namespace poseaae::evaluation {

/// @throws OutputError
void write_h5(const std::filesystem::path& path, const Comparison& comparison);

}  // namespace poseaae::evaluation
