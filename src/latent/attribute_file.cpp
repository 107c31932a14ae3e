#include <fmt/format.h>

#include <span>

#include "poseaae/base/error.hpp"
#include "poseaae/io/file_kind.hpp"
#include "poseaae/latent/attribute.hpp"

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

void write_texts(h5::Group& root, const std::string& name, const AttributeSet& set,
                 std::string Attribute::*field) {
  std::vector<std::string> texts;
  for (const Attribute& attribute : set.attributes) texts.push_back(attribute.*field);
  root.write_strings(name, texts);
}

void write_counts(h5::Group& root, const std::string& name, const AttributeSet& set,
                  int Attribute::*field) {
  std::vector<std::int32_t> counts;
  for (const Attribute& attribute : set.attributes) counts.push_back(attribute.*field);
  root.write<std::int32_t>(name, counts, {counts.size()});
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
  root.write_strings("data", std::span(&set.data, 1));
  write_texts(root, "names", set, &Attribute::name);
  write_texts(root, "neutral", set, &Attribute::neutral);
  write_texts(root, "matched", set, &Attribute::matched);
  write_vectors(root, "vectors", set, &Attribute::vector);
  write_vectors(root, "logistic", set, &Attribute::logistic);
  write_vectors(root, "probes", set, &Attribute::probe);
  const std::size_t count = set.attributes.size();
  std::vector<double> numbers;
  for (const Attribute& attribute : set.attributes) numbers.push_back(attribute.bias);
  root.write<double>("bias", numbers, {count});
  numbers.clear();
  for (const Attribute& attribute : set.attributes) numbers.push_back(attribute.tempo);
  root.write<double>("tempo", numbers, {count});
  write_counts(root, "clips", set, &Attribute::clips);
  write_counts(root, "poses", set, &Attribute::poses);
  write_counts(root, "neutral_clips", set, &Attribute::neutral_clips);
  write_counts(root, "neutral_poses", set, &Attribute::neutral_poses);
  h5::Group figures = root.create_group("figures");
  for (const Figure& figure : kFigures) {
    numbers.clear();
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
  const auto texts = root.read_strings(name);
  if (texts.size() != set.attributes.size()) {
    throw ModelError(fmt::format("{}: expected {} texts, one per attribute, found {}", name,
                                 set.attributes.size(), texts.size()));
  }
  for (std::size_t i = 0; i < texts.size(); ++i) set.attributes[i].*field = texts[i];
}

void read_counts(const h5::Group& root, const std::string& name, AttributeSet& set,
                 int Attribute::*field) {
  const auto counts = root.read<std::int32_t>(name, {set.attributes.size()});
  for (std::size_t i = 0; i < counts.size(); ++i) set.attributes[i].*field = counts[i];
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
  if (const auto data = root.read_strings("data"); !data.empty()) set.data = data.front();
  set.attributes.resize(root.read_strings("names").size());
  read_texts(root, "names", set, &Attribute::name);
  read_texts(root, "neutral", set, &Attribute::neutral);
  read_texts(root, "matched", set, &Attribute::matched);
  const auto shape = root.shape("vectors");
  if (shape.size() != 2) throw ModelError("vectors: expected a matrix");
  read_vectors(root, "vectors", shape[1], set, &Attribute::vector);
  read_vectors(root, "logistic", shape[1], set, &Attribute::logistic);
  read_vectors(root, "probes", shape[1], set, &Attribute::probe);
  read_counts(root, "clips", set, &Attribute::clips);
  read_counts(root, "poses", set, &Attribute::poses);
  read_counts(root, "neutral_clips", set, &Attribute::neutral_clips);
  read_counts(root, "neutral_poses", set, &Attribute::neutral_poses);
  const std::size_t count = set.attributes.size();
  const auto bias = root.read<double>("bias", {count});
  const auto tempo = root.read<double>("tempo", {count});
  for (std::size_t i = 0; i < count; ++i) {
    set.attributes[i].bias = bias[i];
    set.attributes[i].tempo = tempo[i];
  }
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

void AttributeSet::save(const std::filesystem::path& path) const {
  h5::write_file(path, [this](h5::Group& root) { fill(root, *this); });
}

AttributeSet AttributeSet::load(const std::filesystem::path& path) {
  return h5::load(path, kKind, read_set);
}

}  // namespace poseaae::latent
