#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lafan1_archive.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/io/hdf5.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "samples.hpp"
#include "support/support.hpp"
#include "support/walker.hpp"

/// aae_eval --task inbetween.
namespace poseaae {
namespace {

using test::run_program;
using testing::HasSubstr;

test::ProgramResult inbetween(std::vector<std::string> words) {
  words.insert(words.begin(), {"--task", "inbetween"});
  return run_program("aae_eval", words);
}

std::string dance_config() { return (test::source_dir() / "configs/dance.yaml").string(); }

TEST(InbetweenProgramTest, AnotherArchiveDiffersFromThePublishedFigures) {
  const test::TemporaryFolder folder;
  test::write_lafan1_archive(folder.path());
  const auto table = folder / "table.csv";
  const auto result = inbetween({"--lafan1", folder.path().string(), "--out", table.string()});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, HasSubstr("subject 5 held out: 5 windows of 65 frames every 40 in 2"));
  // Figures of tests/golden/inbetween.py.
  EXPECT_THAT(result.out,
              HasSubstr("L2Q    5 frames  zero velocity        0.798       0.56  differs"));
  EXPECT_THAT(result.out,
              HasSubstr("NPSS  45 frames  interpolation      0.90138     0.4493  differs"));
  EXPECT_THAT(result.err, HasSubstr("the 24 figures published for LAFAN1, found 24 that differ"));
  EXPECT_THAT(result.err, HasSubstr("fall1_subject2.bvh"));
  EXPECT_THAT(read_file(table), HasSubstr("interpolation,L2P,15 frames,,2.7110626"));
}

TEST(InbetweenProgramTest, AConfigurationsClipsMakeTheSameTable) {
  const test::TemporaryFolder folder;
  for (int i = 0; i < 6; ++i) {
    mocap::write_bvh(folder / fmt::format("step_{}.bvh", static_cast<char>('a' + i)),
                     test::small_dance(120, 0.1 + 0.2 * i));
  }
  const auto report = folder / "folds.h5";
  const auto result = inbetween({"--config", dance_config(), "--set",
                                 "data.clips=" + (folder / "step_*.bvh").string(), "--folds", "2",
                                 "--out", report.string()});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("In-betweening, dance ("));
  EXPECT_THAT(result.out,
              HasSubstr("2 folds by clip, the first: 6 windows of 65 frames every 40 in 3"));
  EXPECT_THAT(result.out, HasSubstr("interpolation, 2 runs"));
  EXPECT_THAT(result.out, HasSubstr("\nNPSS\n  5 frames"));
  EXPECT_THAT(result.out, Not(HasSubstr("published")));
  const auto file = h5::open_file(report);
  EXPECT_THAT(file.text_attribute("about"), HasSubstr("2 folds by clip"));
  EXPECT_EQ(file.group("runs").members().size(), 4U);
  const auto one =
      inbetween({"--config", dance_config(), "--set",
                 "data.clips=" + (folder / "step_*.bvh").string(), "--set", "data.split=clip"});
  ASSERT_EQ(one.exit_code, 0) << one.err;
  EXPECT_THAT(one.out, HasSubstr("zero velocity  "));
}

