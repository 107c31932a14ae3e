#include "poseaae/metrics/neighbours.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pose_panels.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/parallel.hpp"

namespace poseaae::metrics {

namespace {

constexpr Eigen::Index kQueries = 16;        // a task
constexpr Eigen::Index kPanelsInCache = 64;  // that those queries look at in turn

std::size_t tasks(Eigen::Index queries) {
  return static_cast<std::size_t>((queries + kQueries - 1) / kQueries);
}

}  // namespace

double joint_distance(const float* a, const float* b, int points) {
  double sum = 0.0;
  for (int k = 0; k < points; ++k, a += 3, b += 3) {
    sum += (Eigen::Map<const Eigen::Vector3f>(a) - Eigen::Map<const Eigen::Vector3f>(b))
               .cast<double>()
               .norm();
  }
  return sum / points;
}

Nearest nearest(const Batch& queries, const Batch& references, int threads) {
  require_same_width(queries, references);
  const PosePanels panels(references);
  const int points = static_cast<int>(references.cols() / 3);
  Nearest found{Eigen::VectorXd(queries.rows()),
                std::vector<int>(static_cast<std::size_t>(queries.rows()))};
  parallel_for(tasks(queries.rows()), threads, [&](std::size_t task) {
    const Eigen::Index first = static_cast<Eigen::Index>(task) * kQueries;
    const Eigen::Index count = std::min(kQueries, queries.rows() - first);
    std::vector<Eigen::VectorXf> arranged;
    for (Eigen::Index i = 0; i < count; ++i) {
      arranged.push_back(panels.arranged(queries.row(first + i)));
    }
    std::vector<PosePanels::Best> best(arranged.size());
    for (Eigen::Index from = 0; from < panels.panels(); from += kPanelsInCache) {
      const Eigen::Index to = std::min(from + kPanelsInCache, panels.panels());
      for (std::size_t i = 0; i < best.size(); ++i) panels.search(arranged[i], from, to, best[i]);
    }
    for (Eigen::Index i = 0; i < count; ++i) {
      const Eigen::Index row = best[static_cast<std::size_t>(i)].row;
      if (row < 0) throw UsageError("distances between poses: expected finite coordinates");
      found.row[static_cast<std::size_t>(first + i)] = static_cast<int>(row);
      found.distance_m[first + i] =
          joint_distance(queries.row(first + i).data(), references.row(row).data(), points);
    }
  });
  return found;
}

Eigen::VectorXd neighbour_radius(const Batch& points, int k, int threads) {
  if (k < 1 || k >= points.rows()) {
    throw UsageError(fmt::format("neighbours among {} poses: expected k from 1 to {}, found {}",
                                 points.rows(), points.rows() - 1, k));
  }
  const PosePanels panels(points);
  Eigen::VectorXd radius(points.rows());
  parallel_for(static_cast<std::size_t>(points.rows()), threads, [&](std::size_t index) {
    const auto row = static_cast<Eigen::Index>(index);
    const Eigen::VectorXf arranged = panels.arranged(points.row(row));
    std::vector<float> all(static_cast<std::size_t>(panels.panels() * PosePanels::kLanes));
    for (Eigen::Index p = 0; p < panels.panels(); ++p) {
      panels.distances(arranged, p, &all[static_cast<std::size_t>(p * PosePanels::kLanes)]);
    }
    all[index] = std::numeric_limits<float>::infinity();  // itself
    std::nth_element(all.begin(), all.begin() + (k - 1), all.end());
    radius[row] = all[static_cast<std::size_t>(k - 1)];
  });
  return radius;
}

double average_pairwise_distance(const Batch& points, int threads) {
  if (points.rows() < 2) {
    throw UsageError(fmt::format("average pairwise distance: expected two poses or more, found {}",
                                 points.rows()));
  }
  const PosePanels panels(points);
  Eigen::VectorXd sums(points.rows());
  parallel_for(static_cast<std::size_t>(points.rows()), threads, [&](std::size_t index) {
    const auto row = static_cast<Eigen::Index>(index);
    const Eigen::VectorXf arranged = panels.arranged(points.row(row));
    float lanes[PosePanels::kLanes];
    double sum = 0.0;
    for (Eigen::Index p = 0; p < panels.panels(); ++p) {
      panels.distances(arranged, p, lanes);
      const Eigen::Index real =
          std::min<Eigen::Index>(PosePanels::kLanes, panels.rows() - p * PosePanels::kLanes);
      for (Eigen::Index lane = 0; lane < real; ++lane) sum += lanes[lane];
    }
    sums[row] = sum;
  });
  const auto n = static_cast<double>(points.rows());
  return sums.sum() / (n * (n - 1.0));
}

Batch spread_rows(const Batch& rows, int count) {
  return rows(spread_over(rows.rows(), count), Eigen::all);
}

}  // namespace poseaae::metrics
