#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "poseaae/base/paths.hpp"
#include "poseaae/io/hdf5.hpp"
#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae {
namespace {

using test::run_program;
using testing::HasSubstr;

std::string shipped_dances() { return (test::source_dir() / "data" / "*.bvh").string(); }

/// Measures of a report in a file, by group and name.
std::map<std::string, double> measures(const std::filesystem::path& path, const std::string& of) {
  const auto report = h5::open_file(path).group("reports").group(of);
  const auto groups = report.read_strings("group", "measures/value");
  const auto names = report.read_strings("name", "measures/value");
  const auto values = report.read<double>("measures/value").values;
  std::map<std::string, double> found;
  for (std::size_t i = 0; i < names.size(); ++i) found[groups[i] + ": " + names[i]] = values[i];
  return found;
}

// The instrument is tested on what is known to be wrong: the tutorial's encodings are not N(0, I),
// since no adversarial signal reaches the encoder and a ReLU leaves no negative latents; so poses
// decoded from N(0, I) are none; and its split of random frames leaks.
TEST(AaeEvalTest, TheTutorialsModelFailsWhereItIsKnownTo) {
  const test::TemporaryFolder folder;
  const auto run = (folder / "tutorial").string();
  const auto trained =
      run_program("aae_train", {"--config", (test::source_dir() / "configs/tutorial.yaml").string(),
                                "--set", "data.clips=" + shipped_dances(), "--set",
                                "training.epochs=10", "--set", "output.dir=" + run, "--quiet"});
  ASSERT_EQ(trained.exit_code, 0) << trained.err;
  const auto report = folder / "report.h5";
  const auto evaluated =
      run_program("aae_eval", {"--model", run + "/last.safetensors", "--out", report.string(),
                               "--out", (folder / "report.png").string()});
  ASSERT_EQ(evaluated.exit_code, 0) << evaluated.err;
  EXPECT_THAT(evaluated.out, HasSubstr("mpjpe, mm"));
  EXPECT_THAT(evaluated.err, HasSubstr("data.split=clip"));
  auto found = measures(report, "tutorial");
  EXPECT_GT(found["prior: mean ks"], 0.3);
  EXPECT_GT(found["prior: worst ks"], 0.5);
  EXPECT_GT(found["generation: dnn / held out"], 3.0);
  EXPECT_LT(found["data: nearest / frame step"], 1.2);
  EXPECT_LT(found["reconstruction: bone deviation"], 1e-4);
}

// Both programs say the same of a model: what aae_train ends with is what aae_eval begins with.
TEST(AaeEvalTest, TheVerdictIsTheOneThatTrainingEndsWith) {
  const test::TemporaryFolder folder;
  test::write_dances(folder.path());
  const auto run = (folder / "run").string();
  const auto trained =
      run_program("aae_train", {"--config", (test::source_dir() / "configs/dance.yaml").string(),
                                "--set", "data.clips=" + (folder / "step_*.bvh").string(), "--set",
                                "training.epochs=2", "--set", "model.latent=3", "--set",
                                "model.encoder=[16]", "--set", "output.dir=" + run, "--quiet"});
  ASSERT_EQ(trained.exit_code, 0) << trained.err;
  EXPECT_EQ(trained.err, "");
  const auto evaluated =
      run_program("aae_eval", {"--model", run + "/best.safetensors", "--shuffles", "0"});
  ASSERT_EQ(evaluated.exit_code, 0) << evaluated.err;
  const std::string verdict = evaluated.out.substr(0, evaluated.out.find("\n\n") + 1);
  EXPECT_THAT(verdict, testing::StartsWith("Rebuilt: "));
  EXPECT_EQ(std::ranges::count(verdict, '\n'), 3);
  const std::string ending =
      "\n\nbest.safetensors, measured on 1 clip that it has not learned from:\n" + verdict;
  EXPECT_THAT(trained.out, testing::EndsWith(ending));
  EXPECT_THAT(read_file(run + "/log.txt"), HasSubstr(verdict));
  // A run that has ended says it again.
  const auto resumed = run_program("aae_train", {"--resume", run, "--quiet"});
  EXPECT_EQ(resumed.exit_code, 0) << resumed.err;
  EXPECT_EQ(resumed.out, trained.out);
}

TEST(AaeEvalTest, CrossValidatesAConfiguration) {
  const test::TemporaryFolder folder;
  test::write_dances(folder.path());
  const auto evaluated =
      run_program("aae_eval", {"--config",    (test::source_dir() / "configs/dance.yaml").string(),
                               "--set",       "data.clips=" + (folder / "step_*.bvh").string(),
                               "--set",       "training.epochs=2",
                               "--set",       "model.latent=3",
                               "--set",       "model.encoder=[16]",
                               "--folds",     "3",
                               "--baselines", "pca",
                               "--generated", "50",
                               "--runs",      (folder / "runs").string(),
                               "--out",       (folder / "folds.csv").string()});
  ASSERT_EQ(evaluated.exit_code, 0) << evaluated.err;
  EXPECT_THAT(evaluated.out, HasSubstr("dance, 3 runs"));
  EXPECT_THAT(evaluated.out, HasSubstr("pca, 3 runs"));
  EXPECT_THAT(evaluated.out, HasSubstr("+-"));
  EXPECT_THAT(read_file(folder / "folds.csv"), HasSubstr("dance fold 2 seed 1,reconstruction"));
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "runs/dance_fold_2_seed_1/last.safetensors"));
}

