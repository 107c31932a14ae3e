#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "frame_fit.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/mocap/mirror.hpp"
#include "poseaae/mocap/pose_view.hpp"

namespace poseaae::mocap {

namespace {

constexpr double kClear = 0.05;       // of a bone's length: a plane fits better than that
constexpr double kMost = 0.25;        // of a bone's length: how far its direction may be off
constexpr double kShort_m = 0.02;     // bones whose direction means little
constexpr double kMostLonger = 0.99;  // of the shorter bone's length

FrameMirror world() { return FrameMirror::along_axes(1); }  // x -> -x

Quat load(std::span<const double> pose, int joint) {
  return pose.empty() ? Quat::Identity() : PoseView(pose.data()).rotation(joint);
}

/// The bones that leave each joint, to children and end sites: where they lead, and where those of
/// the partner lead.
BonePairs bones_of(const Skeleton& skeleton, int joint, const Anatomy& anatomy) {
  BonePairs bones;
  for (const int child : skeleton.children(joint)) {
    if (anatomy.partner[child] == Anatomy::kNone) continue;
    bones.here.push_back(skeleton.offset(child));
    bones.there.push_back(skeleton.offset(anatomy.partner[child]));
  }
  std::array<std::vector<Vec3>, 2> tips;
  for (const EndSite& site : skeleton.end_sites()) {
    if (site.parent == joint) tips[0].push_back(site.offset);
    if (site.parent == anatomy.partner[joint]) tips[1].push_back(site.offset);
  }
  if (tips[0].size() == tips[1].size()) {
    bones.here.insert(bones.here.end(), tips[0].begin(), tips[0].end());
    bones.there.insert(bones.there.end(), tips[1].begin(), tips[1].end());
  }
  return bones;
}

/// The candidates for S_j, the parent's first, which a tie leaves in place.
std::vector<FrameMirror> candidates(const FrameMirror& parents, bool in_middle) {
  std::vector<FrameMirror> found{parents};
  // A joint in the middle is its own image: a reflection in a plane, never in a point.
  const auto point = FrameMirror::along_axes(0);
  for (int axis = 1; axis <= 3; ++axis) {
    const auto plane = FrameMirror::along_axes(axis);
    if (!(plane == parents)) {
      found.push_back(plane);
    } else if (!in_middle) {
      found.push_back(point);
    }
  }
  if (!in_middle && !parents.flips_signs()) found.push_back(point);
  return found;
}

}  // namespace

JointMirror::JointMirror(const Skeleton& skeleton, std::span<const double> reference) {
  const Anatomy anatomy = anatomy_of(skeleton);
  if (!anatomy.why_no_mirror.empty()) {
    throw UsageError(fmt::format("no mirror images of this skeleton: {}", anatomy.why_no_mirror));
  }
  for (int j = 0; j < skeleton.joints(); ++j) {
    mirrored_.push_back(anatomy.partner[j] != Anatomy::kNone);
    partner_.push_back(mirrored_[j] ? anatomy.partner[j] : j);
  }
  find_frames(skeleton, anatomy, reference);
  measure_asymmetry(skeleton, anatomy);
  find_exchanges(skeleton, reference);
}

void JointMirror::find_frames(const Skeleton& skeleton, const Anatomy& anatomy,
                              std::span<const double> reference) {
  constexpr double kAlike = 0.002;  // of the squared lengths: the bones do not tell these apart
  frame_.assign(partner_.size(), world());
  std::vector<bool> known(partner_.size(), false);
  for (int j = 0; j < joints(); ++j) {
    if (known[j]) continue;
    const int m = partner_[j];
    const int parent = skeleton.parent(j);
    const FrameMirror parents = parent < 0 ? world() : frame_[parent];
    known[j] = known[m] = true;
    if (!mirrored_[j] || anatomy.part[j] == Part::kPlace) {
      frame_[j] = parents;
      frame_[m] = parents.inverse();
      continue;
    }
    const BonePairs bones = bones_of(skeleton, j, anatomy);
    const std::vector<FrameMirror> frames = candidates(parents, m == j);
    std::vector<double> misfits;
    for (const FrameMirror& frame : frames) misfits.push_back(misfit(frame, bones));
    const auto least = std::ranges::min_element(misfits);
    const FrameMirror& likest = frames[static_cast<std::size_t>(least - misfits.begin())];
    const bool is_tip = skeleton.children(j).empty();
    double lengths = 0.0;
    for (const Vec3& bone : bones.here) lengths += bone.squaredNorm();
    double nearest = std::numeric_limits<double>::infinity();
    const Quat before = parents.turn().conjugate();
    for (std::size_t i = 0; i < frames.size(); ++i) {
      // An end site is drawn and no more: it does not turn a tip out of its parent's frame.
      const bool fits = misfits[i] <= *least + kAlike * lengths;
      if (!fits && !(is_tip && i == 0)) continue;
      const Quat& after = frames[i].turn();
      const double angle =
          math::angle_between(before * load(reference, j) * after, load(reference, m)) +
          math::angle_between(before * load(reference, m) * after, load(reference, j));
      if (angle < nearest - 1e-6) {
        nearest = angle;
        frame_[j] = frames[i];
      }
    }
    if (const auto fitted = fit(likest, bones, m == j)) {
      const double off = worst_direction(likest, bones, kShort_m);
      const bool is_clear = m == j && worst_direction(*fitted, bones, kShort_m) < kClear;
      if (off > (is_clear ? 2.0 * kClear : kMost)) frame_[j] = *fitted;
    }
    frame_[m] = frame_[j].inverse();
  }
}

void JointMirror::measure_asymmetry(const Skeleton& skeleton, const Anatomy& anatomy) {
  double most_off = 0.0;
  int worst = 0;
  for (int j = 1; j < joints(); ++j) {
    const int parent = skeleton.parent(j);
    if (!mirrored_[j] || anatomy.part[parent] == Part::kPlace) continue;
    const Vec3& here = skeleton.offset(j);
    const Vec3& there = skeleton.offset(partner_[j]);
    const double relative = (frame_[parent](there) - here).norm() /
                            std::max(std::min(here.norm(), there.norm()), kShort_m);
    if (relative > asymmetry_) {
      asymmetry_ = relative;
      least_symmetric_ = j;
    }
    const double off =
        std::max(worst_direction(frame_[parent], {{here}, {there}}, kShort_m) / kMost,
                 std::abs(here.norm() - there.norm()) /
                     std::max(std::min(here.norm(), there.norm()), kShort_m) / kMostLonger);
    if (off > most_off) {
      most_off = off;
      worst = j;
    }
  }
  if (most_off <= 1.0) return;
  throw UsageError(fmt::format(
      "no mirror images of this skeleton: expected the bones to '{}' and '{}' to be mirror images "
      "whose directions differ by less than {:.0f} % of the length, and neither twice as long as "
      "the other, found ({:.3g}) and ({:.3g}) m",
      skeleton.name(worst), skeleton.name(partner_[worst]), 100.0 * kMost,
      fmt::join(skeleton.offset(worst), ", "), fmt::join(skeleton.offset(partner_[worst]), ", ")));
}

void JointMirror::find_exchanges(const Skeleton& skeleton, std::span<const double> reference) {
  exchange_.resize(partner_.size());
  for (int j = 0; j < joints(); ++j) {
    if (!mirrored_[j]) continue;
    const int parent = skeleton.parent(j);
    const FrameMirror parents = parent < 0 ? world() : frame_[parent];
    const Quat before = parents.turn().conjugate();
    const Quat& after = frame_[j].turn();
    const double side =
        (before * load(reference, j) * after).dot(load(reference, partner_[j])) < 0.0 ? -1.0 : 1.0;
    Exchange& exchange = exchange_[j];
    exchange.signs_only = parents.flips_signs() && frame_[j].flips_signs();
    for (int source = 0; source < 4; ++source) {
      std::array<double, 4> image{};
      const Quat unit = FrameMirror::along_axes(source).turn();
      math::store_wxyz(before * unit * after, image.data());
      for (int k = 0; k < 4; ++k) {
        exchange.matrix(k, source) = side * image[k];
        if (image[k] == 0.0) continue;
        exchange.from[k] = source;
        exchange.sign[k] = static_cast<float>(side * image[k]);
      }
    }
  }
}

Quat JointMirror::rotation(int joint, const Quat& q) const {
  const Exchange& exchange = exchange_.at(joint);
  std::array<double, 4> in{};
  std::array<double, 4> out{};
  math::store_wxyz(q, in.data());
  if (!exchange.signs_only) {
    Eigen::Map<Eigen::Vector4d>(out.data()) =
        exchange.matrix * Eigen::Map<const Eigen::Vector4d>(in.data());
    return math::load_wxyz(out.data());
  }
  for (int k = 0; k < 4; ++k) out[k] = exchange.sign[k] * in[exchange.from[k]];
  return math::load_wxyz(out.data());
}

Vec3 JointMirror::point(int joint, const Vec3& l) const {
  return joint < 0 ? world()(l) : frame_.at(joint).inverse()(l);
}

void JointMirror::pose(std::span<const float> from, std::span<float> to) const {
  for (std::size_t j = 0; j < exchange_.size(); ++j) {
    const Exchange& exchange = exchange_[j];
    const float* in = PoseView(from.data()).at(static_cast<int>(j));
    float* out = PoseView(to.data()).at(partner_[j]);
    if (exchange.signs_only) {
      for (int k = 0; k < 4; ++k) out[k] = exchange.sign[k] * in[exchange.from[k]];
    } else {
      const Eigen::Vector4d q = Eigen::Map<const Eigen::Vector4f>(in).cast<double>();
      Eigen::Map<Eigen::Vector4f>{out} = (exchange.matrix * q).cast<float>();
    }
  }
}

}  // namespace poseaae::mocap
