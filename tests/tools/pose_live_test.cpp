#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <fstream>
#include <thread>

#include "fixture.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/latent/walk.hpp"
#include "poseaae/latent_io/encodings_file.hpp"
#include "poseaae/live/addresses.hpp"
#include "poseaae/live/recording.hpp"
#include "poseaae/mocap/bvh.hpp"

namespace poseaae::test {
namespace {

using testing::HasSubstr;

class PoseLive : public ToolTest {
 protected:
  [[nodiscard]] std::vector<std::string> here(std::vector<std::string> more) const {
    more.insert(more.end(), {"--presets", output("presets.json"), "--recordings",
                             output("recordings"), "--no-osc", "--no-page"});
    return more;
  }
};

TEST_F(PoseLive, DancesAndSaysHowItWent) {
  const std::string out = run_with_model(
      "pose_live",
      here({"--seconds", "2", "--no-clock", "--out", output("w.bvh"), "--out", output("w.glb")}));
  EXPECT_THAT(out, HasSubstr("60 frames at 30 a second, 0 late ones dropped"));
  const auto motion = mocap::read_bvh(output("w.bvh")).motion;
  EXPECT_EQ(motion.frames(), 60);
  EXPECT_NEAR(motion.fps(), kFps, 1e-6);
  EXPECT_EQ(outputs().entries(), (std::vector<std::string>{"w.bvh", "w.glb"}));
}

TEST_F(PoseLive, WalksAsTheLibraryDoes) {
  (void)run_with_model("pose_live",
                       here({"--seconds", "2", "--no-clock", "--seed", "9", "--record"}));
  const auto path = latent::load_encodings(output("recordings/take_001.h5")).path;
  const latent::LatentGaussian space(model().latent());
  latent::Walker walker(space, {}, {.time_scale_s = 1.0, .seed = 9}, kFps);
  EXPECT_EQ(path.frames(), 60);
  EXPECT_LT((path.points - walker.next(60)).norm(), 1e-3);
}

TEST_F(PoseLive, ReplaysBitForBit) {
  (void)run_with_model("pose_live", here({"--seconds", "2", "--no-clock", "--mix", input("a.bvh"),
                                          input("b.bvh"), "--record", "--out", output("one.bvh")}));
  const std::string take = output("recordings/take_001.safetensors");
  const std::string out = run_with_model(
      "pose_live", here({"--replay", take, "--no-clock", "--out", output("two.bvh")}));
  EXPECT_THAT(out, HasSubstr("60 frames"));
  EXPECT_EQ(read_file(output("one.bvh")), read_file(output("two.bvh")));
}

TEST_F(PoseLive, DancesAPathFile) {
  (void)run_with_model("pose_live", here({"--seconds", "1", "--no-clock", "--record"}));
  const std::string file = output("again.yaml");
  write_file(file, "phrases:\n  - latents: " + output("recordings/take_001.h5") + "\n");
  (void)run_with_model("pose_live", here({"--seconds", "1", "--no-clock", "--path", file, "--glide",
                                          "0", "--record"}));
  const auto one = latent::load_encodings(output("recordings/take_001.h5")).path.points;
  const auto two = latent::load_encodings(output("recordings/take_002.h5")).path.points;
  EXPECT_LT((one - two).norm(), 1e-4);
}

TEST_F(PoseLive, KeepsTime) {
  const auto before = std::chrono::steady_clock::now();
  const std::string out = run_with_model("pose_live", here({"--seconds", "0.5", "--fps", "100"}));
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - before;
  EXPECT_GE(passed.count(), 0.49);
  EXPECT_THAT(out, HasSubstr("frames at 100 a second"));
}

// Ctrl-C is the normal end of what is live: what is on is saved.
TEST_F(PoseLive, EndsWithCtrlC) {
  const std::string program = (bin_dir() / "pose_live").string();
  std::vector<std::string> arguments =
      here({program, "--model", input("model.safetensors"), "--record"});
  std::vector<char*> argv;
  for (auto& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, 1, output("out.txt").c_str(), O_WRONLY | O_CREAT,
                                     0600);
  pid_t child = 0;
  ASSERT_EQ(::posix_spawn(&child, program.c_str(), &actions, nullptr, argv.data(), environ), 0);
  ::posix_spawn_file_actions_destroy(&actions);
  std::this_thread::sleep_for(std::chrono::seconds(2));
  ASSERT_EQ(::kill(child, SIGINT), 0);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_THAT(read_file(output("out.txt")), HasSubstr("take_001.safetensors"));
  EXPECT_GT(live::load_recording(output("recordings/take_001.safetensors")).frames(), 10);
}

TEST_F(PoseLive, PrintsItsAddresses) {
  const auto result = run_program("pose_live", {"--addresses"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, testing::StartsWith(live::markdown_table(live::addresses())));
}

TEST_F(PoseLive, RefusesWhatItCannotPlay) {
  const auto fails = [&](std::vector<std::string> arguments, int exit_code,
                         const std::string& part) {
    arguments.insert(arguments.end(), {"--model", input("model.safetensors")});
    expect_failure("pose_live", here(arguments), exit_code, part);
  };
  expect_failure("pose_live", {}, 2, "--model: expected a model");
  fails({"--no-clock"}, 2, "--seconds");
  fails({"--seconds", "1", "--fps", "500"}, 2, "240");
  fails({"--seconds", "1", "--mix", "a.bvh"}, 2, "--mix: expected two clips");
  fails({"--seconds", "1", "--out", output("w.gif")}, 2, "file of motion");
  fails({"--seconds", "1", "--clip", output("none.bvh")}, 3, "none.bvh");
  fails({"--replay", input("model.safetensors")}, 3, "recording");
  write_file(output("presets.json"), "[]");
  fails({"--seconds", "1"}, 3, "presets.json");
}

}  // namespace
}  // namespace poseaae::test
