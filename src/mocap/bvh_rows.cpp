#include "bvh_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace poseaae::mocap::bvh {

namespace {

class RowReader {
 public:
  RowReader(const Lexer& lexer, const Header& header)
      : lexer_(lexer), row_(header.columns), p_(lexer.position()), end_(lexer.end()) {
    // A number takes two bytes at least, with what separates it from the next.
    const std::size_t max_rows = (static_cast<std::size_t>(end_ - p_) + 1) / (2 * row_.size());
    wanted_ = std::min<std::int64_t>(header.frames, std::numeric_limits<int>::max());
    values_.reserve(std::min(static_cast<std::size_t>(wanted_), max_rows) * row_.size());
  }

  Rows read(std::int64_t announced, bool strict) {
    Rows rows;
    for (; frames_ < wanted_ && !at_end() && row(); ++frames_) {
      values_.insert(values_.end(), row_.begin(), row_.end());
    }
    if (frames_ < announced) {
      const std::string found = fmt::format("{} whole {}", frames_, frames_ == 1 ? "row" : "rows");
      if (strict || frames_ == 0) {
        lexer_.fail_at(end_, fmt::format("{} rows, as Frames announces", announced), found);
      }
      rows.warnings.push_back(fmt::format(
          "Frames announces {}, but the file has only {}, which are used", announced, found));
    } else if (const std::size_t surplus = surplus_rows(); surplus > 0) {
      rows.warnings.push_back(fmt::format("Frames announces {}; left out the {} {} after them",
                                          announced, surplus, surplus == 1 ? "line" : "lines"));
    }
    rows.frames = static_cast<int>(frames_);
    rows.values = std::move(values_);
    return rows;
  }

 private:
  void skip_blanks() {
    while (p_ != end_ && is_blank(*p_)) ++p_;
  }

  /// Passes blank lines; true when nothing else is left.
  bool at_end() {
    while (p_ != end_ && (is_blank(*p_) || is_line_break(*p_))) ++p_;
    return p_ == end_;
  }

  [[nodiscard]] std::string_view word() const {
    const char* stop = p_;
    while (stop != end_ && !is_blank(*stop) && !is_line_break(*stop)) ++stop;
    return {p_, stop};
  }

  /// Reads one line into row_; false when the file breaks off within it.
  bool row() {
    for (std::size_t column = 0; column < row_.size(); ++column) {
      skip_blanks();
      if (p_ == end_) return false;
      if (is_line_break(*p_)) lexer_.fail_at(p_, row_of_columns(), std::to_string(column));
      const char* const stop = parse_table_number(p_, end_, row_[column]);
      if (stop == nullptr) {
        if (breaks_off()) return false;
        lexer_.fail_at(p_, "a number (decimal point, no nan or inf)", quote(word()));
      }
      p_ = stop;
    }
    skip_blanks();
    if (p_ != end_ && !is_line_break(*p_)) {
      lexer_.fail_at(p_, fmt::format("the end of the row after {} numbers", row_.size()),
                     quote(word()));
    }
    return true;
  }

  [[nodiscard]] std::string row_of_columns() const {
    return fmt::format("a row of {} numbers, one for each channel", row_.size());
  }

  /// The start of a number ("-", "1e-") that the end of the file cut off.
  [[nodiscard]] bool breaks_off() const {
    return word().end() == std::string_view(p_, end_).end() &&
           word().find_first_not_of("0123456789+-.eE") == std::string_view::npos;
  }

  /// Lines after the announced rows; they must look like rows at least.
  std::size_t surplus_rows() {
    std::size_t lines = 0;
    for (; !at_end(); ++lines) {
      double value = 0.0;
      if (parse_table_number(p_, end_, value) == nullptr) {
        lexer_.fail_at(p_, fmt::format("the end of the file after {} rows", frames_),
                       quote(word()));
      }
      while (p_ != end_ && !is_line_break(*p_)) ++p_;
    }
    return lines;
  }

  const Lexer& lexer_;
  std::vector<double> row_;  ///< the numbers of one line
  const char* p_;
  const char* end_;
  std::int64_t wanted_ = 0;
  std::int64_t frames_ = 0;
  std::vector<double> values_;
};

}  // namespace

Rows read_rows(const Lexer& lexer, const Header& header, bool strict) {
  return RowReader(lexer, header).read(header.frames, strict);
}

}  // namespace poseaae::mocap::bvh
