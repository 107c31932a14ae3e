#!/usr/bin/env bash
# CLI11 2.1.2 and yaml-cpp 0.7.0 (Debian 12): numbers with leading zeros, such as the frames of image sequences.
#
# Guess: --frame 0100 into an int is 100, as it is into a double, and 0089 is 89; yaml-cpp reads "frame: 0100" as 100.
#
# Behaviour: both libraries read digits after a leading zero as octal where the variable is an integer, and as decimal
# where it is floating: 0100 is 64 or 100. Most such numbers pass with a wrong value; those with an 8 or a 9 are refused
# by a message that does not say why. Changing the type of a variable changes what a command line means.
#
# The output that was seen is the text after "stated=".
set -euo pipefail

. "${BASH_SOURCE[0]%/*}/unpack.bash"

stated="        CLI11 int  CLI11 double  yaml-cpp int  yaml-cpp double
100           100           100           100           100
0100           64           100            64           100
0017           15            17            15            17
0089        error            89         error            89
-010           -8           -10            -8           -10"

unpack libcli11-dev=2.1.2+ds-1 libyaml-cpp-dev=0.7.0+dfsg-8+b1 libyaml-cpp0.7=0.7.0+dfsg-8+b1
cat >"$tmp/zeros.cpp" <<'END'
#include <yaml-cpp/yaml.h>

#include <CLI/CLI.hpp>
#include <iomanip>
#include <iostream>
#include <string>

template <class Number>
std::string by_cli11(const std::string& text) {
  CLI::App app;
  Number frame = 0;
  app.add_option("--frame", frame);
  try {
    app.parse("--frame " + text);
  } catch (const CLI::ParseError&) {
    return "error";
  }
  return std::to_string(static_cast<int>(frame));
}

template <class Number>
std::string by_yaml_cpp(const std::string& text) {
  try {
    return std::to_string(static_cast<int>(YAML::Load("frame: " + text)["frame"].as<Number>()));
  } catch (const YAML::Exception&) {
    return "error";
  }
}

int main() {
  std::cout << "        CLI11 int  CLI11 double  yaml-cpp int  yaml-cpp double\n";
  for (const std::string text : {"100", "0100", "0017", "0089", "-010"}) {
    std::cout << std::left << std::setw(8) << text << std::right << std::setw(9) << by_cli11<int>(text)
              << std::setw(14) << by_cli11<double>(text) << std::setw(14) << by_yaml_cpp<int>(text) << std::setw(14)
              << by_yaml_cpp<double>(text) << "\n";
  }
}
END
g++ -std=c++17 "$tmp/zeros.cpp" -o "$tmp/zeros" -lyaml-cpp
seen=$("$tmp/zeros")
echo "$seen"
echo "$stated" >"$tmp/stated"
echo "$seen" | diff --label stated --label seen "$tmp/stated" -
