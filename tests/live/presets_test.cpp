#include "poseaae/live/presets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "support/support.hpp"

namespace poseaae::live {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Presets, OutlastTheProgram) {
  const test::TemporaryFolder folder;
  const std::vector<Message> messages{{"/poseaae/source", {"w\"alk\n"}},
                                      {"/poseaae/latent/3", {0.1F}},
                                      {"/poseaae/mix/a", {7}},
                                      {"/poseaae/mix/amount", {0.25F, 1.0F}},
                                      {"/poseaae/cue/next", {}}};
  Presets presets(folder / "p.json");
  EXPECT_TRUE(presets.saved().empty());
  presets.save(3, messages);
  presets.save(0, {});
  presets.set_cues({3, 0, 3});
  const Presets again(folder / "p.json");
  EXPECT_THAT(again.saved(), ElementsAre(0, 3));
  EXPECT_THAT(again.cues(), ElementsAre(3, 0, 3));
  ASSERT_NE(again.find(3), nullptr);
  EXPECT_EQ(*again.find(3), messages);
  EXPECT_EQ(again.find(4), nullptr);
  EXPECT_THAT(folder.entries(), ElementsAre("p.json"));
}

TEST(Presets, OfOtherFilesAreRefused) {
  const test::TemporaryFolder folder;
  const std::vector<std::string> wrong{
      "",
      "[]",
      "{}",
      R"({"format": "PoseAAE model"})",
      R"({"format": "PoseAAE presets", "version": 2})",
      R"({"format": "PoseAAE presets", "version": 1, "presets": {"10": []}})",
      R"({"format": "PoseAAE presets", "version": 1, "presets": {"1": [["/a", "f"]]}})",
      R"({"format": "PoseAAE presets", "version": 1, "presets": {"1": [["/a", "", 1]]}})",
      R"({"format": "PoseAAE presets", "version": 1, "presets": {"1": [["/a"]]}})"};
  for (const auto& text : wrong) {
    write_file(folder / "p.json", text);
    try {
      const Presets presets(folder / "p.json");
      ADD_FAILURE() << text;
    } catch (const InputError& problem) {
      EXPECT_THAT(problem.what(), HasSubstr("p.json")) << text;
    }
  }
}

TEST(Presets, StayWhereTheFileCannotBeWritten) {
  Presets presets("/nowhere/at/all/p.json");
  EXPECT_THROW(presets.save(1, {{"/poseaae/tempo", {1.0F}}}), OutputError);
  EXPECT_THAT(presets.saved(), ElementsAre(1));
}

}  // namespace
}  // namespace poseaae::live
