#include "pose_panels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "poseaae/base/error.hpp"

namespace poseaae::metrics {

namespace {

using Lanes = Eigen::Array<float, PosePanels::kLanes, 1>;

/// Adds |x_k - y_k| of points [first, last) for sixteen poses.
void add_points(const float* row, const float* panel, Eigen::Index first, Eigen::Index last,
                Lanes& sum) {
  for (Eigen::Index k = first; k < last; ++k) {
    const float* at = panel + 3 * PosePanels::kLanes * k;
    const Lanes x = Eigen::Map<const Lanes>(at) - row[3 * k];
    const Lanes y = Eigen::Map<const Lanes>(at + PosePanels::kLanes) - row[3 * k + 1];
    const Lanes z = Eigen::Map<const Lanes>(at + 2 * PosePanels::kLanes) - row[3 * k + 2];
    sum += (x * x + y * y + z * z).sqrt();
  }
}

/// Points by how far they are spread, widest first.
std::vector<Eigen::Index> by_spread(const Batch& points) {
  const Eigen::RowVectorXf mean = points.colwise().mean();
  const Eigen::RowVectorXf variance = (points.rowwise() - mean).colwise().squaredNorm();
  std::vector<Eigen::Index> order(static_cast<std::size_t>(points.cols() / 3));
  std::iota(order.begin(), order.end(), Eigen::Index{0});
  const auto spread = [&](Eigen::Index k) { return variance.segment<3>(3 * k).sum(); };
  std::stable_sort(order.begin(), order.end(),
                   [&](Eigen::Index a, Eigen::Index b) { return spread(a) > spread(b); });
  return order;
}

}  // namespace

PosePanels::PosePanels(const Batch& points) : rows_(points.rows()), points_(points.cols() / 3) {
  if (rows_ == 0 || points_ == 0 || points.cols() % 3 != 0) {
    throw UsageError(
        fmt::format("distances between poses: expected rows of x y z of each joint, found {} x {}",
                    rows_, points.cols()));
  }
  order_ = by_spread(points);
  constexpr float kFarAway = 1e15F;  // metres; its square is still finite
  values_.setConstant(panels() * points_ * 3 * kLanes, kFarAway);
  for (Eigen::Index i = 0; i < rows_; ++i) {
    float* lane = values_.data() + (i / kLanes) * points_ * 3 * kLanes + i % kLanes;
    const Eigen::VectorXf row = arranged(points.row(i));
    for (Eigen::Index c = 0; c < row.size(); ++c) lane[c * kLanes] = row[c];
  }
}

Eigen::VectorXf PosePanels::arranged(const Eigen::RowVectorXf& row) const {
  if (row.size() != width()) {
    throw UsageError(fmt::format("distances between poses: expected {} coordinates, found {}",
                                 width(), row.size()));
  }
  Eigen::VectorXf in_order(row.size());
  for (std::size_t k = 0; k < order_.size(); ++k) {
    in_order.segment<3>(3 * static_cast<Eigen::Index>(k)) =
        row.segment<3>(3 * order_[k]).transpose();
  }
  return in_order;
}

void PosePanels::distances(const Eigen::VectorXf& row, Eigen::Index panel, float* out) const {
  Lanes sum = Lanes::Zero();
  add_points(row.data(), values_.data() + panel * points_ * 3 * kLanes, 0, points_, sum);
  Eigen::Map<Lanes>{out} = sum / static_cast<float>(points_);
}

void PosePanels::search(const Eigen::VectorXf& row, Eigen::Index first, Eigen::Index last,
                        Best& best) const {
  constexpr Eigen::Index kStride = 4;  // points between two looks at the bound
  const auto count = static_cast<float>(points_);
  for (Eigen::Index panel = first; panel < last; ++panel) {
    const float* values = values_.data() + panel * points_ * 3 * kLanes;
    const float bound = best.distance * count;
    Lanes sum = Lanes::Zero();
    bool hopeless = false;
    for (Eigen::Index k = 0; k < points_ && !hopeless; k += kStride) {
      add_points(row.data(), values, k, std::min(k + kStride, points_), sum);
      hopeless = (sum >= bound).all();
    }
    if (hopeless) continue;
    Eigen::Index lane = 0;
    const float nearest = sum.minCoeff(&lane) / count;
    if (nearest < best.distance) best = {nearest, panel * kLanes + lane};
  }
}

void require_same_width(const Batch& a, const Batch& b) {
  if (a.cols() == b.cols()) return;
  throw UsageError(
      fmt::format("poses to compare: expected as many coordinates in both, found {} "
                  "and {}",
                  a.cols(), b.cols()));
}

}  // namespace poseaae::metrics
