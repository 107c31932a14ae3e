#include <fmt/format.h>

#include <iterator>
#include <map>
#include <memory>

#include "../correction.hpp"
#include "../meet_ends.hpp"
#include "../methods.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/nn/inference.hpp"

namespace poseaae::evaluation::inbetween {

namespace {

using codec::PoseAutoencoder;
using mocap::Motion;

/// What the method knows when it has learned.
struct Learned {
  PoseAutoencoder model;
  Coordinates coordinates;
  std::map<int, nn::Inference> corrections{};  ///< by the length of a gap

  [[nodiscard]] Motion fill(const Gap& gap) const;
};

Motion Learned::fill(const Gap& gap) const {
  const auto found = corrections.find(gap.frames);
  if (found == corrections.end()) {
    throw UsageError(fmt::format("in-betweening by a model: expected a gap of {} frames, found {}",
                                 fmt::join(kGaps, ", "), gap.frames));
  }
  const codec::PoseFormat& format = model.format();
  const Motion known = joined(gap, method::interpolation().fill(gap));
  const Batch rows = format.rows_of(known);
  const auto n = static_cast<int>(rows.rows());
  const Seen seen = seen_of(model, coordinates, rows, n);
  const Batch encodings = seen.encodings + found->second(seen.coordinates);
  const Batch decoded =
      model.decode(Eigen::Map<const Batch>(encodings.data(), n, model.latent_dim()));
  const Batch frames = format.frames_of_rows(decoded).topRows(known.frames());
  return meet_ends(format.motion_of_frames(frames, known.fps()), known, kPast - 1,
                   known.frames() - 1);
}

}  // namespace

Method corrected(const PoseAutoencoder& model, const std::vector<Motion>& clips,
                 const training::Augmentation* mirror, const CorrectionOptions& options) {
  const Clips learned_from(model.format(), clips, options.threads);
  auto learned = std::make_shared<Learned>(Learned{model, Coordinates(learned_from)});
  for (const int gap : kGaps) {
    learned->corrections.emplace(
        gap, learn_correction(model, learned_from, learned->coordinates, gap, mirror, options));
  }
  return {"corrected", [learned](const Gap& gap) { return learned->fill(gap); }};
}

}  // namespace poseaae::evaluation::inbetween
