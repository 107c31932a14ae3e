#include "rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numbers>
#include <span>
#include <unordered_map>
#include <utility>

#include "poseaae/base/error.hpp"
#include "poseaae/base/lexer.hpp"
#include "poseaae/mocap/frame_count.hpp"

namespace poseaae::mocap::asf {

namespace {

constexpr int kNever = -1;

class Reader {
 public:
  Reader(std::string_view text, const std::filesystem::path& file, const Body& body)
      : lexer_(text, file), cursor_(lexer_), body_(body) {
    for (std::size_t b = 0; b < body.bones.size(); ++b) {
      places_.emplace(body.bones[b].name, b);
      moving_ += body.bones[b].row.empty() ? 0 : 1;
    }
    rows_.angle = body.angle;
    current_.resize(body.columns);
    seen_.resize(body.bones.size(), kNever);
    most_ = kAlwaysAllowed + kPerByte * text.size();
  }

  Rows read(bool strict) {
    header();
    if (at_end())
      lexer_.fail_at(cursor_.position(), "the number of the first frame", "the end of the file");
    bool whole = true;
    while (whole && !at_end()) whole = frame();
    if (!whole) {
      if (strict || rows_.frames == 0)
        lexer_.fail_at(lexer_.end(), "a whole frame", "the end of the file");
      warn("the last frame breaks off and was left out");
    }
    note_what_is_left_out();
    return std::move(rows_);
  }

 private:
  /// Numbers in memory per byte of text: a written number takes two bytes at least.
  static constexpr std::size_t kPerByte = 16;
  static constexpr std::size_t kAlwaysAllowed = 1'000'000;

  void warn(std::string_view what) {
    rows_.warnings.push_back(fmt::format("{}: {}", lexer_.file().string(), what));
  }

  /// Passes blank lines and comments; true when nothing else is left.
  bool at_end() {
    while (!cursor_.at_end() && cursor_.front() == '#') cursor_.skip_line();
    return cursor_.at_end();
  }

  [[nodiscard]] static bool is_digit(char c) { return c >= '0' && c <= '9'; }

  /// :FULLY-SPECIFIED, :DEGREES, :RADIANS, :SAMPLES-PER-SECOND and whatever else there is.
  void header() {
    while (!at_end() && cursor_.front() == ':') {
      const std::string_view key = cursor_.word();
      cursor_.pass(key.size());
      if (same_word(key, ":DEGREES")) rows_.angle = std::numbers::pi / 180.0;
      if (same_word(key, ":RADIANS")) rows_.angle = 1.0;
      if (same_word(key, ":SAMPLES-PER-SECOND")) {
        cursor_.skip_blanks();
        const std::string_view rate = cursor_.word();
        const bool fits = cursor_.number(rows_.fps) && rows_.fps > 1e-3 && rows_.fps <= kMaxFps;
        if (!fits) lexer_.fail_at(rate.data(), "a rate after :SAMPLES-PER-SECOND", quote(rate));
      }
      cursor_.skip_line();
    }
  }

  /// One frame; false when the file breaks off within it.
  bool frame() {
    number_of_frame();
    slot_ = 0;
    std::size_t bones = 0;
    for (; !at_end() && !is_digit(cursor_.front()); ++bones) {
      if (!bone()) return false;
    }
    if (bones < moving_) remember_left_out();
    rows_.values.insert(rows_.values.end(), current_.begin(), current_.end());
    if (rows_.frames++ == kMaxFrames)
      lexer_.fail_at(cursor_.position(), "at most 10000000 frames", "more");
    const std::size_t held = rows_.values.size() + math::kQuatSize * body_.bones.size() *
                                                       static_cast<std::size_t>(rows_.frames);
    if (held > most_)
      lexer_.fail_at(cursor_.position(), "frames with a row for each bone", "frames without");
    return true;
  }

