#include "body.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <numbers>
#include <optional>
#include <set>
#include <utility>

#include "poseaae/base/error.hpp"
#include "poseaae/base/lexer.hpp"
#include "poseaae/base/utf8.hpp"
#include "poseaae/mocap/height.hpp"

namespace poseaae::mocap::asf {

namespace {

using Words = std::vector<std::string_view>;

constexpr double kInch = 0.0254;
constexpr double kDegree = std::numbers::pi / 180.0;
constexpr std::string_view kRoot = "root";

/// A bone as the file has it.
struct RawBone {
  std::string_view name;
  Vec3 direction{0, 0, 0};
  double length = 0.0;
  Vec3 axis{0, 0, 0};
  std::array<int, 3> order{0, 1, 2};
  std::vector<Freedom> row;
};

int axis_of(char letter) {
  const char lower = static_cast<char>(letter | 0x20);
  return lower >= 'x' && lower <= 'z' ? lower - 'x' : -1;
}

/// "rx", "TY", "l"
std::optional<Freedom> freedom_of(std::string_view word) {
  if (same_word(word, "l")) return Freedom{Freedom::Kind::kLength, 0};
  const int axis = word.size() == 2 ? axis_of(word[1]) : -1;
  if (axis < 0) return std::nullopt;
  if (same_word(word.substr(0, 1), "r")) return Freedom{Freedom::Kind::kTurn, axis};
  if (same_word(word.substr(0, 1), "t")) return Freedom{Freedom::Kind::kPlace, axis};
  return std::nullopt;
}

/// C of three angles in radians, the axis named first turning first.
Quat axes_of(const Vec3& angles, const std::array<int, 3>& order) {
  std::array<double, 4> q{1, 0, 0, 0};
  for (std::size_t i = order.size(); i-- > 0;) {
    math::turn_wxyz(q.data(), order[i], angles[static_cast<Eigen::Index>(i)] / 2.0);
  }
  return math::load_wxyz(q.data());
}

class Parser {
 public:
  Parser(std::string_view text, const std::filesystem::path& file) : lexer_(text, file) {
    root_.name = kRoot;
    for (int kind = 0; kind < 2; ++kind) {
      for (int axis = 0; axis < 3; ++axis) {
        root_.row.push_back({static_cast<Freedom::Kind>(kind), axis});
      }
    }
  }

  Body parse() {
    for (next_line(); !line_.empty();) {
      const std::string_view section = line_.front();
      if (same_word(section, ":units")) {
        units();
      } else if (same_word(section, ":root")) {
        root();
      } else if (same_word(section, ":bonedata")) {
        bone_data();
      } else if (same_word(section, ":hierarchy")) {
        hierarchy();
      } else if (section.starts_with(':')) {
        skip_section();
      } else {
        fail(section, "a section (:units, :root, :bonedata, :hierarchy)");
      }
    }
    if (!has_hierarchy_) {
      lexer_.fail_at(lexer_.end(), "the sections :root, :bonedata and :hierarchy",
                     "the end of the file");
    }
    return body();
  }

 private:
  void next_line() { line_ = lexer_.line(); }
  [[nodiscard]] bool in_section() const {
    return !line_.empty() && !line_.front().starts_with(':');
  }
  [[nodiscard]] bool is(std::string_view keyword) const {
    return same_word(line_.front(), keyword);
  }

  [[noreturn]] void fail(std::string_view word, std::string_view expected) const {
    lexer_.fail_at(word.data(), expected, quote(word));
  }
  [[noreturn]] void fail_after(std::string_view word, std::string_view expected) const {
    lexer_.fail_at(word.data() + word.size(), expected, "the end of the line");
  }

  void skip_section() {
    for (next_line(); in_section();) next_line();
  }

  [[nodiscard]] std::string_view word(std::size_t i, std::string_view expected) const {
    if (i >= line_.size()) fail_after(line_.back(), expected);
    return line_[i];
  }
  [[nodiscard]] double number(std::size_t i, std::string_view expected) const {
    const std::string_view text = word(i, expected);
    double value = 0.0;
    const char* const end = text.data() + text.size();
    if (parse_table_number(text.data(), end, value) != end) fail(text, expected);
    return value;
  }
  [[nodiscard]] Vec3 three(std::string_view expected) const {
    return {number(1, expected), number(2, expected), number(3, expected)};
  }

  /// "XYZ", in any order; XYZ where the line has none.
  [[nodiscard]] std::array<int, 3> order(std::size_t i) const {
    constexpr std::string_view kExpected = "an order of axes such as XYZ";
    std::array<int, 3> axes{0, 1, 2};
    if (i >= line_.size()) return axes;
    if (line_[i].size() != 3) fail(line_[i], kExpected);
    std::ranges::transform(line_[i], axes.begin(), axis_of);
    std::array<int, 3> sorted = axes;
    std::ranges::sort(sorted);
    if (sorted != std::array{0, 1, 2}) fail(line_[i], kExpected);
    return axes;
  }

