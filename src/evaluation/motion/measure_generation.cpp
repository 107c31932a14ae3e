#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "observed.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/metrics/statistics.hpp"

namespace poseaae::evaluation::motion {

namespace {

/// Random walks, as long as the held-out recordings in turn.
std::vector<Observed> walks_of(const Known& known, const Codec& codec) {
  std::vector<std::optional<Observed>> made(static_cast<std::size_t>(known.options.walks));
  parallel_for(made.size(), known.options.threads, [&](std::size_t i) {
    const int frames = known.held_out[i % known.held_out.size()].motion.frames();
    made[i] = observed(codec.walk(frames, known.options.seed + i), static_cast<int>(i),
                       known.space.body());
  });
  std::vector<Observed> walks;
  for (auto& walk : made) walks.push_back(std::move(*walk));
  return walks;
}

/// How motions travel and stand, over all their frames.
struct Manner {
  std::vector<double> speeds;  ///< of the root, m/s
  std::vector<double> turns;   ///< degrees a second
  std::vector<double> paths;   ///< of each motion, m
  double standing = 0.0;       ///< share of the frames in which a foot carries weight
  double skating_mps = 0.0;    ///< of the points that carry weight
  double low_mps = 0.0;        ///< of those that are low

  [[nodiscard]] double speed() const { return mean_of(speeds, false); }
  [[nodiscard]] double turn() const { return mean_of(turns, true); }
  [[nodiscard]] double path() const { return mean_of(paths, false); }

 private:
  static double mean_of(const std::vector<double>& values, bool sizes) {
    double sum = 0.0;
    for (const double value : values) sum += sizes ? std::abs(value) : value;
    return sum / static_cast<double>(values.size());
  }
};

/// Mean of speeds over the pairs of frames of several motions.
struct Pooled {
  double sum = 0.0;
  double pairs = 0.0;
  void add(const footing::Skating& skating) {
    sum += skating.speed_mps * skating.pairs;
    pairs += skating.pairs;
  }
  [[nodiscard]] double mean() const { return pairs > 0.0 ? sum / pairs : Measure::kNone; }
};

Manner manner_of(const std::vector<Observed>& motions, int threads) {
  std::vector<footing::Skating> standing(motions.size());
  std::vector<footing::Skating> low(motions.size());
  parallel_for(motions.size(), threads, [&](std::size_t i) {
    const mocap::Motion& motion = motions[i].motion;
    standing[i] = footing::skating_of(motion, motions[i].contacts);
    low[i] = footing::skating_of(motion, footing::low_points(motion));
  });
  Manner manner;
  Pooled skating;
  Pooled low_speed;
  double frames = 0.0;
  for (std::size_t i = 0; i < motions.size(); ++i) {
    const auto& [motion, clip, poses, way, contacts] = motions[i];
    std::ranges::move(metrics::root_speeds(way, motion.fps()), std::back_inserter(manner.speeds));
    for (const double rate : metrics::turn_rates(way, motion.fps())) {
      manner.turns.push_back(rate * 180.0 / std::numbers::pi);
    }
    manner.paths.push_back(metrics::path_length(way));
    for (int t = 0; t < motion.frames(); ++t) {
      const auto point =
          contacts.touches.begin() + static_cast<std::ptrdiff_t>(t) * contacts.points();
      manner.standing +=
          std::any_of(point, point + contacts.points(), [](auto on) { return on != 0; });
    }
    frames += motion.frames();
    skating.add(standing[i]);
    low_speed.add(low[i]);
  }
  manner.standing /= frames;
  manner.skating_mps = skating.mean();
  manner.low_mps = low_speed.mean();
  return manner;
}

/// Adds numbers to a group.
class Adder {
 public:
  explicit Adder(Report& report) : report_(report) {}
  void add(const std::string& name, const char* unit, double value) {
    report_.measures.push_back({"generation", name, unit, value});
  }
  /// The value, that of held-out recordings, and how many times that it is.
  void beside(const std::string& name, const char* unit, double made, double recorded) {
    add(name, unit, made);
    add(name + " of recordings", unit, recorded);
    add(name + " / recordings", "", recorded > 0.0 ? made / recorded : Measure::kNone);
  }

 private:
  Report& report_;
};

void measure_windows(const Known& known, const metrics::Motions& walks, Adder& to) {
  if (known.options.brief) {
    to.add("precision", "", known.yardstick.precision(walks));
    to.add("precision of held out", "", known.yardstick.precision(known.held_out_points));
    return;
  }
  const metrics::MotionQuality made = known.yardstick.measure(walks);
  const metrics::MotionQuality held_out = known.yardstick.measure(known.held_out_points);
  to.add("frechet", "m^2", made.train_m2);
  to.add("frechet to held out", "m^2", made.held_out_m2);
  to.add("frechet of held out", "m^2", held_out.train_m2);
  to.add("precision", "", made.quality.precision);
  to.add("precision of held out", "", held_out.quality.precision);
  to.add("recall", "", made.quality.recall);
  to.add("recall of held out", "", held_out.quality.recall);
  to.beside("diversity", "m", known.yardstick.diversity(walks),
            known.yardstick.diversity(known.held_out_points));
  to.beside("joint speed", "m/s", made.speed_m_s, held_out.speed_m_s);
  to.beside("jerk", "m/s^3", made.jerk_m_s3, held_out.jerk_m_s3);
}

void measure_travel(const Known& known, const std::vector<Observed>& walks, Adder& to) {
  const int threads = known.options.threads;
  const Manner made = manner_of(walks, threads);
  const Manner recorded = manner_of(known.held_out, threads);
  const Manner learned = manner_of(known.train, threads);
  to.beside("root speed", "m/s", made.speed(), recorded.speed());
  to.add("root speeds, distance", "m/s", metrics::wasserstein_1(made.speeds, recorded.speeds));
  to.add("root speeds, of training clips", "m/s",
         metrics::wasserstein_1(learned.speeds, recorded.speeds));
  to.beside("turn", "deg/s", made.turn(), recorded.turn());
  to.add("turns, distance", "deg/s", metrics::wasserstein_1(made.turns, recorded.turns));
  to.add("turns, of training clips", "deg/s",
         metrics::wasserstein_1(learned.turns, recorded.turns));
  to.beside("path", "m", made.path(), recorded.path());
  to.add("paths, distance", "m", metrics::wasserstein_1(made.paths, recorded.paths));
  to.beside("skating", "m/s", made.skating_mps, recorded.skating_mps);
  to.beside("low points", "m/s", made.low_mps, recorded.low_mps);
  to.beside("standing", "", made.standing, recorded.standing);
}

}  // namespace

void measure_generation(const Known& known, const Codec& codec, Report& report) {
  const std::vector<Observed> walks = walks_of(known, codec);
  Adder to(report);
  measure_windows(known, points_of(walks, known.space), to);
  measure_travel(known, walks, to);
}

}  // namespace poseaae::evaluation::motion
