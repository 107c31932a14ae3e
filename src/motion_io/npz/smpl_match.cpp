#include "smpl_match.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "bodies.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/mocap/anatomy.hpp"
#include "poseaae/mocap/conform.hpp"
#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::npz {

namespace {

using mocap::Anatomy;
using mocap::Motion;
using mocap::Part;
using mocap::Side;

constexpr int kNone = Anatomy::kNone;
/// SMPL's joints by their place in smpl_joints().
enum Smpl : std::size_t {
  kPelvis = 0,
  kHip = 1,
  kSpine1 = 3,
  kKnee = 4,
  kSpine2 = 6,
  kAnkle = 7,
  kSpine3 = 9,
  kFoot = 10,
  kNeck = 12,
  kCollar = 13,
  kHead = 15,
  kShoulder = 16,
  kElbow = 18,
  kWrist = 20
};
constexpr std::array<std::size_t, 11> kRequired{0, 1, 2, 4, 5, 7, 8, 16, 17, 18, 19};

using Match = std::array<int, kSmplBody>;

class Matcher {
 public:
  explicit Matcher(const Skeleton& skeleton)
      : skeleton_(skeleton), anatomy_(mocap::anatomy_of(skeleton)) {
    match_.fill(kNone);
  }

  Match match() {
    if (by_names()) return match_;
    match_[kPelvis] = anatomy_.pelvis;
    match_[kHead] = anatomy_.head;
    for (const Side side : {Side::kLeft, Side::kRight}) {
      const std::size_t right = side == Side::kRight ? 1 : 0;
      const std::vector<int> leg = limb(Part::kLeg, side);
      place(leg, longest_pair(leg), {kHip + right, kKnee + right, kAnkle + right, kFoot + right});
      const std::vector<int> arm = limb(Part::kArm, side);
      const int shoulder = longest_pair(arm);
      place(arm, shoulder, {kShoulder + right, kElbow + right, kWrist + right});
      if (shoulder > 0) match_[kCollar + right] = arm[static_cast<std::size_t>(shoulder) - 1];
    }
    spine();
    return match_;
  }

 private:
  /// A skeleton with SMPL's own names needs no more.
  bool by_names() {
    Match named{};
    for (std::size_t k = 0; k < kSmplBody; ++k) {
      const auto found = skeleton_.find(smpl_joints(false)[k].name);
      if (!found) return false;
      named[k] = *found;
    }
    match_ = named;
    return true;
  }

  /// From the body to the tip that is farthest along, the joints of one arm or leg.
  [[nodiscard]] std::vector<int> limb(Part part, Side side) const {
    std::vector<double> length(static_cast<std::size_t>(skeleton_.joints()), 0.0);
    int tip = kNone;
    const auto is_ours = [&](int j) {
      return j >= 0 && anatomy_.part[static_cast<std::size_t>(j)] == part &&
             anatomy_.side[static_cast<std::size_t>(j)] == side;
    };
    for (int j = 0; j < skeleton_.joints(); ++j) {
      if (!is_ours(j)) continue;
      const auto parent = static_cast<std::size_t>(std::max(skeleton_.parent(j), 0));
      length[static_cast<std::size_t>(j)] = length[parent] + skeleton_.offset(j).norm();
      if (tip == kNone ||
          length[static_cast<std::size_t>(j)] > length[static_cast<std::size_t>(tip)])
        tip = j;
    }
    std::vector<int> chain;
    for (int j = tip; is_ours(j); j = skeleton_.parent(j)) chain.insert(chain.begin(), j);
    return chain;
  }

  /// Where the two long bones of a limb begin: the shorter of two neighbours is longest there.
  [[nodiscard]] int longest_pair(const std::vector<int>& chain) const {
    int best = kNone;
    double longest = 0.0;
    for (std::size_t i = 0; i + 2 < chain.size(); ++i) {
      const double pair =
          std::min(skeleton_.offset(chain[i + 1]).norm(), skeleton_.offset(chain[i + 2]).norm());
      if (pair <= longest) continue;
      longest = pair;
      best = static_cast<int>(i);
    }
    return best;
  }

