#include "poseaae/latent/tour.hpp"

#include <algorithm>
#include <cmath>

#include "../kinds.hpp"
#include "poseaae/latent/decode.hpp"

namespace poseaae::recipe::source {

namespace {

Batch read_keys(const Item& through, OpenModel& model) {
  const auto poses = through.list("a tour's poses");
  Batch keys(static_cast<Eigen::Index>(poses.size()), model.dim());
  for (std::size_t i = 0; i < poses.size(); ++i) {
    keys.row(static_cast<Eigen::Index>(i)) = pose_of(poses[i], model).transpose();
  }
  return keys;
}

/// What stays constant, if anything does.
enum class Steady { kNothing, kLatents, kJoints };

LatentPath make(Keys& keys, OpenModel& model) {
  const Batch poses = read_keys(keys.need("through"), model);
  latent::TourOptions options;
  double seconds_each = 1.0;
  keys.read("seconds_each", seconds_each, config::positive<double>());
  options.frames_per_segment = model.windowed()
                                   ? static_cast<int>(std::lround(seconds_each * model.fps()))
                                   : frames_of(seconds_each, model);
  options.frames_per_segment = std::max(1, options.frames_per_segment);
  keys.read("way", options.way, latent::way_names());
  keys.read("easing", options.easing, latent::easing_names());
  keys.read("closed", options.closed);
  Steady steady = Steady::kNothing;
  keys.read(
      "pace", steady,
      {{"eased", Steady::kNothing}, {"latents", Steady::kLatents}, {"joints", Steady::kJoints}});
  keys.finish();
  if (steady != Steady::kNothing) options.pace = latent::Pace::kConstant;
  const auto metric = steady == Steady::kJoints ? latent::joint_positions(model.codec()) : nullptr;
  return latent::tour(poses, model.space(), options, model.fps(), metric);
}

}  // namespace

Source tour() {
  return {
      "tour", "through",
      "a path through poses: through (a list of poses), seconds_each, way (curve, lerp, slerp, "
      "variance-preserving), easing, closed, pace (eased, or constant speed in latents or joints)",
      make};
}

}  // namespace poseaae::recipe::source
