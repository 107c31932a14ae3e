// The instrument without a clock: `bench_live MODEL [CLIP]`.
//
// For each source, microseconds of processor time a frame (walk or mix, decoding, standing,
// kinematics: all but the sending). Then an hour of frames as fast as they go, with changes every
// second, and how much memory the process has after a minute and at the end.
#include <fmt/format.h>
#include <unistd.h>

#include <ctime>
#include <fstream>
#include <iostream>
#include <string>

#include "poseaae/base/random.hpp"
#include "poseaae/live/pose_instrument.hpp"

namespace {

using namespace poseaae;

double cpu_s() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Resident, MB.
double memory_mb() {
  long whole = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> whole >> resident;
  return static_cast<double>(resident * ::sysconf(_SC_PAGESIZE)) / 1e6;
}

struct Stage {
  live::PoseInstrument instrument;
  std::uint32_t number = 0;

  void set(const std::string& address, std::vector<live::Value> values) {
    const std::string wrong = instrument.take({address, std::move(values)}, live::kProgram);
    if (!wrong.empty()) std::cerr << wrong << '\n';
  }
  void play(int frames) {
    for (int t = 0; t < frames; ++t) (void)instrument.play(number++);
  }
};

void time_sources(Stage& stage) {
  for (const auto& source : stage.instrument.description().sources) {
    stage.set("/poseaae/source", {source});
    stage.play(1000);
    constexpr int kFrames = 20'000;
    const double start = cpu_s();
    stage.play(kFrames);
    std::cout << fmt::format("{:8} {:6.2f} us a frame\n", source,
                             1e6 * (cpu_s() - start) / kFrames);
  }
}

void soak(Stage& stage) {
  Random random(1);
  const auto sources = stage.instrument.description().sources;
  const auto fps = static_cast<int>(stage.instrument.fps());
  double after_a_minute = 0.0;
  for (int second = 0; second < 3600; ++second) {
    stage.set("/poseaae/source", {sources[random.below(sources.size())]});
    stage.set("/poseaae/latent/0", {static_cast<float>(random.uniform(-3, 3))});
    stage.set("/poseaae/loop/seconds", {static_cast<float>(random.uniform(1, 30))});
    stage.set("/poseaae/path", {0.0F, 0.0F, static_cast<float>(random.uniform(-1, 1)), 1.0F});
    stage.play(fps);
    (void)stage.instrument.attend();
    if (second == 59) after_a_minute = memory_mb();
  }
  std::cout << fmt::format("memory: {:.2f} MB after a minute, {:.2f} MB after an hour\n",
                           after_a_minute, memory_mb());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: bench_live MODEL [CLIP]\n";
    return 2;
  }
  session::OpenModel model(argv[1], {});
  live::InstrumentSetup setup;
  if (argc > 2) {
    setup.clips = {{"clip", [&model, clip = std::string(argv[2])] { return model.path(clip); }}};
  }
  setup.map = live::InstrumentSetup::principal_map(model, 1);
  Stage stage{.instrument = live::PoseInstrument(model, std::move(setup))};
  stage.set("/poseaae/path", {-1.0F, 0.0F, 1.0F, 0.5F});
  time_sources(stage);
  soak(stage);
}
