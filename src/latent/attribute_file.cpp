#include "poseaae/latent/attribute_file.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/safetensors/json.hpp"
#include "poseaae/safetensors/safetensors.hpp"

namespace poseaae::latent {

namespace {

using safetensors::Builder;
using safetensors::Shape;
using safetensors::View;

/// The columns of the file, a row of each for every attribute.
template <typename T>
using Column = std::pair<const char*, T Attribute::*>;
constexpr Column<std::string> kTexts[]{
    {"name", &Attribute::name}, {"neutral", &Attribute::neutral}, {"matched", &Attribute::matched}};
constexpr Column<Eigen::VectorXf> kVectors[]{{"vectors", &Attribute::vector},
                                             {"logistic", &Attribute::logistic},
                                             {"probes", &Attribute::probe}};
constexpr Column<double> kNumbers[]{{"bias", &Attribute::bias}, {"tempo", &Attribute::tempo}};
constexpr Column<int> kCounts[]{{"clips", &Attribute::clips},
                                {"poses", &Attribute::poses},
                                {"neutral_clips", &Attribute::neutral_clips},
                                {"neutral_poses", &Attribute::neutral_poses}};

std::size_t size_of(Eigen::Index count) { return static_cast<std::size_t>(count); }

std::string json_of(const std::vector<Attribute>& attributes) {
  std::vector<std::string> items;
  for (const Attribute& attribute : attributes) {
    std::map<std::string, std::string> texts;
    for (const auto& [name, field] : kTexts) texts[name] = attribute.*field;
    items.push_back(json::object(texts));
  }
  return json::array(items);
}

Attribute read_attribute(json::Reader& reader) {
  std::map<std::string, std::string> texts = reader.texts();
  Attribute attribute;
  for (const auto& [name, field] : kTexts) {
    const auto found = texts.extract(name);
    if (found.empty()) reader.fail(fmt::format("\"{}\" among the texts before this", name));
    attribute.*field = found.mapped();
  }
  if (!texts.empty()) reader.unknown(texts.begin()->first);
  return attribute;
}

std::vector<Attribute> read_attributes(const std::string& text) {
  std::vector<Attribute> attributes;
  json::Reader reader(text);
  reader.array([&] { attributes.push_back(read_attribute(reader)); });
  reader.end();
  return attributes;
}

template <typename T, typename Of>
void add_column(Builder& file, const std::string& name, const AttributeSet& set, const Of& of) {
  std::vector<T> values;
  for (const Attribute& attribute : set.attributes) values.push_back(of(attribute));
  file.add<T>(name, values, {values.size()});
}

void add_vectors(Builder& file, const std::string& name, const AttributeSet& set,
                 Eigen::VectorXf Attribute::*field) {
  const std::size_t count = set.attributes.size();
  const std::size_t dim = count == 0 ? 0 : size_of(set.attributes[0].vector.size());
  std::vector<float> values;
  for (const Attribute& attribute : set.attributes) {
    const Eigen::VectorXf& vector = attribute.*field;
    if (size_of(vector.size()) != dim) {
      throw UsageError(fmt::format("{}: attribute '{}': expected {} numbers, found {}", name,
                                   attribute.name, dim, vector.size()));
    }
    values.insert(values.end(), vector.begin(), vector.end());
  }
  file.add<float>(name, values, {count, dim});
}

void add_matrix(Builder& file, const std::string& name, const BatchOf<double>& rows) {
  if (rows.size() == 0) return;
  file.add<double>(name, {rows.data(), size_of(rows.size())},
                   {size_of(rows.rows()), size_of(rows.cols())});
}

void read_vectors(const View& file, const std::string& name, std::size_t dim, AttributeSet& set,
                  Eigen::VectorXf Attribute::*field) {
  const auto values = file.read<float>(name, {set.attributes.size(), dim});
  for (std::size_t i = 0; i < set.attributes.size(); ++i) {
    set.attributes[i].*field =
        Eigen::Map<const Eigen::VectorXf>(values.data() + i * dim, static_cast<Eigen::Index>(dim));
  }
}

template <typename T>
void read_column(const View& file, const std::string& name, AttributeSet& set,
                 T Attribute::*field) {
  const auto values = file.read<T>(name, {set.attributes.size()});
  for (std::size_t i = 0; i < values.size(); ++i) set.attributes[i].*field = values[i];
}

/// Whatever was not measured is NaN.
Eigen::MatrixXd read_matrix(const View& file, const std::string& name, std::size_t count) {
  if (!file.has(name)) return {};
  const auto values = file.read_with_gaps<double>(name, {count, count});
  const auto size = static_cast<Eigen::Index>(count);
  return Eigen::Map<const BatchOf<double>>(values.data(), size, size);
}

std::string array_of(const char* figure) { return fmt::format("figures.{}", figure); }

void add_figures(Builder& file, const AttributeSet& set) {
  std::map<std::string, std::vector<double>> columns;
  for (const Attribute& attribute : set.attributes) {
    for_each_figure(attribute.figures, [&](const char* name, double value) {
      columns[array_of(name)].push_back(value);
    });
  }
  for (const auto& [name, values] : columns) file.add<double>(name, values, {values.size()});
}

void read_figures(const View& file, AttributeSet& set) {
  const std::size_t count = set.attributes.size();
  for (std::size_t i = 0; i < count; ++i) {
    for_each_figure(set.attributes[i].figures, [&](const char* name, double& value) {
      if (!file.has(array_of(name))) return;  // it was not measured
      value = file.read_with_gaps<double>(array_of(name), {count})[i];
    });
  }
}

AttributeSet read_set(const View& file) {
  AttributeSet set;
  set.model = file.bytes_text("model");
  set.model_sha256 = file.text("model_sha256");
  set.data = file.bytes_text("data");
  set.support_floor = file.read_with_gaps<double>("territory_floor", {1})[0];
  set.attributes = read_attributes(file.text("attributes"));
  const std::size_t count = set.attributes.size();
  const Shape& shape = file.shape("vectors");
  const std::size_t dim = shape.size() == 2 ? shape[1] : 0;
  for (const auto& [name, field] : kVectors) read_vectors(file, name, dim, set, field);
  for (const auto& [name, field] : kNumbers) read_column(file, name, set, field);
  for (const auto& [name, field] : kCounts) read_column(file, name, set, field);
  read_figures(file, set);
  set.leakage = read_matrix(file, "leakage", count);
  set.natural_leakage = read_matrix(file, "natural_leakage", count);
  return set;
}

}  // namespace

void save_attributes(const AttributeSet& set, const std::filesystem::path& path) {
  Builder file;
  file.kind(kAttributeFile);
  file.bytes_text("model", set.model);
  file.text("model_sha256", set.model_sha256);
  file.bytes_text("data", set.data);
  file.add<double>("territory_floor", {&set.support_floor, 1}, {1});
  file.text("attributes", json_of(set.attributes));
  for (const auto& [name, field] : kVectors) add_vectors(file, name, set, field);
  for (const auto& [name, field] : kNumbers) {
    add_column<double>(file, name, set, [f = field](const Attribute& a) { return a.*f; });
  }
  for (const auto& [name, field] : kCounts) {
    add_column<std::int32_t>(file, name, set, [f = field](const Attribute& a) { return a.*f; });
  }
  add_figures(file, set);
  add_matrix(file, "leakage", set.leakage);
  add_matrix(file, "natural_leakage", set.natural_leakage);
  file.write(path);
}

AttributeSet load_attributes(const std::filesystem::path& path) {
  return safetensors::load(path, kAttributeFile, read_set);
}

AttributeSet load_attributes(std::span<const std::byte> bytes, const std::filesystem::path& name) {
  return safetensors::parse(bytes, kAttributeFile, name, read_set);
}

std::filesystem::path attributes_beside(const std::filesystem::path& model) {
  return model.parent_path() / "attributes.safetensors";
}

}  // namespace poseaae::latent
