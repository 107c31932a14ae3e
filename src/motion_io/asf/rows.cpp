#include "rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numbers>
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
      : lexer_(text, file), body_(body), p_(lexer_.position()), end_(lexer_.end()) {
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
    if (at_end()) lexer_.fail_at(p_, "the number of the first frame", "the end of the file");
    bool whole = true;
    while (whole && !at_end()) whole = frame();
    if (!whole) {
      if (strict || rows_.frames == 0) lexer_.fail_at(end_, "a whole frame", "the end of the file");
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

  void skip_blanks() {
    while (p_ != end_ && is_blank(*p_)) ++p_;
  }
  void skip_line() {
    while (p_ != end_ && !is_line_break(*p_)) ++p_;
  }
  /// Passes blank lines and comments; true when nothing else is left.
  bool at_end() {
    while (p_ != end_) {
      if (*p_ == '#') skip_line();
      if (p_ == end_ || !(is_blank(*p_) || is_line_break(*p_))) break;
      ++p_;
    }
    return p_ == end_;
  }
  [[nodiscard]] bool at_line_end() const { return p_ == end_ || is_line_break(*p_); }

  [[nodiscard]] std::string_view word() const {
    const char* stop = p_;
    while (stop != end_ && !is_blank(*stop) && !is_line_break(*stop)) ++stop;
    return {p_, stop};
  }
  [[nodiscard]] static bool is_digit(char c) { return c >= '0' && c <= '9'; }

  /// :FULLY-SPECIFIED, :DEGREES, :RADIANS, :SAMPLES-PER-SECOND and whatever else there is.
  void header() {
    while (!at_end() && *p_ == ':') {
      const std::string_view key = word();
      p_ += key.size();
      if (same_word(key, ":DEGREES")) rows_.angle = std::numbers::pi / 180.0;
      if (same_word(key, ":RADIANS")) rows_.angle = 1.0;
      if (same_word(key, ":SAMPLES-PER-SECOND")) {
        skip_blanks();
        const bool fits = parse_table_number(p_, end_, rows_.fps) != nullptr && rows_.fps > 1e-3 &&
                          rows_.fps <= kMaxFps;
        if (!fits) lexer_.fail_at(p_, "a rate after :SAMPLES-PER-SECOND", quote(word()));
      }
      skip_line();
    }
  }

  /// One frame; false when the file breaks off within it.
  bool frame() {
    number_of_frame();
    slot_ = 0;
    std::size_t bones = 0;
    for (; !at_end() && !is_digit(*p_); ++bones) {
      if (!bone()) return false;
    }
    if (bones < moving_) remember_left_out();
    rows_.values.insert(rows_.values.end(), current_.begin(), current_.end());
    if (rows_.frames++ == kMaxFrames) lexer_.fail_at(p_, "at most 10000000 frames", "more");
    const std::size_t held = rows_.values.size() + math::kQuatSize * body_.bones.size() *
                                                       static_cast<std::size_t>(rows_.frames);
    if (held > most_) lexer_.fail_at(p_, "frames with a row for each bone", "frames without");
    return true;
  }

  void number_of_frame() {
    const std::string_view text = word();
    const bool whole = !text.empty() && std::ranges::all_of(text, is_digit);
    if (!whole) lexer_.fail_at(p_, "the number of a frame on a line of its own", quote(text));
    p_ += text.size();
    skip_blanks();
    if (!at_line_end())
      lexer_.fail_at(p_, "the number of a frame on a line of its own", quote(word()));
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
    const std::string_view name = word();
    if (name.data() + name.size() == end_ && !places_.contains(name)) return false;
    const std::size_t place = bone_of(name);
    const Bone& bone = body_.bones[place];
    if (seen_[place] == rows_.frames) lexer_.fail_at(p_, "each bone once in a frame", quote(name));
    seen_[place] = rows_.frames;
    p_ += name.size();
    double* const values = current_.data() + bone.first_column;  // no bone may have any
    for (std::size_t i = 0; i < bone.row.size(); ++i) {
      skip_blanks();
      if (p_ == end_) return false;
      if (is_line_break(*p_)) fail_count(bone, std::to_string(i));
      const char* const stop = parse_table_number(p_, end_, values[i]);
      if (stop == nullptr) {
        if (breaks_off()) return false;
        lexer_.fail_at(p_, "a number (decimal point, no nan or inf)", quote(word()));
      }
      p_ = stop;
    }
    skip_blanks();
    if (!at_line_end()) fail_count(bone, "more");
    return true;
  }

  /// The start of a number ("-", "1e-") that the end of the file cut off.
  [[nodiscard]] bool breaks_off() const {
    return word().data() + word().size() == end_ &&
           word().find_first_not_of("0123456789+-.eE") == std::string_view::npos;
  }

  [[noreturn]] void fail_count(const Bone& bone, std::string_view found) const {
    lexer_.fail_at(p_,
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
  const Body& body_;
  const char* p_;
  const char* end_;
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
