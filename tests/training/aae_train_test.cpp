#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/io/csv.hpp"
#include "poseaae/training/config.hpp"
#include "support/support.hpp"

// The program itself, from command line to run folder.
namespace poseaae {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class AaeTrain : public testing::Test {
 protected:
  [[nodiscard]] std::string at(const std::string& name) const { return (folder_ / name).string(); }
  [[nodiscard]] static std::string shipped(const std::string& name) {
    return (test::source_dir() / name).string();
  }
  /// A short training on a shipped dance, into the folder `run`, with more assignments.
  [[nodiscard]] std::vector<std::string> arguments(
      const std::string& run, const std::vector<std::string>& assignments = {}) const {
    std::vector<std::string> words{"--config", shipped("configs/dance.yaml")};
    std::vector<std::string> all{"data.clips=[" + shipped("data/street_step.bvh:0:600") + "]",
                                 "training.epochs=3", "output.test_every=1",
                                 "output.dir=" + at(run)};
    all.insert(all.end(), assignments.begin(), assignments.end());
    for (const auto& assignment : all) {
      words.emplace_back("--set");
      words.push_back(assignment);
    }
    return words;
  }
  static void expect_failure(const std::vector<std::string>& arguments, int exit_code,
                             const std::string& part) {
    const auto result = test::run_program("aae_train", arguments);
    EXPECT_EQ(result.exit_code, exit_code) << result.err;
    EXPECT_THAT(result.err, HasSubstr(part));
    EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
    EXPECT_EQ(result.out, "");
  }

  test::TemporaryFolder folder_;
};

TEST_F(AaeTrain, LoadsTheTorchEngineWhenAskedFor) {
  const auto result = test::run_program("aae_train", arguments("run", {"training.engine=torch"}));
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, AllOf(HasSubstr("libtorch"), HasSubstr(" thread"), HasSubstr("BLAS"),
                                testing::Not(HasSubstr("reference BLAS"))));
  EXPECT_THAT(read_file(at("run/log.txt")), HasSubstr("libtorch"));
}

TEST_F(AaeTrain, TrainsAndSaysWhatCameOut) {
  const auto result = test::run_program("aae_train", arguments("run"));
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("position error"), HasSubstr("latent std"), HasSubstr(at("run"))));
  EXPECT_THAT(result.err, AllOf(HasSubstr("fused engine"), HasSubstr(" thread"),
                                HasSubstr("kernels"), HasSubstr("epoch    3/3")));
  const auto history = read_csv(at("run/history.csv"));
  EXPECT_EQ(history.rows.size(), 3U);
  EXPECT_LT(history.column("ae_pos")[2], history.column("ae_pos")[0])
      << "while the discriminator, whose loss is in the total, still becomes harder to convince";
  const auto model = codec::load_model(at("run/best.safetensors"));
  EXPECT_EQ(model.latent_dim(), 16);
  EXPECT_EQ(model.skeleton().joints(), 22);
  EXPECT_TRUE(read_file(at("run/history.png")).starts_with("\x89PNG"));
}

TEST_F(AaeTrain, TheSummarySaysWhichModelANumberIsOf) {
  const auto result = test::run_program("aae_train", arguments("run"));
  const auto history = read_csv(at("run/history.csv"));
  const auto line = [&](const char* file, std::size_t row) {
    return fmt::format("{}  epoch {}, test loss {:.6f}, position error {:.2f} cm", file,
                       row + 1, history.column("ae_test")[row],
                       history.column("test_position_cm")[row]);
  };
  const auto losses = history.column("ae_test");
  const auto best = static_cast<std::size_t>(std::ranges::min_element(losses) - losses.begin());
  EXPECT_THAT(result.out, AllOf(HasSubstr(line("best.safetensors", best)),
                                HasSubstr(line("last.safetensors", 2))));
  EXPECT_THAT(read_file(at("run/log.txt")), HasSubstr(line("last.safetensors", 2)));
}

TEST_F(AaeTrain, EndsWithWhatTheModelIsWorth) {
  const auto result = test::run_program("aae_train", arguments("run"));
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out,
              testing::ContainsRegex(
                  "\n\nbest.safetensors, measured on parts of 1 clip whose other parts it has "
                  "learned from:\nRebuilt: joints of unseen motion come back [^\n]*\n"
                  "Made at random: [^\n]*\nEven: [^\n]*\n$"));
}

