#include "poseaae/render/painter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <thread>

#include "poseaae/base/error.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae::render {
namespace {

/// Only the dancer: no floor, shadow, text.
Style bare() {
  Style style;
  style.width = style.height = 200;
  style.grid = style.shadow = style.time_label = false;
  style.left = {0, 0, 255};
  style.right = {255, 0, 0};
  return style;
}

Camera front() { return {Projection::kPerspective, 0.0, 0.0, 1.0, false}; }

std::vector<Capsule> capsules(const Painter& painter, int frame) {
  std::vector<Capsule> found;
  for (const Layer& layer : painter.action(frame)) {
    for (const Shape& shape : layer.shapes) {
      if (const auto* capsule = std::get_if<Capsule>(&shape)) found.push_back(*capsule);
    }
  }
  return found;
}

bool is_blue(const Colour& c) { return c.b > c.r + 60; }
bool is_red(const Colour& c) { return c.r > c.b + 60; }

/// Mean picture column of the pixels that `matches`.
double mean_column(const Image& image, bool (*matches)(const Colour&)) {
  double sum = 0.0;
  int count = 0;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      if (!matches(unpacked(image.at(x, y)))) continue;
      sum += x;
      ++count;
    }
  }
  EXPECT_GT(count, 100);
  return sum / count;
}

/// The same motion of a body that hangs on a joint at the origin, as some archives have it.
mocap::Motion below_a_root(const mocap::Motion& motion) {
  const mocap::Skeleton& body = motion.skeleton();
  std::vector<std::string> names{"joint_Root"};
  std::vector<int> parents{-1};
  std::vector<mocap::Vec3> offsets{mocap::Vec3::Zero()};
  for (int j = 0; j < body.joints(); ++j) {
    names.push_back(body.name(j));
    parents.push_back(body.parent(j) + 1);
    offsets.push_back(body.offset(j));
  }
  std::vector<mocap::EndSite> tips = body.end_sites();
  for (mocap::EndSite& tip : tips) ++tip.parent;
  mocap::Motion below({names, parents, offsets, tips}, motion.fps(), motion.frames());
  std::vector<mocap::Vec3> path;
  for (int t = 0; t < motion.frames(); ++t) {
    path.push_back(motion.root_position(t));
    for (int j = 0; j < body.joints(); ++j) below.set_rotation(t, j + 1, motion.rotation(t, j));
  }
  below.set_translation(1, path);
  return below;
}

TEST(Painter, LeftIsOnTheRightOfADancerWhoFacesUs) {
  const Scene scene(test::dance(1));
  const Image front_view = Painter(scene, front(), bare()).paint(0);
  EXPECT_GT(mean_column(front_view, is_blue), 110.0);
  EXPECT_LT(mean_column(front_view, is_red), 90.0);
  Camera behind = front();
  behind.azimuth_deg = 180.0;
  EXPECT_LT(mean_column(Painter(scene, behind, bare()).paint(0), is_blue), 90.0);
}

TEST(Painter, NearIsThickAndDark) {
  mocap::Motion motion = test::dance(1);
  motion.set_rotation(0, 3, math::from_rotation_vector({0, -1.5707963267948966, 0}));  // to +Z
  motion.set_rotation(0, 5, math::from_rotation_vector({0, -1.5707963267948966, 0}));  // to -Z
  Style style = bare();
  style.right = style.left;  // only depth tells them apart
  Camera camera = front();
  camera.azimuth_deg = 20.0;
  const Painter painter(Scene(motion), camera, style);
  Capsule nearest{}, farthest{};
  for (const Capsule& c : capsules(painter, 0)) {
    if (!is_blue(c.fill) || std::hypot(c.a.x - c.b.x, c.a.y - c.b.y) < 5.0) continue;
    if (nearest.fill == Colour{} || luminance(c.fill) < luminance(nearest.fill)) nearest = c;
    if (farthest.fill == Colour{} || luminance(c.fill) > luminance(farthest.fill)) farthest = c;
  }
  EXPECT_LT(luminance(nearest.fill) + 0.1, luminance(farthest.fill));
  EXPECT_GT(nearest.radius_b, 1.3 * farthest.radius_b);
}

