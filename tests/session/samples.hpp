#pragma once

#include <string>
#include <vector>

#include "poseaae/math/batch.hpp"
#include "poseaae/session/open_model.hpp"
#include "support/support.hpp"

namespace poseaae::session::test {

/// A small untrained model with Z = 4, a clip of 60 frames in place, and one that travels
/// (support/traveller.hpp), in files.
class Stage {
 public:
  Stage();

  [[nodiscard]] OpenModel& model() { return model_; }
  /// What the model warned of so far.
  [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }
  /// Encodings of the whole clip.
  [[nodiscard]] const Batch& encoded() { return model_.path(file("a.bvh")).points; }
  [[nodiscard]] std::string file(const std::string& name) const {
    return (folder_ / name).string();
  }
  /// The model with another treatment of the root's rotation in its clips.
  [[nodiscard]] OpenModel with(mocap::RootRotation treatment) const;
  /// The model with the mixture and the flow of some points (400, Z), half of each coordinate about
  /// -2, half about 2.
  [[nodiscard]] OpenModel with_flow() const;
  /// The text with the path of the clip in place in place of each " A", "[A" and so on, and that
  /// of the clip that travels in place of each " T".
  [[nodiscard]] std::string fill(const std::string& yaml) const;

 private:
  poseaae::test::TemporaryFolder folder_;
  std::vector<std::string> warnings_;
  OpenModel model_;
};

}  // namespace poseaae::session::test
