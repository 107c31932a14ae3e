#include "meet_ends.hpp"

#include <numbers>
#include <vector>

#include "poseaae/footing/root_path.hpp"
#include "poseaae/math/quaternion.hpp"

namespace poseaae::evaluation::inbetween {

namespace {

using footing::Place;
using footing::RootPath;
using mocap::Motion;
using mocap::Quat;
using mocap::Vec3;

Quat about_vertical(double angle) { return Quat(Eigen::AngleAxisd(angle, Vec3::UnitY())); }

/// A place seen from another one, as it is where that stands at `to`.
Place carried_over(const Place& place, const Place& from, const Place& to) {
  const double turn = to.heading - from.heading;
  const auto [x, z] = footing::turned(place.x - from.x, place.z - from.z, turn);
  return {to.x + x, to.z + z, place.heading + turn};
}

/// The local rotation of a joint, of the body without its heading.
Quat rotation_of(const Motion& motion, const RootPath& root, int frame, int joint) {
  return joint == 0 ? footing::lean_of(root.rows, frame) : motion.rotation(frame, joint);
}

}  // namespace

Motion meet_ends(const Motion& motion, const Motion& known, int from, int to) {
  const RootPath wanted = footing::root_path_of(known, 0);
  const RootPath given = footing::root_path_of(motion, 0);
  const auto height = [](const RootPath& root, int t) {
    return static_cast<double>(root.rows(t, RootPath::kHeight));
  };
  const auto residual = [&](int t, int joint) {
    return Quat(rotation_of(known, wanted, t, joint) *
                rotation_of(motion, given, t, joint).conjugate());
  };
  const Place begin = footing::place_of(given, from);
  const Place origin = footing::place_of(wanted, from);
  const Place end = footing::place_of(wanted, to);
  const Place reached = carried_over(footing::place_of(given, to), begin, origin);
  const double turn = std::remainder(end.heading - reached.heading, 2.0 * std::numbers::pi);
  std::vector<Quat> first;
  std::vector<Quat> last;
  for (int j = 0; j < known.joints(); ++j) {
    first.push_back(residual(from, j));
    last.push_back(residual(to, j));
  }
  Motion met(known.skeleton(), known.fps(), to - from - 1);
  for (int t = from + 1; t < to; ++t) {
    const int frame = t - from - 1;
    const double s = static_cast<double>(t - from) / (to - from);
    const Place place = carried_over(footing::place_of(given, t), begin, origin);
    met.set_root_position(
        frame, {place.x + s * (end.x - reached.x),
                height(given, t) + (1.0 - s) * (height(wanted, from) - height(given, from)) +
                    s * (height(wanted, to) - height(given, to)),
                place.z + s * (end.z - reached.z)});
    for (int j = 0; j < known.joints(); ++j) {
      const Quat q = math::slerp(first[j], last[j], s) * rotation_of(motion, given, t, j);
      met.set_rotation(frame, j, j == 0 ? about_vertical(place.heading + s * turn) * q : q);
    }
  }
  return met;
}

}  // namespace poseaae::evaluation::inbetween
