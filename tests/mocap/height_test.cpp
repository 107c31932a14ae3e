#include "poseaae/mocap/height.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "samples.hpp"
#include "walker.hpp"

namespace poseaae::mocap {
namespace {

using test::walker_bvh;
using test::WalkerStyle;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string height_warning(double metres, const std::string& present) {
  const Skeleton skeleton({"a", "b"}, {-1, 0}, {Vec3::Zero(), Vec3(0, metres, 0)});
  return check_height(Motion(skeleton, 30.0, 1), Unit::parse(present));
}

TEST(CheckHeight, IsSilentForPeople) {
  for (const double metres : {0.5, 0.9, 1.7, 2.6}) EXPECT_EQ(height_warning(metres, "cm"), "");
}

TEST(CheckHeight, NamesTheUnitThatMakesAPerson) {
  EXPECT_THAT(height_warning(170.0, "m"),
              HasSubstr("perhaps data.unit is cm and not m, which would make it 1.70 m"));
  EXPECT_THAT(height_warning(0.017, "cm"),
              HasSubstr("perhaps data.unit is m and not cm, which would make it 1.70 m"));
  EXPECT_THAT(height_warning(17.0, "cm"),
              HasSubstr("perhaps data.unit is mm and not cm, which would make it 1.70 m"));
  EXPECT_THAT(height_warning(67.0, "m"),
              HasSubstr("perhaps data.unit is inch and not m, which would make it 1.70 m"));
  EXPECT_THAT(height_warning(0.3, "cm"), HasSubstr("data.unit=0.0567 and not cm"));
  EXPECT_THAT(height_warning(3.0, "0.1"), HasSubstr("data.unit=0.0567 and not dm"));
  EXPECT_THAT(height_warning(0.0, "cm"), HasSubstr("no extent"));
}

Clip walker_in(double units_per_cm, const std::string& unit, const std::string& camera = "") {
  return test::parse(walker_bvh({.units_per_cm = units_per_cm, .camera = camera}),
                     {.unit = Unit::parse(unit)});
}

TEST(CheckHeight, TellsInchesAndDecimetresFromCentimetres) {
  struct Case {
    const char* unit;
    double per_cm;
  };
  for (const auto& [unit, per_cm] : {Case{"cm", 1.0}, Case{"m", 0.01}, Case{"inch", 1 / 2.54},
                                     Case{"mm", 10.0}, Case{"ft", 1 / 30.48}, Case{"dm", 0.1}}) {
    EXPECT_THAT(walker_in(per_cm, unit).warnings, IsEmpty()) << unit;
    for (const std::string present : {"cm", "m", "inch", "mm", "ft", "dm"}) {
      if (present == unit) continue;
      EXPECT_THAT(walker_in(per_cm, present).warnings,
                  ElementsAre(HasSubstr(fmt::format("data.unit is {} and not {}", unit, present))));
    }
  }
}

TEST(CheckHeight, OfAChildIsThatOfAPerson) {
  EXPECT_THAT(walker_in(1.1 / 1.73, "cm").warnings, IsEmpty());
  EXPECT_NEAR(body_height(walker_in(1.1 / 1.73, "cm").motion), 1.1, 0.03);
}

TEST(CheckHeight, LeavesOutACameraInTheScene) {
  const std::string camera =
      "JOINT Camera\n{\nOFFSET 0 150 300\nCHANNELS 3 Zrotation Xrotation Yrotation\n"
      "End Site\n{\nOFFSET 0 0 -10\n}\n}\n";
  EXPECT_THAT(walker_in(1.0, "cm", camera).warnings, IsEmpty());
  EXPECT_NEAR(body_height(walker_in(1.0, "cm", camera).motion), 1.73, 0.03);
  EXPECT_THAT(walker_in(1 / 2.54, "cm", camera).warnings,
              ElementsAre(HasSubstr("perhaps data.unit is inch and not cm")));
}

}  // namespace
}  // namespace poseaae::mocap
