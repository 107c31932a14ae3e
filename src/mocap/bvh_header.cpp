#include "bvh_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "frame_rate.hpp"
#include "poseaae/base/utf8.hpp"

namespace poseaae::mocap::bvh {

namespace {

constexpr std::size_t kDeepest = 1000;  // no body has a longer chain; a damaged file may
constexpr std::int64_t kMaxChannels = 6;
constexpr std::int64_t kMaxWithScales = 9;
constexpr std::array<const char*, 9> kChannelNames{"Xposition", "Yposition", "Zposition",
                                                   "Xrotation", "Yrotation", "Zrotation",
                                                   "Xscale",    "Yscale",    "Zscale"};

constexpr const char* kAboutScales =
    " (scales are Xscale, Yscale and Zscale, and have to be 1; export without them)";

/// "Xscale", "scale", "ScalingX", ...
bool is_about_a_scale(std::string_view word) {
  constexpr std::string_view kStem = "scal";
  for (std::size_t i = 0; i + kStem.size() <= word.size(); ++i) {
    if (same_word(word.substr(i, kStem.size()), kStem)) return true;
  }
  return false;
}

class HeaderParser {
 public:
  explicit HeaderParser(Lexer& lexer) : lexer_(lexer) {}

  Header parse(double fps) {
    lexer_.expect("HIERARCHY");
    lexer_.expect("ROOT");
    open_joint(-1);
    while (!open_.empty()) item();
    if (lexer_.next_is("ROOT")) lexer_.fail("MOTION (a file holds one ROOT; split the others off)");
    if (header_.columns == 0) lexer_.fail("at least one channel in the hierarchy before MOTION");
    lexer_.expect("MOTION");
    motion_lines(fps);
    std::stable_sort(header_.end_sites.begin(), header_.end_sites.end(),
                     [](const EndSite& a, const EndSite& b) { return a.parent < b.parent; });
    return std::move(header_);
  }

 private:
  /// A joint whose '}' has not come yet. The nesting lives here and not on the call stack.
  struct Open {
    int joint;
    bool has_offset = false;
    bool has_channels = false;
    bool has_children = false;
  };

  Joint& joint() { return header_.joints[open_.back().joint]; }

  void item() {
    if (lexer_.next_is("OFFSET")) {
      offset_line();
    } else if (lexer_.next_is("CHANNELS")) {
      channels_line();
    } else if (lexer_.accept("JOINT")) {
      open_.back().has_children = true;
      open_joint(open_.back().joint);
    } else if (lexer_.accept("End")) {
      end_site();
    } else if (lexer_.next_is("}")) {
      close_joint();
    } else {
      lexer_.fail("OFFSET, CHANNELS, JOINT, End Site or '}'");
    }
  }

  void open_joint(int parent) {
    const std::string_view name = lexer_.rest_of_line();
    if (name.empty()) {
      lexer_.fail(parent < 0 ? "a name after ROOT" : "a name after JOINT");
    }
    if (open_.size() == kDeepest) {
      lexer_.fail_at(name.data(), fmt::format("at most {} joints in a chain", kDeepest),
                     quote(name));
    }
    lexer_.expect("{");
    open_.push_back({static_cast<int>(header_.joints.size())});
    header_.joints.push_back(
        {unique_name(utf8_text(name)), parent, Vec3::Zero(), {}, header_.columns});
  }

  void close_joint() {
    if (!open_.back().has_offset) lexer_.fail(fmt::format("OFFSET of joint '{}'", joint().name));
    lexer_.expect("}");
    open_.pop_back();
  }

  std::string unique_name(const std::string& name) {
    std::string unique = name;
    if (names_.contains(name)) {
      int& suffix = suffixes_.try_emplace(name, 1).first->second;
      do {
        unique = fmt::format("{}_{}", name, ++suffix);
      } while (names_.contains(unique));
      header_.warnings.push_back(fmt::format(
          "joint name '{}' occurs more than once; this one was renamed to '{}'", name, unique));
    }
    names_.insert(unique);
    return unique;
  }

  Vec3 three_numbers() {
    Vec3 offset;
    for (double& length : offset) length = lexer_.number("a number, three after OFFSET").value;
    return offset;
  }

  void offset_line() {
    if (open_.back().has_offset) {
      lexer_.fail(fmt::format("one OFFSET of joint '{}'", joint().name));
    }
    lexer_.expect("OFFSET");
    joint().offset = three_numbers();
    open_.back().has_offset = true;
  }

