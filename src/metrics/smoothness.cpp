#include "poseaae/metrics/smoothness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <string>
#include <string_view>

#include "poseaae/base/error.hpp"
#include "poseaae/metrics/statistics.hpp"

namespace poseaae::metrics {

namespace {

constexpr Eigen::Index kUp = 1;  // Y

bool names_a_foot(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  constexpr std::array<std::string_view, 4> kWords{"toe", "foot", "ankle", "heel"};
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return name.find(word) != std::string::npos; });
}

/// Named joints below which there is no other.
std::vector<int> named_feet(const mocap::Skeleton& skeleton) {
  std::vector<bool> below(static_cast<std::size_t>(skeleton.joints()), false);
  std::vector<int> feet;
  for (int j = skeleton.joints() - 1; j >= 0; --j) {  // children before parents
    const bool foot = names_a_foot(skeleton.name(j));
    if (foot && !below[static_cast<std::size_t>(j)]) feet.push_back(j);
    const int parent = skeleton.parent(j);
    if (parent >= 0 && (foot || below[static_cast<std::size_t>(j)])) {
      below[static_cast<std::size_t>(parent)] = true;
    }
  }
  std::reverse(feet.begin(), feet.end());
  return feet;
}

double horizontal_speed(const Batch& positions, int joint, int frame, double fps) {
  const Eigen::Vector3f step = positions.row(frame + 1).segment<3>(3 * joint).transpose() -
                               positions.row(frame).segment<3>(3 * joint).transpose();
  return std::hypot(static_cast<double>(step.x()), static_cast<double>(step.z())) * fps;
}

}  // namespace

double mean_jerk(const Batch& points, double fps) {
  const Eigen::Index frames = points.rows() - 3;
  if (frames < 1 || points.cols() % 3 != 0) {
    throw UsageError(fmt::format("jerk: expected four frames or more of x y z, found {} x {}",
                                 points.rows(), points.cols()));
  }
  double sum = 0.0;
  for (Eigen::Index t = 0; t < frames; ++t) {
    const Eigen::RowVectorXd third =
        points.row(t + 3).cast<double>() - 3.0 * points.row(t + 2).cast<double>() +
        3.0 * points.row(t + 1).cast<double>() - points.row(t).cast<double>();
    sum += third.reshaped(3, points.cols() / 3).colwise().norm().mean();
  }
  return sum / static_cast<double>(frames) * fps * fps * fps;
}

std::vector<int> foot_joints(const mocap::Skeleton& skeleton, const Batch& positions) {
  std::vector<int> feet = named_feet(skeleton);
  if (!feet.empty()) return feet;
  for (int j = 0; j < skeleton.joints(); ++j) {
    if (skeleton.children(j).empty()) feet.push_back(j);
  }
  if (feet.size() < 2 || positions.rows() == 0) {
    throw UsageError(
        "feet: expected joints named toe, foot, ankle or heel, or two ends of chains, found none");
  }
  const Eigen::RowVectorXf mean = positions.colwise().mean();
  std::stable_sort(feet.begin(), feet.end(),
                   [&](int a, int b) { return mean[3 * a + kUp] < mean[3 * b + kUp]; });
  feet.resize(2);
  std::sort(feet.begin(), feet.end());
  return feet;
}

int Contacts::count() const {
  std::size_t sum = 0;
  for (const auto& frames : on) sum += frames.size();
  return static_cast<int>(sum);
}

Contacts find_contacts(const Batch& positions, const std::vector<int>& feet, double fps,
                       const ContactOptions& options) {
  constexpr double kFloorPercentile = 5.0;
  Contacts contacts{feet, {}};
  for (const int foot : feet) {
    const Eigen::VectorXf height = positions.col(3 * foot + kUp);
    std::vector<int> on;
    const double floor =
        height.size() > 0 ? percentile({height.begin(), height.end()}, kFloorPercentile) : 0.0;
    for (int t = 0; t + 1 < positions.rows(); ++t) {
      const double above = std::max(height[t], height[t + 1]) - floor;
      if (above > options.height_m) continue;
      if (horizontal_speed(positions, foot, t, fps) < options.speed_m_s) on.push_back(t);
    }
    contacts.on.push_back(std::move(on));
  }
  return contacts;
}

double foot_skating(const Batch& positions, const Contacts& contacts, double fps) {
  double sum = 0.0;
  for (std::size_t f = 0; f < contacts.feet.size(); ++f) {
    for (const int t : contacts.on[f]) {
      sum += horizontal_speed(positions, contacts.feet[f], t, fps);
    }
  }
  return contacts.count() > 0 ? sum / contacts.count() : 0.0;
}

}  // namespace poseaae::metrics
