#include "render/limbs.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace poseaae::render {

namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

// A word ends before a capital that follows a small letter ("leftArm"), and before the last capital
// of a run that goes on in small letters ("LHip").
bool starts_word(std::string_view name, std::size_t i) {
  if (!is_upper(name[i]) || i == 0) return false;
  return is_lower(name[i - 1]) || (i + 1 < name.size() && is_lower(name[i + 1]));
}

std::vector<std::string> words_of(std::string_view name) {
  if (const auto colon = name.rfind(':'); colon != std::string_view::npos) {
    name.remove_prefix(colon + 1);  // a namespace, as in "mixamorig:Hips"
  }
  std::vector<std::string> words(1);
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool letter = is_upper(name[i]) || is_lower(name[i]);
    if ((!letter || starts_word(name, i)) && !words.back().empty()) words.emplace_back();
    if (letter) words.back() += lower(name[i]);
  }
  return words;
}

Side opposite_initials(const mocap::Skeleton& skeleton, const std::string& name) {
  std::string partner = name;
  const char initial = lower(name[0]);
  if (initial != 'l' && initial != 'r') return Side::kCentre;
  partner[0] = static_cast<char>(name[0] + (initial == 'l' ? 'r' - 'l' : 'l' - 'r'));
  if (!skeleton.find(partner)) return Side::kCentre;
  return initial == 'l' ? Side::kLeft : Side::kRight;
}

// Mean x of each joint's subtree (end sites included) relative to the root, in the rest pose.
std::vector<double> subtree_x(const mocap::Skeleton& skeleton) {
  const int joints = skeleton.joints();
  std::vector<double> x(joints, 0.0), sum(joints), count(joints, 1.0);
  for (int j = 1; j < joints; ++j) x[j] = x[skeleton.parent(j)] + skeleton.offset(j).x();
  sum = x;
  for (const mocap::EndSite& site : skeleton.end_sites()) {
    sum[site.parent] += x[site.parent] + site.offset.x();
    count[site.parent] += 1.0;
  }
  for (int j = joints - 1; j > 0; --j) {
    sum[skeleton.parent(j)] += sum[j];
    count[skeleton.parent(j)] += count[j];
  }
  for (int j = 0; j < joints; ++j) sum[j] /= count[j];
  return sum;
}

std::vector<Side> sides_of_rest_pose(const mocap::Skeleton& skeleton) {
  const std::vector<double> x = subtree_x(skeleton);
  const double threshold = 0.03 * skeleton.height();
  std::vector<Side> sides(skeleton.joints(), Side::kCentre);
  for (int j = 1; j < skeleton.joints(); ++j) {
    sides[j] = sides[skeleton.parent(j)];
    if (sides[j] == Side::kCentre && std::abs(x[j]) > threshold) {
      sides[j] = x[j] > 0.0 ? Side::kLeft : Side::kRight;
    }
  }
  return sides;
}

}  // namespace

Side side_of_name(std::string_view name) {
  for (const std::string& word : words_of(name)) {
    if (word == "l" || word == "lt" || word == "lft" || word.starts_with("left")) {
      return Side::kLeft;
    }
    if (word == "r" || word == "rt" || word == "rgt" || word.starts_with("right")) {
      return Side::kRight;
    }
  }
  return Side::kCentre;
}

std::vector<Side> limb_sides(const mocap::Skeleton& skeleton) {
  std::vector<Side> sides(skeleton.joints(), Side::kCentre);
  bool named = false;
  for (int j = 0; j < skeleton.joints(); ++j) {
    sides[j] = side_of_name(skeleton.name(j));
    if (sides[j] == Side::kCentre) sides[j] = opposite_initials(skeleton, skeleton.name(j));
    named = named || sides[j] != Side::kCentre;
    if (sides[j] == Side::kCentre && j > 0) sides[j] = sides[skeleton.parent(j)];
  }
  return named ? sides : sides_of_rest_pose(skeleton);
}

}  // namespace poseaae::render
