#include "mean_term.hpp"
#include "poseaae/objective/pose_objective.hpp"

namespace poseaae::objective {

namespace {

using kernels::kLanes;

/// fps |dP - dP'| of the joints' steps in the room, from each frame to the next.
template <typename T>
class Velocity final : public MeanTerm<T> {
 public:
  explicit Velocity(const TermSetup<T>& setup)
      : MeanTerm<T>(setup, static_cast<std::size_t>(setup.engine.rows.frames - 1) *
                               static_cast<std::size_t>(setup.engine.rows.joints)),
        steps_(static_cast<std::size_t>(setup.engine.rows.frames - 1)),
        fps_(setup.engine.rows.fps),
        weights_(weights_of_joints<T>(setup.engine.objective, setup.engine.rows.joints)),
        frames_(weights_of_frames<T>(setup.engine.objective, setup.engine.rows.frames)) {}

  void decoded(const Pass<T>& pass, const DecodedPanel<T>& panel) override {
    if (steps_ == 0) return;
    const T factor = static_cast<T>(fps_) * this->factor(pass);
    const std::size_t frame = 3 * weights_.size() * kLanes;  // from a frame's joint to the next's
    for (std::size_t i = 0; i < steps_ * weights_.size(); ++i) {
      const std::size_t t = i / weights_.size();
      const T weight = weights_[i % weights_.size()] * T(0.5) * (frames_[t] + frames_[t + 1]);
      const std::size_t at = 3 * i * kLanes;
      const auto step = [&](const T* positions, std::size_t k) {
        return positions[at + frame + k] - positions[at + k];
      };
      T apart[3 * kLanes];
      for (std::size_t k = 0; k < 3 * kLanes; ++k) {
        apart[k] = step(panel.positions, k) - step(panel.true_positions, k);
      }
      T length[kLanes];
      split_length(apart, length);
      this->add(panel, length, fps_ * static_cast<double>(weight));
      if (panel.by_positions == nullptr) continue;
      for (std::size_t k = 0; k < 3 * kLanes; ++k) {
        const T slope = factor * weight * apart[k];
        panel.by_positions[at + k] -= slope;
        panel.by_positions[at + frame + k] += slope;
      }
    }
  }

 private:
  std::size_t steps_;
  double fps_;
  std::vector<T> weights_;
  std::vector<T> frames_;
};

}  // namespace

LossTerm velocity_term() {
  return {
      .name = "velocity",
      .column = "ae_velocity",
      .motion = 1.0,
      .comment =
          "weight of the difference between the velocities of joints in the room, per metre a "
          "second (windows)",
      .loops = loops_of<Velocity>(),
      .of_windows = true,
      .in_room = true,
  };
}

}  // namespace poseaae::objective
