#include "poseaae/latent/attribute.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"

namespace poseaae::latent {

const Eigen::VectorXf& vector_of(const Attribute& attribute, AttributeVector kind) {
  return kind == AttributeVector::kMean ? attribute.vector : attribute.logistic;
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

}  // namespace poseaae::latent