TEST_F(AaeTrain, TooFewPosesToJudgeByAreNoFailureOfTheRun) {
  const auto result = test::run_program(
      "aae_train", arguments("run", {"data.clips=[" + shipped("data/street_step.bvh:0:60") + "]",
                                     "data.split=frame", "data.test_fraction=0.1"}));
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, testing::EndsWith(at("run") + "\n"));
  EXPECT_THAT(result.err, HasSubstr("the run is complete, but " + at("run/best.safetensors") +
                                    " is not measured: "));
  EXPECT_TRUE(std::filesystem::exists(at("run/best.safetensors")));
}

TEST_F(AaeTrain, AFoldersNameIsAName) {
  for (const std::string name : {"my run #2", "[v2]", "a: b", "null", "~", "it's \"mine\"", "-dash",
                                 "ünïcödé", "{x}", "*", "space at the end "}) {
    SCOPED_TRACE(name);
    const auto begun = test::run_program("aae_train", arguments(name, {"training.epochs=1"}));
    ASSERT_EQ(begun.exit_code, 0) << begun.err;
    EXPECT_EQ(training::Config::load(at(name) + "/config.yaml", {}).output.dir, at(name));
    const auto resumed = test::run_program(
        "aae_train", {"--resume=" + at(name) + "/", "--set", "training.epochs=2"});
    EXPECT_EQ(resumed.exit_code, 0) << resumed.err;
    EXPECT_EQ(read_csv(at(name) + "/history.csv").rows.size(), 2U);
    std::filesystem::remove_all(at(name));
    EXPECT_TRUE(folder_.entries().empty());
  }
}

TEST_F(AaeTrain, WithoutAFoldersNameNothingIsTouched) {
  ASSERT_EQ(test::run_program("aae_train", arguments("run")).exit_code, 0);
  const std::string before = read_file(at("run/best.safetensors"));
  auto words = arguments("run", {"output.dir="});
  words.emplace_back("--overwrite");
  words.insert(words.begin(), {"-c", "cd \"$0\" && exec \"$@\"", at("run"),
                               (test::bin_dir() / "aae_train").string()});
  const auto result = test::run_program("/bin/sh", words);
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("output.dir"));
  EXPECT_EQ(read_file(at("run/best.safetensors")), before);
}

/// A training in a shell that does something to it meanwhile, "$0" being its folder.
class AaeTrainInAShell : public AaeTrain {
 protected:
  [[nodiscard]] test::ProgramResult shell(const std::string& script,
                                          const std::vector<std::string>& assignments = {}) const {
    std::vector<std::string> words{"-c", script, at("run"),
                                   (test::bin_dir() / "aae_train").string()};
    const auto training = arguments("run", assignments);
    words.insert(words.end(), training.begin(), training.end());
    return test::run_program("/bin/sh", words);
  }
  static constexpr const char* kUntilThreeEpochs =
      "while [ $(wc -l < \"$0/history.csv\" 2> /dev/null || echo 0) -lt 4 ]; do sleep 0.02; done; ";
};

TEST_F(AaeTrainInAShell, AClosedTerminalSavesAsTermDoes) {
  for (const std::string signal : {"HUP", "TERM"}) {
    const auto result = shell("\"$@\" & " + std::string(kUntilThreeEpochs) + "kill -" + signal +
                                  " $!; kill -" + signal + " $!; wait $!",
                              {"training.epochs=100000", "output.checkpoint_every=100000"});
    EXPECT_EQ(result.exit_code, 130) << result.err;
    EXPECT_THAT(result.err, HasSubstr("the run is saved"));
    EXPECT_TRUE(std::filesystem::exists(at("run/state.h5")));
    EXPECT_FALSE(std::filesystem::exists(at("run/run.lock")));
    std::filesystem::remove_all(at("run"));
  }
}

TEST_F(AaeTrainInAShell, APipeThatIsClosedEndsOnlyTheTalking) {
  for (const char* script :
       {"{ \"$@\" 2>&1; echo $? > \"$0.code\"; } | head -1",
        "\"$@\" 2>&- >&-; echo $? > \"$0.code\"", "\"$@\" 2>&- >&- <&-; echo $? > \"$0.code\"",
        "{ \"$@\"; echo $? > \"$0.code\"; } 2> /dev/null | sleep 0"}) {
    SCOPED_TRACE(script);
    (void)shell(script, {"training.epochs=20"});
    EXPECT_EQ(read_file(at("run.code")), "0\n");
    EXPECT_EQ(read_csv(at("run/history.csv")).rows.size(), 20U);
    EXPECT_THAT(read_file(at("run/log.txt")),
                AllOf(HasSubstr("epoch   20/20"), HasSubstr("best.safetensors  epoch ")));
    EXPECT_EQ(codec::load_model(at("run/last.safetensors")).latent_dim(), 16);
    std::filesystem::remove_all(at("run"));
  }
}