  [[nodiscard]] std::vector<Freedom> freedoms() const {
    std::vector<Freedom> row;
    for (std::size_t i = 1; i < line_.size(); ++i) {
      const auto found = freedom_of(line_[i]);
      if (!found) fail(line_[i], "degrees of freedom, of rx ry rz tx ty tz l");
      const auto same = [&](const Freedom& other) {
        return other.kind == found->kind && other.axis == found->axis;
      };
      if (std::ranges::any_of(row, same)) fail(line_[i], "each degree of freedom once");
      row.push_back(*found);
    }
    return row;
  }

  void units() {
    for (next_line(); in_section(); next_line()) {
      if (is("length")) {
        constexpr std::string_view kExpected = "a positive number after length";
        const double length = number(1, kExpected);
        if (!(length > 1e-9)) fail(line_[1], kExpected);
        metres_ = kInch / length;
      } else if (is("angle")) {
        const std::string_view unit = word(1, "deg or rad");
        const bool degrees = same_word(unit.substr(0, 3), "deg");
        if (!degrees && !same_word(unit.substr(0, 3), "rad")) fail(unit, "deg or rad");
        angle_ = degrees ? kDegree : 1.0;
      }
    }
  }

  void root() {
    for (next_line(); in_section(); next_line()) {
      if (is("order")) {
        root_.row = freedoms();
      } else if (is("axis")) {
        root_.order = order(1);
      } else if (is("position")) {
        place_ = three("three numbers after position");
      } else if (is("orientation")) {
        root_.axis = three("three numbers after orientation");
      }
    }
  }

  void bone_data() {
    for (next_line(); in_section(); next_line()) {
      if (!is("begin")) fail(line_.front(), "begin of a bone");
      bone();
    }
  }

  void bone() {
    RawBone bone;
    const std::string_view begin = line_.front();
    for (next_line(); in_section() && !is("end"); next_line()) {
      if (is("name")) {
        bone.name = word(1, "the name of a bone");
      } else if (is("direction")) {
        bone.direction = three("three numbers after direction");
      } else if (is("length")) {
        bone.length = number(1, "a number after length");
      } else if (is("axis")) {
        bone.axis = three("three angles after axis");
        bone.order = order(4);
      } else if (is("dof")) {
        bone.row = freedoms();
      }
    }
    if (!in_section()) {
      if (line_.empty()) lexer_.fail_at(lexer_.end(), "end of the bone", "the end of the file");
      fail(line_.front(), "end of the bone");
    }
    if (bone.name.empty()) fail(begin, "a bone with a name");
    const bool taken = same_word(bone.name, kRoot) || places_.contains(bone.name);
    if (taken) fail(bone.name, "a name that no other bone has");
    places_.emplace(bone.name, raw_.size());
    raw_.push_back(std::move(bone));
  }

  /// Each line is a bone and those that follow it.
  void hierarchy() {
    has_hierarchy_ = true;
    for (next_line(); in_section(); next_line()) {
      if (is("begin") || is("end")) continue;
      const int parent = place_of(line_.front());
      for (std::size_t i = 1; i < line_.size(); ++i) {
        const int child = place_of(line_[i]);
        if (child < 0) fail(line_[i], "a bone that follows another");
        if (!parents_.emplace(child, parent).second) fail(line_[i], "each bone below one other");
        children_[parent].push_back(child);
      }
    }
  }

  /// -1 for the root.
  [[nodiscard]] int place_of(std::string_view name) const {
    if (same_word(name, kRoot)) return -1;
    const auto found = places_.find(name);
    if (found != places_.end()) return static_cast<int>(found->second);
    fail(name, "a bone that :bonedata describes");
  }

  [[nodiscard]] Bone made(const RawBone& raw, int parent, std::size_t column) const {
    const Vec3 angles = raw.axis * angle_;
    return {std::string(raw.name),
            parent,
            raw.direction * (raw.length * metres_),
            raw.direction,
            axes_of(angles, raw.order),
            raw.row,
            column};
  }

  /// Bones that the root leads to, depth first.
  [[nodiscard]] Body body() {
    Body body{.place = place_ * metres_, .metres = metres_, .angle = angle_};
    struct Open {
      int bone;
      int parent;
    };
    std::vector<Open> open{{-1, -1}};
    while (!open.empty()) {
      const auto [place, parent] = open.back();
      open.pop_back();
      const RawBone& raw = place < 0 ? root_ : raw_[static_cast<std::size_t>(place)];
      body.bones.push_back(made(raw, parent, body.columns));
      body.columns += raw.row.size();
      const auto below = children_.find(place);
      if (below == children_.end()) continue;
      const int here = static_cast<int>(body.bones.size()) - 1;
      for (std::size_t i = below->second.size(); i-- > 0;) open.push_back({below->second[i], here});
    }
    note_loose_bones(body);
    return body;
  }