  void number_of_frame() {
    const std::string_view text = cursor_.word();
    const bool whole = !text.empty() && std::ranges::all_of(text, is_digit);
    if (!whole)
      lexer_.fail_at(cursor_.position(), "the number of a frame on a line of its own", quote(text));
    cursor_.pass(text.size());
    cursor_.skip_blanks();
    if (!cursor_.at_line_end())
      lexer_.fail_at(cursor_.position(), "the number of a frame on a line of its own",
                     quote(cursor_.word()));
  }

  /// The bone of a row: most often the one that stood there in the frame before.
  std::size_t bone_of(std::string_view name) {
    if (slot_ < usual_.size() && body_.bones[usual_[slot_]].name == name) return usual_[slot_++];
    const auto found = places_.find(name);
    if (found == places_.end()) {
      std::vector<std::string> names;
      for (const Bone& bone : body_.bones) names.push_back(bone.name);
      const std::string near = nearest_word(name, names);
      lexer_.fail_at(name.data(), "a bone of the ASF",
                     quote(name) + (near.empty() ? "" : fmt::format(" (meant '{}'?)", near)));
    }
    usual_.resize(slot_);
    usual_.push_back(found->second);
    return usual_[slot_++];
  }

  /// Reads one row into current_; false when the file breaks off within it.
  bool bone() {
    const std::string_view name = cursor_.word();
    if (name.data() + name.size() == lexer_.end() && !places_.contains(name)) return false;
    const std::size_t place = bone_of(name);
    const Bone& bone = body_.bones[place];
    if (seen_[place] == rows_.frames)
      lexer_.fail_at(cursor_.position(), "each bone once in a frame", quote(name));
    seen_[place] = rows_.frames;
    cursor_.pass(name.size());
    std::size_t read = 0;
    const auto row = std::span(current_).subspan(bone.first_column, bone.row.size());
    switch (cursor_.numbers(row, read)) {
      case RowCursor::End::kWhole:
        return true;
      case RowCursor::End::kBreaks:
        return false;
      case RowCursor::End::kFew:
        fail_count(bone, std::to_string(read));
      case RowCursor::End::kMany:
        break;
    }
    fail_count(bone, "more");
  }

  [[noreturn]] void fail_count(const Bone& bone, std::string_view found) const {
    lexer_.fail_at(cursor_.position(),
                   fmt::format("{} numbers for '{}', as many as its dof in the ASF",
                               bone.row.size(), bone.name),
                   found);
  }

  void remember_left_out() {
    ++frames_left_out_;
    if (!first_left_out_.empty()) return;
    for (std::size_t b = 0; b < body_.bones.size(); ++b) {
      if (body_.bones[b].row.empty() || seen_[b] == rows_.frames) continue;
      first_left_out_ = fmt::format("'{}' in frame {}", body_.bones[b].name, rows_.frames + 1);
      return;
    }
  }

  void note_what_is_left_out() {
    if (frames_left_out_ == 0 || first_left_out_.empty()) return;
    warn(
        fmt::format("{} of {} frames leave out bones, the first {}; such a bone keeps what it had "
                    "in the frame before",
                    frames_left_out_, rows_.frames, first_left_out_));
  }

  const Lexer lexer_;
  RowCursor cursor_;
  const Body& body_;
  std::unordered_map<std::string_view, std::size_t> places_;
  std::size_t moving_ = 0;          ///< bones that have rows
  std::vector<std::size_t> usual_;  ///< the bones of the frame before, row by row
  std::size_t slot_ = 0;
  std::vector<double> current_;  ///< the numbers of one frame
  std::vector<int> seen_;        ///< per bone: the last frame that has it
  std::size_t most_ = 0;
  int frames_left_out_ = 0;
  std::string first_left_out_;
  Rows rows_;
};

}  // namespace

Rows read_rows(std::string_view text, const std::filesystem::path& file, const Body& body,
               bool strict) {
  return Reader(text, file, body).read(strict);
}

}  // namespace poseaae::mocap::asf
