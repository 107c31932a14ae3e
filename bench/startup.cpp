// Starting a program: `PROGRAM --help` of each that makes a path through latent space, from
// posix_spawn to its exit, and its peak memory.
//
// Programs are looked for in POSEAAE_BIN_DIR, by default beside this one. Until a spawned child
// executes the program, the kernel counts the parent's memory into the child's peak. This benchmark
// is smaller than the programs, so the peak is the program's.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace {

namespace fs = std::filesystem;

fs::path program(const std::string& name) {
  const char* const folder = std::getenv("POSEAAE_BIN_DIR");
  return (folder != nullptr ? fs::path(folder) : fs::read_symlink("/proc/self/exe").parent_path()) /
         name;
}

struct Run {
  double seconds = 0.0;
  double max_rss_mb = 0.0;
  bool worked = false;
};

/// Runs it to its end and discards its output.
Run run(const fs::path& path, std::string argument) {
  std::string name = path.string();
  const std::array<char*, 3> arguments{name.data(), argument.data(), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  const auto start = std::chrono::steady_clock::now();
  pid_t child = 0;
  const int problem =
      ::posix_spawn(&child, name.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (problem != 0) return {};
  int status = 0;
  rusage usage{};
  while (::wait4(child, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  constexpr double kKilobytes = 1024.0;
  return {elapsed.count(), static_cast<double>(usage.ru_maxrss) / kKilobytes,
          WIFEXITED(status) && WEXITSTATUS(status) == 0};
}

void start_up(benchmark::State& state, const std::string& name) {
  const fs::path path = program(name);
  double max_mb = 0.0;
  for (auto _ : state) {
    const Run once = run(path, "--help");
    if (!once.worked) {
      state.SkipWithError(
          (path.string() + " --help failed; build it or set POSEAAE_BIN_DIR").c_str());
      break;
    }
    state.SetIterationTime(once.seconds);
    max_mb = std::max(max_mb, once.max_rss_mb);
  }
  state.counters["max_rss_mb"] = max_mb;
}

}  // namespace

int main(int argc, char** argv) {
  for (const std::string name : {"pose_walk", "pose_offset", "pose_mix", "pose_morph", "pose_style",
                                 "latent_map", "latent_diffusion"}) {
    benchmark::RegisterBenchmark(("startup/" + name + "_help").c_str(),
                                 [name](benchmark::State& state) { start_up(state, name); })
        ->Unit(benchmark::kMillisecond)
        ->UseManualTime();
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
