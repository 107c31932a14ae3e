#pragma once

#include "poseaae/objective/pose_objective.hpp"
#include "poseaae/objective/term.hpp"

namespace poseaae::fused_engine {

/// The terms of PoseObjective, which one kernel computes together. It writes the gradient by the
/// decoder's output, to which others add.
template <typename T>
class PoseTerms final : public objective::Term<T> {
 public:
  explicit PoseTerms(const objective::TermSetup<T>& setup)
      : objective::Term<T>(setup),
        pose_(setup.engine.objective, setup.engine.skeleton, setup.engine.rows),
        scratch_(setup.threads, kernels::Buffer<T>(pose_.scratch_size())),
        sums_(setup.threads) {
    for (std::size_t i = 0; i < terms_.size(); ++i)
      terms_[i] = objective::term_index(pose_.kTerms[i]);
  }

  void begin() override { sums_.clear(); }

  void decoded(const objective::Pass<T>& pass, const objective::DecodedPanel<T>& panel) override {
    pose_.add_panel(pass.kernels, panel.lanes, pass.batch.samples, panel.truth, panel.prediction,
                    scratch_[static_cast<std::size_t>(panel.thread)].data(), panel.gradient,
                    sums_[panel.thread]);
  }

  void value(const objective::Pass<T>& pass, objective::Losses& losses) const override {
    const auto means = pose_.means(sums_.total(), pass.batch.samples);
    for (std::size_t i = 0; i < means.size(); ++i) losses.terms[terms_[i]] = means[i];
  }

 private:
  objective::PoseObjective<T> pose_;
  std::array<std::size_t, objective::PoseObjective<T>::kTerms.size()> terms_{};
  std::vector<kernels::Buffer<T>> scratch_;  ///< one per thread
  objective::PerThread<kernels::PoseLossSums> sums_;
};

}  // namespace poseaae::fused_engine
