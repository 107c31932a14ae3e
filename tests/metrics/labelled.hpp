#pragma once

#include <initializer_list>

#include "poseaae/metrics/disentanglement.hpp"
#include "samples.hpp"

/// Codes with factors that are known exactly.
namespace poseaae::test {

/// Every combination of `levels` values a factor, once: factors that have nothing to do with each
/// other, to the last digit. (N, number of factors), values 0, 1, 2, ...
Eigen::MatrixXd every_combination(std::initializer_list<int> levels);

/// Codes and continuous factors, in ten clips that are dealt the rows in turn.
metrics::LabelledCodes labelled(const Eigen::MatrixXd& codes, const Eigen::MatrixXd& factors,
                                bool categorical = false);

/// Three latents, a value and a class that follow them in part, that another program can make
/// again: 120 poses, ten clips of twelve.
metrics::LabelledCodes labelled_waves();

/// (clips x frames, width) that change slowly within a clip, each column by itself, and begin anew
/// with each clip: x_t = 0.98 x_{t-1} + noise.
Eigen::MatrixXd slow_rows(int clips, int frames, int width, std::uint64_t seed);

/// The same as codes with factors, in clips of so many frames one after the other.
metrics::LabelledCodes in_clips(const Eigen::MatrixXd& codes, const Eigen::MatrixXd& factors,
                                int frames);

}  // namespace poseaae::test
