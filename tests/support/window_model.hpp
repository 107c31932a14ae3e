#pragma once

#include <Eigen/Eigenvalues>
#include <vector>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/nn/affine_layer.hpp"
#include "support/strider.hpp"

namespace poseaae::test {

/// Walkers of several speeds and turns, 4 s at 30 frames a second each.
inline std::vector<mocap::Motion> walkers() {
  std::vector<mocap::Motion> all;
  for (const double speed : {0.8, 1.1, 1.4}) {
    for (const double turn : {-0.4, 0.0, 0.4}) {
      all.push_back(stride(walking(speed, turn), 30.0, 120));
    }
  }
  return all;
}

/// A linear model of windows of 16 frames every 12: the 24 first principal components of those of
/// the walkers, whitened, with the statistics of their encodings and of the steps between them.
inline codec::PoseAutoencoder window_model() {
  constexpr int kLatent = 24;
  const auto motions = walkers();
  const codec::PoseFormat format(motions.front().skeleton(), codec::RotationForm::kQuaternion, {},
                                 codec::Window{.frames = 16, .hop = 12, .body = 0, .fps = 30.0});
  codec::Window every = *format.window();
  every.hop = 1;
  const codec::PoseFormat dense(format.skeleton(), format.form(), {}, every);
  std::vector<Batch> rows;
  for (const auto& motion : motions) rows.push_back(dense.rows_of(motion));
  const Eigen::Index each = rows.front().rows();
  const auto count = static_cast<Eigen::Index>(rows.size()) * each;
  Eigen::MatrixXd all(count, format.width());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    all.middleRows(static_cast<Eigen::Index>(i) * each, each) = rows[i].cast<double>();
  }
  const Eigen::RowVectorXd mean = all.colwise().mean();
  const Eigen::MatrixXd centred = all.rowwise() - mean;
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(centred.transpose() * centred /
                                                             static_cast<double>(count - 1));
  const Eigen::MatrixXd axes = eigen.eigenvectors().rightCols(kLatent);
  const Eigen::VectorXd deviations = eigen.eigenvalues().tail(kLatent).cwiseSqrt();
  const Eigen::MatrixXd encode = deviations.cwiseInverse().asDiagonal() * axes.transpose();
  const Eigen::MatrixXd decode = axes * deviations.asDiagonal();
  const auto layer = [](const Eigen::MatrixXd& map, const Eigen::VectorXd& bias) {
    return nn::Network({nn::affine_layer(map, bias, "dense")});
  };
  const Eigen::MatrixXd latents = centred * encode.transpose();
  codec::LatentStatistics statistics = codec::LatentStatistics::of(latents.cast<float>());
  statistics.step = Eigen::MatrixXd::Zero(kLatent, kLatent);
  const Eigen::Index pairs = each - format.hop();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto path = latents.middleRows(static_cast<Eigen::Index>(i) * each, each);
    statistics.step += path.bottomRows(pairs).transpose() * path.topRows(pairs);
  }
  statistics.step /= static_cast<double>(pairs) * static_cast<double>(rows.size());
  return codec::PoseAutoencoder({.format = format,
                                 .encoder = layer(encode, -encode * mean.transpose()),
                                 .decoder = layer(decode, mean.transpose()),
                                 .latent = statistics,
                                 .clip_options = {},
                                 .fps = 30.0,
                                 .config = "",
                                 .provenance = {}});
}

}  // namespace poseaae::test
