#include "poseaae/latent_io/attribute_file.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"
#include "poseaae/io/file_kind.hpp"

namespace poseaae::latent {

namespace {

constexpr h5::FileKind kKind{.format = "PoseAAE attributes",
                             .version = 1.0,
                             .noun = "attributes",
                             .what = "attributes (made by pose_style learn)",
                             .remedy = "learn them again with pose_style learn"};

/// A column of figures: its name in the file, and where it is in an attribute.
struct Figure {
  const char* name;
  double& (*of)(AttributeFigures&);
};

#define POSEAAE_FIGURE(name, field)                              \
  {                                                              \
    name, [](AttributeFigures& f) -> double& { return f.field; } \
  }

constexpr Figure kFigures[] = {
    POSEAAE_FIGURE("accuracy_against_neutral", against_neutral.accuracy),
    POSEAAE_FIGURE("accuracy_against_neutral_null_mean", against_neutral.null_mean),
    POSEAAE_FIGURE("accuracy_against_neutral_null_95", against_neutral.null_high),
    POSEAAE_FIGURE("accuracy_against_neutral_p", against_neutral.p),
    POSEAAE_FIGURE("accuracy_against_others", against_others.accuracy),
    POSEAAE_FIGURE("accuracy_against_others_null_mean", against_others.null_mean),
    POSEAAE_FIGURE("accuracy_against_others_null_95", against_others.null_high),
    POSEAAE_FIGURE("accuracy_against_others_p", against_others.p),
    POSEAAE_FIGURE("spearman", spearman.value),
    POSEAAE_FIGURE("spearman_null_mean", spearman.null_mean),
    POSEAAE_FIGURE("spearman_null_95", spearman.null_high),
    POSEAAE_FIGURE("reach", reach.value),
    POSEAAE_FIGURE("reach_null_mean", reach.null_mean),
    POSEAAE_FIGURE("reach_null_95", reach.null_high),
    POSEAAE_FIGURE("leakage", leakage.value),
    POSEAAE_FIGURE("leakage_null_mean", leakage.null_mean),
    POSEAAE_FIGURE("leakage_null_95", leakage.null_high),
    POSEAAE_FIGURE("natural_leakage", natural_leakage),
    POSEAAE_FIGURE("ruler_accuracy", effect_probe_accuracy),
    POSEAAE_FIGURE("content_loss", content_loss),
    POSEAAE_FIGURE("beyond_from", beyond_from),
};
#undef POSEAAE_FIGURE

/// The other columns, by name; texts are attributes of the first of the vectors.
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

template <typename T>
std::vector<T> column(const AttributeSet& set, T Attribute::*field) {
  std::vector<T> values;
  for (const Attribute& attribute : set.attributes) values.push_back(attribute.*field);
  return values;
}

void write_vectors(h5::Group& root, const std::string& name, const AttributeSet& set,
                   Eigen::VectorXf Attribute::*field) {
  std::vector<float> values;
  for (const Attribute& attribute : set.attributes) {
    const Eigen::VectorXf& vector = attribute.*field;
    values.insert(values.end(), vector.begin(), vector.end());
  }
  const std::size_t count = set.attributes.size();
  root.write<float>(name, values, {count, values.size() / std::max<std::size_t>(count, 1)});
  root.set_attribute("axes", "attribute, latent", name);
}

void write_matrix(h5::Group& root, const std::string& name, const Eigen::MatrixXd& matrix) {
  if (matrix.size() == 0) return;
  const BatchOf<double> rows = matrix;
  root.write<double>(
      name, {rows.data(), static_cast<std::size_t>(rows.size())},
      {static_cast<std::size_t>(rows.rows()), static_cast<std::size_t>(rows.cols())});
  root.set_attribute("axes", "strength 1 of this attribute, measured value of that one", name);
}

void fill(h5::Group& root, const AttributeSet& set) {
  h5::write_kind(root, kKind);
  root.set_attribute("model", set.model);
  root.set_attribute("model_sha256", set.model_sha256);
  root.set_attribute("territory_floor", set.support_floor);
  root.set_attribute("data", set.data);
  const std::size_t count = set.attributes.size();
  for (const auto& [name, field] : kVectors) write_vectors(root, name, set, field);
  for (const auto& [name, field] : kTexts) {
    root.write_strings(name, column(set, field), kVectors[0].first);
  }
  for (const auto& [name, field] : kNumbers) {
    root.write<double>(name, column(set, field), {count});
  }
  for (const auto& [name, field] : kCounts) {
    root.write<std::int32_t>(name, column(set, field), {count});
  }
  h5::Group figures = root.create_group("figures");
  for (const Figure& figure : kFigures) {
    std::vector<double> numbers;
    for (Attribute attribute : set.attributes) numbers.push_back(figure.of(attribute.figures));
    figures.write<double>(figure.name, numbers, {count});
  }
  write_matrix(root, "leakage", set.leakage);
  write_matrix(root, "natural_leakage", set.natural_leakage);
}

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
  const h5::Group figures = root.group("figures");
  for (const Figure& figure : kFigures) {
    if (!figures.has(figure.name)) continue;  // a file of before it was measured
    const auto values = figures.read<double>(figure.name, {count});
    for (std::size_t i = 0; i < count; ++i) figure.of(set.attributes[i].figures) = values[i];
  }
  set.leakage = read_matrix(root, "leakage", count);
  set.natural_leakage = read_matrix(root, "natural_leakage", count);
  return set;
}

}  // namespace

std::filesystem::path attributes_beside(const std::filesystem::path& model) {
  return model.parent_path() / "attributes.h5";
}

void save_attributes(const AttributeSet& set, const std::filesystem::path& path) {
  h5::write_file(path, [&set](h5::Group& root) { fill(root, set); });
}

AttributeSet load_attributes(const std::filesystem::path& path) {
  return h5::load(path, kKind, read_set);
}

}  // namespace poseaae::latent
