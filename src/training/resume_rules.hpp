#pragma once

#include <filesystem>
#include <string>

#include "poseaae/training/config.hpp"

namespace poseaae::training {

/// What a run may change when it is resumed is how it goes on learning: epochs, rates, weights of
/// losses, threads, and so on. What its trained weights or its poses stand for (the method, the
/// kinds of layer, the unit of the files, ...) stays as it was.
/// @throws ConfigError naming the first key that differs and may not; `begun` is the
/// configuration that the state in `folder` was saved with, as print() writes it
void require_same_run(const std::string& begun, const Config& now,
                      const std::filesystem::path& folder);

}  // namespace poseaae::training
