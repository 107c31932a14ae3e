#pragma once

#include <string>
#include <vector>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/evaluation/evaluator.hpp"
#include "poseaae/training/session.hpp"

/// What a model that has just been trained is worth, in a second or two.
namespace poseaae::evaluation {

/// verdict() on a model by the split of its session, beside principal components, and only what
/// that takes. Of poses it is that of evaluate_model(): the same measures of the same rows; where
/// there are more than kVerdictPoses, or kVerdictHeldOut held out, of as many, evenly spread. Of
/// windows it is that of motion::evaluate_model() with kVerdictWalks walks instead of
/// options.walks, on beginnings of kVerdictSeconds of either set; components are named where
/// motion is rebuilt alone, since what their walks are drawn from takes longer.
/// @throws UsageError when too few poses, or too short stretches, are held out
[[nodiscard]] std::vector<std::string> verdict_on(const training::Session& session,
                                                  const codec::PoseAutoencoder& model,
                                                  const Options& options = {});
inline constexpr int kVerdictPoses = 40'000;
inline constexpr int kVerdictHeldOut = 10'000;
inline constexpr int kVerdictWalks = 12;
inline constexpr double kVerdictSeconds = 300.0;

/// What the session holds out, as the end of "measured on": "3 clips that it has not learned from".
[[nodiscard]] std::string held_out_of(const training::Session& session);

}  // namespace poseaae::evaluation
