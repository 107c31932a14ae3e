#include "poseaae/live/pose_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "poseaae/base/error.hpp"

namespace poseaae::live {

namespace {

constexpr std::size_t kNear = 8;

struct Near {
  int point = 0;
  double distance = 0.0;
};

/// The nine nearest, ascending; fewer where there are fewer.
std::vector<Near> nearest(const Eigen::MatrixX2d& places, const Eigen::Vector2d& place) {
  std::vector<Near> near;
  for (Eigen::Index k = 0; k < places.rows(); ++k) {
    near.push_back({static_cast<int>(k), (places.row(k).transpose() - place).norm()});
  }
  const std::size_t count = std::min(near.size(), kNear + 1);
  std::ranges::partial_sort(near, near.begin() + static_cast<std::ptrdiff_t>(count), {},
                            &Near::distance);
  near.resize(count);
  return near;
}

}  // namespace

PlacedPoses::PlacedPoses(Eigen::MatrixX2d places, Batch latents)
    : places_(std::move(places)), latents_(std::move(latents)) {
  if (places_.rows() > 0 && places_.rows() == latents_.rows()) return;
  throw UsageError(fmt::format("map: expected as many latents as places, found {} and {}",
                               latents_.rows(), places_.rows()));
}

Eigen::VectorXd PlacedPoses::latents_of(int point) const {
  return latents_.row(std::clamp(point, 0, size() - 1)).cast<double>().transpose();
}

Eigen::VectorXd PlacedPoses::latents_at(const Eigen::Vector2d& place) const {
  const std::vector<Near> near = nearest(places_, place);
  if (near[0].distance == 0.0 || near.size() == 1) return latents_of(near[0].point);
  const double reach = near.size() > kNear ? near[kNear].distance : 2.0 * near.back().distance;
  Eigen::VectorXd sum = Eigen::VectorXd::Zero(latents_.cols());
  double total = 0.0;
  for (std::size_t i = 0; i < std::min(near.size(), kNear); ++i) {
    const double d = near[i].distance;
    const double weight = d < reach ? std::pow((reach - d) / (reach * d), 2) : 0.0;
    total += weight;
    sum += weight * latents_of(near[i].point);
  }
  if (total == 0.0) return latents_of(near[0].point);  // nine at one distance
  return sum / total;
}

std::vector<int> PlacedPoses::far_apart(int count) const {
  const Eigen::Vector2d middle = places_.colwise().mean().transpose();
  std::vector<int> chosen{nearest(places_, middle)[0].point};
  Eigen::VectorXd distances =
      Eigen::VectorXd::Constant(size(), std::numeric_limits<double>::infinity());
  while (static_cast<int>(chosen.size()) < std::min(count, size())) {
    const Eigen::RowVector2d last = places_.row(chosen.back());
    distances = distances.cwiseMin((places_.rowwise() - last).rowwise().norm());
    Eigen::Index best = 0;
    if (distances.maxCoeff(&best) == 0.0) break;
    chosen.push_back(static_cast<int>(best));
  }
  return chosen;
}

}  // namespace poseaae::live
