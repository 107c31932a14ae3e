#include "poseaae/base/log.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <thread>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/base/progress.hpp"
#include "support/support.hpp"

namespace poseaae {
namespace {

TEST(Log, FilesTakeEveryLevelAndAppend) {
  const test::TemporaryFolder folder;
  log::set_level(log::Level::kError);
  log::add_file(folder / "log.txt");
  log::info("epoch {}", 1);
  log::message(log::Level::kDebug, "braces {} stay");
  log::close_files();
  log::info("to nobody");
  log::add_file(folder / "log.txt");
  log::warning("resumed");
  log::close_files();
  log::set_level(log::Level::kInfo);
  const std::string text = read_file(folder / "log.txt");
  EXPECT_NE(text.find("info epoch 1\n"), std::string::npos) << text;
  EXPECT_NE(text.find("debug braces {} stay\n"), std::string::npos) << text;
  EXPECT_NE(text.find("warning resumed\n"), std::string::npos) << text;
  EXPECT_EQ(text.find("to nobody"), std::string::npos) << text;
}

TEST(Log, GoesToStderrFromTheLevelSet) {
  testing::internal::CaptureStderr();
  log::info("shown");
  log::message(log::Level::kDebug, "hidden");
  log::set_level(log::Level::kWarning);
  log::info("quiet");
  log::warning("loud");
  log::set_level(log::Level::kInfo);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "info: shown\nwarning: loud\n");
}

TEST(Log, NamesTheOptionThatStandsForAKey) {
  log::say_for("lengths.unit", "--unit");
  testing::internal::CaptureStderr();
  log::warning("perhaps lengths.unit is inch; with lengths.unit=0.1 it is not");
  log::error("lengths.unit_m and my.lengths.units are other keys");
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "warning: perhaps --unit is inch; with --unit=0.1 it is not\n"
            "error: lengths.unit_m and my.lengths.units are other keys\n");
}

/// A joint's name that would colour the terminal, or move its cursor.
TEST(Log, ControlCharactersFromFilesAreShownAndNotSent) {
  testing::internal::CaptureStderr();
  log::warning(
      "joint 'a\x1b[31mb\rc\x07\x7f\xC2\x9B"
      "2Jd': \tGr\xC3\xBC\xC3\x9F"
      "e \xC2\xA0\nnext");
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "warning: joint 'a\\x1b[31mb\\x0dc\\x07\\x7f\\x9b2Jd': \tGr\xC3\xBC\xC3\x9F"
            "e \xC2\xA0\nnext\n");
}

TEST(Log, AFileTakesItsThreadsMessagesAlone) {
  const test::TemporaryFolder folder;
  log::set_level(log::Level::kError);
  log::add_file(folder / "mine.txt");
  std::jthread([&] {
    log::add_file(folder / "yours.txt");
    log::info("from you");
    log::close_files();
  }).join();
  log::info("from me");
  log::close_files();
  log::set_level(log::Level::kInfo);
  EXPECT_EQ(read_file(folder / "mine.txt").find("from you"), std::string::npos);
  EXPECT_NE(read_file(folder / "mine.txt").find("from me"), std::string::npos);
  EXPECT_NE(read_file(folder / "yours.txt").find("from you"), std::string::npos);
  EXPECT_EQ(read_file(folder / "yours.txt").find("from me"), std::string::npos);
}

TEST(Log, AFolderIsNoLogFile) {
  const test::TemporaryFolder folder;
  EXPECT_THROW(log::add_file(folder.path()), OutputError);
}

TEST(FormatDuration, ReadsLikeAClock) {
  EXPECT_EQ(format_duration(0.0), "0:00");
  EXPECT_EQ(format_duration(-3.0), "0:00");
  EXPECT_EQ(format_duration(59.4), "0:59");
  EXPECT_EQ(format_duration(59.6), "1:00");
  EXPECT_EQ(format_duration(75.0), "1:15");
  EXPECT_EQ(format_duration(3599.9), "1:00:00");
  EXPECT_EQ(format_duration(3700.0), "1:01:40");
  EXPECT_EQ(format_duration(100.0 * 3600.0), "100:00:00");
}

TEST(FormatDuration, HasAWordForWhatIsNoDuration) {
  EXPECT_EQ(format_duration(std::numeric_limits<double>::infinity()), "?");
  EXPECT_EQ(format_duration(std::numeric_limits<double>::quiet_NaN()), "?");
}

TEST(Progress, IsSilentWhereNobodyWatches) {
  testing::internal::CaptureStderr();
  {
    Progress progress("training", 10);
    for (std::size_t i = 0; i <= 10; ++i) progress.update(i, "note");
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace poseaae
