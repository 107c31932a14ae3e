#include "poseaae/base/error.hpp"

#include <gtest/gtest.h>

namespace poseaae {
namespace {

TEST(Errors, EachKindHasItsExitCode) {
  EXPECT_EQ(Error("x").exit_code(), ExitCode::kFailed);
  EXPECT_EQ(UsageError("x").exit_code(), ExitCode::kUsage);
  EXPECT_EQ(ConfigError("x").exit_code(), ExitCode::kUsage);
  EXPECT_EQ(InputError("x").exit_code(), ExitCode::kBadInput);
  EXPECT_EQ(ModelError("x").exit_code(), ExitCode::kBadInput);
  EXPECT_EQ(ParseError("f", 1, 1, "a", "b").exit_code(), ExitCode::kBadInput);
  EXPECT_EQ(OutputError("x").exit_code(), ExitCode::kFailed);
  EXPECT_EQ(TrainingError("x").exit_code(), ExitCode::kFailed);
  EXPECT_EQ(Interrupted("x").exit_code(), ExitCode::kInterrupted);
}

TEST(Errors, ParseErrorSaysWhereWhatAndKeepsTheParts) {
  const ParseError error("dir/walk.bvh", 12, 7, "a number", "'abc'");
  EXPECT_STREQ(error.what(), "dir/walk.bvh:12:7: expected a number, found 'abc'");
  EXPECT_EQ(error.file(), "dir/walk.bvh");
  EXPECT_EQ(error.line(), 12U);
  EXPECT_EQ(error.column(), 7U);
  EXPECT_EQ(error.expected(), "a number");
  EXPECT_EQ(error.found(), "'abc'");
}

TEST(Errors, ConfigErrorNamesKeyValueAndWhatIsAllowed) {
  EXPECT_STREQ(ConfigError("training.epochs", "-1", "at least 1").what(),
               "training.epochs: got '-1', expected at least 1");
}

TEST(NearestWord, FindsWhatWasMeant) {
  const std::vector<std::string> words{"training.epochs", "training.batch", "data.clips"};
  EXPECT_EQ(nearest_word("training.epoch", words), "training.epochs");
  EXPECT_EQ(nearest_word("trainign.epochs", words), "training.epochs");
  EXPECT_EQ(nearest_word("dta.clips", words), "data.clips");
  EXPECT_EQ(nearest_word("data.clips", words), "data.clips");
}

TEST(NearestWord, IsSilentWhenNothingIsNear) {
  EXPECT_EQ(nearest_word("zzzzzzzzz", {"epochs", "batch"}), "");
  EXPECT_EQ(nearest_word("epochs", {}), "");
}

TEST(NearestWord, CountsEditsAsLevenshteinDoes) {
  // kitten -> sitting takes three edits, and a third of six letters is two.
  EXPECT_EQ(nearest_word("kitten", {"sitting"}), "");
  EXPECT_EQ(nearest_word("kitten", {"sitten"}), "sitten");
  EXPECT_EQ(nearest_word("kitten", {"sittin"}), "sittin");
  EXPECT_EQ(nearest_word("kitten", {"sittin", "mitten"}), "mitten");
}

/// The time that it takes is the product of both lengths, and files are read that may lie.
TEST(NearestWord, IsSilentAboutWordsThatNobodyWrites) {
  const std::string longest(200, 'a');
  EXPECT_EQ(nearest_word(longest, {longest + "b"}), longest + "b");
  EXPECT_EQ(nearest_word(longest + "a", {longest + "b"}), "");
  EXPECT_EQ(nearest_word(longest, {longest + longest + "a", longest + "b"}), longest + "b");
}

}  // namespace
}  // namespace poseaae
