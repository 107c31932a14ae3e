#include "bodies.hpp"

#include <array>
#include <map>
#include <string_view>

namespace poseaae::npz {

namespace {

const std::vector<TableJoint> kSmpl{
    {"pelvis", -1},        {"left_hip", 0},        {"right_hip", 0},      {"spine1", 0},
    {"left_knee", 1},      {"right_knee", 2},      {"spine2", 3},         {"left_ankle", 4},
    {"right_ankle", 5},    {"spine3", 6},          {"left_foot", 7},      {"right_foot", 8},
    {"neck", 9},           {"left_collar", 9},     {"right_collar", 9},   {"head", 12},
    {"left_shoulder", 13}, {"right_shoulder", 14}, {"left_elbow", 16},    {"right_elbow", 17},
    {"left_wrist", 18},    {"right_wrist", 19},    {"left_index1", 20},   {"left_index2", 22},
    {"left_index3", 23},   {"left_middle1", 20},   {"left_middle2", 25},  {"left_middle3", 26},
    {"left_pinky1", 20},   {"left_pinky2", 28},    {"left_pinky3", 29},   {"left_ring1", 20},
    {"left_ring2", 31},    {"left_ring3", 32},     {"left_thumb1", 20},   {"left_thumb2", 34},
    {"left_thumb3", 35},   {"right_index1", 21},   {"right_index2", 37},  {"right_index3", 38},
    {"right_middle1", 21}, {"right_middle2", 40},  {"right_middle3", 41}, {"right_pinky1", 21},
    {"right_pinky2", 43},  {"right_pinky3", 44},   {"right_ring1", 21},   {"right_ring2", 46},
    {"right_ring3", 47},   {"right_thumb1", 21},   {"right_thumb2", 49},  {"right_thumb3", 50},
};

/// Offsets from the parent in metres, of the middle and the left; the right mirrors the left.
/// Fractions of a height of 1.70 m: hips 0.530, knees 0.285, ankles 0.039, shoulders 0.818, upper
/// arm 0.186, forearm 0.146, hand 0.108; between the joints of the shoulders 0.2.
struct Offset {
  std::string_view name;
  std::array<double, 3> metres;
};
constexpr std::array<Offset, 14> kBody{{
    {"pelvis", {0, -0.22, 0.03}},
    {"left_hip", {0.085, -0.085, 0}},
    {"left_knee", {0, -0.4165, 0}},
    {"left_ankle", {0, -0.4182, 0}},
    {"left_foot", {0, -0.05, 0.13}},
    {"spine1", {0, 0.11, 0}},
    {"spine2", {0, 0.13, 0}},
    {"spine3", {0, 0.06, 0}},
    {"neck", {0, 0.18, 0}},
    {"head", {0, 0.09, 0.02}},
    {"left_collar", {0.06, 0.1, 0}},
    {"left_shoulder", {0.11, 0.0046, 0}},
    {"left_elbow", {0.3162, 0, 0}},
    {"left_wrist", {0.2482, 0, 0}},
}};
constexpr std::array<Offset, 5> kFingers{{
    {"index", {0.09, 0, 0.025}},
    {"middle", {0.092, 0, 0.005}},
    {"ring", {0.088, 0, -0.015}},
    {"pinky", {0.08, 0, -0.033}},
    {"thumb", {0.03, -0.01, 0.03}},
}};
constexpr std::array<double, 2> kPhalanges{0.04, 0.025};
constexpr std::array<Offset, 3> kTips{{
    {"head", {0, 0.18, 0}},
    {"left_foot", {0, 0, 0.07}},
    {"left_wrist", {0.1836, 0, 0}},
}};

Vec3 vector_of(const std::array<double, 3>& v, bool mirrored) {
  return {mirrored ? -v[0] : v[0], v[1], v[2]};
}

/// "right_hip" -> "left_hip"
std::string left_of(std::string_view name) {
  return name.starts_with("right_") ? "left_" + std::string(name.substr(6)) : std::string(name);
}

Vec3 offset_of(std::string_view name) {
  const bool mirrored = name.starts_with("right_");
  const std::string left = left_of(name);
  for (const Offset& joint : kBody) {
    if (joint.name == left) return vector_of(joint.metres, mirrored);
  }
  const std::string finger = left.substr(5, left.size() - 6);  // between left_ and the number
  const char phalanx = left.back();
  for (const Offset& knuckle : kFingers) {
    if (knuckle.name != finger) continue;
    if (phalanx == '1') return vector_of(knuckle.metres, mirrored);
    return vector_of({kPhalanges[static_cast<std::size_t>(phalanx - '2')], 0, 0}, mirrored);
  }
  return Vec3::Zero();
}

constexpr std::array<const char*, 5> kSomaFingers{"Thumb", "Index", "Middle", "Ring", "Pinky"};

/// SOMA's joints in Kimodo's order; of fingers and tips, the short form has two of each hand.
class Soma {
 public:
  explicit Soma(bool whole) : whole_(whole) {
    add("Hips", "");
    chain("Hips", {"Spine1", "Spine2", "Chest", "Neck1", "Neck2", "Head"});
    if (whole_) add("HeadEnd", "Head");
    for (const char* part : {"Jaw", "LeftEye", "RightEye"}) add(part, "Head");
    arm("Left");
    arm("Right");
    leg("Left");
    leg("Right");
  }
  [[nodiscard]] std::vector<TableJoint> joints() const { return joints_; }

