#include "poseaae/mocap/height.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <optional>

#include "poseaae/mocap/anatomy.hpp"
#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::mocap {

namespace {

constexpr double kShortest = 0.9;  // metres, a child; adults in inches read as cm have 0.8 at most
constexpr double kShortestRough = 0.5;
constexpr double kTallest = 2.6;
constexpr double kUsual = 1.7;

/// What belongs to a head or a foot: the joint, those below it, and their end sites.
class Extremity {
 public:
  Extremity(const Skeleton& skeleton, int top) : within_(skeleton.names().size(), false) {
    for (int j = top; j < skeleton.joints(); ++j) {
      within_[j] = j == top || within_[skeleton.parent(j)];
    }
  }

  [[nodiscard]] std::vector<Vec3> points(const Skeleton& skeleton, const WorldPose& pose) const {
    std::vector<Vec3> points;
    for (std::size_t j = 0; j < within_.size(); ++j) {
      if (within_[j]) points.push_back(pose.positions[j]);
    }
    const std::vector<Vec3> tips = end_site_positions(skeleton, pose);
    for (std::size_t i = 0; i < tips.size(); ++i) {
      if (within_[skeleton.end_sites()[i].parent]) points.push_back(tips[i]);
    }
    return points;
  }

 private:
  std::vector<bool> within_;
};

double farthest_apart(const std::vector<Vec3>& some, const std::vector<Vec3>& others) {
  double farthest = 0.0;
  for (const Vec3& a : some) {
    for (const Vec3& b : others) farthest = std::max(farthest, (a - b).norm());
  }
  return farthest;
}

/// From foot to head; nothing where the skeleton lacks one of them.
std::optional<double> foot_to_head(const Motion& motion) {
  constexpr int kLooks = 100;
  const Skeleton& skeleton = motion.skeleton();
  const Anatomy anatomy = anatomy_of(skeleton);
  if (anatomy.head < 0 || anatomy.feet.empty()) return std::nullopt;
  const Extremity head(skeleton, anatomy.head);
  double height = 0.0;
  const auto look = [&](const WorldPose& pose) {
    for (const int foot : anatomy.feet) {
      const Extremity toes(skeleton, foot);
      height = std::max(height,
                        farthest_apart(head.points(skeleton, pose), toes.points(skeleton, pose)));
    }
  };
  look(forward_kinematics(Motion(skeleton, motion.fps(), 1), 0));
  for (int t = 0; t < motion.frames(); t += 1 + motion.frames() / kLooks) {
    look(forward_kinematics(motion, t));
  }
  return height;
}

/// The unit that makes a person of so many of it, "" for none.
std::string fitting_unit(double units) {
  std::string nearest;
  double least = std::log(kTallest / kUsual) + 1.0;
  for (const char* name : {"cm", "m", "inch", "mm", "ft", "dm"}) {
    const double height = units * Unit::parse(name).metres;
    const double off = std::abs(std::log(height / kUsual));
    constexpr double kFits = 1.3;  // a unit that makes a giant is not meant
    if (off > std::log(kFits) || off >= least) continue;
    nearest = name;
    least = off;
  }
  return nearest;
}

/// A skeleton whose rough height is that of a person, and which is no more than a body: its joints
/// first part into three or more branches. Nothing can be wrong with its unit.
bool is_plainly_a_person(const Skeleton& skeleton) {
  int joint = 0;
  std::vector<int> children = skeleton.children(joint);
  while (children.size() == 1) {
    joint = children.front();
    children = skeleton.children(joint);
  }
  const double rough = skeleton.height();
  return children.size() > 2 && rough > 1.2 && rough < 2.3;
}

}  // namespace

double body_height(const Motion& motion) {
  return foot_to_head(motion).value_or(motion.skeleton().height());
}

std::string check_height(const Motion& motion, const Unit& present) {
  if (is_plainly_a_person(motion.skeleton())) return "";
  const std::optional<double> measured = foot_to_head(motion);
  const double height = measured.value_or(motion.skeleton().height());
  const double shortest = measured ? kShortest : kShortestRough;
  if (height >= shortest && height <= kTallest) return "";
  const std::string warning = fmt::format(
      "the body is {:.3g} m tall, expected {} to {} m for a person", height, shortest, kTallest);
  if (!(height > 0.0) || !std::isfinite(height)) return warning + "; it has no extent";
  const double units = height / present.metres;
  const std::string unit = fitting_unit(units);
  if (unit.empty()) {
    return warning + fmt::format("; with data.unit={:.3g} and not {} it would be {} m tall",
                                 kUsual / units, present.name(), kUsual);
  }
  return warning + fmt::format("; perhaps data.unit is {} and not {}, which would make it {:.2f} m",
                               unit, present.name(), units * Unit::parse(unit).metres);
}

}  // namespace poseaae::mocap
