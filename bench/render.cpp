// Rendering motion: animations by size, length and threads, and stills.
//
//   bench_render --benchmark_format=json
//
// The clip is dance-short_normal_001 of bandai-namco/ in POSEAAE_MOCAP_DIR (default
// ../shared/mocap).
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <string>

#include "poseaae/mocap/bvh.hpp"
#include "poseaae/render/output.hpp"

namespace {

using namespace poseaae;

mocap::Motion read_clip() {
  const char* folder = std::getenv("POSEAAE_MOCAP_DIR");
  const std::filesystem::path recordings = folder != nullptr ? folder : "../shared/mocap";
  return mocap::read_bvh(recordings / "bandai-namco" / "dance-short_normal_001.bvh").motion;
}

/// Writes the scene again and again, as pose_render does.
void write(benchmark::State& state, const render::Scene& scene,
           const render::OutputOptions& options, const std::string& extension) {
  const auto path = std::filesystem::temp_directory_path() /
                    fmt::format("bench_render_{}{}", ::getpid(), extension);
  for (auto _ : state) render::write_output(path, scene, options);
  const auto frames = static_cast<double>(scene.frames());
  state.counters["bytes_per_frame"] =
      static_cast<double>(std::filesystem::file_size(path)) / frames;
  state.counters["frames_per_second"] =
      benchmark::Counter(frames, benchmark::Counter::kIsIterationInvariantRate);
  std::filesystem::remove(path);
}

void add(const std::string& name, const mocap::Motion& motion, int size, int threads,
         const std::string& extension) {
  render::OutputOptions options;
  options.style.width = options.style.height = size;
  options.threads = threads;
  benchmark::RegisterBenchmark(name.c_str(),
                               [=, scene = render::Scene(motion)](benchmark::State& state) {
                                 write(state, scene, options, extension);
                               })
      ->Unit(benchmark::kMillisecond)
      ->MeasureProcessCPUTime()
      ->UseRealTime();
}

void add_all(const mocap::Motion& clip) {
  const auto add_gif = [&](int size, int frames, int threads) {
    add(fmt::format("gif/{0}x{0}/frames:{1}/threads:{2}", size, frames, threads),
        clip.slice(0, frames), size, threads, ".gif");
  };
  for (const int threads : {1, 2}) add_gif(800, 400, threads);
  for (const std::string kind : {"mp4", "webm", "apng"}) {
    add(fmt::format("{}/800x800/frames:400/threads:2", kind), clip.slice(0, 400), 800, 2,
        "." + kind);
  }
  for (const int frames : {50, 100, 200}) add_gif(800, frames, 1);
  for (const int size : {200, 400, 1600}) add_gif(size, 400, 1);
  add("png/800x800/frames:1", clip.slice(330, 331), 800, 1, ".png");
  add("svg/800x800/frames:1", clip.slice(330, 331), 800, 1, ".svg");
}

}  // namespace

int main(int argc, char** argv) {
  try {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    add_all(read_clip());
    benchmark::RunSpecifiedBenchmarks();
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_render: %s\n", error.what());
    return 1;
  }
}
