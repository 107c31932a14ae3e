#include <fmt/format.h>

#include <algorithm>

#include "poseaae/base/error.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/evaluation/inbetween.hpp"
#include "poseaae/math/quaternion.hpp"
#include "poseaae/metrics/statistics.hpp"

namespace poseaae::evaluation::inbetween {

namespace {

using mocap::Motion;

/// Of one gap in all windows, (W) each.
struct Errors {
  explicit Errors(std::size_t windows)
      : rotation(static_cast<Eigen::Index>(windows)),
        position(rotation.size()),
        spectrum(rotation.size()),
        power(rotation.size()) {}

  Eigen::VectorXd rotation;
  Eigen::VectorXd position;
  Eigen::VectorXd spectrum;
  Eigen::VectorXd power;
};

/// Every quaternion on the hemisphere of the one before, first of the past's last.
void continue_signs(Motion& filled, const Motion& past) {
  for (int t = 0; t < filled.frames(); ++t) {
    for (int j = 0; j < filled.joints(); ++j) {
      const auto before = t == 0 ? past.rotation(past.frames() - 1, j) : filled.rotation(t - 1, j);
      filled.set_rotation(t, j, math::same_hemisphere(filled.rotation(t, j), before));
    }
  }
}

Motion fill(const Method& method, const Gap& gap) {
  Motion filled = method.fill(gap);
  if (filled.frames() != gap.frames || filled.skeleton() != gap.past.skeleton()) {
    throw Error(
        fmt::format("in-betweening by '{}': expected {} frames on the skeleton of the gap, found "
                    "{} frames of {} "
                    "joints",
                    method.name, gap.frames, filled.frames(), filled.joints()));
  }
  continue_signs(filled, gap.past);
  return filled;
}

Errors errors_of(const Data& data, const Method& method, int frames, int threads) {
  Errors errors(data.windows.size());
  parallel_for(data.windows.size(), threads, [&](std::size_t i) {
    const Motion& window = data.windows[i].motion;
    const int behind = kPast + frames;
    const Motion truth = window.slice(kPast, behind);
    const Motion filled =
        fill(method, {window.slice(0, kPast), window.slice(behind, behind + 1), frames});
    const auto row = static_cast<Eigen::Index>(i);
    const auto rotations = metrics::world_rotations(truth);
    const auto filled_rotations = metrics::world_rotations(filled);
    const auto spectra = metrics::spectrum_distance(rotations, filled_rotations);
    errors.rotation[row] = metrics::mean_frame_distance(rotations, filled_rotations);
    errors.position[row] =
        metrics::mean_frame_distance(data.scale.normalised(metrics::world_positions(truth)),
                                     data.scale.normalised(metrics::world_positions(filled)));
    errors.spectrum[row] = spectra.weighted;
    errors.power[row] = spectra.power;
  });
  return errors;
}

Measure measure_of(const char* group, int gap, const metrics::Interval& interval) {
  return over_clips(group, gap_name(gap), "", interval);
}

std::vector<Measure> facts_of(const Data& data) {
  return {{"data", "held-out clips", "", static_cast<double>(data.test_clips)},
          {"data", "held-out windows", "", static_cast<double>(data.windows.size())},
          {"data", "training clips", "", static_cast<double>(data.train_clips)},
          {"data", "training windows", "", static_cast<double>(data.train_windows)},
          {"data", "joints", "", static_cast<double>(data.skeleton.joints())}};
}

}  // namespace

std::string gap_name(int frames) { return fmt::format("{} frames", frames); }

Report measure(const Data& data, const Method& method, std::uint64_t seed, int threads) {
  constexpr int kResamples = 1000;
  std::vector<int> clips;
  for (const Window& window : data.windows) clips.push_back(window.clip);
  std::vector<Measure> rotation;
  std::vector<Measure> position;
  std::vector<Measure> spectrum;
  for (const int gap : kGaps) {
    const Errors errors = errors_of(data, method, gap, threads);
    const auto mean = [&](const Eigen::VectorXd& values) {
      return metrics::clip_bootstrap(values, clips, kResamples, seed);
    };
    rotation.push_back(measure_of("L2Q", gap, mean(errors.rotation)));
    position.push_back(measure_of("L2P", gap, mean(errors.position)));
    spectrum.push_back(measure_of(
        "NPSS", gap,
        metrics::clip_bootstrap_ratio(errors.spectrum, errors.power, clips, kResamples, seed)));
  }
  Report report{method.name, 1, facts_of(data), {}};
  for (const auto& group : {rotation, position, spectrum}) {
    report.measures.insert(report.measures.end(), group.begin(), group.end());
  }
  return report;
}

Comparison compare(const Data& data, const std::vector<Method>& methods, std::uint64_t seed,
                   int threads) {
  Comparison comparison{"in-betweening", data.skeleton, data.fps, {}, {}, describe(data)};
  for (const Method& method : methods) {
    comparison.reports.push_back(measure(data, method, seed, threads));
  }
  return comparison;
}

}  // namespace poseaae::evaluation::inbetween
