#include "latent_io/hdf5_attribute_files.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "poseaae/io/hdf5.hpp"
#include "poseaae/math/batch.hpp"

namespace poseaae::latent::test {

namespace {

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
  root.set_attribute("format", "PoseAAE attributes");
  root.set_attribute("version", 1.0);
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
  std::map<std::string, std::vector<double>> numbers;
  for (std::size_t i = 0; i < count; ++i) {
    for_each_figure(set.attributes[i].figures,
                    [&](const char* name, double value) { numbers[name].push_back(value); });
  }
  for (const auto& [name, values] : numbers) figures.write<double>(name, values, {count});
  write_matrix(root, "leakage", set.leakage);
  write_matrix(root, "natural_leakage", set.natural_leakage);
}

}  // namespace

void save_hdf5_attributes(const AttributeSet& set, const std::filesystem::path& path) {
  h5::write_file(path, [&set](h5::Group& root) { fill(root, set); });
}

}  // namespace poseaae::latent::test
