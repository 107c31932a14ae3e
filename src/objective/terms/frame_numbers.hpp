#pragma once

#include "mean_term.hpp"
#include "poseaae/objective/panel_frames.hpp"

namespace poseaae::objective {

/// (x - x')^2 of some of the numbers behind the rotations of each frame.
template <typename T>
class FrameNumbers : public MeanTerm<T> {
 public:
  void decoded(const Pass<T>& pass, const DecodedPanel<T>& panel) override {
    using kernels::kLanes;
    const T factor = T(2) * this->factor(pass);
    for (std::size_t i = 0; i < truth_.count * count_; ++i) {
      const std::size_t t = i / count_;
      const std::size_t number = (first_ + i % count_) * kLanes;
      const T* const truth = truth_.root(panel.truth, t) + number;
      const T* const guess = prediction_.root(panel.prediction, t) + number;
      T squared[kLanes];
      for (std::size_t lane = 0; lane < panel.lanes; ++lane) {
        const T apart = guess[lane] - truth[lane];
        squared[lane] = apart * apart;
        if (panel.gradient == nullptr) continue;
        (prediction_.root(panel.gradient, t) + number)[lane] += factor * apart;
      }
      this->add(panel, squared);
    }
  }

 protected:
  /// `count` numbers, the first of which is number `first` behind the rotations.
  FrameNumbers(const TermSetup<T>& setup, std::size_t first, std::size_t count)
      : MeanTerm<T>(setup, static_cast<std::size_t>(setup.engine.rows.frames) * count),
        truth_(setup.engine.rows, kernels::RotationForm::kQuaternion),
        prediction_(setup.engine.rows, setup.engine.objective.rotation),
        first_(first),
        count_(count) {}

 private:
  PanelFrames truth_;
  PanelFrames prediction_;
  std::size_t first_;
  std::size_t count_;
};

}  // namespace poseaae::objective