TEST(Painter, BoundsAreFixedAndHoldEveryFrame) {
  mocap::Motion motion = test::dance(31, 30.0, 4.0);
  for (int j = 0; j < motion.joints(); ++j) motion.set_rotation(20, j, motion.rotation(10, j));
  motion.set_root_position(20, motion.root_position(10));
  for (const Projection projection : {Projection::kPerspective, Projection::kOrthographic}) {
    Camera camera;
    camera.projection = projection;
    const Painter painter(Scene(motion), camera, bare());
    EXPECT_EQ(painter.paint(10), painter.paint(20));  // the same pose, the same picture
    double left = 200.0, right = 0.0;
    for (int t = 0; t < 31; ++t) {
      for (const Capsule& c : capsules(painter, t)) {
        for (const auto& [p, r] : {std::pair(c.a, c.radius_a), std::pair(c.b, c.radius_b)}) {
          left = std::min(left, p.x - r);
          right = std::max(right, p.x + r);
          EXPECT_GT(std::min(p.x, p.y) - r, 0.0);
          EXPECT_LT(std::max(p.x, p.y) + r, 200.0);
        }
      }
    }
    EXPECT_GT(right - left, 160.0);  // and fill the picture
  }
}

TEST(Painter, FollowsOnRequest) {
  const mocap::Motion motion = test::dance(120, 30.0, 8.0);
  Camera camera = front();
  camera.follow = true;
  const auto height = [](const std::vector<Capsule>& limbs) {
    double top = 1e9, bottom = -1e9;
    for (const Capsule& c : limbs) {
      top = std::min({top, c.a.y, c.b.y});
      bottom = std::max({bottom, c.a.y, c.b.y});
    }
    return bottom - top;
  };
  const double followed = height(capsules(Painter(Scene(motion), camera, bare()), 60));
  const double fitted = height(capsules(Painter(Scene(motion), front(), bare()), 60));
  EXPECT_GT(followed, 2.0 * fitted);
}

TEST(Painter, PanelsShareScaleAndTime) {
  std::vector<Panel> panels;
  panels.push_back({"long", test::dance(20)});
  panels.push_back({"short", test::dance(10)});
  const Painter painter(Scene(std::move(panels)), front(), bare());
  EXPECT_EQ(painter.width(), 400);
  EXPECT_EQ(painter.height(), 200);
  EXPECT_EQ(painter.frames(), 20);
  const auto same = [&](int frame) {
    const auto limbs = capsules(painter, frame);
    const std::size_t half = limbs.size() / 2;
    double worst = 0.0;
    for (std::size_t i = 0; i < half; ++i) {
      worst = std::max({worst, std::abs(limbs[i].b.x + 200.0 - limbs[half + i].b.x),
                        std::abs(limbs[i].b.y - limbs[half + i].b.y)});
    }
    return worst < 1e-9;
  };
  EXPECT_TRUE(same(5));
  EXPECT_FALSE(same(15));  // the short one holds its last frame
}

TEST(Painter, PanelsFarApartAreCentredEach) {
  std::vector<Panel> panels;
  panels.push_back({"", test::dance(2)});
  mocap::Motion away = test::dance(2);
  for (int t = 0; t < 2; ++t) away.set_root_position(t, {30.0, 0.9, -12.0});
  panels.push_back({"", away});
  const Image image = Painter(Scene(std::move(panels)), front(), bare()).paint(0);
  EXPECT_NEAR(mean_column(image, is_blue) - mean_column(image, is_red), 55.0, 40.0);
  EXPECT_GT(test::count_pixels(image, 0x0000ff, 120), 600);  // still large
}

TEST(Painter, LeavesOutWhatOnlyPlacesTheBody) {
  const auto clip = mocap::read_bvh(test::source_dir() / "data" / "waltz_sway.bvh").motion;
  const auto limbs_of = [](const mocap::Motion& motion) {
    std::vector<Capsule> limbs = capsules(Painter(Scene(motion), Camera{}, bare()), 0);
    std::erase_if(limbs, [&](const Capsule& c) {
      return c.fill == bare().background || (c.a.x == c.b.x && c.a.y == c.b.y);
    });
    return limbs.size();
  };
  // 22 joints are 21 bones from the hips on; hands and feet have tips, and two more make the skull.
  const mocap::Motion dance = clip.slice(400, 402);
  EXPECT_EQ(limbs_of(dance), 27u);
  EXPECT_EQ(limbs_of(below_a_root(dance)), 27u);
}

