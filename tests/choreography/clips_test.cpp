#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <charconv>
#include <filesystem>
#include <set>

#include "measures.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "support/support.hpp"

/// The shipped clips and the program that makes them.
namespace poseaae::choreography {
namespace {

using poseaae::test::bin_dir;
using poseaae::test::run_program;
using poseaae::test::source_dir;
using poseaae::test::TemporaryFolder;
using ::testing::HasSubstr;

std::vector<std::vector<std::string>> read_csv(const std::filesystem::path& path) {
  std::vector<std::vector<std::string>> rows(1);
  std::string cell;
  for (const char c : read_file(path)) {
    if (c != ',' && c != '\n') {
      cell += c;
      continue;
    }
    rows.back().push_back(std::move(cell));
    cell.clear();
    if (c == '\n') rows.emplace_back();
  }
  rows.pop_back();
  return rows;
}

double number(const std::string& text) {
  double value = 0.0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  EXPECT_TRUE(error == std::errc() && stop == text.data() + text.size()) << text;
  return value;
}

class Shipped : public testing::TestWithParam<std::string> {
 protected:
  static std::filesystem::path clip() {
    return source_dir() / "data" / test::shipped_folder(GetParam()) / (GetParam() + ".bvh");
  }
  static std::filesystem::path score() {
    return source_dir() / "data" / "scores" / test::shipped_folder(GetParam()) /
           (GetParam() + ".yaml");
  }
};

TEST_P(Shipped, IsWhatItsScoreSays) {
  const mocap::Motion shipped = mocap::read_bvh(clip()).motion;
  const Score score = test::shipped_score(GetParam());
  const Performance danced = perform(score, score.seed);
  ASSERT_EQ(shipped.frames(), danced.motion.frames());
  ASSERT_EQ(shipped.skeleton().names(), danced.motion.skeleton().names());
  for (int t = 0; t < shipped.frames(); ++t) {
    ASSERT_LT((shipped.root_position(t) - danced.motion.root_position(t)).norm(), 1e-3) << t;
    for (int j = 0; j < shipped.joints(); ++j) {
      ASSERT_LT(math::angle_between(shipped.rotation(t, j), danced.motion.rotation(t, j)), 1e-3)
          << "frame " << t << ", " << shipped.skeleton().name(j);
    }
  }
  const auto rows = read_csv(labels_path(clip()));
  ASSERT_EQ(rows.size(), danced.labels.size() + 1);
  for (std::size_t t = 0; t < danced.labels.size(); ++t) {
    for (int i = 0; i < kFactorCount; ++i) {
      ASSERT_NEAR(number(rows[t + 1][1 + i]), danced.labels[t][i],
                  1e-4 * std::max(1.0, std::abs(danced.labels[t][i])));
    }
    ASSERT_EQ(rows[t + 1].back(), danced.phrases[t]);
  }
}

TEST_P(Shipped, IsAboutAMinuteAndSmall) {
  const auto clip_read = mocap::read_bvh(clip());
  EXPECT_TRUE(clip_read.warnings.empty());
  EXPECT_EQ(clip_read.motion.fps(), 30.0);
  EXPECT_NEAR(clip_read.motion.duration_s(), 60.0, 6.0);
  EXPECT_LT(std::filesystem::file_size(clip()), 2'000'000u);
}

TEST_P(Shipped, ComesOutOfTheProgram) {
  const TemporaryFolder folder;
  const auto out = folder / "dance.bvh";
  const auto ran = run_program("dance_synth", {"--score", score().string(), "--out", out.string()});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("dance.labels.csv"));
  EXPECT_EQ(folder.entries(), (std::vector<std::string>{"dance.bvh", "dance.labels.csv"}));
  const mocap::Motion motion = mocap::read_bvh(out).motion;
  const mocap::Motion shipped = mocap::read_bvh(clip()).motion;
  ASSERT_EQ(motion.frames(), shipped.frames());
  const auto rows = read_csv(folder / "dance.labels.csv");
  EXPECT_EQ(rows[0], (std::vector<std::string>{"frame", "tempo_bpm", "arm_height", "energy",
                                               "lean_deg", "stance_width_m", "phrase"}));
  EXPECT_EQ(rows.size(), static_cast<std::size_t>(motion.frames()) + 1);
  EXPECT_EQ(rows[1][0], "0");
}

INSTANTIATE_TEST_SUITE_P(Clips, Shipped, testing::ValuesIn(test::shipped_names()),
                         [](const auto& info) { return info.param; });

TEST(ShippedClips, DanceEveryKindOfPhraseBetweenThem) {
  std::set<std::string> kinds;
  for (const std::string& name : test::shipped_names()) {
    for (const PhraseSpec& phrase : test::shipped_score(name).phrases) kinds.insert(phrase.kind);
  }
  for (const char* kind : {"sway", "step_touch", "turn", "arm_wave", "level", "kick"}) {
    EXPECT_TRUE(kinds.contains(kind)) << kind;
  }
}

TEST(DanceSynth, WritesLabelsWhereAskedAndTakesASeed) {
  const TemporaryFolder folder;
  const auto score = folder / "s.yaml";
  write_file(score, "phrases: [{kind: sway, beats: 8}]\n");
  std::vector<std::string> texts;
  for (const char* seed : {"1", "1", "2"}) {
    const auto ran =
        run_program("dance_synth", {"--score", score.string(), "--out", (folder / "a.bvh").string(),
                                    "--labels", (folder / "mine.csv").string(), "--seed", seed});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    texts.push_back(read_file(folder / "a.bvh"));
  }
  EXPECT_EQ(folder.entries(), (std::vector<std::string>{"a.bvh", "mine.csv", "s.yaml"}));
  EXPECT_EQ(texts[0], texts[1]);
  EXPECT_NE(texts[0], texts[2]);
}

TEST(DanceSynth, SaysWhatIsWrongAndLeavesNothing) {
  const TemporaryFolder folder;
  const auto score = folder / "s.yaml";
  write_file(score, "phrases:\n  - {kind: swya, beats: 8}\n");
  const std::string out = (folder / "a.bvh").string();
  const auto wrong = run_program("dance_synth", {"--score", score.string(), "--out", out});
  EXPECT_EQ(wrong.exit_code, 3);
  EXPECT_THAT(wrong.err, HasSubstr("s.yaml:2:12: expected a kind of phrase"));
  EXPECT_THAT(wrong.err, HasSubstr("did you mean 'sway'?"));
  const auto missing = run_program("dance_synth", {"--score", "/no/such.yaml", "--out", out});
  EXPECT_EQ(missing.exit_code, 3);
  EXPECT_EQ(run_program("dance_synth", {"--out", out}).exit_code, 2);
  write_file(score, "phrases: [{kind: sway, beats: 8}]\n");
  const auto nowhere =
      run_program("dance_synth", {"--score", score.string(), "--out", "/no/folder/a.bvh"});
  EXPECT_EQ(nowhere.exit_code, 1);
  EXPECT_EQ(folder.entries(), (std::vector<std::string>{"s.yaml"}));
}

}  // namespace
}  // namespace poseaae::choreography
