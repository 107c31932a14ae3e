#include "poseaae/training/augmentation.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "poseaae/base/error.hpp"
#include "poseaae/dataset/split.hpp"
#include "poseaae/footing/contacts.hpp"
#include "poseaae/math/quaternion.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/pose_view.hpp"

namespace poseaae::training {

bool turns(const BatchRows& poses, int joint) {
  constexpr double kStillAngle = 1e-3;  // radians: above the rounding of single precision
  const auto rotation = [&](Eigen::Index row) {
    return mocap::PoseView(poses[static_cast<std::size_t>(row)]).rotation(joint);
  };
  const math::Quat first = rotation(0);
  for (Eigen::Index row = 1; row < poses.rows(); ++row) {
    if (math::angle_between(first, rotation(row)) > kStillAngle) return true;
  }
  return false;
}

int body_of(const mocap::Skeleton& skeleton, const BatchRows& poses) {
  return mocap::body_joint(skeleton, [&](int joint) { return turns(poses, joint); });
}

namespace {

/// Per contact: the point of the other side, by the partner of its ankle; the point itself where
/// there is none.
std::vector<int> mirrored_points(const mocap::Skeleton& skeleton,
                                 const mocap::JointMirror& mirror) {
  const std::vector<footing::Foot> feet = footing::feet_of(skeleton);
  std::vector<int> first;  // point of each foot
  int points = 0;
  for (const footing::Foot& foot : feet) {
    first.push_back(points);
    points += static_cast<int>(foot.sole.size());
  }
  std::vector<int> result(static_cast<std::size_t>(points));
  std::iota(result.begin(), result.end(), 0);
  for (std::size_t a = 0; a < feet.size(); ++a) {
    for (std::size_t b = 0; b < feet.size(); ++b) {
      if (mirror.partner(feet[a].ankle) != feet[b].ankle) continue;
      const std::size_t both = std::min(feet[a].sole.size(), feet[b].sole.size());
      for (std::size_t i = 0; i < both; ++i) {
        result[static_cast<std::size_t>(first[a]) + i] = first[b] + static_cast<int>(i);
      }
    }
  }
  return result;
}

}  // namespace

Augmentation::Augmentation(codec::PoseFormat format, const BatchRows& poses,
                           const AugmentationOptions& options)
    : format_(std::move(format)), options_(options) {
  const mocap::Skeleton& skeleton = format_.skeleton();
  for (int j = body_of(skeleton, poses); j >= 0; j = skeleton.parent(j)) {
    path_.insert(path_.begin(), j);
  }
  if (options_.mirror) find_mirror(poses);
}

void Augmentation::find_mirror(const BatchRows& poses) {
  const mocap::Skeleton& skeleton = format_.skeleton();
  const codec::PoseFormat mean = dataset::with_mean(format_, poses);
  const std::vector<double> reference(mean.reference().begin(), mean.reference().end());
  try {
    mirror_.emplace(skeleton, reference);
  } catch (const UsageError& error) {
    warning_ = fmt::format(
        "data.mirror: training goes on without; {}; name joints that are in the way in "
        "data.remove_joints, or set data.mirror to false",
        error.what());
    return;
  }
  if (format_.window()) mirrored_contacts_ = mirrored_points(skeleton, *mirror_);
  constexpr double kWorthSaying = 0.05;
  if (mirror_->asymmetry() > kWorthSaying) {
    const int joint = mirror_->least_symmetric();
    const int partner = mirror_->partner(joint);
    const std::string what =
        partner == joint
            ? fmt::format("the bone to '{}' leans to one side by", skeleton.name(joint))
            : fmt::format("the bones to '{}' and '{}' differ by", skeleton.name(joint),
                          skeleton.name(partner));
    warning_ =
        fmt::format("data.mirror: {} {:.0f} % of the length; mirror images are off by as much",
                    what, 100.0 * mirror_->asymmetry());
  }
  std::vector<std::string> alone;
  for (int j = 0; j < mirror_->joints(); ++j) {
    if (!mirror_->is_mirrored(j)) alone.push_back(fmt::format("'{}'", skeleton.name(j)));
  }
  if (alone.empty()) return;
  constexpr std::size_t kNamed = 3;
  const std::size_t named = std::min(alone.size(), kNamed);
  std::string names = fmt::format("{}", fmt::join(alone.begin(), alone.begin() + named, ", "));
  if (alone.size() > named) names += fmt::format(" and {} more", alone.size() - named);
  warning_ += fmt::format("{}joints without counterpart keep their rotation in mirror images: {}",
                          warning_.empty() ? "data.mirror: " : "; ", names);
}

std::string Augmentation::warning() const { return warning_; }

Eigen::Index Augmentation::apply(Batch& batch, const Noise& noise) const {
  const auto width = static_cast<std::size_t>(batch.cols());
  const Eigen::Index recorded = mirror_ ? (batch.rows() + 1) / 2 : batch.rows();
  for (Eigen::Index row = 0; row < batch.rows(); ++row) {
    const std::span<float> pose(batch.row(row).data(), width);
    const bool mirrored = row >= recorded;
    if (mirrored) mirror(pose);
    if (options_.turn)
      turn(pose, EIGEN_PI * (2.0 * noise.uniform(static_cast<std::uint32_t>(row)) - 1.0));
    if (mirrored || options_.turn) format_.align(pose);
  }
  return recorded;
}

Batch Augmentation::with_mirror_images(const Batch& batch) const {
  if (!mirror_) return batch;
  Batch both(2 * batch.rows(), batch.cols());
  both << batch, batch;
  for (Eigen::Index row = batch.rows(); row < both.rows(); ++row) {
    const std::span<float> pose(both.row(row).data(), static_cast<std::size_t>(both.cols()));
    mirror(pose);
    format_.align(pose);
  }
  return both;
}

void Augmentation::mirror(std::span<float> row) const {
  const mocap::RowShape& shape = format_.shape();
  const auto width = static_cast<std::size_t>(shape.frame_width());
  const auto rotations = static_cast<std::size_t>(shape.rotations());
  thread_local std::vector<float> original;  // so that a step allocates nothing
  for (std::size_t first = 0; first < row.size(); first += width) {
    const std::span<float> frame = row.subspan(first, width);
    original.assign(frame.begin(), frame.end());
    mirror_->pose(std::span(original).first(rotations), frame.first(rotations));
    if (!shape.travels) continue;
    float* const root = frame.data() + rotations;
    root[mocap::RowShape::kSideways] *= -1.0F;
    root[mocap::RowShape::kTurn] *= -1.0F;
    for (std::size_t c = 0; c < mirrored_contacts_.size(); ++c) {
      const std::size_t contacts = rotations + mocap::RowShape::kRootNumbers;
      frame[contacts + c] = original[contacts + static_cast<std::size_t>(mirrored_contacts_[c])];
    }
  }
}

void Augmentation::turn(std::span<float> pose, double angle) const {
  // With A the world rotation of the body's parent: q' = A* Y A q turns the body by Y in the world.
  math::Quat above = math::Quat::Identity();
  const mocap::PoseView view(pose.data());
  for (std::size_t i = 0; i + 1 < path_.size(); ++i) above = above * view.rotation(path_[i]);
  const math::Quat about(std::cos(0.5 * angle), 0.0, std::sin(0.5 * angle), 0.0);
  const int body = path_.back();
  const math::Quat turned = above.conjugate() * about * above * view.rotation(body);
  view.set_rotation(body, turned.normalized());
}

}  // namespace poseaae::training
