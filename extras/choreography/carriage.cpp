#include "choreography/carriage.hpp"

#include <bit>
#include <utility>

#include "choreography/curves.hpp"

namespace poseaae::choreography {

namespace {

template <typename Members>
Members mix_members(const Members& a, const Members& b, double t) {
  using Array = std::array<double, sizeof(Members) / sizeof(double)>;
  auto from = std::bit_cast<Array>(a);
  const auto to = std::bit_cast<Array>(b);
  for (std::size_t i = 0; i < from.size(); ++i) from[i] = lerp(from[i], to[i], t);
  return std::bit_cast<Members>(from);
}

void mirror(Angles& angles) {
  angles.yaw = -angles.yaw;
  angles.roll = -angles.roll;
}

}  // namespace

Carriage mix(const Carriage& a, const Carriage& b, double t) { return mix_members(a, b, t); }
ArmPose mix(const ArmPose& a, const ArmPose& b, double t) { return mix_members(a, b, t); }

Carriage mirrored(const Carriage& carriage) {
  Carriage out = carriage;
  out.aside = -out.aside;
  mirror(out.hips);
  out.spin = -out.spin;
  for (Angles& angles : out.spine) mirror(angles);
  mirror(out.gaze);
  std::swap(out.left, out.right);
  std::swap(out.shrug_left, out.shrug_right);
  return out;
}

ArmPose arm_at_height(double height) {
  const ArmPose low{.raise = 20, .open = 62, .roll = 8, .elbow = 28, .twist = 0, .wrist = 8};
  const ArmPose level{.raise = 84, .open = 66, .roll = 20, .elbow = 34, .twist = 10, .wrist = -6};
  const ArmPose high{.raise = 152, .open = 72, .roll = 52, .elbow = 42, .twist = 20, .wrist = 4};
  // The parabola through the three, so that passing the middle has no kink (de Casteljau).
  const ArmPose control = mix(mix(low, high, 0.5), level, 2.0);
  return mix(mix(low, control, height), mix(control, high, height), height);
}

}  // namespace poseaae::choreography
