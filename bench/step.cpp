// One training step through objective::Engine, for every engine:
// step/<engine>/<preset>/joints:22/net:64-16-8/batch:16/threads:1
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "support/engines.hpp"
#include "support/runner.hpp"
#include "support/workload.hpp"

namespace poseaae::bench {
namespace {

using objective::Preset;

struct Case {
  Preset preset = Preset::kTutorial;
  int joints = 22;
  NetShape net = tutorial_net();
  int batch = 16;
  int threads = 1;

  [[nodiscard]] std::string name(const std::string& engine) const {
    return fmt::format("step/{}/{}/joints:{}/net:{}/batch:{}/threads:{}", engine,
                       preset == Preset::kTutorial ? "tutorial" : "corrected", joints, net.name(),
                       batch, threads);
  }
};

void measure(benchmark::State& state, const NamedEngine& named, const Case& shape) {
  const Workload& work = workload_of(shape.joints);
  const auto setup = engine_setup(work.skeleton, shape.net, shape.preset, shape.threads);
  const auto engine = named.make(setup);
  engine->set_learning_rates(kAutoencoderRate, kDiscriminatorRate);
  Batches batches(work.poses, shape.batch, shape.net.latent);
  (void)engine->step(batches.input());  // whatever only the first step does
  for (auto _ : state) {
    batches.next();
    benchmark::DoNotOptimize(engine->step(batches.input()).total);
  }
  state.SetItemsProcessed(state.iterations() * shape.batch);
  state.counters["gflops"] = benchmark::Counter(
      1e-9 * step_flops(setup, shape.batch) * static_cast<double>(state.iterations()),
      benchmark::Counter::kIsRate);
}

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const int threads : {1, 2}) {
    for (const int batch : {16, 64, 256, 1024}) {
      for (const Preset preset : {Preset::kTutorial, Preset::kCorrected}) {
        all.push_back({.preset = preset, .batch = batch, .threads = threads});
      }
      all.push_back({.net = wide_net(), .batch = batch, .threads = threads});
    }
  }
  for (const int joints : {35, 60}) {
    for (const int batch : {16, 1024}) all.push_back({.joints = joints, .batch = batch});
  }
  for (const int width : {32, 128, 1024}) {
    all.push_back({.net = {{width, width}, 32}, .batch = 256});
  }
  return all;
}

void declare() {
  for (const auto& shape : cases()) {
    for (const auto& engine : engines()) {
      benchmark::RegisterBenchmark(
          shape.name(engine.name).c_str(),
          [&engine, shape](benchmark::State& state) { measure(state, engine, shape); })
          ->Unit(benchmark::kMicrosecond)
          ->UseRealTime();
    }
  }
}

}  // namespace
}  // namespace poseaae::bench

int main(int argc, char** argv) { return poseaae::bench::run(argc, argv, poseaae::bench::declare); }
