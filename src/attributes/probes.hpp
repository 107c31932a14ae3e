#pragma once

#include <map>
#include <utility>
#include <vector>

#include "attributes/pose_features.hpp"
#include "fitted_probes.hpp"
#include "poseaae/attributes/learn.hpp"

namespace poseaae::attributes {

/// What moving poses along a vector does, summed over poses and folds.
struct Moved {
  explicit Moved(std::size_t strengths, std::size_t watched)
      : sums(Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(strengths),
                                   static_cast<Eigen::Index>(watched))) {}

  Eigen::MatrixXd sums;  ///< (S, W) of measured values
  double poses = 0.0;
  double content_sum = 0.0;  ///< of the loss of own contents, in their units
  double content_poses = 0.0;
  std::map<int, std::pair<Eigen::VectorXd, double>> clips;  ///< own value by strength, poses

  void add(const Moved& other) {
    sums += other.sums;
    poses += other.poses;
    content_sum += other.content_sum;
    content_poses += other.content_poses;
    for (const auto& [clip, part] : other.clips) {
      auto& [values, count] = clips[clip];
      if (values.size() == 0) values = Eigen::VectorXd::Zero(part.first.size());
      values += part.first;
      count += part.second;
    }
  }
};

/// Everything that following attributes is measured with.
struct Probes {
  const codec::PoseAutoencoder& model;
  const Sample& sample;
  const PoseFeatures& features;
  const std::vector<Labelling>& attributes;  ///< A
  const LearnOptions& options;
  std::vector<Labelling> all;  ///< W: attributes, then what is watched beside them
  Folds folds;
  FittedProbes others;   ///< of all: each against others
  FittedProbes neutral;  ///< of attributes: each against its neutral poses
  std::size_t zero = 0;  ///< where strength 0 is in options.strengths
  std::size_t one = 0;   ///< and strength 1

  Probes(const codec::PoseAutoencoder& model, const Sample& sample, const PoseFeatures& features,
         const std::vector<Labelling>& attributes, const std::vector<Labelling>& watched,
         const LearnOptions& options);
};

/// The neutral poses of an attribute, moved along its vector by each strength, decoded and
/// measured: those of each fold by vector and probes of the others. `shuffle` 0: by the true
/// labels; others number ways of shuffling them.
[[nodiscard]] Moved move_neutral_poses(const Probes& probes, std::size_t attribute, int shuffle);

}  // namespace poseaae::attributes
