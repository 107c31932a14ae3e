#include "foot_goal.hpp"

#include <algorithm>

#include "limb_track.hpp"

namespace poseaae::retarget {

using mocap::Anatomy;
using mocap::Quat;
using mocap::Vec3;
using mocap::WorldPose;

namespace {

/// The toes of a foot in its figure's pose, from the ankle; 0 where it has none.
Vec3 toes_of(const Figure& figure, const LimbPlan& leg) {
  return leg.toe == Anatomy::kNone ? figure.end_of(leg.end)
                                   : Vec3(figure.at[leg.toe] - figure.at[leg.end]);
}

/// FootWay::on and toe_share of the foot at an ankle of the source.
FootWay contacts_below(int ankle, const footing::Contacts& contacts,
                       const std::vector<WorldPose>& poses) {
  FootWay way;
  way.on.assign(poses.size(), 0);
  way.toe_share.assign(poses.size(), 0.0);
  int point = 0;
  for (const footing::Foot& foot : contacts.feet) {
    const auto points = static_cast<int>(foot.sole.size());
    const auto squared_speed = [&](const footing::SolePoint& sole, std::size_t t) {
      if (t == 0) return 0.0;
      const Vec3 step =
          footing::position_of(sole, poses[t]) - footing::position_of(sole, poses[t - 1]);
      return step.squaredNorm();
    };
    for (std::size_t t = 0; foot.ankle == ankle && t < poses.size(); ++t) {
      const auto frame = static_cast<int>(t);
      const bool heel = contacts.at(frame, point);
      const bool toe = points > 1 && contacts.at(frame, point + points - 1);
      way.on[t] = heel || toe ? 1 : 0;
      if (!toe) continue;
      const double of_heel = squared_speed(foot.sole.front(), t);
      const double both = of_heel + squared_speed(foot.sole.back(), t);
      way.toe_share[t] = !heel ? 1.0 : both > 0.0 ? of_heel / both : 0.5;
    }
    point += points;
  }
  return way;
}

}  // namespace

Goal foot_goal(const LimbPair& pair, const Room& room, const std::vector<WorldPose>& poses,
               const std::vector<Quat>& rotations) {
  const Figure& source = room.source;
  const Figure& target = room.target;
  const Scaling& scaling = room.scaling;
  Goal goal{pair.onto.end, true};
  FootWay way = contacts_below(pair.from.end, room.contacts, poses);
  const Vec3 mine = target.pose[pair.onto.end].conjugate() * toes_of(target, pair.onto);
  const Vec3 theirs = source.pose[pair.from.end].conjugate() * toes_of(source, pair.from);
  const bool has_toes = !mine.isZero() && !theirs.isZero();
  for (std::size_t t = 0; t < poses.size(); ++t) {
    const WorldPose& pose = poses[t];
    const Quat& rotation = rotations[t];
    const Vec3& ankle = pose.positions[pair.from.end];
    goal.scaled_positions.push_back(scaling(ankle));
    goal.scaled_rotations.push_back(rotation);
    const Vec3 toes = pose.rotations[pair.from.end] * theirs;
    way.toe.emplace_back(has_toes ? Vec3(rotation * mine - scaling.room * toes) : Vec3(0, 0, 0));
    const double low = (goal.scaled_positions[t] + rotation * mine).y() - scaling.floor;
    const double least = scaling.room * ((ankle + toes).y() - scaling.floor);
    way.rise.push_back(std::min(0.0, least) - low);
  }
  const std::vector<Vec3> needs = toe_needs(way, room.fps);
  for (std::size_t t = 0; t < poses.size(); ++t) {
    const Quat& rotation = goal.scaled_rotations[t];
    const FootMove move = foot_move(needs[t], rotation * mine, way.rise[t]);
    goal.positions.push_back(goal.scaled_positions[t] + move.shift);
    goal.rotations.push_back(math::from_rotation_vector(move.turn) * rotation);
  }
  return goal;
}

}  // namespace poseaae::retarget
