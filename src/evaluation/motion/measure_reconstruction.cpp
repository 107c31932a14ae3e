#include <fmt/format.h>

#include <numbers>

#include "observed.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/metrics/reconstruction.hpp"
#include "poseaae/metrics/smoothness.hpp"
#include "poseaae/metrics/statistics.hpp"
#include "poseaae/mocap/frame_count.hpp"

namespace poseaae::evaluation::motion {

namespace {

/// The fraction of two sums over recordings, with its interval over clips.
class Fraction {
 public:
  void add(int clip, double above, double below) {
    if (!(below > 0.0)) return;
    above_.push_back(above);
    below_.push_back(below);
    clips_.push_back(clip);
  }
  void add(int clip, const Eigen::VectorXd& values) {
    add(clip, values.sum(), static_cast<double>(values.size()));
  }
  void add_to(Report& report, const Options& options, const char* group, const std::string& name,
              const char* unit, double scale = 1.0) const {
    Measure measure{group, name, unit};
    if (!clips_.empty()) {
      measure = over_clips(group, name, unit,
                           metrics::clip_bootstrap_ratio(
                               Eigen::Map<const Eigen::VectorXd>(above_.data(), std::ssize(above_)),
                               Eigen::Map<const Eigen::VectorXd>(below_.data(), std::ssize(below_)),
                               clips_, options.resamples, options.seed),
                           scale);
    }
    report.measures.push_back(std::move(measure));
  }

 private:
  std::vector<double> above_;
  std::vector<double> below_;
  std::vector<int> clips_;
};

/// Of one recording.
struct Pair {
  const Observed& truth;
  Observed found;
  std::optional<footing::Contacts> told;
};

Pair rebuilt(const Codec& codec, const Observed& truth, int body) {
  Rebuilt rebuilt = codec.rebuild(truth.motion);
  const mocap::Motion& motion = rebuilt.motion;
  if (motion.frames() != truth.motion.frames() || motion.joints() != truth.motion.joints()) {
    throw Error(fmt::format("'{}': expected {} frames of {} joints decoded, found {} of {}",
                            codec.name, truth.motion.frames(), truth.motion.joints(),
                            motion.frames(), motion.joints()));
  }
  return {truth, observed(std::move(rebuilt.motion), truth.clip, body), std::move(rebuilt.told)};
}

std::vector<Pair> all_rebuilt(const Known& known, const Codec& codec) {
  std::vector<std::optional<Pair>> made(known.held_out.size());
  parallel_for(made.size(), known.options.threads, [&](std::size_t i) {
    made[i].emplace(rebuilt(codec, known.held_out[i], known.space.body()));
  });
  std::vector<Pair> pairs;
  for (auto& pair : made) pairs.push_back(std::move(*pair));
  return pairs;
}

void measure_poses(const Known& known, const std::vector<Pair>& pairs, Report& report) {
  constexpr double kMillimetres = 1000.0;
  Fraction position;
  Fraction leaning;
  Fraction rotation;
  Fraction jerk;
  const int body = known.space.body();
  for (const Pair& pair : pairs) {
    const int clip = pair.truth.clip;
    const auto error = metrics::reconstruction(known.space, pair.truth.poses, pair.found.poses, 1);
    position.add(clip, error.position_m);
    rotation.add(clip, error.rotation_deg);
    leaning.add(clip,
                metrics::reconstruction(known.leaning, leaning_poses_of(pair.truth.motion, body),
                                        leaning_poses_of(pair.found.motion, body), 1)
                    .position_m);
    const auto jerk_of = [&](const Observed& motion) {
      return metrics::mean_jerk(known.space.points(motion.poses, 1), motion.fps()) *
             (motion.motion.frames() - 3);
    };
    jerk.add(clip, jerk_of(pair.found), jerk_of(pair.truth));
  }
  const auto add = [&](const Fraction& fraction, const char* name, const char* unit,
                       double scale = 1.0) {
    fraction.add_to(report, known.options, "reconstruction", name, unit, scale);
  };
  add(position, "mpjpe", "mm", kMillimetres);
  add(leaning, "mpjpe with lean", "mm", kMillimetres);
  add(rotation, "rotation error", "deg");
  add(jerk, "jerk / recorded", "");
}

void measure_way(const Known& known, const std::vector<Pair>& pairs, Report& report) {
  constexpr double kCentimetres = 100.0;
  const auto drift_after = [&](double seconds) {
    Fraction drift;
    for (const auto& [truth, found, told] : pairs) {
      const int frames = mocap::frames_in(seconds, truth.fps(), "drift", 0);
      drift.add(truth.clip, metrics::drift(truth.way, found.way, frames));
    }
    drift.add_to(report, known.options, "reconstruction",
                 fmt::format("root drift, {:g} s", seconds), "cm", kCentimetres);
  };
  drift_after(1.0);
  drift_after(5.0);
  Fraction by_way;
  Fraction path;
  for (const auto& [truth, found, told] : pairs) {
    by_way.add(truth.clip, metrics::drift_by_way(truth.way, found.way, 1.0));
    path.add(truth.clip, metrics::path_length(found.way), metrics::path_length(truth.way));
  }
  by_way.add_to(report, known.options, "reconstruction", "root drift, 1 m", "cm", kCentimetres);
  path.add_to(report, known.options, "reconstruction", "path / recorded", "");
}

double f1_of(const std::vector<Pair>& pairs, bool told) {
  metrics::ContactAgreement sum;
  for (const Pair& pair : pairs) {
    sum += metrics::agreement(pair.truth.contacts, told ? *pair.told : pair.found.contacts);
  }
  return sum.f1();
}

void measure_feet(const Known& known, const std::vector<Pair>& pairs, Report& report) {
  Fraction speed;
  Fraction recorded_speed;
  Fraction slides;
  Fraction recorded_slides;
  for (const auto& [truth, found, told] : pairs) {
    const auto skating = footing::skating_of(found.motion, truth.contacts);
    const auto recorded = footing::skating_of(truth.motion, truth.contacts);
    speed.add(truth.clip, skating.speed_mps * skating.pairs, skating.pairs);
    slides.add(truth.clip, skating.share * skating.pairs, skating.pairs);
    recorded_speed.add(truth.clip, recorded.speed_mps * recorded.pairs, recorded.pairs);
    recorded_slides.add(truth.clip, recorded.share * recorded.pairs, recorded.pairs);
  }
  const auto add = [&](const Fraction& fraction, const char* name, const char* unit) {
    fraction.add_to(report, known.options, "feet", name, unit);
  };
  add(speed, "skating", "m/s");
  add(recorded_speed, "skating of recordings", "m/s");
  add(slides, "sliding contacts", "");
  add(recorded_slides, "sliding contacts of recordings", "");
  report.measures.push_back({"feet", "contact f1", "", f1_of(pairs, false)});
  if (pairs.front().told) {
    report.measures.push_back({"feet", "contact f1 as told", "", f1_of(pairs, true)});
  }
}

}  // namespace

void measure_reconstruction(const Known& known, const Codec& codec, Report& report) {
  const std::vector<Pair> pairs = all_rebuilt(known, codec);
  measure_poses(known, pairs, report);
  measure_way(known, pairs, report);
  measure_feet(known, pairs, report);
}

}  // namespace poseaae::evaluation::motion
