#include "poseaae/latent_io/hdf5_attributes.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"
#include "poseaae/io/file_kind.hpp"

namespace poseaae::latent {

namespace {

constexpr h5::FileKind kKind{.format = "PoseAAE attributes",
                             .version = 1.0,
                             .noun = "attributes",
                             .what = "attributes of an older version (attributes.h5)",
                             .remedy = "learn them again with pose_style learn"};

/// The columns, by name; texts are attributes of the first of the vectors.
template <typename T>
using Column = std::pair<const char*, T Attribute::*>;
constexpr Column<std::string> kTexts[]{{"names", &Attribute::name},
                                       {"neutral", &Attribute::neutral},
                                       {"matched", &Attribute::matched}};
constexpr Column<Eigen::VectorXf> kVectors[]{{"vectors", &Attribute::vector},
                                             {"logistic", &Attribute::logistic},
                                             {"probes", &Attribute::probe}};
constexpr Column<double> kNumbers[]{{"bias", &Attribute::bias}, {"tempo", &Attribute::tempo}};
constexpr Column<int> kCounts[]{{"clips", &Attribute::clips},
                                {"poses", &Attribute::poses},
                                {"neutral_clips", &Attribute::neutral_clips},
                                {"neutral_poses", &Attribute::neutral_poses}};

void read_vectors(const h5::Group& root, const std::string& name, std::size_t dim,
                  AttributeSet& set, Eigen::VectorXf Attribute::*field) {
  const auto values = root.read<float>(name, {set.attributes.size(), dim});
  for (std::size_t i = 0; i < set.attributes.size(); ++i) {
    set.attributes[i].*field =
        Eigen::Map<const Eigen::VectorXf>(values.data() + i * dim, static_cast<Eigen::Index>(dim));
    if (!(set.attributes[i].*field).allFinite()) {
      throw ModelError(
          fmt::format("{}: attribute '{}': expected finite numbers", name, set.attributes[i].name));
    }
  }
}

void read_texts(const h5::Group& root, const std::string& name, AttributeSet& set,
                std::string Attribute::*field) {
  const auto texts = root.read_strings(name, kVectors[0].first);
  if (texts.size() != set.attributes.size()) {
    throw ModelError(fmt::format("{}: expected {} texts, one per attribute, found {}", name,
                                 set.attributes.size(), texts.size()));
  }
  for (std::size_t i = 0; i < texts.size(); ++i) set.attributes[i].*field = texts[i];
}

template <typename T>
void read_numbers(const h5::Group& root, const std::string& name, AttributeSet& set,
                  T Attribute::*field) {
  const auto values = root.read<T>(name, {set.attributes.size()});
  for (std::size_t i = 0; i < values.size(); ++i) set.attributes[i].*field = values[i];
}

Eigen::MatrixXd read_matrix(const h5::Group& root, const std::string& name, std::size_t count) {
  if (!root.has(name)) return {};
  const auto values = root.read<double>(name, {count, count});
  const auto size = static_cast<Eigen::Index>(count);
  return Eigen::Map<const BatchOf<double>>(values.data(), size, size);
}

void read_figures(const h5::Group& group, AttributeSet& set) {
  const std::size_t count = set.attributes.size();
  for (std::size_t i = 0; i < count; ++i) {
    for_each_figure(set.attributes[i].figures, [&](const char* name, double& value) {
      if (group.has(name)) value = group.read<double>(name, {count})[i];
    });  // files of before a figure was measured have none
  }
}

AttributeSet read_set(const h5::Group& root) {
  AttributeSet set;
  set.model = root.text_attribute("model");
  set.model_sha256 = root.text_attribute("model_sha256");
  set.support_floor = root.number_attribute("territory_floor");
  set.data = h5::one_text(root, "data");
  set.attributes.resize(root.read_strings("names", kVectors[0].first).size());
  for (const auto& [name, field] : kTexts) read_texts(root, name, set, field);
  const auto shape = root.shape("vectors");
  if (shape.size() != 2) throw ModelError("vectors: expected a matrix");
  for (const auto& [name, field] : kVectors) read_vectors(root, name, shape[1], set, field);
  for (const auto& [name, field] : kCounts) read_numbers(root, name, set, field);
  for (const auto& [name, field] : kNumbers) read_numbers(root, name, set, field);
  const std::size_t count = set.attributes.size();
  read_figures(root.group("figures"), set);
  set.leakage = read_matrix(root, "leakage", count);
  set.natural_leakage = read_matrix(root, "natural_leakage", count);
  return set;
}

}  // namespace

AttributeSet load_hdf5_attributes(const std::filesystem::path& path) {
  return h5::load(path, kKind, read_set);
}

}  // namespace poseaae::latent
