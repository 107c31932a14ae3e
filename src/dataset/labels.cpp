#include "poseaae/dataset/labels.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"
#include "poseaae/io/csv.hpp"

namespace poseaae::dataset {

std::map<std::string, std::vector<float>> read_labels(const std::filesystem::path& clip) {
  std::filesystem::path path = clip;
  path.replace_extension(".labels.csv");
  if (!std::filesystem::exists(path)) return {};
  const CsvTable table = read_csv(path, TextColumns::kLeftOut);
  if (table.rows.empty()) throw ParseError(path, 1, 1, "a header line and rows", "no row");
  std::map<std::string, std::vector<float>> labels;
  for (const auto& name : table.columns) {
    if (name == "frame") continue;
    if (name == "." || name.find('/') != std::string::npos) {  // they become names in HDF5
      throw ParseError(path, 1, 1, "labels named without '/'", fmt::format("'{}'", name));
    }
    const auto values = table.column(name);
    labels[name].assign(values.begin(), values.end());
  }
  return labels;
}

}  // namespace poseaae::dataset