TEST(InbetweenProgramTest, ModelsOfWindowsFillGapsToo) {
  const test::TemporaryFolder folder;
  for (int i = 0; i < 4; ++i) {
    mocap::write_bvh(folder / fmt::format("walk_{}.bvh", static_cast<char>('a' + i)),
                     test::Walk(test::Walker{}, 30.0, 90, 0.8 + 0.1 * i).motion);
  }
  const auto runs = folder / "runs";
  std::vector<std::string> words{
      "--config", (test::source_dir() / "configs" / "motion.yaml").string(),
      "--folds",  "2",
      "--runs",   runs.string()};
  for (const std::string& assignment :
       {"data.clips=" + (folder / "walk_*.bvh").string(), std::string("model.window=16"),
        std::string("model.hop=12"), std::string("model.components=32"),
        std::string("model.latent=8"), std::string("model.encoder=[16]"),
        std::string("training.epochs=1")}) {
    words.insert(words.end(), {"--set", assignment});
  }
  const auto trained = inbetween(words);
  ASSERT_EQ(trained.exit_code, 0) << trained.err;
  EXPECT_THAT(trained.out, HasSubstr("corrected, 2 runs"));
  EXPECT_THAT(trained.out, HasSubstr("keys, 2 runs"));
  EXPECT_THAT(trained.out, HasSubstr("In-betweening, motion ("));
  const auto model = (runs / "motion_fold_1_seed_1" / "last.safetensors").string();
  const auto measured = inbetween({"--model", model});
  ASSERT_EQ(measured.exit_code, 0) << measured.err;
  EXPECT_THAT(measured.out, HasSubstr("corrected  "));
  EXPECT_THAT(measured.out, HasSubstr("keys  "));
  EXPECT_THAT(measured.err, Not(HasSubstr("learned from")));
  const auto others = inbetween({"--model", model, "--data", (folder / "walk_[abd].bvh").string()});
  EXPECT_THAT(others.err, HasSubstr("may have learned from"));
}

TEST(InbetweenProgramTest, SaysWhatItExpects) {
  const auto refusal = [](const std::vector<std::string>& words, int code = 2) {
    const auto result = inbetween(words);
    EXPECT_EQ(result.exit_code, code) << result.err;
    return result.err;
  };
  EXPECT_THAT(refusal({}), HasSubstr("expected --lafan1 FOLDER, --config FILE or --model FILE"));
  EXPECT_THAT(refusal({"--lafan1", "no/such/folder"}, 3), HasSubstr("no/such/folder: expected"));
  EXPECT_THAT(refusal({"--config", dance_config(), "--lafan1", "."}), HasSubstr("--lafan1"));
  EXPECT_THAT(refusal({"--lafan1", ".", "--out", "page.png"}), HasSubstr(".csv"));
  EXPECT_THAT(refusal({"--model", "a.h5"}, 3), HasSubstr("a.h5"));
  EXPECT_THAT(refusal({"--model", "a.h5", "--lafan1", "."}), HasSubstr("--lafan1"));
  EXPECT_THAT(refusal({"--model", "a.h5", "--set", "model.latent=4"}),
              HasSubstr("--set model.latent=4: has no effect: the model was trained without it"));
  EXPECT_THAT(refusal({"--model", "a.h5", "--baselines", "pca"}),
              HasSubstr("--baselines: has no effect with --task inbetween and --model"));
  EXPECT_THAT(refusal({"--config", dance_config(), "--seeds", "2"}),
              HasSubstr("--seeds: has no effect"));
  EXPECT_THAT(refusal({"--config", dance_config(), "--runs", "runs"}),
              HasSubstr("--runs: has no effect"));
  EXPECT_THAT(refusal({"--config", "a.yaml", "--baselines", "pca"}),
              HasSubstr("--baselines: has no effect with --task inbetween; leave it out"));
  EXPECT_THAT(refusal({"--lafan1", ".", "--set", "data.split=clip"}),
              HasSubstr("--set: has no effect"));
  EXPECT_THAT(refusal({"--config", dance_config(), "--set", "model.latent=4"}),
              HasSubstr("nothing is trained"));
  EXPECT_THAT(refusal({"--config", dance_config(), "--set", "data.split=block"}),
              HasSubstr("data.split=clip, or use --folds"));
  EXPECT_THAT(refusal({"--config", dance_config(), "--set", "data.fold=1", "--folds", "2"}),
              HasSubstr("--folds decides"));
  const auto poses = run_program("aae_eval", {"--lafan1", "."});
  EXPECT_EQ(poses.exit_code, 2);
  EXPECT_THAT(poses.err, HasSubstr("--task inbetween"));
}

}  // namespace
}  // namespace poseaae
