#include "series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "poseaae/base/error.hpp"
#include "poseaae/math/quaternion.hpp"
#include "poseaae/mocap/frame_count.hpp"

namespace poseaae::npz {

namespace {

constexpr double kOfAFrame = 0.02;
constexpr double kOfARate = 0.02;
constexpr std::size_t kMostPerRow = 100;  // frames that a gap may need, over the whole clip

/// Leaves out rows whose time is not after that of the row before.
void drop_repeated(Series& series) {
  std::size_t kept = 0;
  double last = -HUGE_VAL;
  for (std::size_t t = 0; t < series.times.size(); ++t) {
    if (series.times[t] <= last) continue;
    last = series.times[t];
    series.times[kept] = last;
    std::copy_n(&series.values[t * series.columns], series.columns,
                &series.values[kept * series.columns]);
    ++kept;
  }
  series.times.resize(kept);
  series.values.resize(kept * series.columns);
}

double median_rate(const std::vector<double>& times) {
  std::vector<double> steps;
  for (std::size_t t = 1; t < times.size(); ++t) steps.push_back(times[t] - times[t - 1]);
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::nth_element(steps.begin(), middle, steps.end());
  const double rate = 1.0 / *middle;
  const double whole = std::round(rate);
  return whole > 0.0 && std::abs(rate - whole) <= kOfARate * rate ? whole : rate;
}

/// Whether the rows of all are at the same times, an even grid of this rate.
bool share_grid(const std::vector<Series*>& all, double fps) {
  const Series& first = *all.front();
  for (const Series* one : all) {
    if (one->times.size() != first.times.size()) return false;
    for (std::size_t t = 0; t < one->times.size(); ++t) {
      const double grid = first.times.front() + static_cast<double>(t) / fps;
      if (std::abs(one->times[t] - grid) > kOfAFrame / fps) return false;
    }
  }
  return true;
}

void blend(const Series& series, std::size_t row, double part, double* out) {
  const double* const before = &series.values[row * series.columns];
  const double* const after = part > 0.0 ? before + series.columns : before;
  for (std::size_t i = 0; i < series.columns; i += series.width) {
    if (series.width == math::kQuatSize) {
      const auto a = math::load_wxyz(before + i);
      const auto b = math::load_wxyz(after + i);
      math::store_wxyz<double>(math::slerp(a, b, part), out + i);
      continue;
    }
    for (std::size_t k = i; k < i + series.width; ++k) {
      out[k] = before[k] + part * (after[k] - before[k]);
    }
  }
}

/// At start, start + 1 / fps, ...
void resample(Series& series, double start, double fps, std::size_t frames) {
  std::vector<double> values(frames * series.columns);
  std::size_t row = 0;
  for (std::size_t t = 0; t < frames; ++t) {
    const double time = start + static_cast<double>(t) / fps;
    while (row + 1 < series.times.size() && series.times[row + 1] <= time) ++row;
    double part = 0.0;
    if (row + 1 < series.times.size()) {
      part = (time - series.times[row]) / (series.times[row + 1] - series.times[row]);
    }
    blend(series, row, std::clamp(part, 0.0, 1.0), &values[t * series.columns]);
  }
  series.values = std::move(values);
  series.times.clear();
}

/// The rate of rows without times: all of one length.
double plain_rate(const std::vector<Series*>& all, double fps, const Archive& archive) {
  for (const Series* one : all) {
    if (one->frames() != all.front()->frames()) {
      archive.fail(fmt::format("expected arrays of one length, found {} and {} frames",
                               all.front()->frames(), one->frames()));
    }
  }
  if (fps > 0.0) return fps;
  archive.fail(
      "expected the array frame_rate (or data.fps set to the clip's frames per second), found "
      "neither");
}

void limit_frames(std::size_t frames, const Archive& archive) {
  if (frames <= static_cast<std::size_t>(mocap::kMaxFrames)) return;
  archive.fail(fmt::format("expected up to {} frames, found {}", mocap::kMaxFrames, frames));
}

}  // namespace

void require_rotations(Series& series, const Archive& archive, const std::string& name) {
  for (std::size_t i = 0; i < series.values.size(); i += math::kQuatSize) {
    Eigen::Map<Eigen::Vector4d> q(&series.values[i]);
    const double length = q.norm();
    if (!(length > 0.5 && length < 2.0)) {
      archive.fail(fmt::format(
          "array '{}': expected unit quaternions w x y z, found one of length {:.3g} in row {}",
          name, length, i / series.columns));
    }
    q /= length;
  }
}

double make_regular(const std::vector<Series*>& all, double fps, const Archive& archive) {
  for (const Series* one : all) limit_frames(one->frames(), archive);
  const auto timed = [](const Series* one) { return !one->times.empty(); };
  if (std::ranges::none_of(all, timed)) return plain_rate(all, fps, archive);
  for (Series* one : all) drop_repeated(*one);
  const auto longest =
      std::ranges::max_element(all, {}, [](const Series* one) { return one->times.size(); });
  if (fps <= 0.0 && (*longest)->times.size() < 2) return plain_rate(all, fps, archive);
  if (fps <= 0.0) fps = std::clamp(median_rate((*longest)->times), 1e-3, mocap::kMaxFps);
  if (share_grid(all, fps)) return fps;
  double start = -HUGE_VAL;
  double end = HUGE_VAL;
  for (const Series* one : all) {
    start = std::max(start, one->times.front());
    end = std::min(end, one->times.back());
  }
  const double count = std::floor((end - start) * fps + 1e-6) + 1.0;
  const double most = static_cast<double>(kMostPerRow * (*longest)->times.size());
  if (!(count >= 1.0) || count > most) {
    archive.fail(
        fmt::format("expected time stamps in seconds that overlap, found a common span of {:.6g} s "
                    "with {} rows",
                    end - start, (*longest)->times.size()));
  }
  limit_frames(static_cast<std::size_t>(count), archive);
  for (Series* one : all) resample(*one, start, fps, static_cast<std::size_t>(count));
  return fps;
}

}  // namespace poseaae::npz
