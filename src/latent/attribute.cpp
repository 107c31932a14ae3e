#include "poseaae/latent/attribute.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"
#include "poseaae/io/checksum.hpp"

namespace poseaae::latent {

const Eigen::VectorXf& vector_of(const Attribute& attribute, AttributeVector kind) {
  return kind == AttributeVector::kMean ? attribute.vector : attribute.logistic;
}

std::filesystem::path attributes_beside(const std::filesystem::path& model) {
  return model.parent_path() / "attributes.h5";
}

std::vector<std::string> AttributeSet::names() const {
  std::vector<std::string> names;
  for (const Attribute& attribute : attributes) names.push_back(attribute.name);
  return names;
}

const Attribute& AttributeSet::find(const std::string& name) const {
  std::vector<std::string> values;  // "old" alone is asked for, too
  for (const Attribute& attribute : attributes) {
    if (attribute.name == name) return attribute;
    values.push_back(attribute.name.substr(attribute.name.find('=') + 1));
  }
  std::string nearest = nearest_word(name, names());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] == name) nearest = attributes[i].name;
  }
  throw UsageError(
      fmt::format("attributes: expected one of the learned ones, found '{}'{}; there are {}", name,
                  nearest.empty() ? "" : fmt::format(" (did you mean '{}'?)", nearest),
                  fmt::join(names(), ", ")));
}

AttributeSet AttributeSet::load(const std::filesystem::path& path,
                                const std::filesystem::path& model) {
  AttributeSet set = load(path);
  if (const std::string found = sha256_of_file(model); found != set.model_sha256) {
    throw ModelError(fmt::format(
        "{}: expected attributes of {} (SHA-256 {:.12}), found those of {} ({:.12}); directions "
        "have no meaning in another model, so learn them again with pose_style learn",
        path.string(), model.string(), found, set.model, set.model_sha256));
  }
  return set;
}

}  // namespace poseaae::latent
