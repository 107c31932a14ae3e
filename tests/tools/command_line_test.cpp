#include "support/command_line.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "support/support.hpp"

namespace poseaae::tools {
namespace {

/// What a program with these options makes of its arguments.
class Parsed {
 public:
  explicit Parsed(std::vector<std::string> arguments) {
    CommandLine command("A program.", "program");
    command.add_option("--count", count, "Frames");
    command.add_option("--seed", seed, "Seed");
    command.add_option("--range", range, "Frames of a clip");
    command.add_option("--fps", fps, "Frame rate")->between(1e-3, 1e4);
    command.add_option("--distance", distance, "Distance")->between(0.0, 1e6);
    command.add_option("--levels", levels, "Levels")->delimiter(',');
    command.add_option("--out", out, "Output")->output();
    command.add_option("--data", data, "Inputs")->several_values();
    command.add_option("CLIP", clips, "Inputs");
    std::vector<char*> argv{name_.data()};
    for (std::string& argument : arguments) argv.push_back(argument.data());
    testing::internal::CaptureStderr();
    exit_code = command.parse(static_cast<int>(argv.size()), argv.data());
    message = testing::internal::GetCapturedStderr();
    try {
      if (!exit_code) command.check_outputs();
    } catch (const UsageError& problem) {
      message = problem.what();
    }
  }

  int count = -1;
  std::optional<std::uint64_t> seed;
  std::string range;
  std::optional<double> fps;
  double distance = 1.0;
  std::vector<double> levels;
  std::vector<std::string> out;
  std::vector<std::string> data;
  std::vector<std::string> clips;
  std::string message;
  std::optional<int> exit_code;

 private:
  std::string name_ = "program";
};

TEST(CommandLine, WholeNumbersAreDecimal) {
  EXPECT_EQ(Parsed({"--count", "010"}).count, 10);
  EXPECT_EQ(Parsed({"--count", "-0012"}).count, -12);
  EXPECT_EQ(Parsed({"--count=000"}).count, 0);
  EXPECT_EQ(Parsed({"--seed", "08"}).seed, 8U);
  EXPECT_EQ(Parsed({"--seed", "100"}).seed, 100U);
}

TEST(CommandLine, TextKeepsItsZeros) { EXPECT_EQ(Parsed({"--range", "0010"}).range, "0010"); }

TEST(CommandLine, WhatIsNoNumberIsAnErrorOfUse) {
  for (const char* text : {"", "ten", "1.5", "0x", "0-1", "00 1"}) {
    EXPECT_EQ(Parsed({"--count", text}).exit_code, static_cast<int>(ExitCode::kUsage)) << text;
  }
  EXPECT_EQ(Parsed({"--count", "3"}).exit_code, std::nullopt);
}

using Texts = std::vector<std::string>;

TEST(CommandLine, AnOptionTakesOneValueAtATimeAndLeavesTheArguments) {
  const Parsed parsed({"--out", "a.bvh", "w.bvh", "s.bvh", "--out", "b.gif", "x.bvh"});
  EXPECT_EQ(parsed.exit_code, std::nullopt);
  EXPECT_EQ(parsed.out, (Texts{"a.bvh", "b.gif"}));
  EXPECT_EQ(parsed.clips, (Texts{"w.bvh", "s.bvh", "x.bvh"}));
}

TEST(CommandLine, HelpShowsWhatTakesSeveralValuesAtATime) {
  testing::internal::CaptureStdout();
  EXPECT_EQ(Parsed({"--help"}).exit_code, 0);
  const std::string help = testing::internal::GetCapturedStdout();
  for (const char* several : {"--data TEXT ...", "CLIP TEXT ..."}) {
    EXPECT_NE(help.find(several), std::string::npos) << help;
  }
  for (const char* one : {"--out TEXT  ", "--levels FLOAT  "}) {
    EXPECT_NE(help.find(one), std::string::npos) << help;
  }
}

TEST(CommandLine, AListTakesItsDelimiterOnly) {
  const Parsed parsed({"--levels", "0,0.5", "w.bvh", "--levels", "1"});
  EXPECT_EQ(parsed.levels, (std::vector<double>{0.0, 0.5, 1.0}));
  EXPECT_EQ(parsed.clips, (Texts{"w.bvh"}));
  EXPECT_EQ(Parsed({"--data", "a.bvh", "b.bvh", "--data", "c.bvh"}).data,
            (Texts{"a.bvh", "b.bvh", "c.bvh"}));
}

TEST(CommandLine, NumbersFitTheirType) {
  EXPECT_EQ(Parsed({"--seed", "18446744073709551615"}).seed, 18446744073709551615U);
  for (const std::string text : {"-1", "18446744073709551616", "99999999999999999999"}) {
    const Parsed parsed({"--seed", text});
    EXPECT_EQ(parsed.exit_code, 2) << text;
    EXPECT_NE(parsed.message.find("--seed: expected a whole number from 0 to 18446744073709551615, "
                                  "found " +
                                  text),
              std::string::npos)
        << parsed.message;
  }
  EXPECT_EQ(Parsed({"--count", "2147483648"}).exit_code, 2);
  EXPECT_EQ(Parsed({"--count", "+7"}).count, 7);
}

TEST(CommandLine, NumbersAreFinite) {
  for (const std::string text : {"nan", "inf", "-inf", "infinity", "1e999", "", "x"}) {
    for (const std::string option : {"--fps", "--distance", "--levels"}) {
      if (text.empty() && option == "--levels") continue;  // an empty list
      const Parsed parsed({option, text});
      EXPECT_EQ(parsed.exit_code, 2) << option << ' ' << text;
      EXPECT_NE(parsed.message.find(option + ": expected a number, found "), std::string::npos)
          << parsed.message;
    }
  }
  EXPECT_EQ(Parsed({"--fps", "1e2"}).fps, 100.0);
}

TEST(CommandLine, RangesAreSaidInAFewWords) {
  EXPECT_NE(Parsed({"--fps", "-1"})
                .message.find("--fps: expected a number from 0.001 to 10000, found -1;"),
            std::string::npos);
  EXPECT_NE(
      Parsed({"--fps", "0"}).message.find("--fps: expected a number from 0.001 to 10000, found 0;"),
      std::string::npos);
  EXPECT_NE(Parsed({"--distance", "-1"})
                .message.find("--distance: expected a number from 0 to 1000000, found -1;"),
            std::string::npos);
  EXPECT_EQ(Parsed({"--distance", "0"}).distance, 0.0);
}

TEST(CommandLine, AnOutputIsNoInputAndNoOtherOutput) {
  const test::TemporaryFolder folder;
  const std::string clip = (folder / "a.bvh").string();
  const std::string detour = (folder / "." / "a.bvh").string();
  write_file(clip, "a clip");
  for (const Texts& arguments :
       {Texts{clip, "--out", detour}, Texts{clip + ":3", "--out", clip},
        Texts{detour + ":3:7", "--out", clip}, Texts{clip + "::7", "--out", clip},
        Texts{"--data", clip, "--out", clip}}) {
    const Parsed parsed(arguments);
    EXPECT_NE(parsed.message.find("than the input"), std::string::npos) << arguments[0];
    EXPECT_NE(parsed.message.find(clip), std::string::npos) << parsed.message;
  }
  const std::string fresh = (folder / "b.bvh").string();
  const Parsed twice({"--out", fresh, "--out", (folder / "." / "b.bvh").string()});
  EXPECT_NE(twice.message.find("names the same file"), std::string::npos) << twice.message;
  EXPECT_EQ(Parsed({clip, "--out", fresh}).message, "");
  EXPECT_EQ(Parsed({"--out", "/dev/null", "--out", "/dev/null"}).message, "");
}

TEST(CommandLine, AnUnknownOptionComesBeforeAMissingOne) {
  CommandLine command("A program.", "program");
  std::string model;
  command.add_option("--model", model, "Model")->required();
  std::string name = "program";
  std::string argument = "--modle=x";
  std::vector<char*> argv{name.data(), argument.data()};
  testing::internal::CaptureStderr();
  EXPECT_EQ(command.parse(2, argv.data()), 2);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "error: --modle: there is no such option; did you mean --model?; see program --help\n");
}

TEST(CommandLine, AnErrorOfASubcommandPointsToItsHelp) {
  CommandLine command("A program.", "program");
  std::string data;
  command.add_subcommand("learn", "Learn").add_option("--data FILE", data, "Inputs")->required();
  std::vector<std::string> words{"program", "learn"};
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  testing::internal::CaptureStderr();
  EXPECT_EQ(command.parse(2, argv.data()), 2);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "error: --data is required; see program learn --help\n");
}

