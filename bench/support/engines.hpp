#pragma once

#include <string>
#include <vector>

#include "poseaae/objective/engine.hpp"

namespace poseaae::bench {

struct NamedEngine {
  std::string name;
  objective::EngineFactory make;
};

/// Every engine that is measured.
[[nodiscard]] const std::vector<NamedEngine>& engines();
/// @throws UsageError naming those there are
[[nodiscard]] const NamedEngine& engine_named(const std::string& name);

}  // namespace poseaae::bench
