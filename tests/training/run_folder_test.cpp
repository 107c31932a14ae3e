#include "poseaae/training/run_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <map>

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
  write_file(folder / "run/best.safetensors", "old");
  write_file(folder / "run/my_notes.txt", "mine");
  const RunFolder again(folder / "run", Mode::kOverwrite);
  EXPECT_TRUE(std::filesystem::exists(again.best())) << "nothing goes before create()";
  again.create();
  EXPECT_FALSE(std::filesystem::exists(again.best()));
  EXPECT_EQ(read_file(again.earlier() / "best.safetensors"), "old")
      << "until there is a checkpoint";
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

TEST(RunFolderTest, ItsNameIsAWordForTheShell) {
  for (const auto& [name, word] :
       std::map<std::string, std::string>{{"/runs/dance-2.0_ä", "/runs/dance-2.0_ä"},
                                          {"/my run #2", "'/my run #2'"},
                                          {"/it's", "'/it'\\''s'"},
                                          {"-dash", "'./-dash'"}}) {
    EXPECT_EQ(RunFolder(name, Mode::kFresh).in_shell(), word);
  }
}

TEST(RunFolderTest, ResumeNeedsARun) {
  const test::TemporaryFolder folder;
  EXPECT_THROW(RunFolder(folder / "run", Mode::kResume), InputError);
}

TEST(RunFolderTest, ASecondRunIsRefusedAndTheFirstNamed) {
  const test::TemporaryFolder folder;
  const RunFolder first(folder / "run", Mode::kFresh);
  const auto lock = first.lock();
  std::filesystem::create_directory_symlink(folder / "run", folder / "link");
  const auto expect_refused = [](const auto& start) {
    try {
      start();
      ADD_FAILURE() << "expected a UsageError";
    } catch (const UsageError& error) {
      EXPECT_THAT(error.what(),
                  testing::AllOf(testing::HasSubstr("process " + std::to_string(::getpid())),
                                 testing::HasSubstr("since ")));
    }
  };
  for (const Mode mode : {Mode::kFresh, Mode::kOverwrite, Mode::kResume}) {
    for (const char* spelling : {"run", "run/", "link", "link/../run/."}) {
      expect_refused([&] { RunFolder(folder / spelling, mode); });
    }
  }
  expect_refused([&] { (void)first.lock(); });  // both looked before one of them had it
}

TEST(RunFolderTest, WhatChangedBeforeTheLockIsSeen) {
  const test::TemporaryFolder folder;
  const RunFolder late(folder / "run", Mode::kFresh);
  const RunFolder first(folder / "run", Mode::kFresh);
  {
    const auto lock = first.lock();
    write_file(first.config(), "");
    write_file(first.state(), "");
  }
  EXPECT_THROW((void)late.lock(), UsageError);
  EXPECT_FALSE(std::filesystem::exists(first.lock_file()));
}

TEST(RunFolderTest, TakesItsOwnTemporariesAwayAndNobodyElses) {
  const test::TemporaryFolder folder;
  const RunFolder run(folder / "run", Mode::kFresh);
  run.create();
  write_file(run.config(), "");
  write_file(run.state(), "");
  const std::vector<std::string> others{"best.safetensors.tmp", "best.safetensors.backup.tmp",
                                        "notes.txt", "mine.h5.a1B2c3.poseaae-tmp",
                                        "previews/mine.png"};
  for (const std::string& name : others) write_file(run.path() / name, "");
  for (const char* name :
       {"best.safetensors.a1B2c3.poseaae-tmp", "previews/epoch_00010.png.xyzXYZ.poseaae-tmp",
        "config.yaml.123456.poseaae-tmp"}) {
    write_file(run.path() / name, "");
  }
  write_file(run.lock_file(), "aae_train, process 1 on a machine, since long ago\n");
  (void)RunFolder(run.path(), Mode::kResume).lock();
  std::vector<std::string> expected{"config.yaml", "previews", "state.h5"};
  expected.insert(expected.end(), others.begin(), others.end());
  std::vector<std::string> left;
  for (const std::string& name : folder.entries()) {
    if (name != "run") left.push_back(name.substr(4));
  }
  EXPECT_THAT(left, testing::UnorderedElementsAreArray(expected));
}

/// What a start leaves that is cut off: any of these is a folder to start in.
TEST(RunFolderTest, AStartThatWasCutOffLeavesAFolderThatCanBeUsed) {
  using Files = std::vector<std::string>;
  for (const Files& files :
       {Files{}, Files{"previews/"}, Files{"run.lock"}, Files{"run.lock", "previews/"},
        Files{"run.lock", "previews/", "config.yaml.abCD12.poseaae-tmp"},
        Files{"run.lock", "previews/", "config.yaml"}, Files{"previews/", "log.txt"},
        Files{"run.lock", "previews/", "config.yaml", "log.txt", "history.csv"}}) {
    for (const Mode mode : {Mode::kFresh, Mode::kOverwrite, Mode::kResume}) {
      const test::TemporaryFolder folder;
      std::filesystem::create_directories(folder / "run/previews");
      if (std::ranges::find(files, "previews/") == files.end()) {
        std::filesystem::remove(folder / "run/previews");
      }
      for (const std::string& name : files) {
        if (name != "previews/")
          write_file(folder / ("run/" + name), "2026-11-28 12:00:00 info x\n");
      }
      const bool configured = std::ranges::find(files, "config.yaml") != files.end();
      if (mode == Mode::kResume && !configured) {
        EXPECT_THROW(RunFolder(folder / "run", mode), InputError);
        continue;
      }
      const RunFolder run(folder / "run", mode);
      {
        const auto lock = run.lock();
        EXPECT_FALSE(run.resumes());
        run.create();
      }
      EXPECT_EQ(std::filesystem::exists(run.config()), mode == Mode::kResume);
      EXPECT_FALSE(std::filesystem::exists(run.history()));
      EXPECT_FALSE(std::filesystem::exists(run.lock_file()));
    }
  }
}

