#include "poseaae/live/stander.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "poseaae/footing/two_bone_ik.hpp"

namespace poseaae::live {

using mocap::Quat;
using mocap::Vec3;

namespace {

constexpr double kLower_m = 0.008;  // than what carries, to take over
constexpr double kPasses_s = 0.1;   // from one carrier to another
constexpr double kGrips_s = 0.1;   // a foot takes hold or lets go
constexpr double kSoft_m = 0.01;    // of heights of a sole's points, for their weights
constexpr double kNear_m = 0.02;    // to the floor: a foot may be held
constexpr double kFar_m = 0.035;    // from it: it is let go
constexpr double kSlow_mps = 0.25;  // likewise
constexpr double kSlow_s = 0.04;    // for so long
constexpr double kMost_m = 0.15;    // that a foot is moved by
constexpr double kLets_m = 0.12;    // one that does not carry: it is let go
constexpr double kSinks_m = 0.03;   // that a held foot is moved down by
constexpr double kNothing_m = 1e-7;

Quat about_vertical(double angle) { return Quat(Eigen::AngleAxisd(angle, Vec3::UnitY())); }

}  // namespace

Stander::Stander(const mocap::Skeleton& skeleton, const StandOptions& options)
    : options_(options),
      parents_(skeleton.parents()),
      offsets_(skeleton.offsets()),
      ends_(skeleton.end_sites()),
      positions_(static_cast<std::size_t>(skeleton.joints()), Vec3::Zero()),
      world_(static_cast<std::size_t>(skeleton.joints()), Quat::Identity()),
      tips_(ends_.size(), Vec3::Zero()) {
  std::vector<int> leg_of(parents_.size(), -1);
  for (auto& foot : footing::feet_of(skeleton)) {
    leg_of[static_cast<std::size_t>(foot.ankle)] = static_cast<int>(soles_.size());
    Sole& sole = soles_.emplace_back(std::move(foot));
    sole.points.resize(sole.foot.sole.size(), Vec3::Zero());
    sole.before = sole.points;
    sole.weights.resize(sole.points.size(), 0.0);
  }
  for (std::size_t j = 0; j < parents_.size(); ++j) {
    if (leg_of[j] < 0 && parents_[j] >= 0)
      leg_of[j] = leg_of[static_cast<std::size_t>(parents_[j])];
    auto& list = leg_of[j] < 0 ? rest_joints_ : soles_[static_cast<std::size_t>(leg_of[j])].joints;
    list.push_back(static_cast<int>(j));
  }
  for (std::size_t e = 0; e < ends_.size(); ++e) {
    const int leg = leg_of[static_cast<std::size_t>(ends_[e].parent)];
    auto& list = leg < 0 ? rest_ends_ : soles_[static_cast<std::size_t>(leg)].below;
    list.push_back(static_cast<int>(e));
  }
}

void Stander::see(std::span<const float> rotations) {
  for (std::size_t j = 0; j < parents_.size(); ++j) {
    const Quat local = math::load_wxyz(rotations.data() + 4 * j).cast<double>();
    if (j == 0) {
      world_[0] = local;
      continue;
    }
    const auto parent = static_cast<std::size_t>(parents_[j]);
    positions_[j] = positions_[parent] + world_[parent] * offsets_[j];
    world_[j] = world_[parent] * local;
  }
  for (std::size_t e = 0; e < ends_.size(); ++e) {
    const auto parent = static_cast<std::size_t>(ends_[e].parent);
    tips_[e] = positions_[parent] + world_[parent] * ends_[e].offset;
  }
  rest_low_ = std::numeric_limits<double>::infinity();
  for (const int j : rest_joints_) rest_low_ = std::min(rest_low_, positions_[j].y());
  for (const int e : rest_ends_) rest_low_ = std::min(rest_low_, tips_[e].y());
  for (Sole& sole : soles_) see(sole);
}

void Stander::see(Sole& sole) {
  sole.low = std::numeric_limits<double>::infinity();
  for (const int j : sole.joints) sole.low = std::min(sole.low, positions_[j].y());
  for (const int e : sole.below) sole.low = std::min(sole.low, tips_[e].y());
  double total = 0.0;
  for (std::size_t i = 0; i < sole.points.size(); ++i) {
    const footing::SolePoint& point = sole.foot.sole[i];
    sole.points[i] = positions_[point.joint] + world_[point.joint] * point.offset;
    // A heel is an ankle, which is never as low as a toe: of each point, its own height matters.
    sole.weights[i] = std::exp(-(sole.points[i].y() - sole.low) / (kSoft_m * (i == 0 ? 3.0 : 1.0)));
    total += sole.weights[i];
  }
  for (double& weight : sole.weights) weight /= total;
}

double Stander::low_of(int carrier) const {
  return carrier < std::ssize(soles_) ? soles_[static_cast<std::size_t>(carrier)].low : rest_low_;
}

void Stander::choose_carrier() {
  int lowest = 0;
  for (int c = 1; c <= std::ssize(soles_); ++c) {
    if (low_of(c) < low_of(lowest)) lowest = c;
  }
  if (!begun_) carrier_ = lowest;
  if (low_of(lowest) >= low_of(carrier_) - kLower_m) return;
  carrier_ = lowest;
  room_.jump();
}

Vec3 Stander::moved(const Sole& sole) {
  Vec3 sum = Vec3::Zero();
  for (std::size_t i = 0; i < sole.points.size(); ++i) {
    sum += sole.weights[i] * (sole.points[i] - sole.before[i]);
  }
  return sum;
}

double Stander::twist(const Sole& sole) const {
  if (sole.points.size() < 2) return 0.0;
  const Vec3 now = sole.points.back() - sole.points.front();
  const Vec3 before = sole.before.back() - sole.before.front();
  const double angle = std::atan2(now.x(), now.z()) - std::atan2(before.x(), before.z());
  return std::remainder(angle, 2.0 * EIGEN_PI);
}

void Stander::travel(double dt) {
  drift_.setZero();
  if (options_.travels && begun_ && carrier_ < std::ssize(soles_)) {
    target_ -= moved(soles_[static_cast<std::size_t>(carrier_)]);
  }
  if (options_.travels && options_.home_s > 0.0) {
    drift_ = -dt / options_.home_s * Vec3(root_.x(), 0.0, root_.z());
    target_ += drift_;
  }
  target_.y() = -low_of(carrier_);
  if (!begun_) {
    room_.begin(target_);
    root_before_ = target_;
  } else {
    room_.step(target_, dt, kPasses_s);
  }
  root_ = room_.value();
}

void Stander::hold(Sole& sole, bool carries, double dt) {
  const Vec3 slipped = begun_ ? Vec3(root_ - root_before_ - drift_ + moved(sole)) : Vec3(0, 0, 0);
  const double height = root_.y() + sole.low;
  const double speed = std::hypot(slipped.x(), slipped.z()) / dt;
  sole.slow_s = height < kNear_m && speed < kSlow_mps ? sole.slow_s + dt : 0.0;
  if (!sole.held && options_.travels && (carries || sole.slow_s >= kSlow_s)) {
    sole.held = true;
    sole.slip = -sole.pull.value();
    sole.pull.jump();
  } else if (sole.held && !carries &&
             (height > kFar_m || std::hypot(sole.slip.x(), sole.slip.z()) > kLets_m)) {
    sole.held = false;
    sole.slow_s = 0.0;
    sole.pull.jump();
  } else if (sole.held) {
    sole.slip += slipped;
  }
  Vec3 target(0.0, std::max(0.0, -height), 0.0);
  if (sole.held) {
    const double way = std::hypot(sole.slip.x(), sole.slip.z());
    if (way > kMost_m) sole.slip *= kMost_m / way;
    target = {-sole.slip.x(), std::max(-kSinks_m, -height), -sole.slip.z()};
  }
  if (begun_) {
    sole.pull.step(target, dt, kGrips_s);
  } else {
    sole.pull.begin(target);
  }
}

void Stander::bend(const Sole& sole, std::span<float> rotations) {
  const Vec3 pull = sole.pull.value();
  if (pull.norm() < kNothing_m) return;
  const auto& [side, hip, knee, ankle, points] = sole.foot;
  const footing::Limb leg{positions_[hip], positions_[knee], positions_[ankle]};
  const Vec3 forwards = sole.points.back() - sole.points.front();
  const footing::Bend bend = footing::reach(leg, leg.tip + pull, forwards);
  const auto set = [&](int joint, const Quat& parent, const Quat& world) {
    const Quat local = (parent.conjugate() * world).normalized();
    math::store_wxyz(Eigen::Quaternionf(local.cast<float>()), rotations.data() + 4 * joint);
  };
  const Quat above = parents_[hip] < 0 ? Quat::Identity() : world_[parents_[hip]];
  set(hip, above, bend.upper * world_[hip]);
  set(knee, bend.upper * world_[parents_[knee]], bend.lower * world_[knee]);
  set(ankle, bend.lower * world_[parents_[ankle]], world_[ankle]);
}

void Stander::remember() {
  for (Sole& sole : soles_) std::ranges::copy(sole.points, sole.before.begin());
  root_before_ = root_;
  begun_ = true;
}

Vec3 Stander::stand(std::span<float> rotations, double dt) {
  const auto turn_root = [&](double angle) {
    const Quat root = math::load_wxyz(rotations.data()).cast<double>();
    const Quat turned = about_vertical(angle) * root;
    math::store_wxyz(Eigen::Quaternionf(turned.cast<float>()), rotations.data());
  };
  if (options_.turns && turned_ != 0.0) turn_root(turned_);
  see(rotations);
  choose_carrier();
  if (options_.turns && begun_ && carrier_ < std::ssize(soles_)) {
    const double twisted = twist(soles_[static_cast<std::size_t>(carrier_)]);
    turned_ -= twisted;
    turn_root(-twisted);
    see(rotations);
  }
  travel(dt);
  for (std::size_t s = 0; s < soles_.size(); ++s) {
    hold(soles_[s], static_cast<int>(s) == carrier_, dt);
    bend(soles_[s], rotations);
  }
  remember();
  return root_;
}

void Stander::put(std::span<const float> rotations, const Vec3& root) {
  see(rotations);
  target_ = root;
  root_ = root;
  room_.begin(root);
  room_.jump();  // the floor is elsewhere
  for (Sole& sole : soles_) {
    sole.held = false;
    sole.pull.begin(Vec3::Zero());
  }
  remember();
}

}  // namespace poseaae::live
