#pragma once

#include <string>

#include "poseaae/math/batch.hpp"
#include "poseaae/recipe/context.hpp"
#include "support/support.hpp"

namespace poseaae::recipe::test {

/// A small untrained model with Z = 4 and a clip of 60 frames, in files.
class Stage {
 public:
  Stage();

  [[nodiscard]] const codec::PoseAutoencoder& model() const { return model_; }
  [[nodiscard]] Context& context() { return context_; }
  /// Encodings of the whole clip.
  [[nodiscard]] const Batch& encoded() { return context_.clip(file("a.bvh")).points; }
  [[nodiscard]] std::string file(const std::string& name) const {
    return (folder_ / name).string();
  }
  /// The text with the clip's path in place of each " A", "[A" and so on.
  [[nodiscard]] std::string fill(const std::string& yaml) const;

 private:
  poseaae::test::TemporaryFolder folder_;
  codec::PoseAutoencoder model_;
  Context context_;
};

}  // namespace poseaae::recipe::test
