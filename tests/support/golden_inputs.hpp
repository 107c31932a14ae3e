#pragma once

#include <gtest/gtest.h>

#include <sstream>

#include "poseaae/io/checksum.hpp"
#include "poseaae/io/hdf5.hpp"
#include "support/support.hpp"

/// The golden values in tests/golden/.
namespace poseaae::test {

inline std::filesystem::path golden_dir() { return source_dir() / "tests" / "golden"; }

/// The attribute `inputs` lists the scripts and clips from which results were computed; all of them
/// must be what lies in the source tree today. There are `at_least` so many.
inline void expect_todays_inputs(const h5::Group& results, int at_least = 3) {
  std::istringstream lines(results.text_attribute("inputs"));
  std::string digest;
  std::string path;
  int inputs = 0;
  while (lines >> digest >> path) {
    ++inputs;
    EXPECT_EQ(sha256_of_file(source_dir() / path), digest)
        << path << " has changed: compute the golden values again (tests/golden/README.md)";
  }
  EXPECT_GE(inputs, at_least);
}

}  // namespace poseaae::test
