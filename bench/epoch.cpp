// training::train() in this process, from the first batch to the closed run folder, five epochs:
// epoch/<engine>/tutorial/joints:22/batch:16/poses:10000, items = poses and epochs.
// bench/runs.py measures whole programs, with their start-up and their memory.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "poseaae/base/log.hpp"
#include "poseaae/training/trainer.hpp"
#include "support/engines.hpp"
#include "support/runner.hpp"
#include "support/workload.hpp"

namespace poseaae::bench {
namespace {

constexpr int kJoints = 22;
constexpr int kEpochs = 5;

/// A session on smooth poses, the last fifth held out.
training::Session make_session(int poses, int batch) {
  training::Config config(objective::Preset::kTutorial);
  config.training.epochs = kEpochs;
  config.training.batch = batch;
  training::Session session{
      .config = config,
      .data = {.skeleton = synthetic_skeleton(kJoints),
               .fps = 30.0,
               .clip_options = {},
               .poses = smooth_poses(poses, kJoints, 1),
               .root_positions = std::vector<float>(3 * static_cast<std::size_t>(poses), 0.0F),
               .clips = {{"smooth", "synthetic", "", 0, poses}},
               .labels = {}},
      .split = {},
      .format = codec::PoseFormat(synthetic_skeleton(kJoints)),
      .warnings = {}};
  for (int row = 0; row < poses; ++row) {
    (row < poses / 5 * 4 ? session.split.train : session.split.test).push_back(row);
  }
  return session;
}

void measure(benchmark::State& state, const NamedEngine& engine, int batch, int poses) {
  using Mode = training::RunFolder::Mode;
  const auto session = make_session(poses, batch);
  const auto path =
      std::filesystem::temp_directory_path() / fmt::format("poseaae-bench-epoch-{}", ::getpid());
  for (auto _ : state) {
    training::train(session, training::RunFolder(path, Mode::kOverwrite), engine.make, {true});
    log::close_files();
  }
  std::filesystem::remove_all(path);
  state.SetItemsProcessed(state.iterations() * kEpochs * poses);
}

void declare() {
  log::set_level(log::Level::kWarning);
  for (const auto& engine : engines()) {
    for (const int batch : {16, 256}) {
      for (const int poses : {1000, 10000, 100000}) {
        if (engine.name == "torch" && poses > 10000) continue;  // minutes, and nothing new
        benchmark::RegisterBenchmark(fmt::format("epoch/{}/tutorial/joints:{}/batch:{}/poses:{}",
                                                 engine.name, kJoints, batch, poses)
                                         .c_str(),
                                     [&engine, batch, poses](benchmark::State& state) {
                                       measure(state, engine, batch, poses);
                                     })
            ->Unit(benchmark::kMillisecond)
            ->UseRealTime();
      }
    }
  }
}

}  // namespace
}  // namespace poseaae::bench

int main(int argc, char** argv) { return poseaae::bench::run(argc, argv, poseaae::bench::declare); }
