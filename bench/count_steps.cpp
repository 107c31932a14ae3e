// count_steps ENGINE PRESET BATCH STEPS: takes that many training steps of the tutorial's net on
// one thread, after two warm-up steps, which callgrind does not count (bench/count.sh).
// --engines lists the engines.
#include <fmt/format.h>
#include <valgrind/callgrind.h>

#include <string>
#include <string_view>

#include "poseaae/base/error.hpp"
#include "support/arguments.hpp"
#include "support/engines.hpp"
#include "support/workload.hpp"

namespace {

using namespace poseaae;

objective::Preset preset_named(const std::string& name) {
  if (name == "tutorial") return objective::Preset::kTutorial;
  if (name == "corrected") return objective::Preset::kCorrected;
  throw UsageError(fmt::format("PRESET: expected tutorial or corrected, found '{}'", name));
}

void take_steps(const std::string& engine_name, objective::Preset preset, int batch, int steps) {
  constexpr int kJoints = 22;
  const auto setup =
      bench::engine_setup(bench::synthetic_skeleton(kJoints), bench::tutorial_net(), preset, 1);
  const auto engine = bench::engine_named(engine_name).make(setup);
  engine->set_learning_rates(bench::kAutoencoderRate, bench::kDiscriminatorRate);
  bench::Batches batches(bench::smooth_poses(4096, kJoints, 1), batch,
                         bench::tutorial_net().latent);
  const auto step = [&] {
    batches.next();
    return engine->step(batches.input()).total;
  };
  for (int i = 0; i < 2; ++i) (void)step();
  double total = 0.0;
  CALLGRIND_START_INSTRUMENTATION;
  for (int i = 0; i < steps; ++i) total = step();
  CALLGRIND_STOP_INSTRUMENTATION;
  fmt::print("{} steps, loss {:.6f}\n", steps, total);
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc == 2 && std::string_view(argv[1]) == "--engines") {
    for (const auto& engine : bench::engines()) fmt::print("{}\n", engine.name);
    return 0;
  }
  if (argc != 5)
    throw UsageError("usage: bench_count_steps ENGINE PRESET BATCH STEPS, or --engines");
  take_steps(argv[1], preset_named(argv[2]), bench::positive("BATCH", argv[3]),
             bench::positive("STEPS", argv[4]));
} catch (const Error& problem) {
  fmt::print(stderr, "{}\n", problem.what());
  return static_cast<int>(problem.exit_code());
}
