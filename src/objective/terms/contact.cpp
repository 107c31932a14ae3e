#include "frame_numbers.hpp"

namespace poseaae::objective {

namespace {

/// (c - c')^2
template <typename T>
class Contact final : public FrameNumbers<T> {
 public:
  explicit Contact(const TermSetup<T>& setup)
      : FrameNumbers<T>(setup, mocap::RowShape::kRootNumbers,
                        static_cast<std::size_t>(setup.engine.rows.contacts)) {}
};

}  // namespace

LossTerm contact_term() {
  return {
      .name = "contact",
      .column = "ae_contact",
      .motion = 0.2,
      .comment = "weight of the squared difference between contacts, which are 0 or 1 (windows)",
      .loops = loops_of<Contact>(),
      .of_windows = true,
  };
}

}  // namespace poseaae::objective
