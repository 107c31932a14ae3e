#include "footprints.hpp"

#include <algorithm>
#include <cmath>

#include "poseaae/footing/contacts.hpp"

namespace poseaae::render {

namespace {

constexpr double kFading_s = 3.0;
constexpr double kHalfWidth = 0.06;  // of the leg
// Levels of a GIF's palette (palette.cpp).
constexpr double kStanding = 0.73;
constexpr double kLeft = 0.2;

/// The footprints of one foot, whose points begin at `first_point`.
class Tracker {
 public:
  Tracker(const mocap::Motion& motion, const footing::Contacts& contacts, int foot, int first_point)
      : motion_(motion),
        contacts_(contacts),
        foot_(contacts.feet[foot]),
        first_point_(first_point) {}

  void add_to(std::vector<Footprint>& all) const {
    int first = 0;
    while (first < contacts_.frames) {
      int last = first + 1;
      while (last < contacts_.frames && points_at(last) == points_at(first)) ++last;
      if (const std::vector<int> points = points_at(first); !points.empty()) {
        all.push_back({foot_.side, first, last, mean(points.front(), first, last),
                       mean(points.back(), first, last)});
      }
      first = last;
    }
  }

 private:
  /// Those of the sole that stand.
  std::vector<int> points_at(int frame) const {
    std::vector<int> points;
    for (int k = 0; k < static_cast<int>(foot_.sole.size()); ++k) {
      if (contacts_.at(frame, first_point_ + k)) points.push_back(k);
    }
    return points;
  }

  Vec3 mean(int point, int first, int last) const {
    Vec3 sum = Vec3::Zero();
    for (int t = first; t < last; ++t) {
      sum += footing::position_of(foot_.sole[point], mocap::forward_kinematics(motion_, t));
    }
    return sum / (last - first);
  }

  const mocap::Motion& motion_;
  const footing::Contacts& contacts_;
  const footing::Foot& foot_;
  int first_point_;
};

}  // namespace

Footprints footprints_of(const mocap::Motion& motion, const Style& style) {
  Footprints footprints;
  if (!style.contacts) return footprints;
  const footing::Contacts contacts = footing::contacts_of(motion);
  int point = 0;
  for (int f = 0; f < static_cast<int>(contacts.feet.size()); ++f) {
    Tracker(motion, contacts, f, point).add_to(footprints.all);
    point += static_cast<int>(contacts.feet[f].sole.size());
  }
  if (!contacts.feet.empty()) {
    footprints.half_width_m =
        kHalfWidth * footing::leg_length(motion.skeleton(), contacts.feet.front());
  }
  footprints.fading = static_cast<int>(std::lround(kFading_s * motion.fps()));
  return footprints;
}

void add_footprints(std::vector<Shape>& shapes, const Stage& stage, const Footprints& footprints,
                    int frame, const Style& style) {
  constexpr int kDiscs = 9;  // of a whole sole
  const auto add = [&](const Footprint& print, double level) {
    const Colour colour = mix(style.background, colour_of(print.side, style), level);
    const int discs = print.heel == print.toe ? 1 : kDiscs;
    for (int i = 0; i < discs; ++i) {
      const Vec3 at = print.heel + i / (kDiscs - 1.0) * (print.toe - print.heel);
      add_floor_disc(shapes, stage, at, footprints.half_width_m, colour, 1.0);
    }
  };
  for (const Footprint& print : footprints.all) {
    if (frame >= print.last && frame < print.last + footprints.fading) add(print, kLeft);
  }
  for (const Footprint& print : footprints.all) {
    if (frame >= print.first && frame < print.last) add(print, kStanding);
  }
}

}  // namespace poseaae::render
