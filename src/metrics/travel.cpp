#include "poseaae/metrics/travel.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "poseaae/base/error.hpp"

namespace poseaae::metrics {

namespace {

double distance(double x, double z) { return std::hypot(x, z); }

double step_length(const footing::Place& a, const footing::Place& b) {
  return distance(b.x - a.x, b.z - a.z);
}

/// Of one start: how far apart two dancers are who began at one place.
double apart(const Way& truth, const Way& found, std::size_t from, std::size_t to) {
  const auto seen = [&](const Way& way) {
    return footing::turned(way[to].x - way[from].x, way[to].z - way[from].z, -way[from].heading);
  };
  const auto [x, z] = seen(truth);
  const auto [other_x, other_z] = seen(found);
  return distance(x - other_x, z - other_z);
}

void require_as_long(const Way& truth, const Way& found) {
  if (truth.size() == found.size()) return;
  throw UsageError(fmt::format("drift: expected ways of as many frames, found {} and {}",
                               truth.size(), found.size()));
}

Eigen::VectorXd as_vector(const std::vector<double>& values) {
  return Eigen::Map<const Eigen::VectorXd>(values.data(), std::ssize(values));
}

}  // namespace

Way way_of(const mocap::Motion& motion, int body) {
  const footing::RootPath root = footing::root_path_of(motion, body);
  Way way;
  for (int t = 0; t < root.frames(); ++t) way.push_back(footing::place_of(root, t));
  return way;
}

std::vector<double> root_speeds(const Way& way, double fps) {
  std::vector<double> speeds;
  for (std::size_t t = 0; t + 1 < way.size(); ++t) {
    speeds.push_back(step_length(way[t], way[t + 1]) * fps);
  }
  return speeds;
}

std::vector<double> turn_rates(const Way& way, double fps) {
  std::vector<double> rates;
  for (std::size_t t = 0; t + 1 < way.size(); ++t) {
    rates.push_back((way[t + 1].heading - way[t].heading) * fps);
  }
  return rates;
}

double path_length(const Way& way) {
  const auto steps = root_speeds(way, 1.0);
  return std::accumulate(steps.begin(), steps.end(), 0.0);
}

Eigen::VectorXd drift(const Way& truth, const Way& found, int frames) {
  require_as_long(truth, found);
  std::vector<double> values;
  const auto later = static_cast<std::size_t>(frames);
  for (std::size_t t = 0; t + later < truth.size(); ++t) {
    values.push_back(apart(truth, found, t, t + later));
  }
  return as_vector(values);
}

Eigen::VectorXd drift_by_way(const Way& truth, const Way& found, double metres) {
  require_as_long(truth, found);
  std::vector<double> travelled(truth.size(), 0.0);
  for (std::size_t t = 1; t < truth.size(); ++t) {
    travelled[t] = travelled[t - 1] + step_length(truth[t - 1], truth[t]);
  }
  std::vector<double> values;
  std::size_t end = 0;
  for (std::size_t start = 0; start < truth.size(); ++start) {
    while (end < truth.size() && travelled[end] - travelled[start] < metres) ++end;
    if (end == truth.size()) break;
    values.push_back(apart(truth, found, start, end));
  }
  return as_vector(values);
}

ContactAgreement& ContactAgreement::operator+=(const ContactAgreement& other) {
  hits += other.hits;
  misses += other.misses;
  false_alarms += other.false_alarms;
  return *this;
}

double ContactAgreement::f1() const {
  const double all = 2.0 * hits + misses + false_alarms;
  return all > 0.0 ? 2.0 * hits / all : std::numeric_limits<double>::quiet_NaN();
}

ContactAgreement agreement(const footing::Contacts& truth, const footing::Contacts& found) {
  if (truth.frames != found.frames || truth.points() != found.points()) {
    throw UsageError(
        fmt::format("contacts: expected as many frames and points, found {} x {} and {} x {}",
                    truth.frames, truth.points(), found.frames, found.points()));
  }
  ContactAgreement sum;
  for (std::size_t i = 0; i < truth.touches.size(); ++i) {
    const bool stands = truth.touches[i] != 0;
    const bool said = found.touches[i] != 0;
    sum.hits += stands && said ? 1.0 : 0.0;
    sum.misses += stands && !said ? 1.0 : 0.0;
    sum.false_alarms += !stands && said ? 1.0 : 0.0;
  }
  return sum;
}

}  // namespace poseaae::metrics
