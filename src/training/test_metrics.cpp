#include "test_metrics.hpp"

#include <algorithm>
#include <cmath>

#include "in_batches.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/codec/pose_format.hpp"
#include "poseaae/metrics/prior_match.hpp"
#include "standardise.hpp"

namespace poseaae::training {

namespace {

constexpr int kTestBatch = 4096;
/// MMD looks at every pair of encodings, so at no more than so many of them.
constexpr Eigen::Index kMaxForPairs = 1000;
/// Encodings of training poses that say how a model's latents are standardised.
constexpr Eigen::Index kMaxForScale = 4000;

/// Multiplications, more or less, of an epoch and of a test: a pass of a network takes one a
/// weight, learning three; what is done to every pose and pair besides was measured against that.
int automatic_interval(const Session& session, const objective::Networks& networks) {
  constexpr double kLearning = 4000.0;  // from a pose, besides the passes
  constexpr double kTesting = 1000.0;   // a joint or latent: kinematics, sorting
  constexpr double kAPair = 200.0;
  constexpr double kShare = 0.035;  // of 0.05, to be safe where memory or neighbours are slow
  const double weights =
      static_cast<double>(networks.encoder.parameter_count() + networks.decoder.parameter_count());
  const auto train = static_cast<double>(session.split.train.size());
  const auto test = static_cast<double>(session.split.test.size());
  const double pairs = std::min(test * test, 1.0 * kMaxForPairs * kMaxForPairs) / 2.0;
  const double numbers = session.data.skeleton.joints() + networks.latent_dim();
  // Three passes: for the losses, the reconstructions and the encodings.
  double of_test = test * (3.0 * weights + numbers * kTesting) + pairs * kAPair;
  if (session.config.model.standardise) of_test += std::min(train, 1.0 * kMaxForScale) * weights;
  return static_cast<int>(std::ceil(of_test / (kShare * train * (3.0 * weights + kLearning))));
}

int interval_of(const Session& session, const objective::Networks& networks) {
  const int asked = session.config.output.test_every;
  if (asked > 0) return asked;
  const int chosen = std::max(1, automatic_interval(session, networks));
  const int patience = session.config.training.patience;
  return patience > 0 ? std::min(chosen, patience) : chosen;
}

/// Mean over rows and points of the length of points, (B, 3K).
double mean_distance(const Batch& points) {
  const Eigen::Index count = points.size() / 3;
  const Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, 3, Eigen::RowMajor>> each(
      points.data(), count, 3);
  return each.rowwise().norm().cast<double>().mean();
}

std::optional<metrics::PoseSpace> space_of(const Session& session) {
  try {
    return metrics::PoseSpace(session.data.skeleton,
                              session.format.poses_of(session.test().copy()));
  } catch (const UsageError&) {  // a body of one joint has no place to compare
    return std::nullopt;
  }
}

}  // namespace

Tester::Tester(const Session& session, const objective::Networks& networks)
    : session_(session),
      threads_(session.config.engine.threads),
      interval_(interval_of(session, networks)),
      space_(space_of(session)) {}

bool Tester::tests(int epoch) const {
  return epoch == 1 || epoch == session_.config.training.epochs || epoch % interval_ == 0;
}

void Tester::measure(objective::Engine& engine, EpochRecord& record) const {
  measure_reconstructions(engine, record);
  measure_encodings(engine, record);
}

void Tester::measure_reconstructions(objective::Engine& engine, EpochRecord& record) const {
  const codec::PoseFormat& format = session_.format;
  PoseError error;
  double mpjpe_m = 0.0;
  in_batches(session_.test(), kTestBatch, [&](const BatchRows& some, double share, Eigen::Index) {
    const Batch rows = some.copy();
    const Batch features = engine.reconstruct(rows);
    const PoseError part = pose_error(format, rows, features);
    error.position_m += share * part.position_m;
    error.rotation_rad += share * part.rotation_rad;
    if (!space_) return;
    const Batch rebuilt = format.rows_of_features(features);
    const Batch off = space_->points(format.poses_of(rebuilt), threads_) -
                      space_->points(format.poses_of(rows), threads_);
    mpjpe_m += share * mean_distance(off);
  });
  record.test_position_cm = 100.0 * error.position_m;
  record.test_rotation_deg = error.rotation_rad * 180.0 / EIGEN_PI;
  if (space_) record.test_mpjpe_mm = 1000.0 * mpjpe_m;
}

Batch Tester::encodings(objective::Engine& engine) const {
  Batch latents = encode_all(engine, session_.test());
  if (!session_.config.model.standardise || !latents.allFinite()) return latents;
  const BatchRows train = session_.train();
  std::vector<int> rows = spread_over(train.rows(), kMaxForScale);
  for (int& row : rows) row = session_.split.train[static_cast<std::size_t>(row)];
  return standardised(latents, encode_all(engine, session_.rows(rows)));
}

void Tester::measure_encodings(objective::Engine& engine, EpochRecord& record) const {
  const Batch latents = encodings(engine);
  if (!latents.allFinite()) return;  // training has diverged
  record.test_ks = metrics::ks_distances(latents, threads_).mean();
  if (latents.rows() < 2) return;  // no pair to compare
  const std::vector<int> few = spread_over(latents.rows(), kMaxForPairs);
  record.test_mmd = metrics::mmd_squared(BatchRows(latents, few).copy(), threads_);
}

}  // namespace poseaae::training
