#include "poseaae/latent/strides.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "poseaae/base/error.hpp"
#include "poseaae/footing/contacts.hpp"
#include "poseaae/footing/travel.hpp"
#include "poseaae/latent/decode.hpp"

namespace poseaae::latent {

namespace {

/// Frames around t that lie in a motion of `frames`, at most `reach` to either side.
struct Around {
  int first, last;

  Around(int t, int reach, int frames)
      : first(std::max(0, t - reach)), last(std::min(frames - 1, t + reach)) {}
  [[nodiscard]] double seconds(double fps) const { return (last - first) / fps; }
};

double speed(const Batch& strides, int t, double fps) {
  const Around around(t, std::max(1, static_cast<int>(std::lround(0.5 * fps))),
                      static_cast<int>(strides.rows()));
  if (around.last == around.first) return 0.0;
  return std::abs(strides(around.last, 0) - strides(around.first, 0)) / around.seconds(fps);
}

}  // namespace

std::optional<Batch> strides_of(mocap::Motion poses, bool turns) {
  if (footing::feet_of(poses.skeleton()).empty()) return {};
  const double fps = poses.fps();
  for (int t = 0; t < poses.frames(); ++t) poses.set_root_position(t, mocap::Vec3::Zero());
  const RootPath way =
      footing::root_path_of(footing::travel_by_feet(std::move(poses), {.turns = turns}));
  Batch strides = Batch::Zero(way.frames(), 1);
  for (int t = 1; t < way.frames(); ++t) {
    const Around around(t, std::max(1, static_cast<int>(std::lround(0.1 * fps))), way.frames());
    const footing::Place a = footing::place_of(way, around.first);
    const footing::Place b = footing::place_of(way, around.last);
    const double step = std::hypot(b.x - a.x, b.z - a.z) / (around.last - around.first);
    strides(t, 0) = strides(t - 1, 0) + static_cast<float>(step);
  }
  return strides;
}

LatentPath with_strides(const codec::PoseAutoencoder& model, LatentPath path) {
  if (!path.root) return path;
  const bool turns = model.data().clip_options.root_rotation != mocap::RootRotation::kKeep;
  path.strides = strides_of(decode(model, path, {.plant = Plant::kOff}), turns);
  return path;
}

std::optional<RootPath> restridden(const RootPath& root, const Batch& before, const Batch& after,
                                   double fps) {
  const int frames = root.frames();
  if (before.rows() != frames || after.rows() != frames) {
    throw UsageError(fmt::format("strides: expected {} frames as in the root path, found {} and {}",
                                 frames, before.rows(), after.rows()));
  }
  constexpr double kSlow_mps = 0.05;
  RootPath result = root;
  bool changes = false;
  footing::Place place = frames > 0 ? footing::place_of(root, 0) : footing::Place{};
  for (int t = 0; t + 1 < frames; ++t) {
    const double ratio = (speed(after, t, fps) + kSlow_mps) / (speed(before, t, fps) + kSlow_mps);
    const double change = std::log(ratio);
    const double share = std::clamp((std::abs(change) - 0.05) / 0.1, 0.0, 1.0);
    const double scale = std::exp(share * change);
    changes = changes || share > 0.0;
    footing::Step step = footing::step_of(root, t);
    step.sideways *= scale;
    step.forwards *= scale;
    place = footing::moved(place, step);
    footing::set_place(result, t + 1, place);
  }
  if (!changes) return {};
  return result;
}

}  // namespace poseaae::latent
