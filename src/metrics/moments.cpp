#include "moments.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "poseaae/base/error.hpp"

namespace poseaae::metrics {

Moments Moments::of(const Batch& samples) {
  const Eigen::Index count = samples.rows();
  if (count < 2 || samples.cols() < 1) {
    throw UsageError(
        fmt::format("mean and covariance: expected at least two samples, found {} of width {}",
                    count, samples.cols()));
  }
  if (!samples.allFinite()) {
    throw UsageError("mean and covariance: expected finite numbers, found one that is not");
  }
  Moments moments;
  moments.mean = samples.cast<double>().colwise().mean().transpose();
  moments.covariance.setZero(samples.cols(), samples.cols());
  constexpr Eigen::Index kBlock = 512;  // the copy in double precision stays in the cache
  for (Eigen::Index first = 0; first < count; first += kBlock) {
    const Eigen::Index rows = std::min(kBlock, count - first);
    const Eigen::MatrixXd centred =
        samples.middleRows(first, rows).cast<double>().rowwise() - moments.mean.transpose();
    moments.covariance.selfadjointView<Eigen::Lower>().rankUpdate(centred.transpose());
  }
  moments.covariance /= static_cast<double>(count - 1);
  moments.covariance.triangularView<Eigen::StrictlyUpper>() = moments.covariance.transpose();
  return moments;
}

}  // namespace poseaae::metrics
