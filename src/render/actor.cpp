#include "actor.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::render {

namespace {

constexpr double kShortestBone_m = 1e-3;
// A skull in parts of the body's height: width and length of an adult's.
constexpr double kSkullRadius = 0.046;
constexpr double kChinRadius = 0.037;
constexpr double kSkullBase = 0.040;
constexpr double kSkullLength = 0.038;
constexpr double kLimbRadius = 0.0185;
constexpr double kTrunk = 1.2;  // in limbs

/// Below the pelvis as long as what comes next moves against it: some recordings carry the body on
/// a joint that stands still in the room.
int find_body(const mocap::Motion& motion, int pelvis) {
  int joint = pelvis;
  for (;;) {
    const std::vector<int> children = motion.skeleton().children(joint);
    if (children.size() != 1 || !motion.translations().contains(children[0])) return joint;
    joint = children[0];
  }
}

Vec3 direction_of_skull(const mocap::Skeleton& skeleton, int head) {
  Vec3 longest(0, 0, 0);
  for (const int child : skeleton.children(head)) {
    if (skeleton.offset(child).norm() > longest.norm()) longest = skeleton.offset(child);
  }
  for (const mocap::EndSite& site : skeleton.end_sites()) {
    if (site.parent == head && site.offset.norm() > longest.norm()) longest = site.offset;
  }
  // Without a tip the skull goes on where the neck pointed: bones of one chain share an axis.
  if (longest.norm() < kShortestBone_m) longest = skeleton.offset(head);
  return longest.norm() < kShortestBone_m ? Vec3(0, 1, 0) : longest.normalized();
}

}  // namespace

Actor::Actor(const mocap::Motion& motion) : frames_(motion.frames()) {
  const auto& skeleton = motion.skeleton();
  const mocap::Anatomy anatomy = mocap::anatomy_of(skeleton);
  body_ = find_body(motion, anatomy.pelvis);
  head_ = anatomy.head;
  stride_ = skeleton.joints() + static_cast<int>(skeleton.end_sites().size());
  if (head_ >= 0) {
    skull_ = stride_;
    stride_ += 2;
    skull_direction_ = direction_of_skull(skeleton, head_);
  }
  find_bones(skeleton, anatomy.side);
  measure(motion);
  gather_points(motion);
  set_radii();
}

void Actor::keep_steady(const std::function<double(int, const Vec3&)>& distance) {
  for (int p = 0; p < stride_; ++p) {
    Vec3 held = points_[p];
    for (int t = 1; t < frames_; ++t) {
      Vec3& point = points_[static_cast<std::size_t>(t) * stride_ + p];
      if ((point - held).norm() > distance(t, point)) held = point;
      point = held;
    }
  }
}

std::span<const Vec3> Actor::points(int frame) const {
  const auto first = static_cast<std::size_t>(std::min(frame, frames_ - 1)) * stride_;
  return std::span(points_).subspan(first, stride_);
}

const Vec3& Actor::body(int frame) const { return points(frame)[body_]; }

void Actor::find_bones(const mocap::Skeleton& skeleton, const std::vector<Side>& sides) {
  std::vector<bool> drawn(skeleton.joints(), false), in_head(skeleton.joints(), false);
  drawn[body_] = true;
  visible_.push_back(body_);
  for (int j = body_ + 1; j < skeleton.joints(); ++j) {
    const int parent = skeleton.parent(j);
    in_head[j] = in_head[parent] || parent == head_;
    drawn[j] = drawn[parent] && !in_head[j];
    if (!drawn[j]) continue;
    visible_.push_back(j);
    bones_.push_back({parent, j, sides[j]});
    const bool tip = skeleton.children(j).empty();
    if (tip && j != head_) tips_.push_back(j);
  }
  const auto& sites = skeleton.end_sites();
  for (int e = 0; e < static_cast<int>(sites.size()); ++e) {
    const int parent = sites[e].parent;
    if (!drawn[parent] || parent == head_ || sites[e].offset.norm() < kShortestBone_m) continue;
    visible_.push_back(skeleton.joints() + e);
    tips_.push_back(skeleton.joints() + e);
    bones_.push_back({parent, skeleton.joints() + e, sides[parent]});
  }
  if (head_ >= 0 && drawn[head_]) {
    visible_.insert(visible_.end(), {skull_, skull_ + 1});
    bones_.push_back({head_, skull_, Side::kMiddle, false, true});
    bones_.push_back({skull_, skull_ + 1, Side::kMiddle, true, false});
  }
}

