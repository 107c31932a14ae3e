#include "poseaae/core/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <limits>

#include "poseaae/core/error.hpp"
#include "poseaae/core/paths.hpp"

namespace poseaae {

namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return text.substr(text.size());
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

/// Takes the part before `separator` off the front of `rest`.
std::string_view take(std::string_view& rest, char separator) {
  const auto end = rest.find(separator);
  const std::string_view part = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return part;
}

std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  const auto commas = std::count(line.begin(), line.end(), ',');
  for (auto i = commas; i >= 0; --i) cells.push_back(trimmed(take(line, ',')));
  return cells;
}

double parse_number(std::string_view cell, bool& valid) {
  if (cell.empty()) return std::numeric_limits<double>::quiet_NaN();
  if (cell.starts_with('+')) cell.remove_prefix(1);
  double value = 0.0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  valid = error == std::errc() && end == cell.data() + cell.size();
  return value;
}

/// A cell for a message: garbage may be long or unprintable.
std::string shown(std::string_view cell) {
  constexpr std::size_t kLongest = 24;
  std::string text(cell.substr(0, kLongest));
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e) c = '?';
  }
  return fmt::format("'{}{}'", text, cell.size() > kLongest ? "..." : "");
}

}  // namespace

bool CsvTable::has(std::string_view name) const {
  return std::find(columns.begin(), columns.end(), name) != columns.end();
}

std::vector<double> CsvTable::column(std::string_view name) const {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found == columns.end()) {
    const std::string nearest = nearest_word(name, columns);
    throw UsageError(fmt::format("no column '{}'; expected one of {}{}", name,
                                 fmt::join(columns, ", "),
                                 nearest.empty() ? "" : "; did you mean " + nearest + "?"));
  }
  const auto index = static_cast<std::size_t>(found - columns.begin());
  std::vector<double> values;
  for (const auto& row : rows) values.push_back(row[index]);
  return values;
}

CsvTable parse_csv(std::string_view text, const std::filesystem::path& name) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  CsvTable table;
  std::size_t line_number = 0;
  while (!text.empty()) {
    const std::string_view line = take(text, '\n');
    ++line_number;
    if (trimmed(line).empty()) continue;
    const auto cells = cells_of(line);
    const auto column_of = [&](std::string_view cell) {
      return static_cast<std::size_t>(cell.data() - line.data()) + 1;
    };
    if (table.columns.empty()) {
      for (const auto cell : cells) {
        bool numeric = true;
        (void)parse_number(cell, numeric);
        if (cell.empty() || numeric) {
          throw ParseError(name, line_number, column_of(cell), "a column name", shown(cell));
        }
        table.columns.emplace_back(cell);
      }
      continue;
    }
    if (cells.size() != table.columns.size()) {
      throw ParseError(name, line_number, 1, fmt::format("{} cells", table.columns.size()),
                       fmt::format("{}", cells.size()));
    }
    std::vector<double> row;
    for (const auto cell : cells) {
      bool valid = true;
      row.push_back(parse_number(cell, valid));
      if (!valid) throw ParseError(name, line_number, column_of(cell), "a number", shown(cell));
    }
    table.rows.push_back(std::move(row));
  }
  if (table.columns.empty()) {
    throw ParseError(name, 1, 1, "a header line with column names", "an empty file");
  }
  return table;
}

CsvTable read_csv(const std::filesystem::path& path) { return parse_csv(read_file(path), path); }

std::string format_csv(const CsvTable& table) {
  std::string text = fmt::format("{}\n", fmt::join(table.columns, ","));
  auto out = std::back_inserter(text);
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) text += ',';
      if (!std::isnan(row[i])) fmt::format_to(out, "{}", row[i]);
    }
    text += '\n';
  }
  return text;
}

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c;
    if (c == '"') quoted += '"';
  }
  return quoted + '"';
}

}  // namespace poseaae