TEST(Painter, FloorShadowAndTextAreOptions) {
  const Scene scene(test::dance(3));
  Style style = bare();
  const auto shapes = [&](const Style& s) {
    const Painter painter(scene, Camera{}, s);
    std::size_t count = 0;
    for (const Layer& layer : painter.picture(1).layers) count += layer.shapes.size();
    return count;
  };
  const std::size_t none = shapes(style);
  style.grid = true;
  const std::size_t with_grid = shapes(style);
  EXPECT_GT(with_grid, none + 20);
  style.time_label = true;
  EXPECT_EQ(shapes(style), with_grid + 1);
  style.shadow = true;
  EXPECT_GT(shapes(style), with_grid + 3);
  style.title = "A title that is far too long for a picture of two hundred pixels in width";
  EXPECT_NO_THROW(shapes(style));
}

TEST(Painter, TheFloorHasAFewLinesHoweverLargeItIs) {
  const mocap::Motion dance = test::dance(2);
  for (const double away : {1e2, 1e4, 1e6, 1e12}) {
    mocap::Motion far = dance;
    far.set_root_position(1, dance.root_position(1) + mocap::Vec3(away, 0.0, 0.0));
    const Scene scene(std::move(far));
    Style style = bare();
    const auto shapes = [&] {
      std::size_t count = 0;
      const Painter painter(scene, Camera{}, style);
      for (const Layer& layer : painter.picture(0).layers) count += layer.shapes.size();
      return count;
    };
    const std::size_t without = shapes();
    style.grid = true;
    const std::size_t lines = shapes() - without;  // in pieces of a twentieth
    EXPECT_GT(lines, 100u) << away;
    EXPECT_LE(lines, 2u * 81u * 20u) << away;
  }
}

TEST(Painter, LineWidthScalesLimbs) {
  const Scene scene(test::dance(1));
  Style thick = bare();
  thick.line_width = 3.0;
  const auto thin_limbs = capsules(Painter(scene, front(), bare()), 0);
  const auto thick_limbs = capsules(Painter(scene, front(), thick), 0);
  EXPECT_NEAR(thick_limbs.back().radius_b, 3.0 * thin_limbs.back().radius_b, 1e-9);
}

TEST(Painter, IsSafeFromSeveralThreads) {
  const mocap::Motion motion = test::dance(8);
  const Painter painter(Scene(motion), Camera{}, Style{});
  std::vector<Image> alone, together(8);
  for (int t = 0; t < 8; ++t) alone.push_back(painter.paint(t));
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] { together[t] = painter.paint(t); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(together, alone);
}

TEST(Painter, DrawsTheOddestSkeletons) {
  const mocap::Skeleton point({"Head"}, {-1}, {{0, 0, 0}});
  EXPECT_NO_THROW(Painter(Scene(mocap::Motion(point, 30.0, 2)), Camera{}, Style{}).paint(1));
  const mocap::Skeleton chain({"Root", "a", "Head", "HeadTop_End"}, {-1, 0, 1, 2},
                              {{0, 0, 0}, {0, 0, 0}, {0, 1, 0}, {0, 0.2, 0}});
  EXPECT_NO_THROW(Painter(Scene(mocap::Motion(chain, 30.0, 2)), Camera{}, Style{}).paint(0));
}

TEST(Scene, RefusesWhatCannotBeDrawn) {
  EXPECT_THROW(Scene(std::vector<Panel>{}), UsageError);
  EXPECT_THROW(Scene(mocap::Motion(test::person(), 30.0, 0)), UsageError);
  std::vector<Panel> panels;
  panels.push_back({"a", test::dance(2, 30.0)});
  panels.push_back({"b", test::dance(2, 60.0)});
  EXPECT_THROW(Scene(std::move(panels)), UsageError);
  const Painter painter(Scene(test::dance(2)), Camera{}, Style{});
  EXPECT_THROW(static_cast<void>(painter.paint(2)), UsageError);
}

TEST(ContactStrip, ShowsPosesSideBySide) {
  const Scene scene(test::dance(50));
  const Picture strip = contact_strip(scene, Camera{}, bare(), 5);
  EXPECT_EQ(strip.width, 5 * 132);
  EXPECT_EQ(strip.height, 200);
  EXPECT_EQ(contact_strip(Scene(test::dance(3)), Camera{}, bare(), 8).width, 3 * 132);
  EXPECT_THROW(static_cast<void>(contact_strip(scene, Camera{}, bare(), 0)), UsageError);
  Style wide;
  wide.width = 16384;
  EXPECT_THROW(static_cast<void>(contact_strip(scene, Camera{}, wide, 8)), UsageError);
}

}  // namespace
}  // namespace poseaae::render
