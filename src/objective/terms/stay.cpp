#include "mean_term.hpp"
#include "poseaae/objective/panel_frames.hpp"
#include "poseaae/objective/pose_objective.hpp"

namespace poseaae::objective {

namespace {

using kernels::kLanes;

/// c(t) c(t + 1) fps |dP'| of the joints of contacts c, true ones: feet that stand do not move.
template <typename T>
class Stay final : public MeanTerm<T> {
 public:
  explicit Stay(const TermSetup<T>& setup)
      : MeanTerm<T>(setup, static_cast<std::size_t>(setup.engine.rows.frames - 1) *
                               setup.engine.objective.contact_joints.size()),
        truth_(setup.engine.rows, kernels::RotationForm::kQuaternion),
        joints_(static_cast<std::size_t>(setup.engine.rows.joints)),
        fps_(setup.engine.rows.fps),
        contact_joints_(setup.engine.objective.contact_joints),
        frames_(weights_of_frames<T>(setup.engine.objective, setup.engine.rows.frames)) {}

  void decoded(const Pass<T>& pass, const DecodedPanel<T>& panel) override {
    for (std::size_t t = 0; t + 1 < truth_.count; ++t) {
      for (std::size_t i = 0; i < contact_joints_.size(); ++i) step(pass, panel, t, i);
    }
  }

 private:
  /// The step of contact i from frame t to the next.
  void step(const Pass<T>& pass, const DecodedPanel<T>& panel, std::size_t t, std::size_t i) {
    const std::size_t frame = 3 * joints_ * kLanes;
    const std::size_t at = t * frame + 3 * static_cast<std::size_t>(contact_joints_[i]) * kLanes;
    const T* const before = truth_.contact(panel.truth, t) + i * kLanes;
    const T* const after = truth_.contact(panel.truth, t + 1) + i * kLanes;
    T moved[3 * kLanes];
    for (std::size_t k = 0; k < 3 * kLanes; ++k) {
      moved[k] = panel.positions[at + frame + k] - panel.positions[at + k];
    }
    T length[kLanes];
    split_length(moved, length);
    const T weight = static_cast<T>(fps_) * T(0.5) * (frames_[t] + frames_[t + 1]);
    T stands[kLanes];
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      stands[lane] = weight * before[lane] * after[lane];
      length[lane] *= stands[lane];
    }
    this->add(panel, length);
    if (panel.by_positions == nullptr) return;
    const T factor = this->factor(pass);
    for (std::size_t k = 0; k < 3 * kLanes; ++k) {
      const T slope = factor * stands[k % kLanes] * moved[k];
      panel.by_positions[at + k] -= slope;
      panel.by_positions[at + frame + k] += slope;
    }
  }

  PanelFrames truth_;
  std::size_t joints_;
  double fps_;
  std::vector<int> contact_joints_;
  std::vector<T> frames_;
};

}  // namespace

LossTerm stay_term() {
  return {
      .name = "stay",
      .column = "ae_stay",
      .motion = 0.5,
      .comment =
          "weight of the speed in the room of feet that stand on the floor, per metre a second "
          "(windows)",
      .loops = loops_of<Stay>(),
      .of_windows = true,
      .in_room = true,
  };
}

}  // namespace poseaae::objective
