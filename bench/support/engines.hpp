#pragma once

#include <string>
#include <vector>

#include "poseaae/training/engine.hpp"

namespace poseaae::bench {

struct NamedEngine {
  std::string name;
  training::EngineFactory make;
};

/// Every engine that is measured.
[[nodiscard]] const std::vector<NamedEngine>& engines();
/// @throws UsageError naming those there are
[[nodiscard]] const NamedEngine& engine_named(const std::string& name);

}  // namespace poseaae::bench
