#include <gmock/gmock.h>

#include <filesystem>

#include "fixture.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/edit.hpp"

/// What goes wrong outside the programs: one clear line, the right exit code, nothing left behind.
namespace poseaae::test {
namespace {

namespace fs = std::filesystem;

class BadInput : public ToolTest {
 protected:
  ~BadInput() override { EXPECT_TRUE(outputs().entries().empty() || leftovers_allowed_); }

  /// Every program that wants a model and writes a GIF, with the rest of its arguments.
  [[nodiscard]] std::vector<std::pair<std::string, std::vector<std::string>>> programs() const {
    return {{"pose_walk", {"--count", "5"}},
            {"pose_offset", {input("a.bvh")}},
            {"pose_mix", {input("a.bvh"), input("b.bvh")}},
            {"pose_render", {input("a.bvh")}}};
  }
  void expect_all(const std::string& model, const std::string& out, int exit_code,
                  const std::string& part) const {
    for (const auto& [program, rest] : programs()) {
      std::vector<std::string> arguments = rest;
      arguments.insert(arguments.end(), {"--model", model, "--out", out});
      SCOPED_TRACE(program);
      expect_failure(program, arguments, exit_code, part);
    }
  }
  /// A file beside the inputs, so that the output folder stays empty.
  [[nodiscard]] std::string bad_file(const std::string& name, const std::string& bytes) const {
    write_file(inputs_ / name, bytes);
    return (inputs_ / name).string();
  }
  [[nodiscard]] const TemporaryFolder& own_inputs() const { return inputs_; }
  void allow_leftovers() { leftovers_allowed_ = true; }

