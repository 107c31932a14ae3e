// One training step through objective::Engine, for every engine:
// step/<engine>/<preset>/joints:22/net:64-16-8/batch:16/threads:1
// step/<engine>/windows/joints:22/frames:32/net:256-512-512-64/batch:64/threads:2
// step/<engine>/best/joints:22/net:60-512-512-16/batch:256/threads:2
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <functional>

#include "poseaae/base/random.hpp"
#include "poseaae/training/config.hpp"
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

  [[nodiscard]] std::string name() const {
    return fmt::format("{}/joints:{}/net:{}/batch:{}/threads:{}",
                       preset == Preset::kTutorial ? "tutorial" : "corrected", joints, net.name(),
                       batch, threads);
  }
};

void report(benchmark::State& state, const objective::EngineSetup& setup, int batch) {
  state.SetItemsProcessed(state.iterations() * batch);
  state.counters["gflops"] =
      benchmark::Counter(1e-9 * step_flops(setup, batch) * static_cast<double>(state.iterations()),
                         benchmark::Counter::kIsRate);
}

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
  report(state, setup, shape.batch);
}

void measure_windows(benchmark::State& state, const NamedEngine& named, int batch, int threads) {
  const WindowWorkload work = window_workload(window_net(), threads);
  const auto engine = named.make(work.setup);
  engine->set_learning_rates(kAutoencoderRate, kDiscriminatorRate);
  Random random(1);
  std::vector<int> first(static_cast<std::size_t>(batch));
  std::int64_t number = 0;
  const auto step = [&] {
    for (int& frame : first) {
      frame = static_cast<int>(
          random.below(static_cast<std::uint64_t>(work.frames.rows() - work.span)));
    }
    return engine->step({.poses = work.rows(first), .recorded = batch, .number = number++}).total;
  };
  (void)step();
  for (auto _ : state) benchmark::DoNotOptimize(step());
  report(state, work.setup, batch);
}

void measure_best(benchmark::State& state, const NamedEngine& named, int threads) {
  const BestWorkload work = best_workload(threads);
  const auto engine = named.make(work.setup);
  engine->set_learning_rates(work.rate, work.discriminator_rate);
  std::int64_t number = 0;
  const auto step = [&] { return engine->step(work.input(number++)).total; };
  (void)step();
  for (auto _ : state) benchmark::DoNotOptimize(step());
  state.SetItemsProcessed(state.iterations() * work.batches.front().rows());
}

/// "60-512-512-16": what the networks see, their hidden layers, and latents.
std::string best_net(const training::Config& best) {
  const NetShape net{best.model.encoder, best.model.latent};
  return fmt::format("{}-{}", best.model.components, net.name());
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

using Measure = std::function<void(benchmark::State&, const NamedEngine&)>;

/// Of every engine; `name` is the rest of step/<engine>/.
void declare(const std::string& name, const Measure& measure) {
  for (const auto& engine : engines()) {
    benchmark::RegisterBenchmark(
        fmt::format("step/{}/{}", engine.name, name).c_str(),
        [&engine, measure](benchmark::State& state) { measure(state, engine); })
        ->Unit(benchmark::kMicrosecond)
        ->UseRealTime();
  }
}

void declare_all() {
  for (const auto& shape : cases()) {
    declare(shape.name(), [shape](benchmark::State& state, const NamedEngine& engine) {
      measure(state, engine, shape);
    });
  }
  const training::Config best(Preset::kBest);
  for (const int threads : {1, 2}) {
    constexpr int kBatch = 64;
    declare(fmt::format("windows/joints:22/frames:32/net:{}-{}/batch:{}/threads:{}", kComponents,
                        window_net().name(), kBatch, threads),
            [threads](benchmark::State& state, const NamedEngine& engine) {
              measure_windows(state, engine, kBatch, threads);
            });
    declare(fmt::format("best/joints:22/net:{}/batch:{}/threads:{}", best_net(best),
                        best.training.batch, threads),
            [threads](benchmark::State& state, const NamedEngine& engine) {
              measure_best(state, engine, threads);
            });
  }
}

}  // namespace
}  // namespace poseaae::bench

int main(int argc, char** argv) {
  return poseaae::bench::run(argc, argv, poseaae::bench::declare_all);
}
