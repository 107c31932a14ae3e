#pragma once

#include <string>
#include <vector>

#include "poseaae/evaluation/report.hpp"

namespace poseaae::evaluation {

/// What a report says to people who know dance rather than statistics, in three sentences: how well
/// poses or motion are rebuilt; whether what is made at random is like what was recorded; and
/// whether the space is even, or, of motion, whether its feet stand. `beside` is the report of
/// principal components, which are named in brackets, or null. Sentences whose measures a report
/// lacks are left out.
///
/// Of poses: the mean distance of joints (mpjpe); precision of points as programs draw them
/// (latent::usual_sampling()), of recorded poses that were held out, and of points of N(0, I); and
/// the standard deviation of the speed of decoded poses along great circles, as a share of the mean
/// (speed variation). Of motion: mpjpe and the drift of the root after a metre; precision of
/// windows of random walks, and their speed; and the speed of feet that carry weight against the
/// recordings'.
[[nodiscard]] std::vector<std::string> verdict(const Report& report, const Report* beside);

/// The report named "pca" among those that the first is compared with; null where there is none.
[[nodiscard]] const Report* principal_components(const std::vector<Report>& reports);

/// The verdict on the first report, beside principal components where these are among the others.
[[nodiscard]] std::vector<std::string> verdict(const std::vector<Report>& reports);

}  // namespace poseaae::evaluation