TEST_F(AaeTrainInAShell, ASecondRunIsRefusedWithTheFirstOneNamed) {
  const auto result = shell(
      "\"$@\" 2> /dev/null & " + std::string(kUntilThreeEpochs) +
          "code=0; ln -s \"$0\" \"$0.link\"; "
          "for other in '' --overwrite; do \"$@\" $other; [ $? = 2 ] || code=1; done; "
          "for folder in \"$0\" \"$0/\" \"$0.link\" \"$0/../run\"; do \"$1\" --resume \"$folder\"; "
          "[ $? = 2 ] || code=1; done; echo process $! >&2; kill -9 $!; wait $! ; exit $code",
      {"training.epochs=100000"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const auto named = result.err.substr(result.err.rfind("process "));
  const std::string process = named.substr(0, named.find('\n'));
  std::size_t count = 0;
  for (auto at = result.err.find(process + " on "); at != std::string::npos;
       at = result.err.find(process + " on ", at + 1)) {
    ++count;
  }
  EXPECT_EQ(count, 6U) << result.err;
  EXPECT_TRUE(std::filesystem::exists(at("run/run.lock"))) << "killed";
  auto words = arguments("run");
  words.emplace_back("--overwrite");
  EXPECT_EQ(test::run_program("aae_train", words).exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(at("run/run.lock")));
}

TEST_F(AaeTrain, TheSameFileInBothSetsIsNamed) {
  for (const char* copy : {"other_dance.bvh", "third_dance.bvh"}) {
    std::filesystem::copy_file(shipped("data/street_step.bvh"), at(copy));
  }
  const auto result = test::run_program(
      "aae_train", arguments("run", {"data.clips=[" + at("other_dance.bvh") + ":0:300, " +
                                         at("third_dance.bvh") + ":0:300]",
                                     "data.split=clip", "training.epochs=1"}));
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, AllOf(HasSubstr(at("other_dance.bvh")), HasSubstr(at("third_dance.bvh")),
                                HasSubstr("in the training set and in the test set")));
}

TEST_F(AaeTrain, QuietSaysNothingButTheResult) {
  auto words = arguments("run");
  words.emplace_back("--quiet");
  const auto result = test::run_program("aae_train", words);
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.err, "");
  EXPECT_THAT(read_file(at("run/log.txt")), HasSubstr("epoch    3/3"));
}

TEST_F(AaeTrain, CtrlCSavesExits130AndResumes) {
  // timeout(1) sends SIGINT long before ten thousand epochs are over: once, where without
  // --foreground the program and its group get one each, and a second stops it at once.
  std::vector<std::string> words{"--foreground", "--preserve-status", "--signal=INT", "4",
                                 (test::bin_dir() / "aae_train").string()};
  const auto training = arguments("run", {"training.epochs=10000"});
  words.insert(words.end(), training.begin(), training.end());
  const auto result = test::run_program("/usr/bin/timeout", words);
  EXPECT_EQ(result.exit_code, 130) << result.err;
  EXPECT_THAT(result.err, HasSubstr("--resume " + at("run")));
  const std::size_t epochs = read_csv(at("run/history.csv")).rows.size();
  const auto resumed = test::run_program(
      "aae_train",
      {"--resume", at("run"), "--set", "training.epochs=" + std::to_string(epochs + 2)});
  EXPECT_EQ(resumed.exit_code, 0) << resumed.err;
  EXPECT_EQ(read_csv(at("run/history.csv")).rows.size(), epochs + 2);
}

TEST_F(AaeTrain, AResumedRunOfOtherSizesSaysWhichArrayDiffers) {
  ASSERT_EQ(test::run_program("aae_train", arguments("run")).exit_code, 0);
  const auto resumed = test::run_program(
      "aae_train",
      {"--resume", at("run"), "--set", "model.encoder=[256, 32]", "--set", "training.epochs=4"});
  EXPECT_EQ(resumed.exit_code, 3);
  EXPECT_THAT(resumed.err, testing::ContainsRegex(
                               "state.h5: array [0-9]+ of the saved parameters: expected shape "
                               "\\(32, 256\\), found \\(256, 256\\)"));
}

