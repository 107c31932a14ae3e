#include "bvh_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace poseaae::mocap::bvh {

namespace {

class RowReader {
 public:
  RowReader(const Lexer& lexer, const Header& header)
      : lexer_(lexer), cursor_(lexer), row_(header.columns) {
    // A number takes two bytes at least, with what separates it from the next.
    const auto left = static_cast<std::size_t>(lexer.end() - lexer.position());
    const std::size_t max_rows = (left + 1) / (2 * row_.size());
    wanted_ = std::min<std::int64_t>(header.frames, std::numeric_limits<int>::max());
    values_.reserve(std::min(static_cast<std::size_t>(wanted_), max_rows) * row_.size());
  }

  Rows read(std::int64_t announced, bool strict) {
    Rows rows;
    for (; frames_ < wanted_ && !cursor_.at_end() && row(); ++frames_) {
      values_.insert(values_.end(), row_.begin(), row_.end());
    }
    if (frames_ < announced) {
      const std::string found = fmt::format("{} whole {}", frames_, frames_ == 1 ? "row" : "rows");
      if (strict || frames_ == 0) {
        lexer_.fail_at(lexer_.end(), fmt::format("{} rows, as Frames announces", announced), found);
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
  /// Reads one line into row_; false when the file breaks off within it.
  bool row() {
    std::size_t read = 0;
    switch (cursor_.numbers(row_, read)) {
      case RowCursor::End::kWhole:
        return true;
      case RowCursor::End::kBreaks:
        return false;
      case RowCursor::End::kFew:
        lexer_.fail_at(cursor_.position(),
                       fmt::format("a row of {} numbers, one for each channel", row_.size()),
                       std::to_string(read));
      case RowCursor::End::kMany:
        break;
    }
    lexer_.fail_at(cursor_.position(),
                   fmt::format("the end of the row after {} numbers", row_.size()),
                   quote(cursor_.word()));
  }

  /// Lines after the announced rows; they must look like rows at least.
  std::size_t surplus_rows() {
    std::size_t lines = 0;
    for (; !cursor_.at_end(); ++lines) {
      double value = 0.0;
      if (!cursor_.number(value)) {
        lexer_.fail_at(cursor_.position(),
                       fmt::format("the end of the file after {} rows", frames_),
                       quote(cursor_.word()));
      }
      cursor_.skip_line();
    }
    return lines;
  }

  const Lexer& lexer_;
  RowCursor cursor_;
  std::vector<double> row_;  ///< the numbers of one line
  std::int64_t wanted_ = 0;
  std::int64_t frames_ = 0;
  std::vector<double> values_;
};

}  // namespace

Rows read_rows(const Lexer& lexer, const Header& header, bool strict) {
  return RowReader(lexer, header).read(header.frames, strict);
}

}  // namespace poseaae::mocap::bvh
