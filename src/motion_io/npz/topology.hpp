#pragma once

#include <string>
#include <vector>

#include "forms.hpp"

namespace poseaae::npz {

/// Names of joints and what they hang from.
struct Topology {
  std::vector<std::string> names;
  std::vector<int> parents;  ///< -1 for the root
};

/// A file of the AI-Toolbox with `jointNames` and `jointParents` (JSON). @throws InputError
[[nodiscard]] Topology read_topology(const std::filesystem::path& path);

}  // namespace poseaae::npz
