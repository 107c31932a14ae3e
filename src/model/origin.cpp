#include "poseaae/model/origin.hpp"

#include "poseaae/base/error.hpp"
#include "poseaae/io/checksum.hpp"
#include "poseaae/io/yaml_json.hpp"
#include "poseaae/model/hdf5_model.hpp"

namespace poseaae::model {

namespace {

constexpr const char* kExportedFrom = "exported_from_sha256";

/// What is not YAML stays as it is: who needs it says what is wrong with it.
std::string as_json(const std::string& config) {
  try {
    return yaml::as_json(config);
  } catch (const ParseError&) {
    return config;
  }
}

}  // namespace

codec::PoseAutoencoder taken_along(const std::filesystem::path& hdf5) {
  codec::ModelData data = load_hdf5(hdf5).data();
  data.provenance[kExportedFrom] = sha256_of_file(hdf5);
  data.config = as_json(data.config);
  return codec::PoseAutoencoder(std::move(data));
}

bool goes_by(const std::string& sha256, const codec::PoseAutoencoder& model,
             const std::filesystem::path& file) {
  if (sha256 == sha256_of_file(file)) return true;
  const auto& facts = model.data().provenance;
  const auto older = facts.find(kExportedFrom);
  return older != facts.end() && older->second == sha256;
}

}  // namespace poseaae::model
