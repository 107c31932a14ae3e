#include "choreography/support.hpp"

namespace poseaae::choreography {

void Support::go(Point& held, double from, double to, const Vec3& point) {
  const bool away = held.share.last() == 0.0;
  // A point that nothing holds is anywhere: it is where it will be held.
  for (int axis = 0; axis < 3; ++axis) held.at[axis].move(from, away ? from : to, point[axis]);
  if (away) held.share.move(from, to, 1.0);
}

}  // namespace poseaae::choreography
