#include "training/history.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <string_view>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/base/paths.hpp"

namespace poseaae::training {

namespace {

std::string format_cell(const std::string& column, double value) {
  if (std::isnan(value)) return "";
  return column == "seconds" ? fmt::format("{:.4f}", value) : fmt::format("{}", value);
}

/// A row of cells in the order of `columns`, which are all or some of History::columns().
std::string format_row(const EpochRecord& record, const std::vector<std::string>& columns) {
  const auto values = History::values(record);
  std::vector<std::string> row;
  for (const std::string& column : columns) {
    const auto found = std::ranges::find(values, column, &std::pair<std::string, double>::first);
    row.push_back(found == values.end() ? "" : format_cell(column, found->second));
  }
  return fmt::format("{}\n", fmt::join(row, ","));
}

std::vector<std::string> split(std::string_view line) {
  std::vector<std::string> cells;
  while (true) {
    const std::size_t comma = line.find(',');
    cells.emplace_back(line.substr(0, comma));
    if (comma == std::string_view::npos) return cells;
    line.remove_prefix(comma + 1);
  }
}

std::string header() { return fmt::format("{}\n", fmt::join(History::columns(), ",")); }

/// Complete lines with as many cells as the first.
std::vector<std::string_view> whole_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    const std::string_view line = text.substr(0, end + 1);
    const auto commas = [](std::string_view row) { return std::ranges::count(row, ','); };
    if (!lines.empty() && commas(line) != commas(lines.front())) break;
    lines.push_back(line);
    text.remove_prefix(end + 1);
  }
  return lines;
}

/// The header and the first `rows` rows of an existing history.
std::string kept_rows(const std::filesystem::path& path, int rows) {
  const std::string text = std::filesystem::exists(path) ? read_file(path) : "";
  const auto needed = static_cast<std::size_t>(rows) + 1;
  const std::vector<std::string_view> lines = whole_lines(text);
  std::size_t size = 0;
  for (std::size_t i = 0; i < std::min(lines.size(), needed); ++i) size += lines[i].size();
  if (lines.size() < needed) {
    const bool cut_off = size < text.size() || lines.size() <= 1 || lines.size() + 1 == needed;
    if (!cut_off) {
      throw ParseError(path, lines.size() + 1, 1,
                       fmt::format("{} epochs, as the saved state says", rows), "fewer rows");
    }
    log::warning(
        "{}: expected {} epochs, as the saved state says, found {} whole rows; the rest is "
        "left out, and the run goes on",
        path.string(), rows, std::max<std::size_t>(lines.size(), 1) - 1);
  }
  return size == 0 ? header() : text.substr(0, size);
}

[[noreturn]] void fail(const std::filesystem::path& path) {
  throw OutputError(fmt::format("{}: cannot write: {}", path.string(), std::strerror(errno)));
}

}  // namespace

std::vector<std::string> History::columns() {
  std::vector<std::string> names{"epoch", "ae_train", "ae_test"};
  for (const objective::LossTerm& term : objective::loss_terms()) names.push_back(term.column);
  for (const char* name :
       {"disc_prior", "disc_realism", "test_position_cm", "test_rotation_deg", "test_mpjpe_mm",
        "test_mmd", "test_ks", "ae_learning_rate", "disc_learning_rate", "seconds"}) {
    names.emplace_back(name);
  }
  return names;
}

EpochValues History::values(const EpochRecord& record) {
  std::vector<double> numbers{static_cast<double>(record.epoch), record.train.total,
                              record.test_loss};
  numbers.insert(numbers.end(), record.train.terms.begin(), record.train.terms.end());
  for (const double value :
       {record.train.discriminator, record.train.pose_discriminator, record.test_position_cm,
        record.test_rotation_deg, record.test_mpjpe_mm, record.test_mmd, record.test_ks,
        record.learning_rate, record.discriminator_learning_rate, record.seconds}) {
    numbers.push_back(value);
  }
  const std::vector<std::string> names = columns();
  EpochValues values;
  for (std::size_t i = 0; i < std::min(names.size(), numbers.size()); ++i) {
    values.emplace_back(names[i], numbers[i]);
  }
  return values;
}

History::History(std::filesystem::path path, int epochs) : path_(std::move(path)) {
  const std::string text = epochs > 0 ? kept_rows(path_, epochs) : header();
  columns_ = split(std::string_view(text).substr(0, text.find('\n')));
  write_file(path_, text);
}

void History::append(const EpochRecord& record) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path_.c_str(), "ab"),
                                                             &std::fclose);
  const std::string row = format_row(record, columns_);
  if (!file || std::fwrite(row.data(), 1, row.size(), file.get()) != row.size() ||
      std::fflush(file.get()) != 0) {
    fail(path_);
  }
}

void History::flush() const {
  const int descriptor = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
  const bool flushed = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (!flushed) fail(path_);
}

}  // namespace poseaae::training
