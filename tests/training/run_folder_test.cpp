#include "poseaae/training/run_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "support/support.hpp"
#include "training/history.hpp"

namespace poseaae::training {
namespace {

using Mode = RunFolder::Mode;

TEST(RunFolderTest, AnExistingRunIsRefusedUnlessAskedFor) {
  const test::TemporaryFolder folder;
  RunFolder(folder / "run", Mode::kFresh).create();
  write_file(folder / "run/config.yaml", "preset: corrected\n");
  try {
    RunFolder again(folder / "run", Mode::kFresh);
    FAIL() << "expected a UsageError";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(),
                testing::AllOf(testing::HasSubstr("--resume"), testing::HasSubstr("--overwrite")));
  }
}

TEST(RunFolderTest, OverwriteRemovesARunAndNothingElse) {
  const test::TemporaryFolder folder;
  RunFolder(folder / "run", Mode::kFresh).create();
  write_file(folder / "run/config.yaml", "");
  write_file(folder / "run/best.h5", "old");
  write_file(folder / "run/my_notes.txt", "mine");
  const RunFolder again(folder / "run", Mode::kOverwrite);
  EXPECT_TRUE(std::filesystem::exists(again.best())) << "nothing goes before create()";
  again.create();
  EXPECT_FALSE(std::filesystem::exists(again.best()));
  EXPECT_EQ(read_file(again.earlier() / "best.h5"), "old") << "until there is a checkpoint";
  again.keep();
  EXPECT_FALSE(std::filesystem::exists(again.earlier()));
  EXPECT_EQ(read_file(folder / "run/my_notes.txt"), "mine");
}

TEST(RunFolderTest, AnEarlierRunComesBackWhileTheNewOneHasNoCheckpoint) {
  const test::TemporaryFolder folder;
  const RunFolder first(folder / "run", Mode::kFresh);
  first.create();
  EXPECT_FALSE(first.restore());
  write_file(first.config(), "old configuration");
  write_file(first.state(), "old state");
  write_file(first.preview(3), "old preview");
  const RunFolder second(folder / "run", Mode::kOverwrite);
  second.create();
  write_file(second.config(), "new configuration");
  write_file(second.history(), "new history");
  // Killed there; a third one does not take the second for the earlier run.
  EXPECT_THROW(RunFolder(folder / "run", Mode::kResume), InputError);
  EXPECT_THROW(RunFolder(folder / "run", Mode::kFresh), UsageError);
  const RunFolder third(folder / "run", Mode::kOverwrite);
  third.create();
  write_file(third.config(), "newest configuration");
  EXPECT_TRUE(third.restore());
  EXPECT_EQ(read_file(third.config()), "old configuration");
  EXPECT_EQ(read_file(third.state()), "old state");
  EXPECT_EQ(read_file(third.preview(3)), "old preview");
  EXPECT_FALSE(std::filesystem::exists(third.history()));
  EXPECT_FALSE(std::filesystem::exists(third.earlier()));
}

TEST(RunFolderTest, ARunThatSavedNothingGivesWay) {
  const test::TemporaryFolder folder;
  const RunFolder first(folder / "run", Mode::kFresh);
  first.create();
  write_file(first.config(), "");
  EXPECT_THROW(RunFolder(folder / "run", Mode::kFresh), UsageError) << "a configuration is no run";
  write_file(first.log(), "");
  write_file(first.history(), "");
  const RunFolder second(folder / "run", Mode::kFresh);
  second.create();
  EXPECT_FALSE(std::filesystem::exists(second.config()));
  write_file(folder / "run/my_notes.txt", "mine");
  EXPECT_THROW(RunFolder(folder / "run", Mode::kFresh), UsageError);
}

TEST(RunFolderTest, OverwriteRefusesAFolderThatIsNoRun) {
  const test::TemporaryFolder folder;
  write_file(folder / "letter.txt", "dear");
  EXPECT_THROW(RunFolder(folder.path(), Mode::kOverwrite), UsageError);
  EXPECT_THROW(RunFolder(folder / "letter.txt", Mode::kFresh), UsageError);
}

TEST(RunFolderTest, ResumeNeedsARun) {
  const test::TemporaryFolder folder;
  EXPECT_THROW(RunFolder(folder / "run", Mode::kResume), InputError);
}

TEST(HistoryTest, GoesOnAfterTheRowsThatTheStateKnows) {
  const test::TemporaryFolder folder;
  EpochRecord record;
  record.train.terms = objective::TermValues(objective::loss_terms().size(), 0.1);
  {
    History history(folder / "history.csv", 0);
    for (record.epoch = 1; record.epoch <= 3; ++record.epoch) history.append(record);
  }
  const std::string whole = read_file(folder / "history.csv");
  History resumed(folder / "history.csv", 2);
  const std::string kept = read_file(folder / "history.csv");
  EXPECT_TRUE(whole.starts_with(kept));
  EXPECT_EQ(std::count(kept.begin(), kept.end(), '\n'), 3);
  record.epoch = 3;
  resumed.append(record);
  EXPECT_EQ(read_file(folder / "history.csv"), whole);
  EXPECT_THROW(History(folder / "history.csv", 9), ParseError);
}

}  // namespace
}  // namespace poseaae::training
