#pragma once

#include "poseaae/attributes/labelling.hpp"
#include "poseaae/metrics/rows.hpp"

namespace poseaae::attributes {

using metrics::Rows;

/// f = fps / (2 pi) sqrt(sum_t |z_(t+1) - z_t|^2 / sum_t |z_t - m|^2), Hz, m the mean of the z_t:
/// how often a clip goes up and down in a second, whatever the size of its movements. For a
/// sinusoid it is its frequency, for others the root mean square of the frequencies in it.
/// `latents` (T, Z) of one clip. 0 for one that stands still. Source: Rice 1944, on the expected
/// number of zeros of a noise. @throws UsageError with fewer than two frames
[[nodiscard]] double frequency(const Rows& latents, double fps);

/// exp(mean of log f of the clips with the attribute - mean of log f of the neutral ones), within
/// each content and over these in the mean as mean_difference() takes it: how many times as fast
/// clips with the attribute go. 1 for labels of frames, or where no clip of the two can be
/// compared.
[[nodiscard]] double tempo_ratio(const dataset::PoseDataset& data, const Rows& latents,
                                 const Labelling& labels);

}  // namespace poseaae::attributes
