#include "support/command_line.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "poseaae/base/error.hpp"

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
    std::vector<char*> argv{name_.data()};
    for (std::string& argument : arguments) argv.push_back(argument.data());
    exit_code = command.parse(static_cast<int>(argv.size()), argv.data());
  }

  int count = -1;
  std::optional<std::size_t> seed;
  std::string range;
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

}  // namespace
}  // namespace poseaae::tools
