#include "poseaae/io/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <limits>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"

namespace poseaae {

namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return text.substr(text.size());
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

/// Takes the part before `separator` off the front of `rest`; one within quotes is part of it.
std::string_view take(std::string_view& rest, char separator) {
  auto end = rest.find(separator);
  while (end != std::string_view::npos &&
         std::count(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(end), '"') % 2 != 0) {
    end = rest.find(separator, end + 1);
  }
  const std::string_view part = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return part;
}

/// As they are written: text in quotes still has them.
std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  for (bool more = true; more;) {
    const char* const begin = line.data();
    const std::size_t size = line.size();
    const std::string_view cell = take(line, ',');
    more = cell.size() < size;  // a comma followed
    cells.push_back(trimmed({begin, cell.size()}));
  }
  return cells;
}

/// What csv_cell() was given.
std::string text_of(std::string_view cell) {
  if (cell.size() < 2 || !cell.starts_with('"') || !cell.ends_with('"')) return std::string(cell);
  std::string text;
  for (std::size_t i = 1; i + 1 < cell.size(); ++i) {
    text += cell[i];
    if (cell[i] == '"' && cell[i + 1] == '"' && i + 2 < cell.size()) ++i;
  }
  return text;
}

double parse_number(std::string_view cell, bool& valid) {
  if (cell.size() > 1 && cell.starts_with('"') && cell.ends_with('"')) {
    cell = trimmed(cell.substr(1, cell.size() - 2));
  }
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
    throw UsageError(fmt::format("expected a column '{}', found {}{}", name,
                                 fmt::join(columns, ", "),
                                 nearest.empty() ? "" : "; did you mean " + nearest + "?"));
  }
  const auto index = static_cast<std::size_t>(found - columns.begin());
  std::vector<double> values;
  for (const auto& row : rows) values.push_back(row[index]);
  return values;
}

bool CsvTable::blank(std::string_view name) const {
  const std::vector<double> values = column(name);
  return std::all_of(values.begin(), values.end(),
                     [](double value) { return value == 0.0 || std::isnan(value); });
}

namespace {

class CsvParser {
 public:
  CsvParser(const std::filesystem::path& name, TextColumns text_columns)
      : name_(name), text_columns_(text_columns) {}

  CsvTable parse(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    while (!text.empty()) {
      line_ = take(text, '\n');
      ++line_number_;
      if (trimmed(line_).empty()) continue;
      const auto cells = cells_of(line_);
      header_.empty() ? read_header(cells) : read_row(cells);
    }
    if (header_.empty()) {
      throw ParseError(name_, 1, 1, "a header line with column names", "an empty file");
    }
    if (kept_.empty()) table_.columns = header_;
    return std::move(table_);
  }

 private:
  [[noreturn]] void fail(std::string_view cell, const std::string& expected) const {
    throw ParseError(name_, line_number_, static_cast<std::size_t>(cell.data() - line_.data()) + 1,
                     expected, shown(cell));
  }

  void read_header(const std::vector<std::string_view>& cells) {
    for (const auto cell : cells) {
      bool numeric = true;
      (void)parse_number(cell, numeric);
      if (cell.empty() || numeric) fail(cell, "a column name");
      const std::string name = text_of(cell);
      if (std::find(header_.begin(), header_.end(), name) != header_.end()) {
        fail(cell, "each column name once");
      }
      header_.push_back(name);
    }
  }

  void read_row(const std::vector<std::string_view>& cells) {
    if (cells.size() != header_.size()) {
      throw ParseError(name_, line_number_, 1, fmt::format("{} cells", header_.size()),
                       fmt::format("{}", cells.size()));
    }
    if (kept_.empty()) choose_columns(cells);
    std::vector<double> row;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (!kept_[i]) continue;
      bool valid = true;
      row.push_back(parse_number(cells[i], valid));
      if (!valid) fail(cells[i], "a number");
    }
    table_.rows.push_back(std::move(row));
  }

  /// By the first row.
  void choose_columns(const std::vector<std::string_view>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      bool numeric = true;
      (void)parse_number(cells[i], numeric);
      kept_.push_back(numeric || text_columns_ == TextColumns::kRefused);
      if (kept_.back()) table_.columns.push_back(header_[i]);
    }
  }

  const std::filesystem::path& name_;
  TextColumns text_columns_;
  std::string_view line_;
  std::size_t line_number_ = 0;
  std::vector<std::string> header_;
  std::vector<bool> kept_;  ///< of the header's columns, once the first row has been seen
  CsvTable table_;
};

}  // namespace

CsvTable parse_csv(std::string_view text, const std::filesystem::path& name,
                   TextColumns text_columns) {
  return CsvParser(name, text_columns).parse(text);
}

CsvTable read_csv(const std::filesystem::path& path, TextColumns text_columns) {
  return parse_csv(read_file(path), path, text_columns);
}

std::string format_csv(const CsvTable& table) {
  std::string text;
  for (const std::string& column : table.columns) {
    text += (text.empty() ? "" : ",") + csv_cell(column);
  }
  text += '\n';
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
