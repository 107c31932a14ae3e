#include <array>
#include <cctype>
#include <cmath>
#include <string_view>
#include <utility>

#include "poseaae/mocap/mirror.hpp"

namespace poseaae::mocap {

namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

bool is_separator(char c) { return std::string_view("_.-: ").find(c) != std::string_view::npos; }

bool starts_word(const std::string& name, std::size_t at, bool capital) {
  if (at == 0) return true;
  const char before = name[at - 1];
  return capital ? !is_upper(before) : !is_upper(before) && !is_lower(before);
}

std::optional<OtherSide> by_word(const std::string& name) {
  using Words = std::pair<std::string_view, std::string_view>;
  constexpr std::array<Words, 3> kWords{{{"Left", "Right"}, {"left", "right"}, {"LEFT", "RIGHT"}}};
  for (const auto& [left, right] : kWords) {
    for (const bool is_left : {true, false}) {
      const auto& [mine, other] = is_left ? Words{left, right} : Words{right, left};
      for (auto at = name.find(mine); at != std::string::npos; at = name.find(mine, at + 1)) {
        if (!starts_word(name, at, mine == "Left" || mine == "Right")) continue;
        std::string there = name;
        return OtherSide{there.replace(at, mine.size(), other), is_left};
      }
    }
  }
  return std::nullopt;
}

std::optional<OtherSide> by_letter(const std::string& name) {
  const auto side_of = [](char c) { return std::string_view("LRlr").find(c); };
  for (std::size_t at = 0; at < name.size(); ++at) {
    const std::size_t side = side_of(name[at]);
    const bool opens = at == 0 || is_separator(name[at - 1]);
    const bool closes = at + 1 == name.size() || is_separator(name[at + 1]);
    const bool before_capital = at + 1 < name.size() && is_upper(name[at + 1]) && name.size() > 2;
    // Something must be left of the name without its mark.
    if (side == std::string_view::npos || !opens || name.size() < 2) continue;
    if (!closes && !before_capital) continue;
    std::string there = name;
    there[at] = "RLrl"[side];
    return OtherSide{there, side % 2 == 0};
  }
  return std::nullopt;
}

/// The axis along which v is longest, with its sign.
Vec3 nearest_axis(const Vec3& v) {
  Eigen::Index longest = 0;
  v.cwiseAbs().maxCoeff(&longest);
  Vec3 axis = Vec3::Zero();
  axis[longest] = v[longest] < 0.0 ? -1.0 : 1.0;
  return axis;
}

}  // namespace

std::optional<OtherSide> other_side(const std::string& name) {
  auto other = by_word(name);
  return other ? other : by_letter(name);
}

Quat upright(const Skeleton& skeleton, int joint) {
  Vec3 across = Vec3::Zero();
  Vec3 sides = Vec3::Zero();
  Vec3 middle = Vec3::Zero();
  int side_count = 0;
  int middle_count = 0;
  for (const int child : skeleton.children(joint)) {
    const auto other = other_side(skeleton.name(child));
    if (!other) {
      middle += skeleton.offset(child);
      ++middle_count;
    } else if (skeleton.find(other->name)) {
      across += (other->is_left ? 1.0 : -1.0) * skeleton.offset(child);
      sides += skeleton.offset(child);
      ++side_count;
    }
  }
  constexpr double kTells = 0.01;  // metres
  if (side_count < 2 || middle_count == 0 || across.norm() < kTells) return Quat::Identity();
  const Vec3 left = nearest_axis(across);
  Vec3 rise = middle / middle_count - sides / side_count;
  rise -= rise.dot(left) * left;
  if (rise.norm() < kTells) return Quat::Identity();
  const Vec3 up = nearest_axis(rise);
  Eigen::Matrix3d rotation;  // left -> X, up -> Y
  rotation << left.transpose(), up.transpose(), left.cross(up).transpose();
  return Quat(rotation);
}

}  // namespace poseaae::mocap
