#include "poseaae/kernels/level.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "poseaae/base/error.hpp"
#include "poseaae/kernels/table.hpp"

namespace poseaae::kernels {

extern const Table<float> kFloatGeneric;
extern const Table<double> kDoubleGeneric;
#ifdef POSEAAE_X86_LEVELS
extern const Table<float> kFloatV2, kFloatV3, kFloatV4;
extern const Table<double> kDoubleV2, kDoubleV3, kDoubleV4;
#endif

namespace {

struct Entry {
  Level level;
  const char* name;
  const Table<float>* of_float;
  const Table<double>* of_double;
  bool (*runs)();
};

const auto& entries() {
  static const std::array list{
      Entry{Level::kGeneric, "generic", &kFloatGeneric, &kDoubleGeneric, [] { return true; }},
#ifdef POSEAAE_X86_LEVELS
      Entry{Level::kV2, "v2", &kFloatV2, &kDoubleV2,
            [] { return __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt"); }},
      Entry{Level::kV3, "v3", &kFloatV3, &kDoubleV3,
            [] {
              return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                     __builtin_cpu_supports("bmi2");
            }},
      Entry{Level::kV4, "v4", &kFloatV4, &kDoubleV4,
            [] {
              return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                     __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                     __builtin_cpu_supports("avx512vl");
            }},
#endif
  };
  return list;
}

const Entry& supported_entry(Level level) {
  for (const Entry& entry : entries()) {
    if (entry.level == level && entry.runs()) return entry;
  }
  throw UsageError(
      fmt::format("this processor cannot run the kernels of level {}; leave POSEAAE_SIMD unset to "
                  "use the fastest level that it can run",
                  level_name(level)));
}

Level choose_level() {
  const char* wanted = std::getenv("POSEAAE_SIMD");
  if (wanted == nullptr || *wanted == '\0') return supported_levels().back();
  for (const Entry& entry : entries()) {
    if (std::string_view(wanted) == entry.name) return supported_entry(entry.level).level;
  }
  throw UsageError(
      fmt::format("POSEAAE_SIMD: expected generic, v2, v3 or v4 (or nothing, for the fastest level "
                  "that this processor can run), found '{}'",
                  wanted));
}

}  // namespace

std::string level_name(Level level) {
  switch (level) {
    case Level::kGeneric:
      break;
    case Level::kV2:
      return "x86-64-v2";
    case Level::kV3:
      return "x86-64-v3";
    case Level::kV4:
      return "x86-64-v4";
  }
  return "generic";
}

const std::vector<Level>& supported_levels() {
  static const std::vector<Level> levels = [] {
    std::vector<Level> found;
    for (const Entry& entry : entries()) {
      if (entry.runs()) found.push_back(entry.level);
    }
    return found;
  }();
  return levels;
}

Level active_level() {
  static const Level level = choose_level();
  return level;
}

template <>
const Table<float>& table<float>(Level level) {
  return *supported_entry(level).of_float;
}
template <>
const Table<double>& table<double>(Level level) {
  return *supported_entry(level).of_double;
}

}  // namespace poseaae::kernels
