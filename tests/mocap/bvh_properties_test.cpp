// Properties of reader and writer that hold for every skeleton and every text.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "poseaae/base/error.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "samples.hpp"

namespace poseaae::mocap {
namespace {

constexpr std::array<math::EulerOrder, 6> kOrders{math::EulerOrder::kXYZ, math::EulerOrder::kXZY,
                                                  math::EulerOrder::kYXZ, math::EulerOrder::kYZX,
                                                  math::EulerOrder::kZXY, math::EulerOrder::kZYX};

RC_GTEST_PROP(BvhRoundTrip, KeepsAnySkeletonAndMotion, (std::uint64_t seed)) {
  Random random(seed);
  const Skeleton skeleton = test::random_skeleton(random, 1 + int(random.below(30)));
  const Motion motion = test::random_motion(random, skeleton, 1 + int(random.below(6)));
  const Unit unit{random.uniform(0.001, 2.0)};
  const BvhWriteOptions write{.unit = unit, .order = kOrders[random.below(6)]};
  const BvhReadOptions read{.unit = unit, .track_tolerance = 0.0};
  const Clip again = parse_bvh(format_bvh(motion, write), "again.bvh", read);

  const Skeleton& found = again.motion.skeleton();
  RC_ASSERT(found.names() == skeleton.written_names());
  RC_ASSERT(found.parents() == skeleton.parents());
  RC_ASSERT(!found.first_difference(skeleton));
  RC_ASSERT(found.end_sites().size() == skeleton.end_sites().size());
  for (std::size_t i = 0; i < found.end_sites().size(); ++i) {
    RC_ASSERT(found.end_sites()[i].parent == skeleton.end_sites()[i].parent);
    RC_ASSERT(found.end_sites()[i].name == skeleton.end_sites()[i].name);
    RC_ASSERT((found.end_sites()[i].offset - skeleton.end_sites()[i].offset).norm() < 1e-9);
  }
  RC_ASSERT(again.motion.fps() == motion.fps());
  const test::Difference change = test::difference(motion, again.motion);
  RC_ASSERT(change.angle < 1e-5);
  RC_ASSERT(change.length < 1e-6);
}

// Once the positions of this one's hips were added to their OFFSET, since it then seemed to stand.
TEST(BvhRoundTrip, HipsBelowARootThatMovesAreWhereTheirPositionsSay) {
  Random random(21364535608);
  const Skeleton skeleton = test::random_skeleton(random, 1 + int(random.below(30)));
  const Motion motion = test::random_motion(random, skeleton, 1 + int(random.below(6)));
  const Unit unit{random.uniform(0.001, 2.0)};
  const Clip again = parse_bvh(format_bvh(motion, {.unit = unit}), "again.bvh",
                               {.unit = unit, .track_tolerance = 0.0});
  EXPECT_LT(test::difference(motion, again.motion).length, 1e-6);
}

RC_GTEST_PROP(BvhRoundTrip, IsExactTheSecondTime, (std::uint64_t seed)) {
  Random random(seed);
  const Motion motion =
      test::random_motion(random, test::random_skeleton(random, 1 + int(random.below(12))), 3);
  const BvhReadOptions read{.track_tolerance = 0.0};
  const Motion once = parse_bvh(format_bvh(motion), "once.bvh", read).motion;
  const Motion twice = parse_bvh(format_bvh(once), "twice.bvh", read).motion;
  RC_ASSERT(twice.skeleton() == once.skeleton());
  const test::Difference change = test::difference(once, twice);
  RC_ASSERT(change.angle < 1e-8);
  RC_ASSERT(change.length < 1e-8);
}

/// Damages `text` in one place: a byte (a stray one, or one from elsewhere in it), a cut, a
/// repetition, or a word from elsewhere in it.
void damage(std::string& text, Random& random) {
  if (text.empty()) return;
  const std::size_t at = random.below(text.size());
  const std::size_t length = 1 + random.below(std::min<std::size_t>(text.size() - at, 40));
  static const std::vector<std::string> kWords{"{",
                                               "}",
                                               "\r",
                                               "\n",
                                               "\t",
                                               "-",
                                               "1e9",
                                               "nan",
                                               "ROOT x\n{",
                                               "JOINT y\n{",
                                               "End Site",
                                               "CHANNELS",
                                               "OFFSET 1 2 3",
                                               "Frames: 999999999999",
                                               "MOTION",
                                               ":",
                                               "0",
                                               "-0.5e-7",
                                               "\xEF\xBB\xBF",
                                               "1e999"};
  switch (random.below(6)) {
    case 0:
      text[at] = random.uniform() < 0.3 ? static_cast<char>(random.below(256))
                                        : text[random.below(text.size())];
      break;
    case 1:
      text.erase(at, length);
      break;
    case 2:
      text.insert(random.below(text.size()), text.substr(at, length));
      break;
    case 3:
      text.insert(at, kWords[random.below(kWords.size())]);
      break;
    case 4:
      text.resize(at);
      break;
    default:
      text.replace(at, length, kWords[random.below(kWords.size())]);
  }
}

TEST(BvhFuzz, DamagedTextParsesOrIsAnInputError) {
  Random random(20240229);
  int parsed = 0;
  int refused = 0;
  for (int round = 0; round < 20000; ++round) {
    const Skeleton skeleton = test::random_skeleton(random, 1 + int(random.below(5)));
    std::string text = format_bvh(test::random_motion(random, skeleton, 1 + int(random.below(3))));
    for (std::uint64_t edits = 1 + random.below(2); edits > 0; --edits) damage(text, random);
    try {
      const Clip clip = test::parse(text, {.strict = random.uniform() < 0.5});
      ++parsed;
      for (const double p : joint_positions(clip.motion)) ASSERT_TRUE(std::isfinite(p)) << text;
    } catch (const ParseError& error) {
      ++refused;
      ASSERT_GE(error.line(), 1u);
      ASSERT_GE(error.column(), 1u);
      ASSERT_FALSE(error.expected().empty());
      ASSERT_FALSE(error.found().empty()) << text;
      ASSERT_EQ(std::string(error.what()).find('\n'), std::string::npos) << "one line";
    }
  }
  EXPECT_GT(parsed, 1000);
  EXPECT_GT(refused, 1000);
}

TEST(BvhFuzz, RandomBytesAreRefused) {
  Random random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string text = round % 2 == 0 ? "" : "HIERARCHY\nROOT a\n{";
    for (std::uint64_t n = random.below(200); n > 0; --n) {
      text.push_back(static_cast<char>(random.below(256)));
    }
    EXPECT_THROW(static_cast<void>(test::parse(text)), ParseError);
  }
}

}  // namespace
}  // namespace poseaae::mocap
