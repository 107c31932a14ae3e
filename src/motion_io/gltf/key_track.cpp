#include "key_track.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/mocap/frame_count.hpp"

namespace poseaae::mocap::gltf {

namespace {

/// A time so near to a key, in steps between keys, is that of the key: what float precision leaves
/// of times such as 1/30 s.
constexpr double kSameTime = 1e-3;

}  // namespace

KeyTrack::KeyTrack(Content& content, const Sampler& sampler, std::size_t width)
    : interpolation_(sampler.interpolation),
      width_(width),
      times_(content.numbers(sampler.input, 1)),
      values_(content.numbers(sampler.output, width)) {
  const std::size_t per_key = interpolation_ == Interpolation::kCubicSpline ? 3 : 1;
  if (times_.empty() || values_.size() != per_key * width * times_.size()) {
    throw content.error(fmt::format(
        "accessor {}: expected {} elements for {} keys, found {}; export the motion again",
        sampler.output, per_key * times_.size(), times_.size(), values_.size() / width));
  }
  for (std::size_t k = 1; k < times_.size(); ++k) {
    if (times_[k] > times_[k - 1]) continue;
    throw content.error(fmt::format(
        "accessor {}: expected times that increase, found {} s after {} s; export the motion again",
        sampler.input, times_[k], times_[k - 1]));
  }
}

KeyTrack::Between KeyTrack::between(double time) const {
  const auto after = std::ranges::upper_bound(times_, time);
  if (after == times_.begin()) return {0, 0.0};
  const auto key = static_cast<std::size_t>(after - times_.begin()) - 1;
  if (key + 1 == times_.size()) return {key, 0.0};
  const double share = (time - times_[key]) / (times_[key + 1] - times_[key]);
  if (share < kSameTime) return {key, 0.0};
  if (share > 1.0 - kSameTime) return {key + 1, 0.0};
  return {key, share};
}

const double* KeyTrack::value(std::size_t key) const {
  return values_.data() +
         width_ * (interpolation_ == Interpolation::kCubicSpline ? 3 * key + 1 : key);
}

Quat KeyTrack::quaternion(std::size_t key) const {
  const double* x = value(key);
  const Quat q(x[3], x[0], x[1], x[2]);
  return q.norm() > 0.0 ? q.normalized() : Quat::Identity();
}

template <typename Vector>
Vector KeyTrack::spline(const Between& at) const {
  const auto load = [&](const double* x) { return Vector(Eigen::Map<const Vector>(x)); };
  const double u = at.share;
  const double step = times_[at.key + 1] - times_[at.key];
  const Vector out = step * load(value(at.key) + width_);
  const Vector into = step * load(value(at.key + 1) - width_);
  return (2.0 * u * u * u - 3.0 * u * u + 1.0) * load(value(at.key)) +
         (u * u * u - 2.0 * u * u + u) * out +
         (3.0 * u * u - 2.0 * u * u * u) * load(value(at.key + 1)) + (u * u * u - u * u) * into;
}

Vec3 KeyTrack::place(double time) const {
  const Between at = between(time);
  const Vec3 here(value(at.key));
  if (at.share == 0.0 || interpolation_ == Interpolation::kStep) return here;
  if (interpolation_ == Interpolation::kCubicSpline) return spline<Vec3>(at);
  return here + at.share * (Vec3(value(at.key + 1)) - here);
}

Quat KeyTrack::rotation(double time) const {
  const Between at = between(time);
  if (at.share == 0.0 || interpolation_ == Interpolation::kStep) return quaternion(at.key);
  if (interpolation_ == Interpolation::kLinear) {
    return math::slerp(quaternion(at.key), quaternion(at.key + 1), at.share);
  }
  const auto x = spline<Eigen::Vector4d>(at);
  const Quat q(x[3], x[0], x[1], x[2]);
  return q.norm() > 0.0 ? q.normalized() : quaternion(at.key);
}

namespace {

constexpr double kNtsc = 1000.0 / 1001.0;

/// A whole rate or one of NTSC's, where it is as near as that.
double usual(double rate) {
  constexpr double kNear = 2e-4;
  const double whole = std::round(rate);
  if (whole > 0.0 && std::abs(rate / whole - 1.0) < kNear) return whole;
  const double ntsc = std::round(rate / kNtsc) * kNtsc;
  return ntsc > 0.0 && std::abs(rate / ntsc - 1.0) < kNear ? ntsc : rate;
}

bool on_frames(const std::vector<std::span<const double>>& tracks, double start, double rate) {
  constexpr double kOff = 0.02;  // of a frame
  return std::ranges::all_of(tracks, [&](std::span<const double> times) {
    return std::ranges::all_of(times, [&](double time) {
      const double frame = (time - start) * rate;
      return std::abs(frame - std::round(frame)) < kOff;
    });
  });
}

}  // namespace

double rate_of(const std::vector<std::span<const double>>& tracks) {
  constexpr double kDefault = 30.0;
  constexpr double kSlowest = 9.0;  // of a recording; below it, somebody has set keys by hand
  if (tracks.empty()) return kDefault;
  const auto times = *std::ranges::max_element(tracks, {}, &std::span<const double>::size);
  double start = times.front();
  for (const auto& track : tracks) start = std::min(start, track.front());
  if (times.size() < 2) return kDefault;
  std::vector<double> steps;
  for (std::size_t k = 1; k < times.size(); ++k) steps.push_back(times[k] - times[k - 1]);
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::ranges::nth_element(steps, middle);
  // The mean over a track without gaps is far more exact than one step between float numbers.
  const double mean = (times.back() - times.front()) / static_cast<double>(steps.size());
  const double step = std::abs(mean / *middle - 1.0) < 0.01 ? mean : *middle;
  std::vector<double> candidates;
  if (const double rate = usual(1.0 / step); rate >= kSlowest && rate <= kMaxFps) {
    candidates.push_back(rate);
  }
  for (const double rate :
       {30.0, 60.0, 24.0, 25.0, 50.0, 120.0, 48.0, 72.0, 90.0, 100.0, 144.0, 240.0}) {
    candidates.push_back(rate);
  }
  for (const double rate : {24.0, 30.0, 60.0, 120.0}) candidates.push_back(rate * kNtsc);
  const auto fits =
      std::ranges::find_if(candidates, [&](double rate) { return on_frames(tracks, start, rate); });
  return fits == candidates.end() ? kDefault : *fits;
}

}  // namespace poseaae::mocap::gltf
