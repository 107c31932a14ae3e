// Reading BVH: one clip of about 2 MB, and a folder of recordings on one and two threads.
//
// POSEAAE_MOCAP_DIR says where the recordings are (default ../shared/mocap). The
// first round brings the files into the page cache. The time includes freeing what was read.
#include "poseaae/mocap/bvh.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "poseaae/base/parallel.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/dataset/pose_dataset.hpp"

namespace {

using namespace poseaae;
namespace fs = std::filesystem;

fs::path recordings() {
  const char* const folder = std::getenv("POSEAAE_MOCAP_DIR");
  return fs::path(folder != nullptr ? folder : "../shared/mocap") / "bandai-namco";
}

std::vector<fs::path> clips() { return expand_files(recordings().string(), {".bvh"}); }

/// The clip nearest to 2 MB.
fs::path two_megabytes() {
  const auto distance = [](const fs::path& path) {
    return std::abs(static_cast<double>(fs::file_size(path)) - 2e6);
  };
  const auto files = clips();
  return *std::min_element(files.begin(), files.end(), [&](const fs::path& a, const fs::path& b) {
    return distance(a) < distance(b);
  });
}

void count(benchmark::State& state, std::size_t bytes, std::size_t frames) {
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
  state.counters["bytes"] = static_cast<double>(bytes);
  state.counters["frames"] = static_cast<double>(frames);
}

void read_file_2mb(benchmark::State& state) {
  const fs::path path = two_megabytes();
  std::size_t frames = 0;
  for (auto _ : state) {
    const mocap::Clip clip = mocap::read_bvh(path);
    frames = static_cast<std::size_t>(clip.motion.frames());
    benchmark::DoNotOptimize(clip.motion.rotations().data());
  }
  count(state, fs::file_size(path), frames);
}

void read_folder(benchmark::State& state) {
  const auto files = clips();
  const int threads = static_cast<int>(state.range(0));
  std::size_t frames = 0;
  for (auto _ : state) {
    std::vector<std::optional<mocap::Clip>> read(files.size());
    parallel_for(files.size(), threads,
                 [&](std::size_t i) { read[i] = mocap::read_bvh(files[i]); });
    frames = 0;
    for (const auto& clip : read) frames += static_cast<std::size_t>(clip->motion.frames());
  }
  std::size_t bytes = 0;
  for (const auto& file : files) bytes += fs::file_size(file);
  count(state, bytes, frames);
}

/// From files to a dataset: finding labels, hashing files, stacking poses.
void gather_folder(benchmark::State& state) {
  const dataset::DatasetOptions options{.clips = {recordings().string()},
                                        .threads = static_cast<int>(state.range(0))};
  for (auto _ : state) {
    const dataset::PoseDataset data = dataset::gather(options);
    state.counters["frames"] = data.size();
  }
}

}  // namespace

BENCHMARK(read_file_2mb)->Name("bvh/file_2MB")->Unit(benchmark::kMillisecond);
BENCHMARK(read_folder)
    ->Name("bvh/folder")
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(gather_folder)
    ->Name("bvh/gather")
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();
