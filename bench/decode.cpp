// From latents to unit quaternions on one core: decode/net:64-16-8/batch:1, items = poses.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "poseaae/base/random.hpp"
#include "poseaae/codec/pose_autoencoder.hpp"
#include "support/runner.hpp"
#include "support/workload.hpp"

namespace poseaae::bench {
namespace {

constexpr int kJoints = 22;

Batch normal_latents(int count, int latent) {
  Random random(1);
  Batch latents(count, latent);
  random.fill_normal({latents.data(), static_cast<std::size_t>(latents.size())});
  return latents;
}

codec::PoseAutoencoder make_model(const NetShape& net) {
  const auto setup =
      engine_setup(synthetic_skeleton(kJoints), net, objective::Preset::kCorrected, 1);
  return codec::PoseAutoencoder(
      {.format = codec::PoseFormat(setup.skeleton),
       .encoder = setup.initial.encoder,
       .decoder = setup.initial.decoder,
       .latent = codec::LatentStatistics::of(normal_latents(64, net.latent)),
       .clip_options = {},
       .fps = 30.0,
       .config = {},
       .provenance = {}});
}

void measure(benchmark::State& state, const NetShape& net, int batch) {
  const auto model = make_model(net);
  const auto latents = normal_latents(batch, net.latent);
  for (auto _ : state) benchmark::DoNotOptimize(model.decode(latents).data());
  state.SetItemsProcessed(state.iterations() * batch);
}

void declare() {
  for (const NetShape* net : {&tutorial_net(), &wide_net()}) {
    for (const int batch : {1, 64, 4096}) {
      benchmark::RegisterBenchmark(
          fmt::format("decode/net:{}/batch:{}", net->name(), batch).c_str(), measure, *net, batch)
          ->Unit(benchmark::kMicrosecond)
          ->UseRealTime();
    }
  }
}

}  // namespace
}  // namespace poseaae::bench

int main(int argc, char** argv) { return poseaae::bench::run(argc, argv, poseaae::bench::declare); }