TEST(AaeEvalTest, KeptRunsOfOtherSettingsAreNotReplaced) {
  const test::TemporaryFolder folder;
  test::write_dances(folder.path());
  const auto evaluate = [&](const std::string& epochs, const std::string& latent) {
    return run_program(
        "aae_eval",
        {"--config", (test::source_dir() / "configs/dance.yaml").string(), "--set",
         "data.clips=" + (folder / "step_*.bvh").string(), "--set", "training.epochs=" + epochs,
         "--set", "model.latent=" + latent, "--set", "model.encoder=[16]", "--generated", "50",
         "--shuffles", "0", "--runs", (folder / "runs").string()});
  };
  ASSERT_EQ(evaluate("1", "3").exit_code, 0);
  const auto kept = folder / "runs" / "dance_fold_0_seed_1";
  const std::string model = read_file(kept / "last.safetensors");
  const auto other = evaluate("1", "2");
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_THAT(other.err, HasSubstr(kept.string() +
                                   ": a run with model.latent: 3 is kept here, which one with 2 "
                                   "would replace; keep the runs"));
  EXPECT_TRUE(read_file(kept / "last.safetensors") == model);
  EXPECT_EQ(evaluate("1", "3").exit_code, 0) << "the same run may be trained again";
}

TEST(AaeEvalTest, SaysWhatItExpects) {
  EXPECT_EQ(run_program("aae_eval", {}).exit_code, 2);
  EXPECT_EQ(run_program("aae_eval", {"--model", "no.h5"}).exit_code, 3);
  const auto both = run_program("aae_eval", {"--model", "a.h5", "--config", "b.yaml"});
  EXPECT_EQ(both.exit_code, 2);
  const auto unknown = run_program("aae_eval", {"--model", "a.h5", "--baselines", "pac"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("did you mean 'pca'?"));
  const auto extension = run_program("aae_eval", {"--model", "a.h5", "--out", "report.doc"});
  EXPECT_EQ(extension.exit_code, 2);
}

TEST(AaeEvalTest, RefusesWhatWouldHaveNoEffect) {
  const auto refusal = [](std::vector<std::string> words, const std::string& given) {
    words.insert(words.begin(), given == "--model" ? "a.h5" : "b.yaml");
    words.insert(words.begin(), given);
    const auto result = run_program("aae_eval", words);
    EXPECT_EQ(result.exit_code, 2) << result.err;
    return result.err;
  };
  EXPECT_THAT(
      refusal({"--set", "training.epochs=5"}, "--model"),
      HasSubstr("--set training.epochs=5: has no effect: the model was trained without it"));
  EXPECT_THAT(refusal({"--set", "data.mirror=true", "--baselines", "pca"}, "--model"),
              HasSubstr("--baselines ae,vae"));
  EXPECT_THAT(refusal({"--set", "output.dir=x"}, "--config"), HasSubstr("--runs"));
  EXPECT_THAT(refusal({"--set", "training.threads=2"}, "--config"), HasSubstr("--jobs"));
  EXPECT_THAT(refusal({"--set", "data.fold=1", "--folds", "3"}, "--config"),
              HasSubstr("--folds decides"));
  EXPECT_THAT(refusal({"--runs", "x"}, "--model"), HasSubstr("nothing is trained"));
  EXPECT_THAT(refusal({"--factors", "style", "--shuffles", "0"}, "--model"),
              HasSubstr("leave out one of them"));
  // These count, so that the missing file is what is wrong.
  for (const std::string counts : {"data.split=clip", "training.seed=3"}) {
    EXPECT_EQ(run_program("aae_eval", {"--model", "no.h5", "--set", counts}).exit_code, 3);
  }
  EXPECT_EQ(run_program("aae_eval", {"--model", "no.h5", "--baselines", "ae", "--set",
                                     "training.epochs=5", "--runs", "x"})
                .exit_code,
            3);
}

}  // namespace
}  // namespace poseaae
