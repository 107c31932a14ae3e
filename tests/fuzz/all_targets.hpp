#pragma once

#include <string>
#include <vector>

#include "fuzz/target.hpp"

/// The targets of this build, for tests: POSEAAE_FUZZ_TARGETS names them (CMakeLists.txt).
namespace poseaae::fuzz {

#define TARGET(name) Target name##_target();
POSEAAE_FUZZ_TARGETS
#undef TARGET

struct Named {
  std::string name;
  Target target;
};

inline std::vector<Named> targets() {
  std::vector<Named> all;
#define TARGET(name) all.push_back({#name, name##_target()});
  POSEAAE_FUZZ_TARGETS
#undef TARGET
  return all;
}

}  // namespace poseaae::fuzz
