#include "poseaae/latent/keys.hpp"

#include <memory>

#include "poseaae/base/error.hpp"
#include "poseaae/evaluation/inbetween_models.hpp"
#include "poseaae/footing/root_path.hpp"
#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::evaluation::inbetween {

namespace {

using latent::Key;
using mocap::Motion;

/// The same rotations and root on another skeleton of the same joints.
Motion on_skeleton(const mocap::Skeleton& skeleton, const Motion& motion) {
  if (skeleton.names() != motion.skeleton().names()) {
    throw UsageError(
        "in-betweening: expected clips with the joints of the model, found others; take those that "
        "it was trained on (data.clips, data.remove_joints)");
  }
  Motion result(skeleton, motion.fps(), motion.frames());
  for (int t = 0; t < motion.frames(); ++t) {
    result.set_root_position(t, motion.root_position(t));
    for (int j = 0; j < motion.joints(); ++j) result.set_rotation(t, j, motion.rotation(t, j));
  }
  return result;
}

/// All that a motion's frames say, as keys from frame `first` on.
std::vector<Key> keys_of(const codec::PoseFormat& format, const Motion& motion, int first) {
  const Batch rows = format.frames_of(motion);
  const footing::RootPath root = format.window()
                                     ? footing::root_path_of(motion, format.window()->body)
                                     : footing::root_path_of(motion);
  const int numbers = format.shape().rotations();
  std::vector<Key> keys;
  for (int t = 0; t < motion.frames(); ++t) {
    const footing::Place place = footing::place_of(root, t);
    Key key{.frame = first + t};
    key.pose.assign(rows.row(t).data(), rows.row(t).data() + numbers);
    key.x = place.x;
    key.z = place.z;
    key.heading = place.heading;
    key.height = root.rows(t, footing::RootPath::kHeight);
    keys.push_back(std::move(key));
  }
  return keys;
}

/// A model with what passing keys needs of it.
struct Filler {
  codec::PoseAutoencoder model;
  latent::LatentGaussian space;
  latent::KeyOptions options;

  [[nodiscard]] Motion fill(const Gap& gap) const {
    const codec::PoseFormat& format = model.format();
    const int last = gap.past.frames() + gap.frames;
    std::vector<Key> keys = keys_of(format, on_skeleton(model.skeleton(), gap.past), 0);
    for (Key& key : keys_of(format, on_skeleton(model.skeleton(), gap.target), last)) {
      keys.push_back(std::move(key));
    }
    const latent::Keyed keyed = latent::pass_through(model, space, keys, last + 1, options);
    return on_skeleton(gap.past.skeleton(), keyed.motion.slice(gap.past.frames(), last));
  }
};

}  // namespace

Method by_keys(const codec::PoseAutoencoder& model, const std::string& name,
               const latent::KeyOptions& options) {
  const auto filler = std::make_shared<const Filler>(
      Filler{model, latent::LatentGaussian(model.latent()), options});
  return {name, [filler](const Gap& gap) { return filler->fill(gap); }};
}

}  // namespace poseaae::evaluation::inbetween
