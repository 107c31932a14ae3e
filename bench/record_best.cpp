// bench_record_best FILE [STEPS]: steps of `preset: best` by the fused engine, for
// bench/baselines/best_step.py --check. Nothing is dropped in them, since no other program drops
// the same units.
#include <fmt/format.h>

#include <string>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/io/hdf5.hpp"
#include "poseaae/mocap/kinematic_chain.hpp"
#include "poseaae/model/network_io.hpp"
#include "poseaae/objective/pose_objective.hpp"
#include "poseaae/objective/slices.hpp"
#include "support/arguments.hpp"
#include "support/engines.hpp"
#include "support/workload.hpp"

namespace {

using namespace poseaae;

void write_matrix(h5::Group& group, const std::string& name, const Eigen::Ref<const Batch>& rows) {
  const Batch copy = rows;
  const auto size = static_cast<std::size_t>(copy.size());
  group.write<float>(
      name, {copy.data(), size},
      {static_cast<std::size_t>(copy.rows()), static_cast<std::size_t>(copy.cols())});
}

void write_body(h5::Group& file, const objective::EngineSetup& setup) {
  const mocap::KinematicChain<float> bones(setup.skeleton, 1.0, setup.objective.body);
  const kernels::Chain<float> chain = bones.chain();
  file.write<std::int32_t>("parents", {chain.parents, chain.joints}, {chain.joints});
  file.write<float>("offsets", {chain.offsets, 3 * chain.joints}, {chain.joints, 3});
  const auto weights =
      objective::weights_of_joints<float>(setup.objective, static_cast<int>(chain.joints));
  file.write<float>("joint_weights", weights, {chain.joints});
}

void write_networks(h5::Group group, const objective::Networks& networks) {
  model::save_network(group.create_group("encoder"), networks.encoder);
  model::save_network(group.create_group("decoder"), networks.decoder);
  model::save_network(group.create_group("pose_discriminator"), networks.pose_discriminator);
}

/// The terms that count, and what they sum to.
void write_losses(h5::Group group, const std::vector<double>& weights,
                  const objective::Losses& losses) {
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] > 0.0) group.set_attribute(objective::loss_terms()[i].name, losses.terms[i]);
  }
  group.set_attribute("total", losses.total);
  group.set_attribute("judged", losses.pose_discriminator);
}

void record(const char* path, int steps) {
  bench::BestWorkload work = bench::best_workload(1);
  work.setup.options.dropout = 0.0;
  const auto engine = bench::engine_named("fused").make(work.setup);
  engine->set_learning_rates(work.rate, work.discriminator_rate);
  const Eigen::Index latents = work.setup.initial.latent_dim();
  const Eigen::Index positions = 3 * (work.setup.skeleton.joints() - 1);  // without the root's
  Random random(2);
  h5::write_file(path, [&](h5::Group& file) {
    file.set_attribute("recorded", static_cast<std::int64_t>(work.recorded));
    file.set_attribute("rate", work.rate);
    file.set_attribute("discriminator_rate", work.discriminator_rate);
    write_body(file, work.setup);
    write_networks(file.create_group("initial"), work.setup.initial);
    for (int number = 0; number < steps; ++number) {
      h5::Group group = file.create_group(fmt::format("steps/{}", number));
      Batch prior(work.recorded, latents);
      random.fill_normal({prior.data(), static_cast<std::size_t>(prior.size())});
      objective::StepInput input = work.input(number);
      write_matrix(group, "poses", input.poses.copy());
      write_matrix(group, "prior", prior);
      write_matrix(group, "latent_directions",
                   objective::slice_directions(latents, objective::kLatentDirections, number));
      write_matrix(group, "position_directions",
                   objective::slice_directions(positions, objective::kPositionDirections, number));
      const objective::Losses losses = engine->step(
          {.poses = input.poses, .recorded = input.recorded, .prior = prior, .number = number});
      write_losses(group, work.setup.objective.weights, losses);
    }
  });
}

}  // namespace

int main(int argc, char** argv) try {
  constexpr int kSteps = 5;
  if (argc != 2 && argc != 3) throw UsageError("usage: bench_record_best FILE [STEPS]");
  record(argv[1], argc == 3 ? bench::positive("STEPS", argv[2]) : kSteps);
} catch (const poseaae::Error& problem) {
  fmt::print(stderr, "{}\n", problem.what());
  return static_cast<int>(problem.exit_code());
}
