#include "poseaae/atlas/map.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/render/colour_scale.hpp"
#include "poseaae/render/sheet.hpp"
#include "samples.hpp"

namespace poseaae::atlas {
namespace {

Batch cloud(int count) {
  Random random(8);
  Batch points(count, 3);
  for (float& value : points.reshaped()) value = static_cast<float>(random.normal());
  return points;
}

bool overlap(const render::Viewport& a, const render::Viewport& b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

TEST(MapLayout, KeepsDistancesAndEverythingInside) {
  const Batch points = cloud(200);
  const Plane plane = Plane::principal(points);
  const std::vector<MapPath> paths{{"far", Batch::Random(9, 3) * 6.0F}};
  const MapLayout layout = lay_out_map(plane, paths, {.width = 700, .height = 500, .whole = true});
  EXPECT_EQ(layout.beyond, 0);
  EXPECT_FALSE(layout.paths_beyond);
  ASSERT_EQ(layout.points.size(), 200U);
  ASSERT_EQ(layout.paths.front().size(), 9U);
  const auto inside = [&](const render::Point& p) {
    return p.x >= layout.area.x && p.x <= layout.area.x + layout.area.width &&
           p.y >= layout.area.y && p.y <= layout.area.y + layout.area.height;
  };
  for (const auto& p : layout.points) EXPECT_TRUE(inside(p));
  for (const auto& p : layout.paths.front()) EXPECT_TRUE(inside(p));
  for (const int i : {3, 50, 120}) {
    const Eigen::RowVector2d way = plane.positions().row(i) - plane.positions().row(0);
    const auto k = static_cast<std::size_t>(i);
    EXPECT_NEAR(layout.points[k].x - layout.points[0].x, layout.scale * way.x(), 1e-6);
    EXPECT_NEAR(layout.points[k].y - layout.points[0].y, -layout.scale * way.y(), 1e-6);
  }
}

TEST(MapLayout, ThumbnailsHaveRoomAndStandFarApart) {
  const Plane plane = Plane::principal(cloud(400));
  const MapOptions options{.width = 760, .height = 520, .thumbnails = 12};
  const MapLayout layout = lay_out_map(plane, {}, options);
  const auto& found = layout.thumbnails;
  EXPECT_GE(found.size(), 5U);
  EXPECT_LE(found.size(), 12U);
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_GE(found[i].box.x, layout.area.x);
    EXPECT_LE(found[i].box.y + found[i].box.height, layout.area.y + layout.area.height);
    const auto& at = layout.points[static_cast<std::size_t>(found[i].position)];
    EXPECT_LT(std::hypot(found[i].box.x + 0.5 * found[i].box.width - at.x,
                         found[i].box.y + 0.5 * found[i].box.height - at.y),
              1.5 * options.thumbnail_px);
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_FALSE(overlap(found[i].box, found[j].box));
      const auto& other = layout.points[static_cast<std::size_t>(found[j].position)];
      EXPECT_GT(std::hypot(at.x - other.x, at.y - other.y), 0.7 * options.thumbnail_px);
    }
  }
  EXPECT_TRUE(lay_out_map(plane, {}, {.thumbnails = 0}).thumbnails.empty());
}

TEST(MapLayout, LeavesOutWhatIsFarBeyondAllOthers) {
  Batch points = cloud(400);
  points.row(7) << 300.0F, 0.0F, 0.0F;
  const Plane plane = Plane::principal(points);
  Batch path = Batch::Zero(3, 3);
  path(2, 0) = -200.0F;
  const MapOptions options{.thumbnails = 5};
  const MapLayout layout = lay_out_map(plane, {{"away", path}}, options);
  EXPECT_EQ(layout.beyond, 1);
  EXPECT_TRUE(layout.paths_beyond);
  EXPECT_FALSE(layout.shows(layout.points[7]));
  EXPECT_GE(layout.thumbnails.size(), 3U);
  for (const auto& thumbnail : layout.thumbnails) EXPECT_NE(thumbnail.position, 7);
  const auto picture =
      draw_map(test::arm_model(), plane, points, std::monostate{}, {{"away", path}}, options);
  EXPECT_THAT(test::texts(picture),
              testing::Contains(testing::HasSubstr("1 point lies beyond the edge")));
  for (const auto& shape : picture.layers.front().shapes) {
    if (const auto* line = std::get_if<render::Polyline>(&shape)) {
      for (const auto& p : line->points) EXPECT_TRUE(p.x > 0.0 && p.x < 1100.0);
    }
  }
  const MapLayout whole = lay_out_map(plane, {}, {.thumbnails = 0, .whole = true});
  EXPECT_EQ(whole.beyond, 0);
  EXPECT_LT(whole.scale, 0.2 * layout.scale);
}

// Two points of known positions: their pixels have the colours of their labels.
TEST(Map, ColoursPointsByTheirLabels) {
  const auto model = test::arm_model();
  const Batch points = (Batch(3, 3) << 4, 0, 0, -4, 0, 0, 0, 0, 1).finished();
  const Plane plane = Plane::principal(points);
  const MapOptions options{.thumbnails = 0};
  const MapLayout layout = lay_out_map(plane, {}, options);
  const auto colour_at = [&](const MapColouring& colouring, int i) {
    const auto image = render::rasterise(draw_map(model, plane, points, colouring, {}, options));
    const auto& p = layout.points[static_cast<std::size_t>(i)];
    return render::unpacked(image.at(static_cast<int>(p.x), static_cast<int>(p.y)));
  };
  const auto near = [](const render::Colour& found, const render::Colour& full) {
    // Points let the paper shine through.
    const auto expected = render::mix({250, 251, 252}, full, 0.62);
    return std::abs(found.r - expected.r) + std::abs(found.g - expected.g) +
               std::abs(found.b - expected.b) <
           12;
  };
  const TextLabel styles{"style", {"old", "happy", "old"}};
  EXPECT_TRUE(near(colour_at(styles, 0), render::qualitative_colour(1)));  // after "happy"
  EXPECT_TRUE(near(colour_at(styles, 1), render::qualitative_colour(0)));
  const NumberLabel energy{"energy", {2.0, 5.0, NAN}};
  EXPECT_TRUE(near(colour_at(energy, 0), render::sequential_colour(0.0)));
  EXPECT_TRUE(near(colour_at(energy, 1), render::sequential_colour(1.0)));
  EXPECT_TRUE(near(colour_at(energy, 2), {176, 181, 190}));
}

TEST(Map, LegendNamesLabelsAndPaths) {
  const auto model = test::arm_model();
  const Batch points = cloud(60);
  const Plane plane = Plane::principal(points);
  TextLabel label{"content", {}};
  for (int i = 0; i < 60; ++i) label.values.push_back(fmt::format("clip {}", i % 20));
  label.values[0] = "clip 7";
  label.values[1] = "";
  const auto picture =
      draw_map(model, plane, points, label, {{"a walk", points.topRows(5)}}, {.title = "Dances"});
  const auto words = test::texts(picture);
  for (const char* text : {"Dances", "content", "clip 7", "9 others", "no label", "a walk", "path",
                           "principal component 1"}) {
    EXPECT_THAT(words, testing::Contains(testing::HasSubstr(text)));
  }
  // Thumbnails are there: limbs in the colours of left and right.
  int limbs = 0;
  for (const auto& shape : picture.layers.front().shapes) {
    limbs += std::holds_alternative<render::Capsule>(shape) ? 1 : 0;
  }
  EXPECT_GT(limbs, 20);
}

TEST(Map, LongNamesAreCutBetweenLetters) {
  const auto model = test::arm_model();
  const Batch points = cloud(10);
  std::string name = "Grüße an alle Tänzerinnen und Tänzer im großen Übungssaal";
  const TextLabel label{"clip", std::vector<std::string>(10, name)};
  const auto words =
      test::texts(draw_map(model, Plane::principal(points), points, label, {}, {.thumbnails = 0}));
  const auto found = std::find_if(words.begin(), words.end(), [](const std::string& text) {
    return text.starts_with("Grüße") && text.ends_with("\u2026");
  });
  ASSERT_NE(found, words.end());
  EXPECT_TRUE(name.starts_with(found->substr(0, found->size() - 3)));
}

TEST(Map, CsvHasARowAPlace) {
  const Batch points = cloud(4);
  latent::Encodings encodings;
  encodings.append("a, b", {points.topRows(2), 30.0}, {5, 6});
  encodings.append("c", {points.bottomRows(2), 30.0}, {0, 1});
  const Plane plane = Plane::principal(points);
  const std::string csv = map_csv(plane, encodings, NumberLabel{"energy", {1.5, NAN, 2.0, 3.0}});
  EXPECT_TRUE(csv.starts_with("clip,frame,x,y,energy\n\"a, b\",5,"));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 5);
  EXPECT_TRUE(csv.find(",1.5\n") != std::string::npos);
  EXPECT_TRUE(csv.find(",\n") != std::string::npos);
  EXPECT_THROW((void)map_csv(plane, encodings, TextLabel{"style", {"old"}}), UsageError);
  const TextLabel clips{"clip", {"a, b", "a, b", "c", "c"}};
  EXPECT_TRUE(map_csv(plane, encodings, clips).starts_with("clip,frame,x,y\n"));
}

TEST(Map, RefusesWhatDoesNotFit) {
  const auto model = test::arm_model();
  const Batch points = cloud(30);
  const Plane plane = Plane::principal(points);
  EXPECT_THROW((void)draw_map(model, plane, points.topRows(10), {}, {}), UsageError);
  EXPECT_THROW((void)draw_map(model, plane, points, NumberLabel{"e", {1.0}}, {}), UsageError);
  EXPECT_THROW((void)draw_map(model, plane, points, {}, {{"p", Batch::Zero(3, 7)}}), UsageError);
  EXPECT_THROW((void)draw_map(model, plane, points, {}, {}, {.width = 20}), UsageError);
  EXPECT_THROW((void)draw_map(model, plane, points, {}, {}, {.thumbnails = -1}), UsageError);
}

}  // namespace
}  // namespace poseaae::atlas
