#include "poseaae/dataset/labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "poseaae/base/error.hpp"
#include "poseaae/io/csv.hpp"

namespace poseaae::dataset {

std::map<std::string, std::vector<float>> read_labels(const std::filesystem::path& clip,
                                                      const std::vector<int>& frames,
                                                      std::vector<std::string>& warnings) {
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
    for (const int frame : frames) {
      const auto row = static_cast<std::size_t>(frame);
      labels[name].push_back(row < values.size() ? static_cast<float>(values[row])
                                                 : std::numeric_limits<float>::quiet_NaN());
    }
  }
  const auto last = frames.empty() ? 0U : static_cast<std::size_t>(std::ranges::max(frames));
  if (last >= table.rows.size()) {
    warnings.push_back(fmt::format(
        "{}: expected a row for each frame of {}, found {} rows, none for frame {}; frames without "
        "one have no label",
        path.string(), clip.filename().string(), table.rows.size(), last));
  }
  return labels;
}

}  // namespace poseaae::dataset
