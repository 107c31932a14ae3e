#include "labelled.hpp"

#include <fmt/format.h>

#include <cmath>

namespace poseaae::test {

Eigen::MatrixXd every_combination(std::initializer_list<int> levels) {
  Eigen::Index rows = 1;
  for (const int count : levels) rows *= count;
  Eigen::MatrixXd values(rows, static_cast<Eigen::Index>(levels.size()));
  Eigen::Index repeat = 1;
  Eigen::Index column = 0;
  for (const int count : levels) {
    for (Eigen::Index i = 0; i < rows; ++i) {
      values(i, column) = static_cast<double>(i / repeat % count);
    }
    repeat *= count;
    ++column;
  }
  return values;
}

metrics::LabelledCodes labelled(const Eigen::MatrixXd& codes, const Eigen::MatrixXd& factors,
                                bool categorical) {
  constexpr int kClips = 10;
  metrics::LabelledCodes all{codes.cast<float>(), {}, {}, {}};
  for (Eigen::Index k = 0; k < factors.cols(); ++k) {
    all.factors.push_back({fmt::format("v{}", k), categorical, factors.col(k)});
  }
  for (int i = 0; i < codes.rows(); ++i) all.clips.push_back(i % kClips);
  all.groups = all.clips;
  return all;
}

metrics::LabelledCodes labelled_waves() {
  constexpr int kRows = 120;
  constexpr int kClip = 12;
  metrics::LabelledCodes all{waves(kRows, 3), {}, {}, {}};
  const Eigen::MatrixXd x = all.codes.cast<double>();
  Eigen::VectorXd value(kRows);
  Eigen::VectorXd kind(kRows);
  for (int i = 0; i < kRows; ++i) {
    value[i] = x(i, 0) + 0.5 * x(i, 1) + 0.3 * std::cos(0.9 * i);
    const bool high = x(i, 1) + 0.4 * std::sin(2.2 * i) > 0.5;
    kind[i] = high ? 2.0 : (x(i, 1) > -0.4 ? 1.0 : 0.0);
    all.clips.push_back(i / kClip);
  }
  all.groups = all.clips;
  all.factors = {{"value", false, value}, {"kind", true, kind}};
  return all;
}

Eigen::MatrixXd slow_rows(int clips, int frames, int width, std::uint64_t seed) {
  constexpr double kKept = 0.98;
  Eigen::MatrixXd rows = normal_rows(clips * frames, width, seed).cast<double>();
  for (int t = 1; t < clips * frames; ++t) {
    if (t % frames == 0) continue;
    rows.row(t) = kKept * rows.row(t - 1) + std::sqrt(1.0 - kKept * kKept) * rows.row(t);
  }
  return rows;
}

metrics::LabelledCodes in_clips(const Eigen::MatrixXd& codes, const Eigen::MatrixXd& factors,
                                int frames) {
  metrics::LabelledCodes all = labelled(codes, factors);
  for (std::size_t i = 0; i < all.clips.size(); ++i) {
    all.clips[i] = static_cast<int>(i) / frames;
  }
  all.groups = all.clips;
  return all;
}

}  // namespace poseaae::test
