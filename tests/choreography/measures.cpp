#include "measures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "choreography/curves.hpp"
#include "support/support.hpp"

namespace poseaae::choreography::test {

Traced::Traced(const mocap::Motion& motion, double scale) {
  for (int t = 0; t < motion.frames(); ++t) {
    poses.push_back(mocap::forward_kinematics(motion, t));
    tips.push_back(mocap::end_site_positions(motion.skeleton(), poses.back()));
    for (Vec3& position : poses.back().positions) position /= scale;
    for (Vec3& tip : tips.back()) tip /= scale;
  }
}

std::vector<std::vector<Vec3>> angular_velocities(const mocap::Motion& motion) {
  std::vector<std::vector<Vec3>> all;
  for (int t = 0; t + 1 < motion.frames(); ++t) {
    std::vector<Vec3> row;
    for (int j = 0; j < motion.joints(); ++j) {
      const Quat change = motion.rotation(t, j).conjugate() * motion.rotation(t + 1, j);
      row.push_back(math::to_rotation_vector(change) * motion.fps());
    }
    all.push_back(std::move(row));
  }
  return all;
}

std::vector<double> peak_accelerations(const mocap::Motion& motion, int joints) {
  const auto velocity = angular_velocities(motion);
  std::vector<double> peaks;
  for (std::size_t t = 0; t + 1 < velocity.size(); ++t) {
    double peak = 0.0;
    for (int j = 0; j < joints; ++j) {
      peak = std::max(peak, (velocity[t + 1][j] - velocity[t][j]).norm() * motion.fps());
    }
    peaks.push_back(peak);
  }
  return peaks;
}

Vec3 centre_of_mass(const Traced& traced, int frame) {
  const auto& p = traced.poses[frame].positions;
  const auto& tips = traced.tips[frame];
  Vec3 sum = 0.497 * (0.5 * (p[kHips] + p[kNeck])) + 0.081 * (0.5 * (p[kNeck] + tips[0]));
  for (const Side side : {Side::kLeft, Side::kRight}) {
    const auto joint = [&](Joint left) { return p[on(side, left)]; };
    const auto between = [](const Vec3& a, const Vec3& b, double t) {
      return Vec3(a + t * (b - a));
    };
    sum += 0.028 * between(joint(kLeftArm), joint(kLeftForeArm), 0.436);
    sum += 0.016 * between(joint(kLeftForeArm), joint(kLeftHand), 0.43);
    sum += 0.006 * between(joint(kLeftHand), tips[1 + index(side)], 0.5);
    sum += 0.1 * between(joint(kLeftUpLeg), joint(kLeftLeg), 0.433);
    sum += 0.0465 * between(joint(kLeftLeg), joint(kLeftFoot), 0.433);
    sum += 0.0145 * between(joint(kLeftFoot), joint(kLeftToeBase), 0.5);
  }
  return sum;  // the fractions add up to 1
}

double trunk_lean_deg(const Traced& traced, int frame) {
  const Vec3 trunk = traced.at(frame, kNeck) - traced.at(frame, kHips);
  Vec3 facing = traced.poses[frame].rotations[kHips] * Vec3::UnitZ();
  facing.y() = 0.0;
  return std::atan2(trunk.dot(facing.normalized()), trunk.y()) / kDegree;
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double quantile(std::vector<double> values, double q) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1))];
}

Score score_of(const std::vector<std::string>& kinds, const std::string& factors) {
  std::string yaml = "seed: 3\nphrases:\n";
  for (const std::string& kind : kinds) {
    yaml += fmt::format("  - {{kind: {}, beats: 16{}{}}}\n", kind, factors.empty() ? "" : ", ",
                        factors);
  }
  return parse_score(yaml, "made in a test");
}

namespace {

const std::vector<std::string>& in_place_names() {
  static const std::vector<std::string> names = {"air_lines", "floor_study", "kick_turns",
                                                 "slow_arms", "street_step", "waltz_sway"};
  return names;
}

const std::vector<std::string>& names_of_bodies() {
  static const std::vector<std::string> names = {"broad_ground", "child_play", "long_strides",
                                                 "slender_floor", "tall_lines"};
  return names;
}

}  // namespace

const std::vector<std::string>& shipped_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all = in_place_names();
    for (const auto* more : {&travelling_names(), &names_of_bodies()}) {
      all.insert(all.end(), more->begin(), more->end());
    }
    return all;
  }();
  return names;
}

const std::vector<std::string>& travelling_names() {
  static const std::vector<std::string> names = {"figure_eight", "leaps_across", "promenade",
                                                 "side_lines", "street_crossing"};
  return names;
}

std::string shipped_folder(const std::string& name) {
  if (std::ranges::count(travelling_names(), name) > 0) return "travelling";
  return std::ranges::count(names_of_bodies(), name) > 0 ? "bodies" : "";
}

Score shipped_score(const std::string& name) {
  return read_score(poseaae::test::source_dir() / "data" / "scores" / shipped_folder(name) /
                    (name + ".yaml"));
}

}  // namespace poseaae::choreography::test
