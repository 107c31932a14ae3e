#include "mean_term.hpp"
#include "poseaae/objective/pose_objective.hpp"

namespace poseaae::objective {

namespace {

using kernels::kLanes;

/// |P - P'| of the joints' positions in the room.
template <typename T>
class Room final : public MeanTerm<T> {
 public:
  explicit Room(const TermSetup<T>& setup)
      : MeanTerm<T>(setup, static_cast<std::size_t>(setup.engine.rows.frames) *
                               static_cast<std::size_t>(setup.engine.rows.joints)),
        frames_(static_cast<std::size_t>(setup.engine.rows.frames)),
        weights_(weights_of_joints<T>(setup.engine.objective, setup.engine.rows.joints)) {}

  void decoded(const Pass<T>& pass, const DecodedPanel<T>& panel) override {
    const T factor = this->factor(pass);
    for (std::size_t i = 0; i < frames_ * weights_.size(); ++i) {
      const T weight = weights_[i % weights_.size()];
      const std::size_t at = 3 * i * kLanes;
      T apart[3 * kLanes];
      for (std::size_t k = 0; k < 3 * kLanes; ++k) {
        apart[k] = panel.positions[at + k] - panel.true_positions[at + k];
      }
      T length[kLanes];
      split_length(apart, length);
      this->add(panel, length, static_cast<double>(weight));
      if (panel.by_positions == nullptr) continue;
      for (std::size_t k = 0; k < 3 * kLanes; ++k) {
        panel.by_positions[at + k] += factor * weight * apart[k];
      }
    }
  }

 private:
  std::size_t frames_;
  std::vector<T> weights_;
};

}  // namespace

LossTerm room_term() {
  return {
      .name = "room",
      .column = "ae_room",
      .motion = 2.0,
      .comment =
          "weight of the distance between joints in the room, where the middle of a window stands "
          "at the origin and faces forwards, per metre (windows)",
      .loops = loops_of<Room>(),
      .of_windows = true,
      .in_room = true,
  };
}

}  // namespace poseaae::objective
