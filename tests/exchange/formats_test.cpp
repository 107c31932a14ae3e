#include "poseaae/exchange/formats.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/codec/model_file.hpp"
#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae::exchange::test {
namespace {

TEST(Formats, AModelIsItselfAsSafetensors) {
  const poseaae::test::TemporaryFolder folder;
  const Sample given = sample("six");
  write_model(folder / "a.safetensors", given.model);
  codec::save_model(given.model, folder / "b.safetensors");
  EXPECT_EQ(read_file(folder / "a.safetensors"), read_file(folder / "b.safetensors"));
}

TEST(Formats, RefuseOptionsThatMeanNothingThere) {
  EXPECT_THROW((void)format_of("x.h", {.part = Part::kEncoder}), UsageError);
  EXPECT_THROW((void)format_of("x.h", {.batch = 2}), UsageError);
  EXPECT_THROW((void)format_of("x.onnx", {.batch = 0}), UsageError);
  EXPECT_THROW((void)format_of("x.none", {}), UsageError);
  EXPECT_EQ(format_of("x.ONNX", {}).extension, ".onnx");
}

/// As a library does that is loaded at run time.
TEST(Formats, OthersCanBeAdded) {
  const poseaae::test::TemporaryFolder folder;
  const ModelFormat joints{.extension = ".joints",
                           .holds = "names of the joints",
                           .takes_batch = true,
                           .bytes = [](const codec::PoseAutoencoder& model, const std::string& name,
                                       const ExportOptions& options) {
                             return fmt::format("{} {} {}", name, model.skeleton().joints(),
                                                options.batch.value_or(0));
                           }};
  add_format(joints);
  write_model(folder / "dance.joints", sample("plain").model, {.batch = 3});
  EXPECT_EQ(read_file(folder / "dance.joints"), "dance 4 3");
  EXPECT_THAT(describe_formats(), testing::EndsWith("  .joints       names of the joints\n"));
  EXPECT_THROW(add_format(joints), UsageError);
}

}  // namespace
}  // namespace poseaae::exchange::test
