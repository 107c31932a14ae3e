#include "gaps.hpp"

#include <algorithm>
#include <cmath>

namespace poseaae::footing {

using mocap::Vec3;

int Timeline::frames_in(double seconds) const {
  return std::max(1, static_cast<int>(std::lround(seconds * fps)));
}

std::vector<Timeline::Run> Timeline::runs(const std::vector<char>& mask) const {
  const auto unset = std::ranges::find(mask, 0);
  if (unset == mask.end()) return frames > 0 ? std::vector<Run>{{0, frames}} : std::vector<Run>{};
  const int start = loops ? static_cast<int>(unset - mask.begin()) : 0;
  std::vector<Run> result;
  for (int k = 0; k < frames; ++k) {
    if (mask[at(start + k)] == 0) continue;
    if (k == 0 || mask[at(start + k - 1)] == 0) result.push_back({at(start + k), 0});
    ++result.back().length;
  }
  return result;
}

namespace {

/// A value and its speed per frame.
struct State {
  Vec3 value{0, 0, 0};
  Vec3 speed{0, 0, 0};
};

/// The cubic from one state to another `span` frames later, after `k` frames.
Vec3 hermite(const State& from, const State& to, int span, int k) {
  const double t = static_cast<double>(k) / span;
  const double t2 = t * t;
  const double t3 = t2 * t;
  return (2 * t3 - 3 * t2 + 1) * from.value + (t3 - 2 * t2 + t) * span * from.speed +
         (3 * t2 - 2 * t3) * to.value + (t3 - t2) * span * to.speed;
}

}  // namespace

void fill_gaps(std::vector<Vec3>& signal, const std::vector<char>& known, const Timeline& time,
               int blend) {
  const auto runs = time.runs(known);
  for (int t = 0; t < time.frames; ++t) {
    if (known[t] == 0) signal[t] = Vec3::Zero();
  }
  if (runs.empty() || runs.front().length == time.frames) return;
  const auto begin_of = [&](const Timeline::Run& run) {
    const Vec3& value = signal[run.first];
    return State{value,
                 run.length > 1 ? Vec3(signal[time.at(run.first + 1)] - value) : Vec3::Zero()};
  };
  const auto end_of = [&](const Timeline::Run& run) {
    const Vec3& value = signal[time.at(run.first + run.length - 1)];
    return State{value, run.length > 1 ? Vec3(value - signal[time.at(run.first + run.length - 2)])
                                       : Vec3::Zero()};
  };
  // A gap of `missing` frames after a run and before another, each of which may not be there.
  const auto fill = [&](int first, int missing, const State* before, const State* after) {
    const int span = missing + 1;
    const bool near = before != nullptr && after != nullptr && span < 2 * blend;
    for (int k = 1; k <= missing; ++k) {
      Vec3& value = signal[time.at(first + k - 1)];
      if (near) {
        value = hermite(*before, *after, span, k);
      } else if (before != nullptr && k < blend) {
        value = hermite(*before, {}, blend, k);
      } else if (after != nullptr && span - k < blend) {
        value = hermite({}, *after, blend, blend - (span - k));
      }
    }
  };
  std::vector<State> begins;
  std::vector<State> ends;
  for (const auto& run : runs) {
    begins.push_back(begin_of(run));
    ends.push_back(end_of(run));
  }
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const int after = runs[i].first + runs[i].length;
    const bool last = i + 1 == runs.size();
    if (last && !time.loops) {
      fill(after, time.frames - after, &ends[i], nullptr);
      break;
    }
    const std::size_t next = last ? 0 : i + 1;
    const int missing = (runs[next].first - after + 2 * time.frames) % time.frames;
    fill(after, missing, &ends[i], &begins[next]);
  }
  if (!time.loops) fill(0, runs.front().first, nullptr, &begins.front());
}

}  // namespace poseaae::footing
