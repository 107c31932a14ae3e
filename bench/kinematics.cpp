// Batched forward kinematics on one core: kinematics/<scalar>/joints:22/batch:4096, items = joints.
#include "poseaae/mocap/kinematics.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <span>
#include <vector>

#include "support/runner.hpp"
#include "support/workload.hpp"

namespace poseaae::bench {
namespace {

template <typename Scalar>
void measure(benchmark::State& state, int joints, int batch) {
  const auto skeleton = synthetic_skeleton(joints);
  const Batch smooth = smooth_poses(batch, joints, 1);
  const std::vector<Scalar> poses(smooth.data(), smooth.data() + smooth.size());
  std::vector<Scalar> positions(static_cast<std::size_t>(batch) * joints * 3);
  for (auto _ : state) {
    mocap::forward_kinematics<Scalar>(skeleton, poses, positions);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * batch * joints);
  state.SetBytesProcessed(state.iterations() * batch * joints *
                          static_cast<std::int64_t>(7 * sizeof(Scalar)));
}

void declare() {
  for (const int joints : {22, 35, 60}) {
    for (const int batch : {64, 512, 4096, 65536}) {
      const auto name = [&](const char* scalar) {
        return fmt::format("kinematics/{}/joints:{}/batch:{}", scalar, joints, batch);
      };
      benchmark::RegisterBenchmark(name("float").c_str(), measure<float>, joints, batch)
          ->Unit(benchmark::kMicrosecond)
          ->UseRealTime();
      benchmark::RegisterBenchmark(name("double").c_str(), measure<double>, joints, batch)
          ->Unit(benchmark::kMicrosecond)
          ->UseRealTime();
    }
  }
}

}  // namespace
}  // namespace poseaae::bench

int main(int argc, char** argv) { return poseaae::bench::run(argc, argv, poseaae::bench::declare); }
