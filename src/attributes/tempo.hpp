#pragma once

#include "poseaae/attributes/labelling.hpp"
#include "poseaae/math/batch.hpp"

namespace poseaae::attributes {

/// f = fps / (2 pi) sqrt(sum_t |z_(t+1) - z_t|^2 / sum_t |z_t - m|^2), Hz, m the mean of the z_t:
/// how often the movement of a clip goes back and forth per second, whatever its size. For a
/// sinusoid, this is its frequency; for other movements, the root mean square of the frequencies in
/// it. `latents` (T, Z) are those of one clip. 0 for a clip that stands still. Source: Rice 1944,
/// on the expected number of zeros of a random process. @throws UsageError with fewer than two
/// frames
[[nodiscard]] double frequency(const Batch& latents, double fps);

/// exp(mean of log f of the clips with the attribute - mean of log f of the neutral ones), within
/// each content, averaged over contents as in mean_difference(): how many times as fast clips with
/// the attribute move. 1 for labels of frames, or when no two clips can be compared.
[[nodiscard]] double tempo_ratio(const dataset::PoseDataset& data, const Batch& latents,
                                 const Labelling& labels);

}  // namespace poseaae::attributes