TEST_F(AaeTrain, AnExistingRunIsNotTouchedUnlessAsked) {
  ASSERT_EQ(test::run_program("aae_train", arguments("run")).exit_code, 0);
  const std::string before = read_file(at("run/best.safetensors"));
  expect_failure(arguments("run"), 2, "--overwrite");
  // Overwriting with data that cannot be read leaves the old run alone.
  auto words = arguments("run", {"data.clips=" + at("missing.bvh")});
  words.emplace_back("--overwrite");
  expect_failure(words, 3, "missing.bvh: no such file");
  EXPECT_EQ(read_file(at("run/best.safetensors")), before);
  words = arguments("run", {"training.seed=5"});
  words.emplace_back("--overwrite");
  EXPECT_EQ(test::run_program("aae_train", words).exit_code, 0);
  EXPECT_NE(read_file(at("run/best.safetensors")), before);
}

TEST_F(AaeTrain, PrintsEveryKey) {
  const auto result = test::run_program("aae_train", {"--print-config"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, training::Config().print());
}

TEST_F(AaeTrain, WrongUseIsOneLineAndTheRightExitCode) {
  expect_failure({}, 2, "--config");
  expect_failure({"--config", at("missing.yaml")}, 3, "missing.yaml: no such file");
  expect_failure({"--config", folder_.path().string()}, 3, "this is a folder");
  expect_failure(arguments("run", {"training.epoch=5"}), 2, "did you mean 'training.epochs'?");
  expect_failure(arguments("run", {"data.unit=parsec"}), 2, "parsec");
  expect_failure(arguments("no/such/../folder/run", {"data.clips=" + at("none*.bvh")}), 3,
                 "no file matches");
  expect_failure({"--resume", at("nothing")}, 3, "config.yaml");
  expect_failure({"--resume", at("nothing"), "--set", "output.dir=elsewhere"}, 2, "leave it out");
  expect_failure({"--print-config", "--overwrite"}, 2, "excludes --print-config");
  write_file(at("file"), "text");
  expect_failure(arguments("file"), 2, "expected a folder, found a file");
  expect_failure(arguments("file/run"), 1, "cannot prepare the folder");
  EXPECT_EQ(folder_.entries(), std::vector<std::string>{"file"});
}

TEST_F(AaeTrain, TrainsFromADatasetFileAsFromTheClips) {
  const auto gathered = test::run_program(
      "pose_dataset", {shipped("data/street_step.bvh:0:600"), "--out", at("dances.h5")});
  ASSERT_EQ(gathered.exit_code, 0) << gathered.err;
  EXPECT_THAT(gathered.out, AllOf(HasSubstr("600 poses of 22 joints at 30 fps from 1 clip"),
                                  HasSubstr("label energy")));
  ASSERT_EQ(test::run_program("aae_train", arguments("clips")).exit_code, 0);
  const auto result =
      test::run_program("aae_train", arguments("dataset", {"data.clips=" + at("dances.h5")}));
  ASSERT_EQ(result.exit_code, 0) << result.err;
  auto expected = read_csv(at("clips/history.csv"));
  auto actual = read_csv(at("dataset/history.csv"));
  EXPECT_EQ(actual.column("ae_test"), expected.column("ae_test"));
}

TEST_F(AaeTrain, LatentsBeyondThePosesFeaturesAreToldBeforeTraining) {
  std::string clip =
      "HIERARCHY\nROOT Hips\n{\nOFFSET 0 0 0\nCHANNELS 3 Zrotation Xrotation Yrotation\n"
      "End Site\n{\nOFFSET 0 100 0\n}\n}\nMOTION\nFrames: 100\nFrame Time: 0.1\n";
  for (int t = 0; t < 100; ++t) clip += fmt::format("{} {} {}\n", t % 7, t % 11, t % 13);
  write_file(folder_ / "one.bvh", clip);
  const auto refused =
      test::run_program("aae_train", arguments("run", {"preset=best", "data.clips=" + at("one.bvh"),
                                                       "data.split=frame", "data.mirror=false"}));
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("model.latent: got '16', expected at most 4 with "
                                     "model.skip=body_pca, since a pose of this skeleton (1 "
                                     "joint) has 4 features; use model.latent=4 or less"));
}

TEST_F(AaeTrain, ADatasetRefusesEditsThatComeTooLate) {
  ASSERT_EQ(test::run_program("pose_dataset",
                              {shipped("data/street_step.bvh:0:100"), "--out", at("dances.h5")})
                .exit_code,
            0);
  expect_failure(arguments("run", {"data.clips=" + at("dances.h5"), "data.frames=0:50"}), 2,
                 "to pose_dataset");
}

}  // namespace
}  // namespace poseaae
