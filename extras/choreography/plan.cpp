#include <cmath>

#include "choreography/phrase.hpp"

namespace poseaae::choreography {

namespace {

constexpr double kGravity = 9.81;  // metres per second squared

Placement standing(Side foot, double stance) {
  return {{sign(foot) * stance / 2, Body::kBallHeight, Body::kBallForward}, 0.0};
}

}  // namespace

// A larger body falls the same metres a second, which are fewer of its own.
Plan::Plan(const Timeline& timeline, const Body& body)
    : feet(standing(Side::kLeft, timeline.factors_at(0)[kStanceWidth]),
           standing(Side::kRight, timeline.factors_at(0)[kStanceWidth])),
      flights(kGravity / body.scale()),
      timeline_(timeline),
      body_(body) {}

Vec3 Plan::spot(double beat, double x, double z) const {
  return place + Eigen::AngleAxisd(heading.at(beat), Vec3::UnitY()) * Vec3(x, 0.0, z);
}

Placement Plan::home(Side foot, double beat, double x, double z, double turnout) const {
  const double yaw = heading.at(beat) + sign(foot) * turnout * kDegree;
  const double half = factors(beat)[kStanceWidth] / 2;
  const Vec3 ankle = spot(beat, sign(foot) * half + x, z);
  const Vec3 toes(std::sin(yaw), 0.0, std::cos(yaw));
  Placement placement{ankle + Body::kBallForward * toes, yaw};
  placement.ball.y() = Body::kBallHeight;
  return placement;
}

void Plan::adjust(Side foot, double lift, double land, double turnout) {
  const Placement to = home(foot, land, 0.0, 0.0, turnout);
  const Placement& from = feet.placement(foot);
  if ((to.ball - from.ball).norm() < 0.03 && std::abs(to.yaw - from.yaw) < 8.0 * kDegree) return;
  feet.step(foot, lift, land, to, 0.05);
}

}  // namespace poseaae::choreography
