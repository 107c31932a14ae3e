#include "tracks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"

namespace poseaae::mocap::gltf {

namespace {

/// Rotations and places that differ by less are the same: a micrometre at a distance of ten metres,
/// and half of what six decimals of a metre tell apart.
constexpr double kSameRotation = 1e-7;
constexpr double kSamePlace = 5e-7;

[[noreturn]] void refuse(const Motion& motion, int frame, int joint) {
  throw Error(
      fmt::format("joint '{}', frame {}: expected finite numbers to write as glTF, found "
                  "others",
                  motion.skeleton().name(joint), frame));
}

double lowest_of(const Skeleton& skeleton, const std::vector<Vec3>& at) {
  double lowest = at.front().y();
  for (const Vec3& place : at) lowest = std::min(lowest, place.y());
  for (const EndSite& site : skeleton.end_sites()) {
    lowest = std::min(lowest, at[site.parent].y() + site.offset.y());
  }
  return lowest;
}

}  // namespace

RestPose::RestPose(const Skeleton& skeleton, const std::vector<Quat>& axes)
    : skeleton_(skeleton), axes_(axes), offsets_(skeleton.offsets()) {
  if (!axes.empty() && axes.size() != static_cast<std::size_t>(skeleton.joints())) {
    throw UsageError(fmt::format("axes: expected one rotation per joint ({}), found {}",
                                 skeleton.joints(), axes.size()));
  }
  const auto place = [&] {
    at_ = offsets_;
    for (int j = 1; j < skeleton.joints(); ++j) at_[j] += at_[skeleton.parent(j)];
  };
  place();
  if (!offsets_[0].isZero()) return;
  offsets_[0].y() = -lowest_of(skeleton, at_);
  place();
}

Quat RestPose::rotation(int joint) const {
  return (axes(skeleton_.parent(joint)).conjugate() * axes(joint)).normalized();
}

Vec3 RestPose::translation(int joint, const Vec3& l) const {
  return axes(skeleton_.parent(joint)).conjugate() * l;
}

RotationTrack rotation_track(const Motion& motion, const RestPose& rest, int joint) {
  const auto frames = static_cast<std::size_t>(motion.frames());
  const std::size_t stride = math::kQuatSize * motion.joints();
  const double* q = motion.rotations().data() + math::kQuatSize * joint;
  const Quat before = rest.axes(motion.skeleton().parent(joint)).conjugate();
  const Quat after = rest.axes(joint);
  const Quat still = rest.rotation(joint);
  RotationTrack track;
  track.values.resize(4 * frames);
  Quat first = still;
  Quat last = still;
  double spread = 0.0;
  for (std::size_t t = 0; t < frames; ++t, q += stride) {
    Quat r = math::load_wxyz(q);
    if (rest.has_axes()) r = before * r * after;
    const double norm = r.norm();
    if (!(norm > 0.0) || !std::isfinite(norm)) refuse(motion, static_cast<int>(t), joint);
    const double scale = (r.dot(last) < 0.0 ? -1.0 : 1.0) / norm;
    r.coeffs() *= scale;
    if (t == 0) first = r;
    spread = std::max(spread, (r.coeffs() - first.coeffs()).cwiseAbs().maxCoeff());
    last = r;
    for (int k = 0; k < 4; ++k) track.values[4 * t + k] = static_cast<float>(r.coeffs()[k]);
  }
  track.keys = Keys::kAll;
  if (spread > kSameRotation) return track;
  const bool rests = (first.coeffs() - still.coeffs()).cwiseAbs().maxCoeff() <= kSameRotation;
  track.keys = rests ? Keys::kNone : Keys::kOne;
  track.values.resize(rests ? 0 : 4);
  return track;
}

void pack(RotationTrack& track) {
  constexpr float kOne = 32767.0F;
  track.packed.resize(track.values.size());
  std::ranges::transform(track.values, track.packed.begin(), [](float value) {
    return static_cast<std::int16_t>(std::lrint(std::clamp(value, -1.0F, 1.0F) * kOne));
  });
  track.values.clear();
}

TranslationTrack translation_track(const Motion& motion, const RestPose& rest, int joint) {
  TranslationTrack track;
  track.constant = rest.offset(joint);
  if (joint != 0 && !motion.translations().contains(joint)) return track;
  const int frames = motion.frames();
  track.values.reserve(3 * static_cast<std::size_t>(frames));
  track.constant = motion.local_position(0, joint);
  double spread = 0.0;
  for (int t = 0; t < frames; ++t) {
    const Vec3 place = motion.local_position(t, joint);
    if (!place.allFinite()) refuse(motion, t, joint);
    spread = std::max(spread, (place - track.constant).cwiseAbs().maxCoeff());
    for (const double length : rest.translation(joint, place)) {
      track.values.push_back(static_cast<float>(length));
    }
  }
  track.keys = spread > kSamePlace ? Keys::kAll : Keys::kNone;
  return track;
}

std::vector<bool> packable(const Skeleton& skeleton, double tolerance) {
  const auto joints = static_cast<std::size_t>(skeleton.joints());
  std::vector<double> reach(joints, 0.0);  // the longest way to what hangs from the joint
  std::vector<double> spent(joints, 0.0);  // the largest error below it
  std::vector<bool> packed(joints, false);
  for (const EndSite& site : skeleton.end_sites()) {
    reach[site.parent] = std::max(reach[site.parent], site.offset.norm());
  }
  for (int j = skeleton.joints() - 1; j >= 0; --j) {
    const double own = kPackedError * reach[j];
    packed[j] = spent[j] + own <= tolerance;
    if (packed[j]) spent[j] += own;
    const int above = skeleton.parent(j);
    if (above < 0) continue;
    reach[above] = std::max(reach[above], reach[j] + skeleton.offset(j).norm());
    spent[above] = std::max(spent[above], spent[j]);
  }
  return packed;
}

}  // namespace poseaae::mocap::gltf
