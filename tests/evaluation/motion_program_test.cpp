#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/base/paths.hpp"
#include "poseaae/io/hdf5.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "support/shared.hpp"
#include "support/support.hpp"
#include "support/walker.hpp"

/// aae_eval on models of windows, and --task motion.
namespace poseaae {
namespace {

using test::run_program;
using testing::HasSubstr;
using testing::Not;

std::string config(const char* name) { return (test::source_dir() / "configs" / name).string(); }

/// Walks of different speeds, and a model of windows of them.
struct TrainedWalks {
  test::TemporaryFolder folder;
  std::string run = (folder / "run").string();

  TrainedWalks() {
    for (int i = 0; i < 6; ++i) {
      mocap::write_bvh(folder / fmt::format("walk_{}.bvh", static_cast<char>('a' + i)),
                       test::Walk(test::Walker{}, 30.0, 90, 0.8 + 0.1 * i).motion);
    }
    std::vector<std::string> words{"--quiet", "--config", config("motion.yaml")};
    for (const auto& assignment : assignments()) words.insert(words.end(), {"--set", assignment});
    words.insert(words.end(), {"--set", "output.dir=" + run});
    test::run_successfully("aae_train", words);
  }
  [[nodiscard]] std::vector<std::string> assignments() const {
    return {"data.clips=" + (folder.path() / "walk_*.bvh").string(),
            "data.split=clip",
            "model.window=16",
            "model.hop=8",
            "model.components=64",
            "model.latent=12",
            "model.encoder=[32]",
            "training.epochs=2",
            "training.batch=64"};
  }
};

class MotionProgramTest : public testing::Test {
 protected:
  void SetUp() override { walks = &shared.get(); }
  [[nodiscard]] test::ProgramResult evaluate(std::vector<std::string> words) const {
    words.insert(words.begin(), {"--model", walks->run + "/last.safetensors", "--walks", "4"});
    return run_program("aae_eval", words);
  }
  const TrainedWalks* walks = nullptr;
  static inline test::Shared<TrainedWalks> shared;
};

TEST_F(MotionProgramTest, AModelOfWindowsIsMeasuredOnMotion) {
  const auto table = walks->folder / "table.csv";
  const auto arrays = walks->folder / "table.h5";
  const auto result =
      evaluate({"--baselines", "pca", "--out", table.string(), "--out", arrays.string()});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("  root drift, 1 s, cm"));
  EXPECT_THAT(result.out, HasSubstr("  numbers a second                    45"));
  EXPECT_THAT(result.out, HasSubstr("mpjpe / pca"));
  EXPECT_THAT(read_file(table), HasSubstr("pca,feet,contact f1 as told,,"));
  const auto report = h5::open_file(arrays).group("reports").group("pca");
  EXPECT_THAT(report.read_strings("name", "measures/value"), testing::Contains("root speed"));
}

TEST_F(MotionProgramTest, WarnsOfClipsThatTheModelMayHaveLearnedFrom) {
  EXPECT_THAT(evaluate({}).err, Not(HasSubstr("learned from")));
  const auto others = evaluate({"--data", (walks->folder / "walk_[abd].bvh").string()});
  ASSERT_EQ(others.exit_code, 0) << others.err;
  EXPECT_THAT(others.err, HasSubstr("may have learned from"));
}

TEST_F(MotionProgramTest, SaysWhatItExpects) {
  const auto refusal = [&](const std::vector<std::string>& words) {
    const auto result = evaluate(words);
    EXPECT_EQ(result.exit_code, 2) << result.err;
    return result.err;
  };
  EXPECT_THAT(refusal({"--task", "poses"}), HasSubstr("found one of windows"));
  EXPECT_THAT(refusal({"--generated", "50"}), HasSubstr("--generated: has no effect"));
  EXPECT_THAT(refusal({"--out", "page.png"}), HasSubstr(".csv"));
  EXPECT_THAT(refusal({"--baselines", "poses"}), HasSubstr("did you mean 'pose'"));
}

TEST_F(MotionProgramTest, AModelOfPosesGoesByItsFeet) {
  const auto run = (walks->folder / "poses").string();
  const auto clips = walks->assignments().front();
  test::run_successfully(
      "aae_train", {"--quiet", "--config", config("dance.yaml"), "--set", clips, "--set",
                    "data.split=clip", "--set", "training.epochs=2", "--set", "output.dir=" + run});
  const auto result = run_program(
      "aae_eval", {"--task", "motion", "--model", run + "/last.safetensors", "--walks", "4"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("  root speed, m/s"));
  const auto refused =
      run_program("aae_eval", {"--model", run + "/last.safetensors", "--walks", "4"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("--walks: has no effect with --task poses"));
}

}  // namespace
}  // namespace poseaae