 private:
  void add(const std::string& name, const std::string& parent) {
    const auto place = places_.find(parent);
    const int above = place == places_.end() ? -1 : place->second;
    places_.emplace(name, static_cast<int>(joints_.size()));
    joints_.push_back({name, above});
  }
  void chain(std::string parent, const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      add(name, parent);
      parent = name;
    }
  }
  void arm(const std::string& side) {
    chain("Chest", {side + "Shoulder", side + "Arm", side + "ForeArm", side + "Hand"});
    const std::string hand = side + "Hand";
    if (!whole_) {
      for (const char* tip : {"ThumbEnd", "MiddleEnd"}) add(hand + tip, hand);
      return;
    }
    for (const std::string finger : kSomaFingers) {
      std::vector<std::string> names;
      const int bones = finger == "Thumb" ? 3 : 4;
      for (int i = 1; i <= bones; ++i) names.push_back(hand + finger + std::to_string(i));
      names.push_back(hand + finger + "End");
      chain(hand, names);
    }
  }
  void leg(const std::string& side) {
    std::vector<std::string> names{side + "Leg", side + "Shin", side + "Foot", side + "ToeBase"};
    if (whole_) names.push_back(side + "ToeEnd");
    chain("Hips", names);
  }

  bool whole_;
  std::vector<TableJoint> joints_;
  std::map<std::string, int, std::less<>> places_;
};

}  // namespace

std::span<const TableJoint> smpl_joints(bool hands) {
  return std::span(kSmpl).first(hands ? kSmpl.size() : kSmplBody);
}

std::vector<Vec3> smpl_rest(bool hands) {
  std::vector<Vec3> rest;
  for (const auto& [name, parent] : smpl_joints(hands)) {
    const Vec3 base = parent < 0 ? Vec3(0, 0, 0) : rest[static_cast<std::size_t>(parent)];
    rest.emplace_back(base + offset_of(name));
  }
  return rest;
}

Skeleton smpl_skeleton(const std::vector<Vec3>& rest) {
  const bool hands = rest.size() > kSmplBody;
  std::vector<std::string> names;
  std::vector<int> parents;
  std::vector<Vec3> offsets;
  std::vector<mocap::EndSite> tips;
  for (const auto& [name, parent] : smpl_joints(hands)) {
    const std::size_t j = names.size();
    names.emplace_back(name);
    parents.push_back(parent);
    offsets.emplace_back(parent < 0 ? Vec3(0, 0, 0)
                                    : Vec3(rest[j] - rest[static_cast<std::size_t>(parent)]));
    for (const Offset& tip : kTips) {
      const bool has_fingers = hands && tip.name == "left_wrist";
      if (tip.name != left_of(name) || has_fingers) continue;
      tips.push_back({static_cast<int>(j), vector_of(tip.metres, name.starts_with("right_")), ""});
    }
  }
  return {std::move(names), std::move(parents), std::move(offsets), std::move(tips)};
}

std::vector<TableJoint> kimodo_joints(std::size_t count) {
  if (count == kSmplBody) {
    const auto body = smpl_joints(false);
    return {body.begin(), body.end()};
  }
  static const std::vector<TableJoint> kShort = Soma(false).joints();
  static const std::vector<TableJoint> kWhole = Soma(true).joints();
  if (count == kShort.size()) return kShort;
  return count == kWhole.size() ? kWhole : std::vector<TableJoint>{};
}

}  // namespace poseaae::npz