TEST(CommandLine, HelpShowsWhatAnOptionTakesItsDefaultAndItsHeading) {
  CommandLine command("A program.", "program");
  int count = 8;
  std::optional<double> fps;
  std::string out;
  std::string title = "walk";
  command.add_option("--count", count, "Frames");
  command.group("Picture");
  command.add_option("--fps RATE", fps, "Frame rate");
  command.add_option("--title TEXT", title, "Title");
  command.group();
  command.add_option("-o,--out FILE", out, "Output");
  std::vector<std::string> words{"program", "--help"};
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  testing::internal::CaptureStdout();
  EXPECT_EQ(command.parse(2, argv.data()), 0);
  const std::string help = testing::internal::GetCapturedStdout();
  const auto picture = help.find("Picture:");
  ASSERT_NE(picture, std::string::npos) << help;
  for (const char* there : {"--count INT=8 ", "-o,--out FILE "}) {
    EXPECT_LT(help.find(there), picture) << help;
  }
  for (const char* there : {"--fps RATE ", "--title TEXT=walk "}) {
    EXPECT_NE(help.find(there, picture), std::string::npos) << help;
  }
}

TEST(CommandLine, AMisspeltSubcommandIsNamed) {
  CommandLine command("A program.", "program");
  (void)command.add_subcommand("learn", "Learn");
  (void)command.add_subcommand("show", "Show");
  std::vector<std::string> words{"program", "laern", "--model", "x"};
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  testing::internal::CaptureStderr();
  EXPECT_EQ(command.parse(4, argv.data()), 2);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "error: laern: expected one of learn, show; did you mean learn?; see program --help\n");
}

}  // namespace
}  // namespace poseaae::tools