void Actor::measure(const mocap::Motion& motion) {
  const auto& skeleton = motion.skeleton();
  // Along the bones from the body joint, and the branch at the body joint that a joint hangs on.
  std::vector<double> reach(skeleton.joints(), 0.0);
  std::vector<int> branch(skeleton.joints(), -1);
  for (int j = body_ + 1; j < skeleton.joints(); ++j) {
    const int parent = skeleton.parent(j);
    reach[j] = reach[parent] + skeleton.offset(j).norm();
    branch[j] = parent == body_ ? j : branch[parent];
  }
  double leg = 0.0;
  for (int j = body_ + 1; j < skeleton.joints(); ++j) {
    if (head_ < 0 || branch[j] != branch[head_]) leg = std::max(leg, reach[j]);
  }
  height_ = leg;
  if (head_ > body_)
    height_ = (leg + reach[head_]) / (1.0 - kSkullBase - kSkullLength - kSkullRadius);
  height_ = std::max({height_, 0.5 * skeleton.height(), 10.0 * kShortestBone_m});
}

void Actor::gather_points(const mocap::Motion& motion) {
  points_.reserve(static_cast<std::size_t>(frames_) * stride_);
  for (int t = 0; t < frames_; ++t) {
    const mocap::WorldPose pose = mocap::forward_kinematics(motion, t);
    points_.insert(points_.end(), pose.positions.begin(), pose.positions.end());
    const auto ends = mocap::end_site_positions(motion.skeleton(), pose);
    points_.insert(points_.end(), ends.begin(), ends.end());
    if (skull_ >= 0) {
      const Vec3 axis = pose.rotations[head_] * skull_direction_;
      points_.push_back(pose.positions[head_] + kSkullBase * height_ * axis);
      points_.push_back(points_.back() + kSkullLength * height_ * axis);
    }
  }
  floor_ = std::numeric_limits<double>::infinity();
  for (int t = 0; t < frames_; ++t) {
    for (const int p : visible_) floor_ = std::min(floor_, points(t)[p].y());
  }
}

void Actor::set_radii() {
  const double limb = kLimbRadius * height_;
  // The longest way on to a tip, and the longest bone at each point. Bones come in joint order, so
  // that going backwards meets children before their parents.
  std::vector<double> onward(stride_, 0.0), longest(stride_, 0.0);
  const std::span<const Vec3> first = points(0);
  for (auto bone = bones_.rbegin(); bone != bones_.rend(); ++bone) {
    if (bone->head) continue;
    const double length = (first[bone->to] - first[bone->from]).norm();
    onward[bone->from] = std::max(onward[bone->from], onward[bone->to] + length);
    longest[bone->from] = std::max(longest[bone->from], length);
    longest[bone->to] = std::max(longest[bone->to], length);
  }
  radii_.assign(stride_, kTrunk * limb);
  for (const Bone& bone : bones_) {
    if (bone.side == Side::kMiddle) continue;
    // Limbs taper towards their tips, so that a thigh is thicker than an arm; fingers never clump.
    const double tapered = (0.65 + 0.9 * onward[bone.to] / height_) * limb;
    radii_[bone.to] = std::min(tapered, std::max(0.3 * longest[bone.to], 0.3 * limb));
  }
  if (head_ >= 0) {
    radii_[head_] = 0.9 * limb;
    radii_[skull_] = kChinRadius * height_;
    radii_[skull_ + 1] = kSkullRadius * height_;
  }
}

}  // namespace poseaae::render
