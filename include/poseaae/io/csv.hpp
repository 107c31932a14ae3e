#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace poseaae {

/// Numbers in named columns: a header line, then one line per row, separated by commas.
struct CsvTable {
  std::vector<std::string> columns;
  std::vector<std::vector<double>> rows;  ///< each as long as `columns`

  /// The values of one column. @throws UsageError with the nearest name
  [[nodiscard]] std::vector<double> column(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const;
  /// Whether every value of a column is 0 or NaN, as those of a loss that was never trained are.
  /// @throws UsageError as column() does
  [[nodiscard]] bool blank(std::string_view name) const;
};

/// What happens to a column whose first cell is neither empty nor a number.
enum class TextColumns { kRefused, kLeftOut };

/// Reads a table; an empty cell or "nan" is NaN. Cells may be in quotes (RFC 4180) without line
/// breaks. `name` appears in messages.
/// @throws ParseError: no header, a column without a name or with the name of another, a row of
/// another length, a cell that is not a number
[[nodiscard]] CsvTable parse_csv(std::string_view text, const std::filesystem::path& name,
                                 TextColumns text_columns = TextColumns::kRefused);
/// @throws InputError, ParseError
[[nodiscard]] CsvTable read_csv(const std::filesystem::path& path,
                                TextColumns text_columns = TextColumns::kRefused);

/// Numbers are written with enough digits to be read back exactly; NaN is an empty cell. Names of
/// columns are csv_cell()s.
[[nodiscard]] std::string format_csv(const CsvTable& table);

/// `text` as one cell: in quotes, with quotes doubled, where it holds a comma, quote or line break
/// (RFC 4180).
[[nodiscard]] std::string csv_cell(std::string_view text);

}  // namespace poseaae
