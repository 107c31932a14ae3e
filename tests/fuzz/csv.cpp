
#include "poseaae/io/csv.hpp"

#include "fuzz/support.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/dataset/labels.hpp"

/// Tables, and labels beside a clip.
namespace poseaae::fuzz {

Target csv_target();

namespace {

std::vector<std::string> seeds() {
  return {head_of("data/waltz_sway.labels.csv", 5), "a,b\n1,2\n,nan\n-1e300,0.1\n",
          "\"x, \"\"y\"\"\",\"z\"\r\n1,\"2\"\r\n", "epoch,loss\n1,0.5\n2,0.25\n"};
}

bool same(double a, double b) { return a == b || (a != a && b != b); }

void read_table(std::string_view input) {
  const CsvTable table = parse_csv(input, "a.csv");
  const CsvTable again = parse_csv(format_csv(table), "b.csv");
  require(again.columns == table.columns, "columns of a table are written as they are read");
  require(again.rows.size() == table.rows.size(), "rows of a table are written as they are read");
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    for (std::size_t k = 0; k < table.columns.size(); ++k) {
      require(same(table.rows[i][k], again.rows[i][k]), "numbers are written as they are read");
    }
  }
}

void read(std::string_view input) {
  scratch().put("a.labels.csv", input);
  std::vector<std::string> warnings;
  for (const auto& [name, values] :
       dataset::read_labels(scratch() / "a.bvh", {0, 1, 7}, warnings)) {
    require(values.size() == 3, "a label has a value for each frame");
  }
  try {
    read_table(input);
  } catch (const ParseError&) {  // labels may hold texts, which a table of numbers may not
  }
}

}  // namespace

Target csv_target() { return {.seeds = seeds, .read = read}; }

}  // namespace poseaae::fuzz
