#include "poseaae/latent/sampling.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <vector>

#include "poseaae/base/error.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/mixture.hpp"

namespace poseaae::latent {

namespace {

bool has(const codec::LatentStatistics& statistics, Sampling sampling) {
  switch (sampling) {
    case Sampling::kPrior:
      return true;
    case Sampling::kMixture:
      return !statistics.mixture.empty();
    case Sampling::kFlow:
      return !statistics.flow.empty();
  }
  return false;
}

/// What a model without a flow can do about it: models of windows never have one.
std::string advice(const codec::LatentStatistics& statistics) {
  if (statistics.step.size() > 0) return "models of windows have no flow; leave it out";
  return "models of few poses (fewer than ten for each latent and ten more) have none, nor have "
         "those of earlier versions of PoseAAE; train it again";
}

Draw by_flow(const codec::LatentStatistics& statistics) {
  // Shared, since copies of a function copy what it holds.
  const auto flow = std::make_shared<const codec::FlowMap>(statistics.flow);
  return [flow](Random& random) {
    Eigen::VectorXd e(flow->dim());
    for (double& value : e) value = random.normal();
    return flow->from_normal(e);
  };
}

template <typename Density>
Draw by(Density density) {
  const auto shared = std::make_shared<const Density>(std::move(density));
  return [shared](Random& random) { return shared->sample(random); };
}

}  // namespace

const Names<Sampling>& sampling_names() {
  static const Names<Sampling> names{
      {"prior", Sampling::kPrior}, {"mixture", Sampling::kMixture}, {"flow", Sampling::kFlow}};
  return names;
}

Sampling usual_sampling(const codec::LatentStatistics& statistics) {
  return has(statistics, Sampling::kFlow) ? Sampling::kMixture : Sampling::kPrior;
}

Draw draw_of(const codec::LatentStatistics& statistics, Sampling sampling) {
  if (!has(statistics, sampling)) {
    std::vector<std::string> present;
    for (const auto& [name, kind] : sampling_names()) {
      if (has(statistics, kind)) present.push_back(name);
    }
    throw UsageError(fmt::format("sample: expected {}, which is what this model has, found {}; {}",
                                 fmt::join(present, " or "), name_of(sampling, sampling_names()),
                                 advice(statistics)));
  }
  switch (sampling) {
    case Sampling::kMixture:
      return by(LatentMixture(statistics.mixture));
    case Sampling::kFlow:
      return by_flow(statistics);
    case Sampling::kPrior:
      break;
  }
  return by(LatentGaussian(statistics));
}

codec::FlowMap flow_of(const codec::LatentStatistics& statistics, const std::string& what) {
  if (!has(statistics, Sampling::kFlow)) {
    throw UsageError(fmt::format(
        "{}: expected a model with a flow between its latents and N(0, I), found one without; {}",
        what, advice(statistics)));
  }
  return codec::FlowMap(statistics.flow);
}

}  // namespace poseaae::latent
