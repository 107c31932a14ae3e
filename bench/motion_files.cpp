// Reading ASF/AMC and .npz, in bytes of the file a second, beside BVH with the same movement: a
// walk of CMU's skeleton made here, about 4 MB of each; and the recordings of bandai-namco/ in
// POSEAAE_MOCAP_DIR (default ../shared/mocap), 40 MB of BVH, read one by one, and read and written
// as GLB. The first round brings the files into the page cache. The time includes freeing what was
// read.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/mapped_file.hpp"
#include "poseaae/motion_io/formats.hpp"
#include "poseaae/motion_io/load_clip.hpp"

namespace {

using namespace poseaae;
using namespace poseaae::mocap;
namespace fs = std::filesystem;

ClipOptions with_up(Up up) {
  ClipOptions options;
  options.up = up;
  return options;
}

constexpr int kBones = 30;
constexpr int kFrames = 4000;

/// Files of one movement in a folder that goes away with the program.
class Files {
 public:
  Files() : folder_(fs::temp_directory_path() / fmt::format("bench_motion_{}", std::rand())) {
    fs::create_directory(folder_);
    write_file(folder_ / "a.asf", skeleton());
    write_file(folder_ / "a.amc", rows());
    const Motion motion = load_clip({folder_ / "a.amc"}, with_up(Up::kY)).motion;
    for (const char* ending : {".bvh", ".npz"}) write(ending, "", motion);
  }
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;
  ~Files() {
    std::error_code none;
    fs::remove_all(folder_, none);
  }
  [[nodiscard]] fs::path of(const std::string& ending) const { return folder_ / ("a" + ending); }

 private:
  void write(const std::string& ending, const std::string& form, const Motion& motion) const {
    for (const MotionFormat& format : motion_formats()) {
      if (format.extension == ending) format.write(of(ending), motion, {.form = form});
    }
  }

  /// Three chains of ten bones, each with axes of its own, three degrees of freedom each.
  static std::string skeleton() {
    std::string text =
        ":units\n length 0.45\n angle deg\n:root\n order TX TY TZ RX RY RZ\n axis XYZ\n position 0 "
        "0 "
        "0\n orientation 0 0 0\n:bonedata\n";
    for (int b = 0; b < kBones; ++b) {
      text += fmt::format(
          " begin\n id {0}\n name bone{0}\n direction 0.6 {1} 0\n length 2.5\n axis 10 20 {0} "
          "XYZ\n dof "
          "rx ry rz\n end\n",
          b, b % 3 == 0 ? 0.8 : -0.8);
    }
    text += ":hierarchy\n begin\n root bone0 bone1 bone2\n";
    for (int b = 3; b < kBones; ++b) text += fmt::format(" bone{} bone{}\n", b - 3, b);
    return text + " end\n";
  }

  static std::string rows() {
    std::string text = ":FULLY-SPECIFIED\n:DEGREES\n";
    for (int t = 0; t < kFrames; ++t) {
      const auto value = [t](int k) { return 40.0 * std::sin(0.01 * t + k); };
      text += fmt::format("{}\nroot {:.4f} {:.4f} {:.4f} {:.5f} {:.5f} {:.5f}\n", t + 1, value(1),
                          value(2), value(3), value(4), value(5), value(6));
      for (int b = 0; b < kBones; ++b) {
        text +=
            fmt::format("bone{} {:.5f} {:.5f} {:.5f}\n", b, value(b), value(b + 7), value(2 * b));
      }
    }
    return text;
  }

  fs::path folder_;
};

void read(benchmark::State& state, const std::string& ending) {
  static const Files files;
  const fs::path path = files.of(ending);
  const MotionFormat* format = nullptr;
  for (const MotionFormat& one : motion_formats()) {
    if (one.extension == ending) format = &one;
  }
  int frames = 0;
  for (auto _ : state) {
    const MappedFile file(path);
    const Clip clip = format->read({file.text(), path, ""}, {});
    frames = clip.motion.frames();
    benchmark::DoNotOptimize(clip.motion.rotations().data());
  }
  const auto bytes = static_cast<std::int64_t>(fs::file_size(path));
  state.SetBytesProcessed(state.iterations() * bytes);
  state.counters["bytes"] = static_cast<double>(bytes);
  state.counters["frames"] = frames;
}

fs::path recordings() {
  const char* const folder = std::getenv("POSEAAE_MOCAP_DIR");
  return fs::path(folder != nullptr ? folder : "../shared/mocap") / "bandai-namco";
}

/// Reads every recording, and where `out` names a file writes it there each time.
void convert(benchmark::State& state, const std::string& out) {
  const fs::path folder = fs::temp_directory_path() / fmt::format("bench_glb_{}", std::rand());
  fs::create_directories(folder);
  const auto clips = list_clips(recordings().string());
  std::uintmax_t read = 0;
  std::uintmax_t written = 0;
  for (auto _ : state) {
    read = written = 0;
    for (const ClipReference& reference : clips) {
      const Clip clip = load_clip(reference, {});
      benchmark::DoNotOptimize(clip.motion.rotations().data());
      read += fs::file_size(reference.path);
      if (out.empty()) continue;
      writer_of(folder / out).write(folder / out, clip.motion, {.axes = clip.axes});
      written += fs::file_size(folder / out);
    }
  }
  std::error_code none;
  fs::remove_all(folder, none);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(read));
  state.counters["bytes"] = static_cast<double>(read);
  state.counters["bytes_written"] = static_cast<double>(written);
}

}  // namespace

BENCHMARK_CAPTURE(convert, read, "")
    ->Name("motion_files/folder/read")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(convert, glb, "a.glb")
    ->Name("motion_files/folder/glb")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, bvh, ".bvh")->Name("motion_files/bvh")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, amc, ".amc")->Name("motion_files/amc")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, npz, ".npz")->Name("motion_files/npz")->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();
