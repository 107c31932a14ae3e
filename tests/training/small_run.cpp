#include "small_run.hpp"

#include <cmath>

#include "poseaae/mocap/bvh.hpp"
#include "poseaae/torch_engine/torch_engine.hpp"

namespace poseaae::test {

mocap::Motion swinging_arm(int frames) {
  using mocap::Vec3;
  mocap::Motion motion(
      mocap::Skeleton({"Hips", "Spine", "LeftArm", "LeftHand"}, {-1, 0, 1, 2},
                      {Vec3(0, 0.9, 0), Vec3(0, 0.5, 0), Vec3(0.2, 0.1, 0), Vec3(0.5, 0, 0)}),
      30.0, frames);
  for (int t = 0; t < frames; ++t) {
    const double phase = 0.13 * t;
    motion.set_rotation(t, 1, math::from_rotation_vector({0.3 * std::sin(phase), 0, 0}));
    motion.set_rotation(t, 2, math::from_rotation_vector({0, 0, std::cos(0.7 * phase)}));
    motion.set_rotation(t, 3, math::from_rotation_vector({0, 0.5 * std::sin(2 * phase), 0}));
  }
  return motion;
}

std::unique_ptr<objective::Engine> either_engine(const objective::EngineSetup& setup) {
  return training::make_engine(setup, {[] { return false; }, torch_engine::make_torch_engine});
}

SmallRun::SmallRun() { mocap::write_bvh(folder_ / "clip.bvh", swinging_arm(300)); }

training::Config SmallRun::config(const std::string& name,
                                  std::vector<std::string> assignments) const {
  std::vector<std::string> all{"data.clips=" + (folder_ / "clip.bvh").string(),
                               "data.block_s=1",
                               "model.latent=3",
                               "model.encoder=[12]",
                               "training.batch=32",
                               "training.epochs=6",
                               "training.learning_rate=0.003",
                               "output.checkpoint_every=1",
                               "output.test_every=1",
                               "output.dir=" + path(name).string()};
  all.insert(all.end(), assignments.begin(), assignments.end());
  return training::Config::parse("", "test", all);
}

training::Outcome SmallRun::run(const training::Config& config, training::RunFolder::Mode mode,
                                const objective::EngineFactory& engine) const {
  return training::train(training::prepare(config), training::RunFolder(config.output.dir, mode),
                         engine, {true});
}

std::vector<float> parameters_of(const codec::PoseAutoencoder& model) {
  std::vector<float> all;
  for (const auto* network : {&model.data().encoder, &model.data().decoder}) {
    for (const auto& layer : network->layers()) {
      for (const auto& array : layer.arrays) all.insert(all.end(), array.begin(), array.end());
    }
  }
  return all;
}

}  // namespace poseaae::test