  void channels_line() {
    Open& open = open_.back();
    // Rows list joints depth first: channels after a child would come out of that order.
    if (open.has_channels || open.has_children) {
      lexer_.fail(fmt::format("CHANNELS of joint '{}' once, before its children", joint().name));
    }
    lexer_.expect("CHANNELS");
    open.has_channels = true;
    constexpr std::string_view kCount = "a number of channels from 0 to 6";
    const char* const where = lexer_.next_position();
    const std::int64_t count = lexer_.count(kCount);
    const bool scales = count > kMaxChannels && scales_follow(count);
    if (count > (scales ? kMaxWithScales : kMaxChannels)) {
      lexer_.fail_at(where, fmt::format("{}{}", kCount, scales ? kAboutScales : ""),
                     quote(std::to_string(count)));
    }
    for (std::int64_t i = 0; i < count; ++i) joint().channels.push_back(channel(i + 1, count));
    header_.columns += joint().channels.size();
  }

  /// Whether one of the next words, which should be names of channels, is about a scale.
  [[nodiscard]] bool scales_follow(std::int64_t words) const {
    constexpr std::int64_t kFarthest = 20;
    Lexer ahead = lexer_;
    for (std::int64_t i = 0; i < std::min(words, kFarthest); ++i) {
      const std::string word(ahead.peek());
      if (is_about_a_scale(word)) return true;
      if (word.empty() || !ahead.accept(word)) return false;
    }
    return false;
  }

  Channel channel(std::int64_t index, std::int64_t count) {
    for (std::size_t i = 0; i < kChannelNames.size(); ++i) {
      if (!lexer_.next_is(kChannelNames[i])) continue;
      const Channel found{static_cast<Channel::Kind>(i / 3), static_cast<int>(i % 3)};
      for (const Channel& other : joint().channels) {
        const bool again = found.kind == other.kind && found.axis == other.axis;
        if (again && found.kind == Channel::Kind::kPosition) {
          lexer_.fail(fmt::format("each position channel of joint '{}' once", joint().name));
        }
      }
      lexer_.expect(kChannelNames[i]);
      return found;
    }
    lexer_.fail(
        fmt::format("channel {} of {}: Xposition, Yposition, Zposition, Xrotation, "
                    "Yrotation or Zrotation{}",
                    index, count, is_about_a_scale(lexer_.peek()) ? kAboutScales : ""));
  }

  /// "End Site", "End Site name" or "End name".
  void end_site() {
    std::string_view name = lexer_.rest_of_line();
    const std::string_view first = name.substr(0, name.find_first_of(" \t"));
    if (same_word(first, "Site")) name.remove_prefix(first.size());
    while (!name.empty() && is_blank(name.front())) name.remove_prefix(1);
    lexer_.expect("{");
    lexer_.expect("OFFSET");
    header_.end_sites.push_back({open_.back().joint, three_numbers(), utf8_text(name)});
    lexer_.expect("}");
  }

  void motion_lines(double fps) {
    lexer_.expect("Frames");
    lexer_.accept(":");
    constexpr std::string_view kFrames = "a whole number of frames, at least 1";
    const char* const where = lexer_.next_position();
    header_.frames = lexer_.count(kFrames);
    if (header_.frames == 0) lexer_.fail_at(where, kFrames, "'0'");

    lexer_.expect("Frame");
    lexer_.expect("Time");
    lexer_.accept(":");
    const Lexer::Number time = lexer_.number("a Frame Time in seconds");
    auto [rate, note] = read_frame_time(time.value, time.text);
    if (fps <= 0.0 && !note.empty()) header_.warnings.push_back(std::move(note));
    header_.fps = fps > 0.0 ? fps : rate;
    if (header_.fps <= 0.0) {
      lexer_.fail_at(time.text.data(),
                     "a Frame Time above 0 (or data.fps set to the clip's frames per second)",
                     quote(time.text));
    }
    lexer_.expect_line_end("the rows to begin on a line of their own");
  }

  Lexer& lexer_;
  Header header_;
  std::vector<Open> open_;
  std::set<std::string> names_;
  std::map<std::string, int> suffixes_;  ///< last number given to a repeated name
};

}  // namespace

Header read_header(Lexer& lexer, double fps) { return HeaderParser(lexer).parse(fps); }

Skeleton skeleton_of(const Header& header, double metres) {
  std::vector<std::string> names;
  std::vector<int> parents;
  std::vector<Vec3> offsets;
  for (const Joint& joint : header.joints) {
    names.push_back(joint.name);
    parents.push_back(joint.parent);
    offsets.emplace_back(joint.offset * metres);
  }
  std::vector<EndSite> end_sites = header.end_sites;
  for (EndSite& site : end_sites) site.offset *= metres;
  return {std::move(names), std::move(parents), std::move(offsets), std::move(end_sites)};
}

}  // namespace poseaae::mocap::bvh
