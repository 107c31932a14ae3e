#include "methods.hpp"

#include "poseaae/evaluation/inbetween_models.hpp"
#include "poseaae/evaluation/motion.hpp"

namespace poseaae::evaluation::inbetween {

namespace {

std::vector<mocap::Motion> training_clips(const training::Session& session, int threads) {
  std::vector<mocap::Motion> clips;
  for (motion::Recording& clip : motion::recordings_of(session, threads).train) {
    clips.push_back(std::move(clip.motion));
  }
  return clips;
}

}  // namespace

const std::vector<Method>& methods() {
  static const std::vector<Method> all{method::zero_velocity(), method::interpolation()};
  return all;
}

std::vector<Method> methods(const training::Session& session, const codec::PoseAutoencoder& model,
                            int threads) {
  std::vector<Method> all = methods();
  all.push_back(by_keys(model));
  if (!model.format().window()) return all;
  const std::vector<mocap::Motion> clips = training_clips(session, threads);
  const auto* const mirror = session.augmentation ? &*session.augmentation : nullptr;
  const std::uint64_t seed = session.config.training.seed;
  all.push_back(corrected(model, clips, mirror, {.seed = seed, .threads = threads}));
  return all;
}

}  // namespace poseaae::evaluation::inbetween
