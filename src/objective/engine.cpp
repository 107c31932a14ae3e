#include "poseaae/objective/engine.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "poseaae/base/error.hpp"
#include "poseaae/objective/engine_plugin.hpp"

namespace poseaae::objective {

TermValues::TermValues(std::size_t count, double value) : size_(count) {
  if (count > kMaxLossTerms) {
    throw Error(fmt::format("at most {} loss terms, found {}", kMaxLossTerms, count));
  }
  std::fill(begin(), end(), value);
}

TermValues::TermValues(std::initializer_list<double> values) : TermValues(values.size(), 0.0) {
  std::copy(values.begin(), values.end(), begin());
}

const Batch StepInput::kNoRows;

void StepInput::check(Eigen::Index latent, bool gaussian) const {
  const auto fit = [&](const char* what, const Rows& rows, Eigen::Index count) {
    if (rows.rows() == 0 || (rows.rows() == count && rows.cols() == latent)) return;
    throw Error(fmt::format("a step's {}: expected {} rows of {} numbers, found {} of {}", what,
                            count, latent, rows.rows(), rows.cols()));
  };
  fit("samples of the prior", prior, recorded);
  if (gaussian) fit("noise", noise, poses.rows());
  if (recorded < 1 || recorded > poses.rows()) {
    throw Error(
        fmt::format("a step's recorded poses: expected 1 to {}, found {}", poses.rows(), recorded));
  }
}

Engine::~Engine() = default;

void check_interface(const EnginePlugin& plugin) {
  if (plugin.interface_number == kEngineInterface) return;
  throw TrainingError(
      fmt::format("the engine's library has interface {}, this program needs {}; install both "
                  "from one version",
                  plugin.interface_number, kEngineInterface));
}

}  // namespace poseaae::objective
