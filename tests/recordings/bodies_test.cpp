#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

#include "../retarget/measure.hpp"
#include "folders.hpp"
#include "poseaae/motion_io/load_clip.hpp"
#include "poseaae/motion_io/target.hpp"
#include "support/support.hpp"

/// Recordings and shipped dances on the bodies of others. The program prints the table of
/// docs/METHOD.md.
namespace poseaae::retarget {
namespace {

struct Pair {
  const char* clip;
  const char* body;
};

/// "bandai-namco/..." and "cmu/..." are recordings, others are shipped.
mocap::ClipReference file_of(const std::string& name) {
  if (name.starts_with("cmu/")) return {poseaae::test::mocap_dir() / (name + ".bvh")};
  if (name.starts_with("bandai-namco/")) return {poseaae::test::mocap_dir() / (name + ".bvh")};
  return {poseaae::test::source_dir() / "data" / (name + ".bvh")};
}

mocap::ClipOptions reading(const std::string& name) {
  mocap::ClipOptions options;
  if (name.starts_with("cmu/")) options.unit.metres = 0.05644;
  return options;
}

void print(const Pair& pair, const Retargeted& onto, const test::Measures& m) {
  const double sunk = *std::ranges::max_element(onto.sunk);
  fmt::print(
      "| {} | {} | {:.3f} | {:.1f} | {:.1f} | {:.1f} | {:.1f} | {:.0f} | {:.2f} | {:.2f} | {:.3f} "
      "({:.3f}) | {:.0f} ({:.0f}) |\n",
      pair.clip, pair.body, onto.scale, 1e3 * m.hand_p95_m, 1e3 * m.foot_p95_m, m.turn_p95_deg,
      1e3 * m.missed_m, 1e3 * sunk, m.speed_ratio, m.jerk_ratio, m.skating_mps,
      onto.scale * m.source_skating_mps, 1e3 * m.deepest_m, 1e3 * m.source_deepest_m);
}

class Bodies : public ::testing::TestWithParam<Pair> {};

TEST_P(Bodies, AreWhereTheScaledSourceIs) {
  const Pair& pair = GetParam();
  const auto clip = mocap::load_clip(file_of(pair.clip), reading(pair.clip));
  const auto target = mocap::load_target(file_of(pair.body), reading(pair.body));
  const Retargeted onto = retarget(clip.motion, target.character);
  const test::Measures m = test::measure(clip.motion, onto);
  print(pair, onto, m);
  EXPECT_LT(m.foot_p95_m, 0.02);
  EXPECT_LT(m.turn_p95_deg, 5.0);
  EXPECT_EQ(m.wrong_bends, 0.0);
  EXPECT_LT(m.speed_ratio, 1.4);
  EXPECT_LT(m.jerk_ratio, 1.2);
  EXPECT_LT(m.skating_mps, 1.05 * onto.scale * m.source_skating_mps + 0.005);
  EXPECT_LT(m.deepest_m, m.source_deepest_m + 0.022);
  // Arms that are shorter beside the legs do not reach the floor.
  const bool on_the_floor = std::string(pair.clip).find("floor") != std::string::npos;
  EXPECT_LT(m.hand_p95_m, on_the_floor ? 0.05 : 0.02);
}

constexpr const char* kCmuWalk = "cmu/12_01";
constexpr const char* kCmu = "cmu/01_01";
constexpr const char* kBandai = "bandai-namco/walk_active_001";

INSTANTIATE_TEST_SUITE_P(
    Pairs, Bodies,
    ::testing::Values(
        Pair{"street_step", "bodies/child_play"}, Pair{"bodies/child_play", "street_step"},
        Pair{"street_step", "bodies/long_strides"}, Pair{"street_step", "bodies/tall_lines"},
        Pair{"street_step", "bodies/broad_ground"}, Pair{"bodies/slender_floor", "street_step"},
        Pair{"floor_study", "bodies/child_play"}, Pair{kBandai, kCmu},
        Pair{"bandai-namco/dance-short_normal_001", kCmu},
        Pair{"bandai-namco/kick_normal_001", kCmu}, Pair{"bandai-namco/bow_sad_001", kCmu},
        Pair{"bandai-namco/run_old_001", kCmu}, Pair{kCmu, kBandai}, Pair{kCmuWalk, kBandai},
        Pair{kCmu, "bodies/child_play"}, Pair{kCmuWalk, "street_step"}, Pair{"street_step", kCmu},
        Pair{"street_step", kBandai}),
    [](const auto& pair) {
      std::string name = std::string(pair.param.clip) + "_onto_" + pair.param.body;
      std::ranges::replace_if(
          name, [](char c) { return c == '/' || c == '-'; }, '_');
      return name;
    });

}  // namespace
}  // namespace poseaae::retarget
