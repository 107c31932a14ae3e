#include "support/runner.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "poseaae/base/error.hpp"

namespace poseaae::bench {

int run(int argc, char** argv, const std::function<void()>& declare) {
  try {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
      return static_cast<int>(ExitCode::kUsage);
    }
    declare();
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return static_cast<int>(ExitCode::kDone);
  } catch (const Error& problem) {
    fmt::print(stderr, "{}\n", problem.what());
    return static_cast<int>(problem.exit_code());
  }
}

}  // namespace poseaae::bench
