#include "topology.hpp"

#include <fmt/format.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/safetensors/json.hpp"

namespace poseaae::npz {

namespace {

/// jointChildren says again what jointParents says.
void skip_numbers(json::Reader& reader) {
  reader.array([&] { static_cast<void>(reader.number()); });
}

}  // namespace

Topology read_topology(const std::filesystem::path& path) {
  Topology topology;
  const std::string text = read_file(path);
  try {
    json::Reader reader(text);
    reader.object([&](const std::string& key) {
      if (key == "jointNames") {
        reader.array([&] { topology.names.push_back(reader.text()); });
      } else if (key == "jointParents") {
        reader.array([&] {
          const double parent = reader.number();
          if (parent != std::floor(parent) || std::abs(parent) > 1e6) reader.fail("a joint");
          topology.parents.push_back(static_cast<int>(parent));
        });
      } else if (key == "jointChildren") {
        reader.array([&] { skip_numbers(reader); });
      } else {
        reader.fail("jointNames, jointParents or jointChildren, and no other key");
      }
    });
    reader.end();
  } catch (const InputError& problem) {
    throw InputError(fmt::format("{}: {}", path.string(), problem.what()));
  }
  if (topology.names.empty() || topology.names.size() != topology.parents.size()) {
    throw InputError(fmt::format("{}: expected as many jointNames as jointParents, found {} and {}",
                                 path.string(), topology.names.size(), topology.parents.size()));
  }
  return topology;
}

}  // namespace poseaae::npz
