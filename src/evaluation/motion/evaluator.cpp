#include <algorithm>

#include "observed.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/footing/root_path.hpp"
#include "poseaae/mocap/pose_view.hpp"

namespace poseaae::evaluation::motion {

namespace {

Batch stacked(const std::vector<Batch>& parts) {
  Eigen::Index rows = 0;
  for (const Batch& part : parts) rows += part.rows();
  Batch all(rows, parts.front().cols());
  Eigen::Index first = 0;
  for (const Batch& part : parts) {
    all.middleRows(first, part.rows()) = part;
    first += part.rows();
  }
  return all;
}

/// Of all recordings that are learned from.
Batch poses_in_room(const Recordings& recordings) {
  if (recordings.train.empty() || recordings.held_out.empty()) {
    throw UsageError(
        "measuring motion: expected recordings held out and to learn from, found none");
  }
  std::vector<Batch> parts;
  for (const Recording& recording : recordings.train) parts.push_back(poses_of(recording.motion));
  return stacked(parts);
}

Batch leaning_in_room(const Recordings& recordings, int body) {
  std::vector<Batch> parts;
  for (const Recording& recording : recordings.train) {
    parts.push_back(leaning_poses_of(recording.motion, body));
  }
  return stacked(parts);
}

int clips_in(const std::vector<Observed>& motions) {
  std::vector<int> clips;
  for (const Observed& motion : motions) clips.push_back(motion.clip);
  const auto repeated = std::ranges::unique(clips);  // those of a clip follow one another
  return static_cast<int>(repeated.begin() - clips.begin());
}

double seconds_of(const std::vector<Observed>& motions) {
  double seconds = 0.0;
  for (const Observed& motion : motions) seconds += motion.motion.frames() / motion.fps();
  return seconds;
}

}  // namespace

Batch poses_of(const mocap::Motion& motion) {
  return codec::PoseFormat(motion.skeleton()).rows_of(motion);
}

Batch leaning_poses_of(const mocap::Motion& motion, int body) {
  Batch poses = poses_of(motion);
  const footing::RootPath root = footing::root_path_of(motion, body);
  for (int t = 0; t < motion.frames(); ++t) {
    const mocap::PoseView pose(poses.row(t).data());
    for (int j = body; j >= 0; j = motion.skeleton().parent(j)) {
      pose.set_rotation(j, j == body ? footing::lean_of(root.rows, t) : mocap::Quat::Identity());
    }
  }
  return poses;
}

Observed observed(mocap::Motion motion, int clip, int body) {
  Batch poses = poses_of(motion);
  metrics::Way way = metrics::way_of(motion, body);
  footing::Contacts contacts = footing::contacts_of(motion);
  return {std::move(motion), clip, std::move(poses), std::move(way), std::move(contacts)};
}

std::vector<Observed> observed(const std::vector<Recording>& recordings, int body, int threads) {
  std::vector<std::optional<Observed>> found(recordings.size());
  parallel_for(recordings.size(), threads, [&](std::size_t i) {
    found[i] = observed(recordings[i].motion, recordings[i].clip, body);
  });
  std::vector<Observed> all;
  for (auto& one : found) all.push_back(std::move(*one));
  return all;
}

metrics::Motions points_of(const std::vector<Observed>& motions, const metrics::PoseSpace& space) {
  metrics::Motions all{{}, motions.front().fps()};
  for (const Observed& motion : motions) all.points.push_back(space.points(motion.poses, 1));
  return all;
}

Known::Known(const Recordings& recordings, const Options& chosen)
    : options(chosen),
      space(recordings.train.front().motion.skeleton(), poses_in_room(recordings)),
      leaning(space.skeleton(), leaning_in_room(recordings, space.body()),
              metrics::PoseSpace::Root::kKept),
      train(observed(recordings.train, space.body(), chosen.threads)),
      held_out(observed(recordings.held_out, space.body(), chosen.threads)),
      train_points(points_of(train, space)),
      held_out_points(points_of(held_out, space)),
      yardstick(train_points, held_out_points, kWindow, chosen.threads) {}

Evaluator::Evaluator(const Recordings& recordings, const Options& options)
    : known_((options.validate(), std::make_unique<const Known>(recordings, options))) {}

Evaluator::~Evaluator() = default;

Report Evaluator::evaluate(const Codec& codec) const {
  Report report{codec.name, 1, {}, {}};
  const auto add = [&](const char* group, const char* name, const char* unit, double value) {
    report.measures.push_back({group, name, unit, value});
  };
  add("data", "held-out clips", "", clips_in(known_->held_out));
  add("data", "held out", "s", seconds_of(known_->held_out));
  add("data", "training clips", "", clips_in(known_->train));
  add("data", "to learn from", "s", seconds_of(known_->train));
  add("codec", "latents", "", codec.latent_dim);
  add("codec", "numbers a second", "", codec.numbers_a_second);
  measure_reconstruction(*known_, codec, report);
  measure_generation(*known_, codec, report);
  return report;
}

Report Evaluator::rebuild(const Codec& codec) const {
  Report report{codec.name, 1, {}, {}};
  measure_reconstruction(*known_, codec, report);
  return report;
}

}  // namespace poseaae::evaluation::motion
