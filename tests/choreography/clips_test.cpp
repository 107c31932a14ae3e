#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <charconv>
#include <filesystem>
#include <map>
#include <set>
#include <tuple>

#include "choreography/curves.hpp"
#include "choreography/phrase.hpp"
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

TEST_P(Shipped, IsAboutHalfAMinuteAndSmall) {
  const auto clip_read = mocap::read_bvh(clip());
  EXPECT_TRUE(clip_read.warnings.empty());
  EXPECT_EQ(clip_read.motion.fps(), 30.0);
  EXPECT_NEAR(clip_read.motion.duration_s(), 32.0, 3.0);
  EXPECT_LT(std::filesystem::file_size(clip()), 400'000u);
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

/// So that one that is held out is kin of those that models learn from.
TEST(ShippedClips, DanceEveryKindOfPhraseInTwoDancesAtLeast) {
  std::map<std::string, std::set<std::string>> dances;
  for (const std::string& name : test::shipped_names()) {
    for (const PhraseSpec& phrase : test::shipped_score(name).phrases) {
      dances[phrase.kind].insert(name);
    }
  }
  for (const std::string& kind : phrase_kinds()) EXPECT_GE(dances[kind].size(), 2U) << kind;
  for (const char* kind : {"fold", "jump", "kneel", "leap", "lunge", "pirouette", "port_de_bras",
                           "prowl", "roll", "sit", "swing"}) {
    EXPECT_GE(dances[kind].size(), 3U) << kind;
  }
}

TEST(ShippedClips, AreSixMegabytesWithAllThatBelongsToThem) {
  std::uintmax_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(source_dir() / "data")) {
    if (entry.is_regular_file()) bytes += entry.file_size();
  }
  EXPECT_LT(bytes, 6'000'000U);
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

TEST(DanceSynth, WritesAsManyDecimalsAsAskedFor) {
  const TemporaryFolder folder;
  const auto score = folder / "s.yaml";
  write_file(score, "phrases: [{kind: kick, beats: 8}]\n");
  std::vector<mocap::Motion> motions;
  std::vector<std::uintmax_t> sizes;
  for (const char* decimals : {"6", "2", "1"}) {
    const auto out = folder / "a.bvh";
    const auto ran = run_program(
        "dance_synth", {"--score", score.string(), "--out", out.string(), "--decimals", decimals});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    motions.push_back(mocap::read_bvh(out).motion);
    sizes.push_back(std::filesystem::file_size(out));
  }
  EXPECT_LT(sizes[1], 0.75 * sizes[0]);
  EXPECT_LT(sizes[2], sizes[1]);
  const auto whole = run_program("dance_synth", {"--score", score.string(), "--out",
                                                 (folder / "b.bvh").string(), "--decimals", "0"});
  EXPECT_EQ(whole.exit_code, 0);
  EXPECT_THAT(whole.err, HasSubstr("warning: --decimals 0: angles in whole degrees"));
  // Half a unit of the last decimal in each of three angles, and in each of three lengths.
  for (const int i : {1, 2}) {
    const double half = i == 1 ? 0.005 : 0.05;
    for (int t = 0; t < motions[0].frames(); ++t) {
      ASSERT_LT((motions[0].root_position(t) - motions[i].root_position(t)).norm(),
                1.8 * half / 100.0);
      for (int j = 0; j < kJointCount; ++j) {
        ASSERT_LT(math::angle_between(motions[0].rotation(t, j), motions[i].rotation(t, j)),
                  3.0 * half * kDegree);
      }
    }
  }
  EXPECT_EQ(
      run_program("dance_synth", {"--score", score.string(), "--out", "a.bvh", "--decimals", "9"})
          .exit_code,
      2);
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
  for (const auto& [option, name, ending] :
       {std::tuple{"--out", "a.h5", ".bvh"}, {"--labels", "a.h5", ".csv"}}) {
    const std::string file = (folder / name).string();
    std::vector<std::string> arguments{"--score", score.string(), option, file};
    if (std::string(option) != "--out") arguments.insert(arguments.end(), {"--out", out});
    const auto refused = run_program("dance_synth", arguments);
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.err, HasSubstr(fmt::format("{}: expected a name that ends in {}, found",
                                                   option, ending)));
  }
  EXPECT_EQ(folder.entries(), (std::vector<std::string>{"s.yaml"}));
}

}  // namespace
}  // namespace poseaae::choreography
