#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace poseaae {

/// What a child may use.
struct ChildLimits {
  std::chrono::milliseconds wall{std::chrono::minutes(1)};  ///< from start to end
  std::chrono::seconds cpu{60};  ///< of computing, all its threads together (RLIMIT_CPU)
  std::size_t memory = std::size_t{2} << 30;  ///< bytes of address space (RLIMIT_AS); 0: any
  std::size_t output = std::size_t{1} << 30;  ///< bytes that it prints, on both streams together
};

/// How a child ended.
enum class ChildEnd {
  kExited,         ///< by itself, with an exit status
  kSignal,         ///< by a signal: it crashed, or somebody ended it
  kWallTime,       ///< it took longer than it may, and was ended
  kCpuTime,        ///< it computed longer than it may, and was ended by the kernel
  kTooMuchOutput,  ///< it printed more than it may, and was ended
};

struct ChildResult {
  ChildEnd end = ChildEnd::kExited;
  int status = 0;   ///< the exit status, or the number of the signal
  std::string out;  ///< what it printed on standard output, also when it was ended
  std::string err;  ///< and on standard error
  [[nodiscard]] bool succeeded() const { return end == ChildEnd::kExited && status == 0; }
};

/// Runs a program to its end, or to the first of its limits. What it does wrong stays in it: it is
/// a process of its own, with `input` as its standard input, no other open file of this process,
/// signals as a program expects them, and no core file. At a limit, and when it exits, all that it
/// has started ends too; when this process ends, however it does, it ends.
///
/// Memory that is refused shows as whatever the program makes of that. May be called by several
/// threads. @throws Error when the program cannot be started
[[nodiscard]] ChildResult run_child(const std::filesystem::path& program,
                                    const std::vector<std::string>& arguments,
                                    const ChildLimits& limits = {}, std::string_view input = {});

/// "exit status 3", "signal 11 (Segmentation fault)", "no end within 2.5 s", ...
[[nodiscard]] std::string describe_end(const ChildResult& result, const ChildLimits& limits);

}  // namespace poseaae
