#include "support/engines.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"
#include "poseaae/fused_engine/fused_engine.hpp"
#ifdef POSEAAE_WITH_TORCH
#include "poseaae/torch_engine/torch_engine.hpp"
#endif

namespace poseaae::bench {

const std::vector<NamedEngine>& engines() {
  static const std::vector<NamedEngine> all{
      {"fused", fused_engine::make_fused_engine},
#ifdef POSEAAE_WITH_TORCH
      {"torch", torch_engine::make_torch_engine},
#endif
  };
  return all;
}

const NamedEngine& engine_named(const std::string& name) {
  std::string known;
  for (const auto& engine : engines()) {
    if (engine.name == name) return engine;
    known += (known.empty() ? "" : ", ") + engine.name;
  }
  throw UsageError(fmt::format("engine: expected one of {}, found '{}'", known, name));
}

}  // namespace poseaae::bench