TEST(RunFolderTest, AFullDiskMayCutOffTheFirstLineOfTheLog) {
  const std::string line = "2026-11-28 12:00:00 info x\n";
  for (std::size_t size = 0; size <= line.size(); ++size) {
    const test::TemporaryFolder folder;
    write_file(folder / "log.txt", line.substr(0, size));
    EXPECT_NO_THROW(RunFolder(folder.path(), Mode::kFresh)) << size;
  }
}

TEST(RunFolderTest, AnotherProgramsLogIsNoRun) {
  const test::TemporaryFolder folder;
  write_file(folder / "log.txt", "Dear diary\n");
  EXPECT_THROW(RunFolder(folder.path(), Mode::kFresh), UsageError);
  write_file(folder / "log.txt", "Dear diary");
  EXPECT_THROW(RunFolder(folder.path(), Mode::kFresh), UsageError);
}

TEST(HistoryTest, ALastRowThatWasCutOffIsLeftOut) {
  const test::TemporaryFolder folder;
  EpochRecord record;
  record.train.terms = objective::TermValues(objective::loss_terms().size(), 0.1);
  History history(folder / "history.csv", 0);
  for (record.epoch = 1; record.epoch <= 3; ++record.epoch) history.append(record);
  const std::string whole = read_file(folder / "history.csv");
  const std::size_t third = whole.find("\n3,") + 1;
  const std::vector<std::pair<std::string, std::string>> cases{
      {whole.substr(0, whole.size() - 1), whole.substr(0, third)},  // no end of line
      {whole.substr(0, third + 4), whole.substr(0, third)},         // half of it
      {whole.substr(0, third + 4) + "\n", whole.substr(0, third)},  // fewer cells
      {whole.substr(0, third), whole.substr(0, third)},             // none of it
      {whole.substr(0, third - 3), whole.substr(0, whole.find("\n2,") + 1)},
      {whole.substr(0, 5), whole.substr(0, whole.find('\n') + 1)},
      {"", whole.substr(0, whole.find('\n') + 1)}};
  for (const auto& [found, kept] : cases) {
    write_file(folder / "history.csv", found);
    testing::internal::CaptureStderr();
    History(folder / "history.csv", 3);
    const std::string said = testing::internal::GetCapturedStderr();
    EXPECT_THAT(said, testing::HasSubstr("warning: "));
    EXPECT_EQ(std::ranges::count(said, '\n'), 1);
    EXPECT_EQ(read_file(folder / "history.csv"), kept);
  }
  std::filesystem::remove(folder / "history.csv");
  History(folder / "history.csv", 3);
  EXPECT_EQ(read_file(folder / "history.csv"), whole.substr(0, whole.find('\n') + 1));
}

// As of a version that knew neither room nor velocity.
TEST(HistoryTest, GoesOnWithTheColumnsThatItHas) {
  const test::TemporaryFolder folder;
  write_file(folder / "history.csv", "epoch,ae_train,ae_norm,seconds\n1,2.5,0.25,0.1\n");
  EpochRecord record;
  record.epoch = 2;
  record.train.total = 1.5;
  record.train.terms = objective::TermValues(objective::loss_terms().size(), 0.125);
  record.seconds = 0.5;
  History(folder / "history.csv", 1).append(record);
  EXPECT_EQ(read_file(folder / "history.csv"),
            "epoch,ae_train,ae_norm,seconds\n1,2.5,0.25,0.1\n2,1.5,0.125,0.5000\n");
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

/// A kill can fall between the files of a run that is moved aside, or back.
TEST(RunFolder, AHalfMovedRunIsWholeAgainAtTheNextStart) {
  for (const char* half : {"earlier_run.leaving", "earlier_run.returning"}) {
    const test::TemporaryFolder folder;
    std::filesystem::create_directories(folder / half);
    for (const char* name : {"config.yaml", "history.csv", "best.safetensors"}) {
      write_file(folder / half / name, name);
    }
    for (const char* name : {"last.safetensors", "state.h5", "log.txt"})
      write_file(folder / name, name);
    const training::RunFolder run(folder.path(), training::RunFolder::Mode::kOverwrite);
    EXPECT_FALSE(std::filesystem::exists(folder / half));
    for (const char* name : {"config.yaml", "best.safetensors", "last.safetensors", "state.h5"}) {
      EXPECT_EQ(read_file(folder / name), name);
    }
    const auto lock = run.lock();
    run.create();
    EXPECT_EQ(read_file(run.earlier() / "best.safetensors"), "best.safetensors");
    EXPECT_TRUE(run.restore());
    EXPECT_EQ(read_file(run.best()), "best.safetensors");
    EXPECT_FALSE(std::filesystem::exists(run.earlier()));
  }
}

TEST(RunFolder, AFolderThatWasMovedAwayIsNotWrittenTo) {
  const test::TemporaryFolder folder;
  const training::RunFolder run(folder / "a", training::RunFolder::Mode::kFresh);
  const auto lock = run.lock();
  EXPECT_NO_THROW(run.require_held(*lock));
  std::filesystem::rename(folder / "a", folder / "b");
  const training::RunFolder other(folder / "a", training::RunFolder::Mode::kFresh);
  const auto its_own = other.lock();
  EXPECT_THROW(run.require_held(*lock), OutputError);
  EXPECT_NO_THROW(other.require_held(*its_own));
}

}  // namespace
}  // namespace poseaae::training
