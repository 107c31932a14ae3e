#include <gmock/gmock.h>

#include <sstream>

#include "fixture.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/paths.hpp"

/// Files of the programs, read by others.
namespace poseaae::test {
namespace {

using testing::HasSubstr;

class Readers : public ToolTest {
 protected:
  /// What h5py finds in a file; expects numbers in every array, and text that is UTF-8.
  static std::string found_in(const std::string& file) {
    const auto script = source_dir() / "tests" / "tools" / "readers.py";
    const auto read = run_program("/usr/bin/python3", {script.string(), file});
    EXPECT_EQ(read.exit_code, 0) << file << ": " << read.err;
    return read.out;
  }

  static void run(const std::string& program, const std::vector<std::string>& arguments) {
    const auto result = run_program(program, arguments);
    EXPECT_EQ(result.exit_code, 0) << program << ": " << result.err;
  }
};

/// By a program that was written from docs/FILES.md.
TEST_F(Readers, ModelsAreReadByNumPy) {
  const auto script = source_dir() / "tests" / "tools" / "model_reader.py";
  const auto read = run_program("/usr/bin/python3", {script.string(), input("model.safetensors")});
  ASSERT_EQ(read.exit_code, 0) << read.err;
  EXPECT_THAT(read.out, testing::StartsWith("Hips "));
  std::istringstream found(read.out.substr(read.out.find('\n')));
  Batch latents(1, kLatentDim);
  for (int i = 0; i < kLatentDim; ++i) latents(0, i) = static_cast<float>(i + 1) / 10.0F;
  const Batch expected = model().data().decoder.forward(latents);
  for (const float value : expected.row(0)) {
    double number = 0.0;
    ASSERT_TRUE(found >> number);
    EXPECT_NEAR(number, value, 1e-6);
  }
}

TEST_F(Readers, EveryFileLoads) {
  const std::string clip = input("a.bvh");
  const std::string model = input("model.safetensors");
  run("pose_encode", {clip, "--model", model, "--out", output("encodings.h5")});
  const std::string encodings = found_in(output("encodings.h5"));
  EXPECT_THAT(encodings, HasSubstr("latents (60, 4) float32\n"));
  EXPECT_THAT(encodings, HasSubstr("clip@clip_names a\n"));
  EXPECT_THAT(encodings, HasSubstr("clip@description index into the attribute clip_names\n"));
  run("pose_walk", {"--model", model, "--count", "9", "--out", output("walk.h5")});
  const std::string walk = found_in(output("walk.h5"));
  EXPECT_THAT(walk, HasSubstr("positions (9, "));
  EXPECT_THAT(walk, HasSubstr("\nparents@joint_names Hips "));
  EXPECT_THAT(walk, HasSubstr("\nend_site_parents@end_site_names "));
  run("pose_dataset",
      {clip, input("b.bvh"), "--label-pattern", "{who}", "--out", output("dataset.h5")});
  const std::string dataset = found_in(output("dataset.h5"));
  EXPECT_THAT(dataset, HasSubstr("clips/first@names a b\n"));
  EXPECT_THAT(dataset, HasSubstr("clips/tags@who a b\n"));
  run("pose_style", {"learn", "--model", model, "--data", output("dataset.h5"), "--learn", "who=a",
                     "--no-measure", "--out", output("attributes.safetensors")});
  const std::string attributes = found_in(output("attributes.safetensors"));
  EXPECT_THAT(attributes, HasSubstr("@attributes [{\"matched\":\"\",\"name\":\"who=a\","));
  EXPECT_THAT(attributes, HasSubstr("vectors (1, 4) F32\n"));
}

}  // namespace
}  // namespace poseaae::test
