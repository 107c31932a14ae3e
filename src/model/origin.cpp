#include "poseaae/model/origin.hpp"

#include "poseaae/io/checksum.hpp"
#include "poseaae/model/hdf5_model.hpp"

namespace poseaae::model {

namespace {

constexpr const char* kExportedFrom = "exported_from_sha256";

}  // namespace

codec::PoseAutoencoder taken_along(const std::filesystem::path& hdf5) {
  codec::ModelData data = load_hdf5(hdf5).data();
  data.provenance[kExportedFrom] = sha256_of_file(hdf5);
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
