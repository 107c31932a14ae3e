#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "poseaae/base/random.hpp"

/// Fuzzing: readers of what comes from strangers get inputs that are damaged at random
/// (docs/RELIABILITY.md).
namespace poseaae::fuzz {

/// Changes bytes at random: libFuzzer's way, or that of the tests (damage.hpp).
using Change = std::function<void(std::string& bytes)>;

/// One kind of thing that is read. A new one is a file <name>.cpp, which defines <name>_target(),
/// and its line in CMakeLists.txt here. A file <name>.dict beside it has words of the format.
struct Target {
  /// Whole inputs, small, which read() accepts.
  std::vector<std::string> (*seeds)() = nullptr;
  /// Reads an input as a program would, and uses what it has read as any program does. An input is
  /// refused with an Error, or is one whose damage did no harm: what must hold then is checked by
  /// require() (support.hpp).
  void (*read)(std::string_view input) = nullptr;
  /// Damages an input below its outermost layer, so that sizes and checksums are right again and
  /// the damage is found, or not, by what lies behind them. Null: change(input).
  void (*damage)(std::string& input, const Change& change, Random& random) = nullptr;
};

}  // namespace poseaae::fuzz
