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

// Of a bone's length: how far its direction may be off, and from where on a slanted plane that fits
// clearly better is taken instead of one along the axes.
constexpr double kMost = 0.25;
constexpr double kSlanted = 0.1;
constexpr double kMostLonger = 0.99;  // of the shorter bone's length
constexpr double kShort_m = 0.02;     // bones whose direction means little

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

/// What S_j is found from.
struct Joint {
  FrameMirror parents;
  BonePairs bones;
  bool in_middle;
  bool is_tip;
  Quat here;   ///< in the reference
  Quat there;  ///< its partner
};

/// How far the image of the reference is from the reference.
double unlike(const FrameMirror& frame, const Joint& joint) {
  const Quat before = joint.parents.turn().conjugate();
  const Quat& after = frame.turn();
  return math::angle_between(before * joint.here * after, joint.there) +
         math::angle_between(before * joint.there * after, joint.here);
}

FrameMirror nearest_candidate(const Joint& joint) {
  constexpr double kAlike = 0.002;  // of the squared lengths: the bones do not tell these apart
  const std::vector<FrameMirror> frames = candidates(joint.parents, joint.in_middle);
  std::vector<double> misfits;
  for (const FrameMirror& frame : frames) misfits.push_back(misfit(frame, joint.bones));
  const double least = std::ranges::min(misfits);
  double lengths = 0.0;
  for (const Vec3& bone : joint.bones.here) lengths += bone.squaredNorm();
  FrameMirror best = joint.parents;
  double nearest = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < frames.size(); ++i) {
    // An end site is drawn and no more: it does not turn a tip out of its parent's frame.
    const bool may_stay = joint.is_tip && i == 0;
    if (misfits[i] > least + kAlike * lengths && !may_stay) continue;
    const double angle = unlike(frames[i], joint);
    if (angle < nearest - 1e-6) {
      nearest = angle;
      best = frames[i];
    }
  }
  return best;
}

FrameMirror frame_of(const Joint& joint) {
  const FrameMirror along_axes = nearest_candidate(joint);
  const double off = worst_direction(along_axes, joint.bones, kShort_m);
  if (joint.is_tip || off <= kSlanted) return along_axes;
  // Near the frame under which the reference is its own image.
  const FrameMirror near(joint.here.conjugate() * joint.parents.turn() * joint.there);
  const auto fitted = fit(near, joint.bones, joint.in_middle);
  if (!fitted) return along_axes;
  const bool several = joint.in_middle && joint.bones.here.size() > 2;
  const bool is_clear = several && worst_direction(*fitted, joint.bones, kShort_m) < 0.5 * kSlanted;
  return is_clear || off > kMost ? *fitted : along_axes;
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
  frame_.assign(partner_.size(), world());
  std::vector<bool> known(partner_.size(), false);
  for (int j = 0; j < joints(); ++j) {
    if (known[j]) continue;
    const int m = partner_[j];
    const int parent = skeleton.parent(j);
    const FrameMirror parents = parent < 0 ? world() : frame_[parent];
    const bool counts = mirrored_[j] && anatomy.part[j] != Part::kPlace;
    frame_[j] = counts ? frame_of({.parents = parents,
                                   .bones = bones_of(skeleton, j, anatomy),
                                   .in_middle = m == j,
                                   .is_tip = skeleton.children(j).empty(),
                                   .here = load(reference, j),
                                   .there = load(reference, m)})
                       : parents;
    frame_[m] = frame_[j].inverse();
    known[j] = known[m] = true;
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
