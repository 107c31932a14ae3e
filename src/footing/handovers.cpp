#include "handovers.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace poseaae::footing {

using mocap::Vec3;

namespace {

/// The points that stood beside a gap, going on into it.
struct Bearer {
  const LegTouch* leg = nullptr;
  bool heel = false;
  bool toe = false;

  [[nodiscard]] Vec3 place(int t) const { return toe ? leg->leg->toe_at(t) : leg->leg->heel_at(t); }
};

/// The one that touches in frame t, where one does.
std::optional<Bearer> bearer_at(const std::vector<LegTouch>& legs, int t) {
  for (const LegTouch& leg : legs) {
    if (leg.touch->any(t)) return Bearer{&leg, leg.touch->heel[t] != 0, leg.touch->toe[t] != 0};
  }
  return {};
}

/// The gap's frames, and the frames beside it.
struct Gap {
  std::vector<int> frames;
  int before = -1;  ///< -1 where the clip begins with the gap
  int after = -1;   ///< likewise
};

/// Slips (metres) of a bearer from the frame beside the gap to each of the gap's, in the order in
/// which it meets them; they end where it is no longer low and slow.
std::vector<double> slips(const Bearer& bearer, double usual, const std::vector<double>& floor,
                          std::vector<int> frames, int beside, double fps) {
  constexpr double kLow_m = 0.04;
  constexpr double kSlow_mps = 0.6;
  std::vector<double> result;
  int last = beside;
  for (const int t : frames) {
    const Vec3 step = bearer.place(t) - bearer.place(last);
    const double slip = std::hypot(step.x(), step.z());
    const double height = bearer.place(t).y() - floor[t] - usual;
    if (slip * fps > kSlow_mps || height > kLow_m) break;
    result.push_back(slip);
    last = t;
  }
  return result;
}

double usual_of(const Bearer& bearer, const std::vector<double>& floor) {
  const LegTrack& leg = *bearer.leg->leg;
  return bearer.toe ? usual_height(bearer.leg->touch->toe, leg, leg.toe, floor)
                    : usual_height(bearer.leg->touch->heel, leg, leg.heel, floor);
}

void stand(const Bearer& bearer, int t) {
  if (bearer.heel) bearer.leg->touch->heel[t] = 1;
  if (bearer.toe) bearer.leg->touch->toe[t] = 1;
}

void close(const Gap& gap, const std::vector<LegTouch>& legs, const std::vector<double>& floor,
           double fps) {
  const auto first = gap.before < 0 ? std::nullopt : bearer_at(legs, gap.before);
  const auto second = gap.after < 0 ? std::nullopt : bearer_at(legs, gap.after);
  std::vector<double> on;    // slips of the first, forwards
  std::vector<double> back;  // of the second, backwards
  if (first) on = slips(*first, usual_of(*first, floor), floor, gap.frames, gap.before, fps);
  if (second) {
    const std::vector<int> backwards(gap.frames.rbegin(), gap.frames.rend());
    back = slips(*second, usual_of(*second, floor), floor, backwards, gap.after, fps);
  }
  // The first takes `k` frames, the second the rest; what neither reaches costs most.
  const auto count = std::ssize(gap.frames);
  constexpr double kNobody_m = 1.0;
  std::ptrdiff_t best = 0;
  double least = std::numeric_limits<double>::infinity();
  for (std::ptrdiff_t k = 0; k <= std::ssize(on); ++k) {
    const auto rest = std::min(count - k, std::ssize(back));
    double cost = kNobody_m * static_cast<double>(count - k - rest);
    for (std::ptrdiff_t i = 0; i < k; ++i) cost += on[i];
    for (std::ptrdiff_t i = 0; i < rest; ++i) cost += back[i];
    if (cost >= least) continue;
    least = cost;
    best = k;
  }
  for (std::ptrdiff_t i = 0; i < best; ++i) stand(*first, gap.frames[i]);
  for (std::ptrdiff_t i = 0; i < std::min(count - best, std::ssize(back)); ++i) {
    stand(*second, gap.frames[count - 1 - i]);
  }
}

}  // namespace

void hand_over(const std::vector<LegTouch>& legs, const std::vector<double>& floor,
               const Timeline& time) {
  constexpr double kLongest_s = 0.5;
  std::vector<char> nobody(static_cast<std::size_t>(time.frames), 1);
  for (int t = 0; t < time.frames; ++t) {
    if (bearer_at(legs, t)) nobody[t] = 0;
  }
  for (const Timeline::Run& run : time.runs(nobody)) {
    if (run.length > time.frames_in(kLongest_s) || run.length == time.frames) continue;
    Gap gap;
    for (int k = 0; k < run.length; ++k) gap.frames.push_back(time.at(run.first + k));
    const int end = run.first + run.length;
    if (run.first > 0 || time.loops) gap.before = time.at(run.first + time.frames - 1);
    if (end < time.frames || time.loops) gap.after = time.at(end);
    close(gap, legs, floor, time.fps);
  }
}

}  // namespace poseaae::footing