 private:
  TemporaryFolder inputs_;
  bool leftovers_allowed_ = false;
};

TEST_F(BadInput, ModelThatIsMissing) {
  expect_all("/no/such/model.safetensors", output("x.gif"), 3, "no such file");
}

TEST_F(BadInput, FolderInPlaceOfAModel) {
  expect_all(own_inputs().path().string(), output("x.gif"), 3, "folder");
}

TEST_F(BadInput, TextNamedModel) {
  expect_all(bad_file("text.safetensors", "hello, this is text\n"), output("x.gif"), 3,
             "expected a safetensors file");
}

TEST_F(BadInput, EmptyModel) {
  expect_all(bad_file("empty.safetensors", ""), output("x.gif"), 3, "empty.safetensors");
}

TEST_F(BadInput, ModelCutInHalf) {
  const std::string whole = read_file(input("model.safetensors"));
  expect_all(bad_file("half.safetensors", whole.substr(0, whole.size() / 2)), output("x.gif"), 3,
             "half.safetensors");
}

TEST_F(BadInput, ModelWithOneBitTurned) {
  std::string bytes = read_file(input("model.safetensors"));
  const float weight = model().data().encoder.layers()[0].array("weight")[5];
  const std::string pattern(reinterpret_cast<const char*>(&weight), sizeof weight);
  const auto at = bytes.find(pattern);
  ASSERT_NE(at, std::string::npos);
  bytes[at] = static_cast<char>(bytes[at] ^ 1);
  expect_all(bad_file("flipped.safetensors", bytes), output("x.gif"), 3, "damaged");
}

TEST_F(BadInput, DatasetInPlaceOfAModel) {
  (void)run_with_model("pose_walk", {"--count", "3", "--out", output("motion.h5")});
  allow_leftovers();
  expect_all(output("motion.h5"), output("x.gif"), 3, "expected a PoseAAE model");
}

/// HDF5 of the kinds that readers have come to harm by.
TEST_F(BadInput, HostileHdf5) {
  run_successfully("/usr/bin/python3", {(source_dir() / "tests/io/hostile_hdf5.py").string(),
                                        own_inputs().path().string()});
  for (const auto& name : own_inputs().entries()) {
    SCOPED_TRACE(name);
    const std::string file = (own_inputs() / name).string();
    expect_failure("pose_export", {file, "--out", output("x.safetensors")}, 3, name);
  }
}

TEST_F(BadInput, OutputInAFolderThatDoesNotExist) {
  expect_all(input("model.safetensors"), output("none/x.gif"), 1, "none");
}

TEST_F(BadInput, FolderInPlaceOfAnOutput) {
  fs::create_directory(own_inputs() / "folder.gif");
  expect_all(input("model.safetensors"), (own_inputs() / "folder.gif").string(), 1, "folder");
}

TEST_F(BadInput, OutputWithAnUnknownExtension) {
  expect_all(input("model.safetensors"), output("x.mov"), 2, ".gif, .mp4");
  expect_all(input("model.safetensors"), output("x"), 2, "no extension");
}

TEST_F(BadInput, OutputsAreCheckedBeforeAnyIsWritten) {
  for (const auto& [program, rest] : programs()) {
    std::vector<std::string> arguments = rest;
    arguments.insert(arguments.end(), {"--model", input("model.safetensors"), "--out",
                                       output("good.gif"), "--out", output("bad.mov")});
    expect_failure(program, arguments, 2, "bad.mov");
  }
}

// A disk without space: the device that refuses every byte, under names with an extension.
TEST_F(BadInput, FullDisk) {
  allow_leftovers();  // the links themselves
  for (const std::string extension : {"gif", "png", "svg", "pdf", "bvh", "h5", "csv"}) {
    fs::create_symlink("/dev/full", output("full." + extension));
    expect_all(input("model.safetensors"), output("full." + extension), 1, "No space left");
  }
  EXPECT_EQ(outputs().entries().size(), 7u);
  expect_failure(
      "pose_encode",
      {input("a.bvh"), "--model", input("model.safetensors"), "--out", output("full.h5")}, 1,
      "No space left");
}

TEST_F(BadInput, ClipThatIsMissingOrNoBvh) {
  const std::string text = bad_file("text.bvh", "hello\n");
  for (const char* program : {"pose_offset", "pose_render", "pose_encode"}) {
    const std::string name = std::string(program) == "pose_encode" ? "x.csv" : "x.gif";
    const std::vector<std::string> rest{"--model", input("model.safetensors"), "--out",
                                        output(name)};
    const auto with = [&](const std::string& clip) {
      std::vector<std::string> arguments{clip};
      arguments.insert(arguments.end(), rest.begin(), rest.end());
      return arguments;
    };
    SCOPED_TRACE(program);
    expect_failure(program, with("/no/such/clip.bvh"), 3, "no such file");
    expect_failure(program, with(own_inputs().path().string()), 3, "folder");
    expect_failure(program, with(text), 3, "text.bvh:1:1: expected");
    expect_failure(program, with(input("a.bvh") + ":50:70"), 2, "60");
    expect_failure(program, with(input("a.bvh") + ":20:10"), 2, "20:10");
  }
}

TEST_F(BadInput, ClipOfAnotherSkeleton) {
  const auto headless = mocap::remove_joints(clip("a.bvh"), {"Head"});
  const std::string other = bad_file("other.bvh", mocap::format_bvh(headless)) + ":0:5";
  for (const char* program : {"pose_offset", "pose_render"}) {
    expect_failure(program,
                   {other, "--model", input("model.safetensors"), "--out", output("x.gif")}, 2,
                   "skeleton");
  }
  expect_failure(
      "pose_walk",
      {"--start", other, "--model", input("model.safetensors"), "--out", output("x.gif")}, 2,
      "skeleton");
  expect_failure("pose_encode", {other, "--model", input("model.safetensors")}, 2, "skeleton");
}

TEST_F(BadInput, RangesThatMakeNoSense) {
  for (const char* range : {"ten", "5:2", "100:200", "-3:5"}) {
    SCOPED_TRACE(range);
    expect_failure("pose_offset",
                   {input("a.bvh"), "--range", range, "--model", input("model.safetensors"),
                    "--out", output("x.gif")},
                   2, "");
  }
}

TEST_F(BadInput, OptionsThatDoNotExist) {
  for (const auto& [program, rest] : programs()) {
    std::vector<std::string> arguments = rest;
    arguments.insert(arguments.end(), {"--model", input("model.safetensors"), "--out",
                                       output("x.gif"), "--no-such-option"});
    expect_failure(program, arguments, 2, "--no-such-option");
  }
  expect_failure("pose_walk", {"--out", output("x.gif")}, 2, "--model");
  expect_failure("pose_walk", {"--model", input("model.safetensors")}, 2, "--out");
}

// Every program's outputs are declared as such, so that none replaces what it reads.
TEST_F(BadInput, OutputsThatWouldReplaceAnInputOrEachOther) {
  const std::string clip = bad_file("clip.bvh", read_file(input("a.bvh")));
  const std::string trained = bad_file("trained.h5", read_file(input("model.safetensors")));
  const std::string text = read_file(clip);
  const std::string replaces = "which it would replace";
  expect_failure("pose_render", {clip, "--out", clip}, 2, replaces);
  expect_failure("pose_render", {clip + ":0:5", "--out", output("x.gif"), "--out", clip}, 2,
                 replaces);
  for (const char* option : {"--out", "--latents"}) {
    expect_failure("pose_walk", {"--model", trained, "--out", output("x.gif"), option, trained}, 2,
                   replaces);
  }
  expect_failure("pose_encode", {clip, "--model", trained, "--out", trained}, 2, replaces);
  expect_failure("latent_map", {"map", clip, "--model", trained, "--out", trained}, 2, replaces);
  expect_failure("pose_style", {"learn", "--model", trained, "--out", trained}, 2, replaces);
  const std::string score = bad_file("score.yaml", "dance: none\n");
  expect_failure("dance_synth", {"--score", score, "--out", score}, 2, replaces);
  expect_failure("dance_synth", {"--score", score, "--out", output("x.bvh"), "--labels", score}, 2,
                 replaces);
  expect_failure("pose_walk",
                 {"--model", trained, "--out", output("y.h5"), "--latents", output("y.h5")}, 2,
                 "names the same file");
  expect_failure(
      "pose_mix",
      {clip, clip, "--model", trained, "--out", output("y.csv"), "--diagnostics", output("y.csv")},
      2, "names the same file");
  expect_failure("pose_render", {"--out", output("a.bvh"), clip, input("b.bvh")}, 2, "b.bvh");
  EXPECT_EQ(read_file(clip), text);
}

// Inputs that other files name, or that lie in folders.
TEST_F(BadInput, OutputsThatWouldReplaceAnInputThatIsNotOnTheCommandLine) {
  const std::string clip = bad_file("clip.bvh", read_file(input("a.bvh")));
  const std::string text = read_file(clip);
  const std::string replaces = "which it would replace";
  const std::string path_file = bad_file("path.yaml", "phrases: [{clip: " + clip + "}]\n");
  expect_failure("pose_morph",
                 {"--path", path_file, "--model", input("model.safetensors"), "--out", clip}, 2,
                 replaces);
  fs::create_symlink(clip, own_inputs() / "link.bvh");
  fs::create_hard_link(clip, own_inputs() / "hard.bvh");
  for (const char* name : {"link.bvh", "hard.bvh"}) {
    const std::string other = (own_inputs() / name).string();
    expect_failure("pose_morph",
                   {"--path", path_file, "--model", input("model.safetensors"), "--out", other}, 2,
                   replaces);
    expect_failure("pose_render", {clip, "--out", other}, 2, replaces);
  }
  const std::string folder = (own_inputs() / "run").string();
  fs::create_directory(folder);
  write_file(folder + "/history.csv", "epoch,loss\n1,2\n");
  expect_failure("aae_history", {folder, "--out", folder + "/history.csv"}, 2, replaces);
  EXPECT_EQ(read_file(clip), text);
  EXPECT_EQ(read_file(folder + "/history.csv"), "epoch,loss\n1,2\n");
}

TEST_F(BadInput, NumbersBeyondAllSense) {
  const std::vector<std::string> with_model{"--model", input("model.safetensors"), "--out",
                                            output("x.csv")};
  const auto refused = [&](const std::string& program, std::vector<std::string> arguments) {
    SCOPED_TRACE(program + " " + arguments.back());
    arguments.insert(arguments.end(), with_model.begin(), with_model.end());
    expect_failure(program, arguments, 2, "expected");
  };
  const std::string a = input("a.bvh");
  for (const char* huge : {"1e300", "-1e300", "1e18"}) {
    const auto option = [&](const char* name) { return fmt::format("{}={}", name, huge); };
    for (const char* name : {"--spread", "--time-scale", "--seconds", "--slow", "--fps-out",
                             "--smooth", "--fps", "--distance", "--line-width"}) {
      refused("pose_walk", {option(name)});
    }
    refused("pose_walk", {"--preset", "tutorial", option("--step-size")});
    for (const char* name : {"--factor", "--from", "--to"})
      refused("pose_mix", {a, a, option(name)});
    refused("pose_offset", {a, option("--amplitude")});
    refused("pose_offset", {a, option("--cycles")});
    refused("pose_morph", {a, a, option("--seconds")});
    refused("pose_render", {a, option("--source-fps")});
    refused("pose_render", {a, option("--resample")});
    expect_failure("pose_render", {a, option("--unit"), "--out", output("x.csv")}, 2, "expected");
  }
  for (const char* huge : {"2000000000", "2147483648", "4294967297"}) {
    const auto option = [&](const char* name) { return fmt::format("{}={}", name, huge); };
    refused("pose_walk", {option("--count")});
    refused("pose_walk", {option("--strip")});
    refused("pose_walk", {"--loop", "fourier", option("--harmonics")});
    refused("latent_map", {"traversal", option("--columns")});
    refused("latent_map", {"interpolation", option("--frames")});
  }
  EXPECT_TRUE(outputs().entries().empty());
}

TEST_F(BadInput, PicturesThatMakeNoSense) {
  const std::vector<std::pair<std::string, std::string>> options{
      {"--size", "huge"},       {"--size", "1"},  {"--view", "sideways"},
      {"--view", "0,95"},       {"--fps", "-3"},  {"--background", "nocolour"},
      {"--projection", "fish"}, {"--strip", "0"}, {"--line-width", "0"},
      {"--distance", "-1"}};
  for (const auto& [option, value] : options) {
    SCOPED_TRACE(option);
    expect_failure("pose_render", {input("a.bvh"), option, value, "--out", output("x.gif")}, 2, "");
  }
}

TEST_F(BadInput, HelpAndVersionAreNoErrors) {
  for (const char* program :
       {"aae_history", "pose_encode", "pose_mix", "pose_offset", "pose_render", "pose_walk"}) {
    const auto help = run_program(program, {"--help"});
    EXPECT_EQ(help.exit_code, 0);
    EXPECT_THAT(help.out, testing::HasSubstr("Examples:"));
    EXPECT_EQ(help.err, "");
    EXPECT_THAT(run_program(program, {"--version"}).out, testing::StartsWith("PoseAAE "));
  }
}

}  // namespace
}  // namespace poseaae::test
