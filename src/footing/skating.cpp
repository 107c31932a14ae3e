#include "poseaae/footing/skating.hpp"

#include <algorithm>
#include <cmath>

#include "poseaae/mocap/kinematics.hpp"
#include "same_motion.hpp"

namespace poseaae::footing {

namespace {

/// T positions of each point of all feet.
std::vector<std::vector<mocap::Vec3>> tracks_of(const mocap::Motion& motion,
                                                const Contacts& contacts) {
  std::vector<std::vector<mocap::Vec3>> tracks(static_cast<std::size_t>(contacts.points()));
  for (int t = 0; t < motion.frames(); ++t) {
    const mocap::WorldPose pose = mocap::forward_kinematics(motion, t);
    auto track = tracks.begin();
    for (const Foot& foot : contacts.feet) {
      for (const SolePoint& point : foot.sole) (track++)->push_back(position_of(point, pose));
    }
  }
  return tracks;
}

}  // namespace

Skating skating_of(const mocap::Motion& motion, const Contacts& contacts) {
  require_contacts_of(motion, contacts, "skating");
  Skating result;
  int sliding = 0;
  int number = 0;
  for (const auto& track : tracks_of(motion, contacts)) {
    for (int t = 0; t + 1 < motion.frames(); ++t) {
      if (!contacts.at(t, number) || !contacts.at(t + 1, number)) continue;
      const mocap::Vec3 way = track[t + 1] - track[t];
      const double speed = std::hypot(way.x(), way.z()) * motion.fps();
      result.speed_mps += speed;
      sliding += speed > kSlides_mps ? 1 : 0;
      ++result.pairs;
    }
    ++number;
  }
  result.speed_mps /= std::max(1, result.pairs);
  result.share = static_cast<double>(sliding) / std::max(1, result.pairs);
  return result;
}

Contacts low_points(const mocap::Motion& motion, double near_m) {
  constexpr double kLow = 0.05;
  Contacts low{feet_of(motion.skeleton()), motion.frames(), {}, 0.0};
  const auto points = static_cast<std::size_t>(low.points());
  low.touches.assign(points * static_cast<std::size_t>(motion.frames()), 0);
  if (low.touches.empty()) return low;
  std::size_t number = 0;
  for (const auto& track : tracks_of(motion, low)) {
    std::vector<double> heights;
    for (const auto& position : track) heights.push_back(position.y());
    const auto place = heights.begin() + static_cast<std::ptrdiff_t>(kLow * (heights.size() - 1));
    std::ranges::nth_element(heights, place);
    for (std::size_t t = 0; t < track.size(); ++t) {
      low.touches[t * points + number] = track[t].y() <= *place + near_m ? 1 : 0;
    }
    ++number;
  }
  return low;
}

}  // namespace poseaae::footing