  void note_loose_bones(Body& body) const {
    const std::size_t loose = raw_.size() + 1 - body.bones.size();
    if (loose == 0) return;
    std::set<std::string_view> reached;
    for (const Bone& bone : body.bones) reached.insert(bone.name);
    const auto first =
        std::ranges::find_if(raw_, [&](const RawBone& raw) { return !reached.contains(raw.name); });
    body.warnings.push_back(fmt::format(
        "{}: the hierarchy does not lead to {}{}, which {} left out", lexer_.file().string(),
        quote(utf8_text(first->name)), loose > 1 ? fmt::format(" and {} more", loose - 1) : "",
        loose > 1 ? "were" : "was"));
  }

  Lexer lexer_;
  Words line_;
  double metres_ = kInch;
  double angle_ = kDegree;
  Vec3 place_{0, 0, 0};
  RawBone root_;
  std::vector<RawBone> raw_;
  std::map<std::string_view, std::size_t> places_;
  std::map<int, int> parents_;
  std::map<int, std::vector<int>> children_;
  bool has_hierarchy_ = false;
};

/// Bones of CMU's skeleton, and the joints of the BVH files that are usually made of it: both
/// rotate where the bone begins.
constexpr std::array<std::pair<std::string_view, std::string_view>, 31> kCmuNames{{
    {"root", "Hips"},
    {"lhipjoint", "LHipJoint"},
    {"lfemur", "LeftUpLeg"},
    {"ltibia", "LeftLeg"},
    {"lfoot", "LeftFoot"},
    {"ltoes", "LeftToeBase"},
    {"rhipjoint", "RHipJoint"},
    {"rfemur", "RightUpLeg"},
    {"rtibia", "RightLeg"},
    {"rfoot", "RightFoot"},
    {"rtoes", "RightToeBase"},
    {"lowerback", "LowerBack"},
    {"upperback", "Spine"},
    {"thorax", "Spine1"},
    {"lowerneck", "Neck"},
    {"upperneck", "Neck1"},
    {"head", "Head"},
    {"lclavicle", "LeftShoulder"},
    {"lhumerus", "LeftArm"},
    {"lradius", "LeftForeArm"},
    {"lwrist", "LeftHand"},
    {"lhand", "LeftFingerBase"},
    {"lfingers", "LeftHandIndex1"},
    {"lthumb", "LThumb"},
    {"rclavicle", "RightShoulder"},
    {"rhumerus", "RightArm"},
    {"rradius", "RightForeArm"},
    {"rwrist", "RightHand"},
    {"rhand", "RightFingerBase"},
    {"rfingers", "RightHandIndex1"},
    {"rthumb", "RThumb"},
}};

std::vector<std::string> joint_names(const Body& body) {
  std::vector<std::string> names;
  for (const Bone& bone : body.bones) names.push_back(utf8_text(bone.name));
  if (body.bones.size() != kCmuNames.size()) return names;
  std::vector<std::string> usual;
  for (const std::string& name : names) {
    const auto* const found =
        std::ranges::find_if(kCmuNames, [&](const auto& pair) { return pair.first == name; });
    if (found == kCmuNames.end()) return names;
    usual.emplace_back(found->second);
  }
  return usual;
}

}  // namespace

Body read_body(std::string_view text, const std::filesystem::path& file) {
  return Parser(text, file).parse();
}

Skeleton skeleton_of(const Body& body) {
  std::vector<int> parents;
  std::vector<Vec3> offsets;
  std::vector<bool> leads(body.bones.size(), false);
  for (const Bone& bone : body.bones) {
    const bool is_root = bone.parent < 0;
    parents.push_back(bone.parent);
    offsets.push_back(is_root ? body.place : body.bones[static_cast<std::size_t>(bone.parent)].way);
    if (!is_root) leads[static_cast<std::size_t>(bone.parent)] = true;
  }
  std::vector<EndSite> tips;
  for (std::size_t i = 0; i < body.bones.size(); ++i) {
    if (!leads[i]) tips.push_back({static_cast<int>(i), body.bones[i].way, ""});
  }
  return {joint_names(body), std::move(parents), std::move(offsets), std::move(tips)};
}

std::string check_size(const Motion& motion, const Body& body, const std::filesystem::path& file) {
  if (check_height(motion, Unit{body.metres}).empty()) return "";
  return fmt::format(
      "{}: with its 'length' the body is {:.2f} m tall, which no person is; 'length L' means "
      "inches "
      "/ L",
      file.string(), body_height(motion));
}

}  // namespace poseaae::mocap::asf