  void place(const std::vector<int>& chain, int first, const std::vector<std::size_t>& targets) {
    if (first == kNone) return;
    for (std::size_t i = 0; i < targets.size(); ++i) {
      const std::size_t at = static_cast<std::size_t>(first) + i;
      if (at < chain.size()) match_[targets[i]] = chain[at];
    }
  }

  /// Vertebrae from the pelvis to where the neck begins, and the neck.
  void spine() {
    std::vector<int> back;
    for (int j = match_[kHead]; j >= 0 && j != match_[kPelvis]; j = skeleton_.parent(j)) {
      const Part part = anatomy_.part[static_cast<std::size_t>(j)];
      if (part == Part::kTorso) back.insert(back.begin(), j);
      if (part == Part::kHead && j != match_[kHead]) match_[kNeck] = j;
    }
    if (back.empty()) return;
    match_[kSpine3] = back.back();
    if (back.size() > 1) match_[kSpine1] = back.front();
    if (back.size() > 2) match_[kSpine2] = back[back.size() / 2];
  }

  const Skeleton& skeleton_;
  Anatomy anatomy_;
  Match match_{};
};

void require_joints(const Match& match) {
  std::vector<std::string> missing;
  for (const std::size_t k : kRequired) {
    if (match[k] == kNone) missing.push_back(smpl_joints(false)[k].name);
  }
  if (missing.empty()) return;
  throw UsageError(
      fmt::format("the form amass needs the joints of SMPL; this skeleton has none that is {}; "
                  "another form of .npz takes any skeleton",
                  fmt::join(missing, ", ")));
}

/// What the joints that are matched do, on SMPL's tree; others are as their parents.
Motion matched(const Motion& motion, const Match& match) {
  const auto rest = forward_kinematics(Motion(motion.skeleton(), 1.0, 1), 0).positions;
  const auto joints = smpl_joints(false);
  std::vector<Vec3> places;
  std::vector<std::string> names;
  std::vector<int> parents;
  std::vector<Vec3> offsets;
  for (std::size_t k = 0; k < joints.size(); ++k) {
    const auto above = static_cast<std::size_t>(std::max(joints[k].parent, 0));
    places.push_back(match[k] == kNone ? places[above] : rest[static_cast<std::size_t>(match[k])]);
    names.push_back(joints[k].name);
    parents.push_back(joints[k].parent);
    offsets.emplace_back(k == 0 ? Vec3(0, 0, 0) : Vec3(places[k] - places[above]));
  }
  Motion body(Skeleton(std::move(names), parents, std::move(offsets), {}), motion.fps(),
              motion.frames());
  for (int t = 0; t < motion.frames(); ++t) {
    const mocap::WorldPose pose = forward_kinematics(motion, t);
    std::vector<mocap::Quat> world;
    for (std::size_t k = 0; k < joints.size(); ++k) {
      const mocap::Quat above =
          k == 0 ? mocap::Quat::Identity() : world[static_cast<std::size_t>(parents[k])];
      world.push_back(match[k] == kNone ? above
                                        : pose.rotations[static_cast<std::size_t>(match[k])]);
      body.set_rotation(t, static_cast<int>(k), above.conjugate() * world.back());
    }
    body.set_root_position(t, pose.positions[static_cast<std::size_t>(match[kPelvis])]);
  }
  return body;
}

}  // namespace

Motion on_smpl(const Motion& motion) {
  Match match = Matcher(motion.skeleton()).match();
  require_joints(match);
  const Skeleton smpl = smpl_skeleton(smpl_rest(false));
  return conform(matched(motion, match), {smpl, "SMPL"}).motion;
}

}  // namespace poseaae::npz
