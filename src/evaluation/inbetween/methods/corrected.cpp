#include <fmt/format.h>

#include <iterator>
#include <map>
#include <memory>
#include <optional>

#include "../correction.hpp"
#include "../meet_ends.hpp"
#include "../methods.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/math/quaternion.hpp"
#include "poseaae/nn/inference.hpp"

namespace poseaae::evaluation::inbetween {

namespace {

using codec::PoseAutoencoder;
using mocap::Motion;

/// What the method knows when it has learned.
class Learned {
 public:
  Learned(const PoseAutoencoder& model, const Clips& clips, const training::Augmentation* mirror,
          const CorrectionOptions& options);

  [[nodiscard]] Motion fill(const Gap& gap) const;

 private:
  /// The frames between the past and the target, by the correction of the motion or of its image.
  [[nodiscard]] Motion between(const Motion& known, const nn::Inference& correction,
                               bool image) const;

  PoseAutoencoder model_;
  Coordinates coordinates_;
  std::optional<training::Augmentation> mirror_{};
  std::map<int, nn::Inference> corrections_{};  ///< by the length of a gap
};

Learned::Learned(const PoseAutoencoder& model, const Clips& clips,
                 const training::Augmentation* mirror, const CorrectionOptions& options)
    : model_(model), coordinates_(clips) {
  if (mirror != nullptr && mirror->mirrors()) mirror_ = *mirror;
  for (const int gap : kGaps) {
    corrections_.emplace(gap, learn_correction(model, clips, coordinates_, gap, mirror, options));
  }
}

Motion Learned::between(const Motion& known, const nn::Inference& correction, bool image) const {
  const codec::PoseFormat& format = model_.format();
  Batch rows = format.rows_of(known);
  if (image) turn_over(*mirror_, rows);
  const Eigen::Index n = rows.rows();
  const Seen seen = seen_of(model_, coordinates_, rows, static_cast<int>(n));
  const Batch encodings = seen.encodings + correction(seen.coordinates);
  Batch decoded = model_.decode(Eigen::Map<const Batch>(encodings.data(), n, model_.latent_dim()));
  if (image) turn_over(*mirror_, decoded);
  const Batch frames = format.frames_of_rows(decoded).topRows(known.frames());
  return meet_ends(format.motion_of_frames(frames, known.fps()), known, kPast - 1,
                   known.frames() - 1);
}

/// A correction moves what the networks encode, whatever the model's latents are.
PoseAutoencoder of_networks(const PoseAutoencoder& model) {
  codec::ModelData data = model.data();
  data.space = {};
  return PoseAutoencoder(std::move(data));
}

Motion halfway(Motion motion, const Motion& other) {
  for (int t = 0; t < motion.frames(); ++t) {
    motion.set_root_position(t, 0.5 * (motion.root_position(t) + other.root_position(t)));
    for (int j = 0; j < motion.joints(); ++j) {
      motion.set_rotation(t, j, math::slerp(motion.rotation(t, j), other.rotation(t, j), 0.5));
    }
  }
  return motion;
}

Motion Learned::fill(const Gap& gap) const {
  const auto found = corrections_.find(gap.frames);
  if (found == corrections_.end()) {
    throw UsageError(fmt::format("in-betweening by a model: expected a gap of {} frames, found {}",
                                 fmt::join(kGaps, ", "), gap.frames));
  }
  const Motion known = joined(gap, method::interpolation().fill(gap));
  Motion filled = between(known, found->second, false);
  if (!mirror_) return filled;
  return halfway(std::move(filled), between(known, found->second, true));
}

}  // namespace

Method corrected(const PoseAutoencoder& model, const std::vector<Motion>& clips,
                 const training::Augmentation* mirror, const CorrectionOptions& options) {
  const auto learned = std::make_shared<const Learned>(
      of_networks(model), Clips(model.format(), clips, options.threads), mirror, options);
  return {"corrected", [learned](const Gap& gap) { return learned->fill(gap); }};
}

}  // namespace poseaae::evaluation::inbetween
