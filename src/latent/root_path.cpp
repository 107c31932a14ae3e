#include "poseaae/latent/root_path.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "poseaae/footing/closing.hpp"

namespace poseaae::latent {

namespace {

using footing::continued;
using footing::lean_of;
using footing::moved;
using footing::Place;
using footing::place_of;
using footing::set_lean;
using footing::set_place;
using footing::Step;
using footing::step_across;
using footing::step_between;
using footing::step_of;
using footing::turned;

constexpr int kLast =
    RootPath::kColumns - RootPath::kHeight;  // heights and leans: the last columns

/// The leans of `part` with the sign that follows that of `row`.
void continue_signs(Batch& part, const Eigen::RowVectorXf& row) {
  if (part.rows() == 0 || part.row(0).tail(4).dot(row.tail(4)) >= 0.0F) return;
  part.rightCols(4) *= -1.0F;
}

Step blended(const Step& a, const Step& b, double w) { return (1.0 - w) * a + w * b; }

/// The mean step over at most `window` frames at an end.
Step end_step(const RootPath& root, bool at_start, int window) {
  const int steps = std::min(window, root.frames() - 1);
  Step sum;
  for (int k = 0; k < steps; ++k) {
    sum = sum + step_of(root, at_start ? k : root.frames() - 2 - k);
  }
  return steps < 1 ? sum : (1.0 / steps) * sum;
}

}  // namespace

RootPath mix(const RootPath& a, const RootPath& b, const std::vector<double>& w) {
  if (a.frames() != b.frames() || std::ssize(w) != a.frames()) {
    throw UsageError(
        fmt::format("root paths: expected as many frames and weights, found {}, {}, {}", a.frames(),
                    b.frames(), w.size()));
  }
  RootPath result = a;
  const auto weight = [&](int t) { return std::clamp(w[t], 0.0, 1.0); };
  Place place;
  for (int t = 0; t < a.frames(); ++t) {
    if (t == 0) {
      const Place first = place_of(a, 0);
      const Place second = place_of(b, 0);
      const double u = weight(0);
      place = {first.x + u * (second.x - first.x), first.z + u * (second.z - first.z),
               first.heading + u * (continued(second.heading, first.heading) - first.heading)};
    } else {
      const double u = 0.5 * (weight(t - 1) + weight(t));
      place = moved(place, blended(step_of(a, t - 1), step_of(b, t - 1), u));
    }
    const auto u = static_cast<float>(weight(t));
    result.rows.row(t) = (1.0F - u) * a.rows.row(t) + u * b.rows.row(t);
    set_lean(result.rows, t, math::slerp(lean_of(a.rows, t), lean_of(b.rows, t), u));
    set_place(result, t, place);
    if (t > 0) {
      Batch lean = result.rows.middleRows(t, 1);
      continue_signs(lean, result.rows.row(t - 1));
      result.rows.row(t) = lean;
    }
  }
  return result;
}

void append(RootPath& whole, const RootPath& part) {
  if (part.frames() == 0) return;
  if (whole.frames() == 0) {
    whole = part;
    return;
  }
  const Place goal = moved(place_of(whole, whole.frames() - 1), step_across(whole, part));
  const Place first = place_of(part, 0);
  const double angle = goal.heading - first.heading;
  const Eigen::Index before = whole.rows.rows();
  Batch rows = part.rows;
  continue_signs(rows, whole.rows.row(before - 1));
  whole.rows.conservativeResize(before + rows.rows(), Eigen::NoChange);
  whole.rows.bottomRows(rows.rows()) = rows;
  for (int t = 0; t < part.frames(); ++t) {
    const Place here = place_of(part, t);
    const auto [x, z] = turned(here.x - first.x, here.z - first.z, angle);
    set_place(whole, before + t, {goal.x + x, goal.z + z, here.heading + angle});
  }
}

RootPath glide(const RootPath& from, const RootPath& to, const Glide& how) {
  Batch arriving = to.rows.rightCols(kLast);
  const Batch leaving = from.rows.rightCols(kLast);
  continue_signs(arriving, leaving.row(leaving.rows() - 1));
  const Batch between = how.between(leaving, arriving);
  const double lowest = std::min(from.clearance(from.frames() - 1), to.clearance(0));
  const Step last = end_step(from, false, how.window);
  const Step next = end_step(to, true, how.window);
  RootPath result{from.body, from.still_root, from.origin,
                  Batch(how.steps - 1, RootPath::kColumns)};
  Place place = place_of(from, from.frames() - 1);
  for (int k = 1; k < how.steps; ++k) {
    place = moved(place, blended(last, next, how.ease((k - 0.5) / how.steps)));
    result.rows.row(k - 1).tail(kLast) = between.row(k - 1);
    set_lean(result.rows, k - 1, lean_of(result.rows, k - 1));
    const double missing = lowest - result.clearance(k - 1);
    if (missing > 0.0) result.rows(k - 1, RootPath::kHeight) += static_cast<float>(missing);
    set_place(result, k - 1, place);
  }
  return result;
}

RootPath returning(const RootPath& root) {
  const int frames = root.frames();
  if (frames < 2) return root;
  std::vector<Step> steps;
  for (int t = 0; t + 1 < frames; ++t) steps.push_back(step_of(root, t));
  steps.push_back(step_across(root, root));
  double turn = 0.0;
  for (const Step& step : steps) turn += step.turn;
  const double excess = std::remainder(turn, 2.0 * std::numbers::pi) / frames;
  std::vector<Place> places{place_of(root, 0)};
  for (Step& step : steps) {
    step.turn -= excess;
    places.push_back(moved(places.back(), step));
  }
  return footing::closed_evenly(root, places);
}

RootPath around(const RootPath& loop) {
  RootPath result = loop;
  const Eigen::Index frames = loop.rows.rows();
  if (frames == 0) return result;
  Batch again = loop.rows.topRows(1);
  again(0, RootPath::kHeading) = static_cast<float>(
      continued(again(0, RootPath::kHeading), loop.rows(frames - 1, RootPath::kHeading)));
  continue_signs(again, loop.rows.row(frames - 1));
  result.rows.conservativeResize(frames + 1, Eigen::NoChange);
  result.rows.row(frames) = again;
  return result;
}

}  // namespace poseaae::latent
