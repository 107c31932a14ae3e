#include "poseaae/render/camera.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"

namespace poseaae::render {
namespace {

std::vector<Vec3> cube() {
  std::vector<Vec3> corners;
  for (const double x : {-1.0, 1.0}) {
    for (const double y : {-1.0, 1.0}) {
      for (const double z : {-1.0, 1.0}) corners.emplace_back(x, y, z);
    }
  }
  return corners;
}

constexpr Viewport kSquare{10.0, 20.0, 200.0, 200.0};

Camera orthographic(double azimuth_deg, double elevation_deg) {
  return {Projection::kOrthographic, azimuth_deg, elevation_deg, 1.0, false};
}

TEST(Camera, OrthographicFrontViewIsAPlainScaling) {
  const View view(orthographic(0.0, 0.0), cube(), kSquare);
  const Projected p = view.project({1.0, 1.0, 0.3});  // 100 pixels per metre, y down
  EXPECT_NEAR(p.x, 210.0, 1e-9);
  EXPECT_NEAR(p.y, 20.0, 1e-9);
  const Projected origin = view.project({0.0, 0.0, 0.0});
  EXPECT_NEAR(origin.x, 110.0, 1e-9);
  EXPECT_NEAR(origin.y, 120.0, 1e-9);
  EXPECT_NEAR(view.project({0, 0, 1}).depth - view.project({0, 0, -1}).depth, -2.0, 1e-9);
}

TEST(Camera, AzimuthMovesTheEyeTowardsPlusX) {
  const View view(orthographic(90.0, 0.0), cube(), kSquare);
  EXPECT_NEAR(view.project({0.5, 0.0, -1.0}).x, 210.0, 1e-9);  // -Z is on the right
  EXPECT_LT(view.project({1.0, 0.0, 0.0}).depth, view.project({-1.0, 0.0, 0.0}).depth);
}

TEST(Camera, ElevationLooksDown) {
  // Seen from 30 degrees above, heights shrink by cos 30 and depth rises in the picture by sin 30.
  const View view(orthographic(0.0, 30.0), cube(), kSquare);
  const double s = view.pixels_per_metre(1.0);
  const Projected origin = view.project({0, 0, 0});
  EXPECT_NEAR(origin.y - view.project({0, 1, 0}).y, s * std::sqrt(0.75), 1e-9);
  EXPECT_NEAR(origin.y - view.project({0, 0, -1}).y, s * 0.5, 1e-9);
}

TEST(Camera, PerspectiveShrinksWithDepth) {
  const View view(Camera{Projection::kPerspective, 0.0, 0.0, 1.0, false}, cube(), kSquare);
  const Projected near = view.project({1, 0, 1}), far = view.project({1, 0, -1});
  EXPECT_NEAR(far.depth - near.depth, 2.0, 1e-9);
  EXPECT_NEAR((near.x - 110.0) / (far.x - 110.0), far.depth / near.depth, 1e-9);
  EXPECT_NEAR(near.x, 210.0, 1e-9);  // the nearest face fills the picture
}

TEST(Camera, TwiceTheDistanceShowsHalfTheSize) {
  Camera camera = orthographic(0.0, 0.0);
  camera.distance = 2.0;
  EXPECT_NEAR(View(camera, cube(), kSquare).project({1, 0, 0}).x, 160.0, 1e-9);

  camera.projection = Projection::kPerspective;
  const View far(camera, cube(), kSquare);
  camera.distance = 1.0;
  const View fitted(camera, cube(), kSquare);
  const double depth = fitted.project({0, 0, 0}).depth;
  EXPECT_NEAR(far.project({0, 0, 0}).depth, 2.0 * depth, 1e-9);
  EXPECT_NEAR(far.pixels_per_metre(2.0 * depth), 0.5 * fitted.pixels_per_metre(depth), 1e-9);
}

RC_GTEST_PROP(Camera, HoldsEveryPointAndTouchesTheEdge, ()) {
  Camera camera;
  camera.projection = *rc::gen::element(Projection::kPerspective, Projection::kOrthographic);
  camera.azimuth_deg = *rc::gen::inRange(-720, 720);
  camera.elevation_deg = *rc::gen::inRange(-89, 90);
  std::vector<Vec3> points;
  for (int i = *rc::gen::inRange(4, 30); i > 0; --i) {
    const auto coordinate = [] { return 0.01 * *rc::gen::inRange(-1000, 1000); };
    points.emplace_back(coordinate(), coordinate(), coordinate());
  }
  const View view(camera, points, {0, 0, 320, 240});
  double slack = 1e9;
  for (const Vec3& point : points) {
    const Projected p = view.project(point);
    RC_ASSERT(p.depth > view.near_depth());
    const double inside = std::min({p.x, p.y, 320.0 - p.x, 240.0 - p.y});
    RC_ASSERT(inside > -1e-6);
    slack = std::min(slack, inside);
  }
  const Vec3 extent = points.front() - points.back();
  if (extent.norm() > 0.5) RC_ASSERT(slack < 1e-6);
}

TEST(Camera, RefusesNonsense) {
  EXPECT_THROW(View(orthographic(0.0, 90.0), cube(), kSquare), UsageError);
  EXPECT_THROW(View(orthographic(NAN, 0.0), cube(), kSquare), UsageError);
  Camera camera;
  camera.distance = 0.0;
  EXPECT_THROW(camera.validate(), UsageError);
  EXPECT_THROW(View(Camera{}, {}, kSquare), UsageError);
  EXPECT_THROW(static_cast<void>(parse_projection("isometric")), UsageError);
  EXPECT_EQ(parse_projection("orthographic"), Projection::kOrthographic);
}

}  // namespace
}  // namespace poseaae::render
