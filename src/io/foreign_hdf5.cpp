#include "foreign_hdf5.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>

#include "poseaae/base/child_process.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/base/plugin.hpp"

namespace poseaae::h5 {

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t kMemory = 0;  // sanitizers reserve terabytes
#else
constexpr std::size_t kMemory = std::size_t{256} << 20;
#endif

ChildLimits limits_for(const std::filesystem::path& path) {
  constexpr std::uintmax_t kBytesASecond = 20'000'000;
  const std::chrono::seconds time(2 + std::filesystem::file_size(path) / kBytesASecond);
  return {.wall = 2 * time, .cpu = time, .memory = kMemory, .output = std::size_t{1} << 16};
}

/// Whether there is somebody to look; if not, that is told once.
bool is_there(const std::filesystem::path& program) {
  if (::access(program.c_str(), X_OK) == 0) return true;
  static std::atomic_flag told;
  if (!told.test_and_set()) {
    log::warning(
        "{}: not there, so HDF5 files are opened without being looked through in a process of "
        "their own; install the programs, or name their folder in POSEAAE_HELPERS",
        program.string());
  }
  return false;
}

}  // namespace

void look_through(const std::filesystem::path& path) {
  const std::filesystem::path program = helper_program("inspect_hdf5");
  if (!is_there(program)) return;
  const ChildLimits limits = limits_for(path);
  const ChildResult result = run_child(program, {path.string()}, limits);
  if (result.succeeded()) return;
  const bool told = result.end == ChildEnd::kExited && !result.err.empty() &&
                    result.status == static_cast<int>(ExitCode::kBadInput);
  if (told) throw ModelError(result.err.substr(0, result.err.find('\n')));
  throw ModelError(fmt::format(
      "{}: expected an HDF5 file that can be read, found one at which the library ended with {}; "
      "it is damaged, or made to do harm: copy or make it again",
      path.string(), describe_end(result, limits)));
}

}  // namespace poseaae::h5
