#!/usr/bin/env bash
# GoogleTest 1.12.1 with CMake and CTest 3.25.1 (Debian 12): a suite whose set-up throws.
#
# Guess: where SetUpTestSuite() throws, every test of the suite counts as failed, and ctest exits with 8.
#
# Behaviour: GoogleTest reports one failure of the suite, marks its tests as skipped and exits with 1. The tests that
# gtest_discover_tests() registers are skipped for ctest if their output has the line of a skipped test, whatever the
# exit status: ctest says "100% tests passed" and exits with 0. The whole program as one add_test() fails as expected.
# A data file that goes missing can switch off half a test suite this way and leave the build green.
#
# The output that was seen is the text after "stated=".
set -euo pipefail

. "${BASH_SOURCE[0]%/*}/unpack.bash"

stated="program alone: exit 1
gtest_discover_tests, exit 0: 100% tests passed, 0 tests failed out of 2
  Clips.Decode Skipped
  Clips.Encode Skipped
add_test, exit 8: 0% tests passed, 1 tests failed out of 1
  program Failed"

unpack cmake=3.25.1-1 cmake-data=3.25.1-1 libgtest-dev=1.12.1-0.2 googletest=1.12.1-0.2
mkdir "$tmp/project"
cat >"$tmp/project/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.25)
project(fixture CXX)
enable_testing()
find_package(GTest REQUIRED)
include(GoogleTest)
add_executable(clips clips.cpp)
target_link_libraries(clips GTest::gtest_main)
gtest_discover_tests(clips)
add_test(NAME program COMMAND clips)
END
cat >"$tmp/project/clips.cpp" <<'END'
#include <gtest/gtest.h>

#include <fstream>
#include <stdexcept>

struct Clips : testing::Test {
  static void SetUpTestSuite() {
    if (!std::ifstream("walk.bvh")) throw std::runtime_error("walk.bvh is missing");
  }
};

TEST_F(Clips, Decode) { EXPECT_EQ(1 + 1, 2); }
TEST_F(Clips, Encode) { EXPECT_EQ(1 + 1, 2); }
END
cmake -S "$tmp/project" -B "$tmp/build" -G "Unix Makefiles" -DCMAKE_PREFIX_PATH="$tmp/usr" >"$tmp/log"
cmake --build "$tmp/build" >>"$tmp/log"

summary() {  # NAME PATTERN: what ctest says of the tests whose names match
  local status=0
  ctest --test-dir "$tmp/build" -R "$2" >"$tmp/ctest" 2>&1 || status=$?
  echo "$1, exit $status: $(grep 'tests passed' "$tmp/ctest")"
  sed -nE 's/.*Test +#[0-9]+: ([A-Za-z.]+) \.*\*\*\*([A-Za-z]+).*/  \1 \2/p' "$tmp/ctest"
}

seen=$(
  status=0
  "$tmp/build/clips" >"$tmp/log" 2>&1 || status=$?
  echo "program alone: exit $status"
  summary gtest_discover_tests '^Clips'
  summary add_test '^program$'
)
echo "$seen"
echo "$stated" >"$tmp/stated"
echo "$seen" | diff --label stated --label seen "$tmp/stated" -
