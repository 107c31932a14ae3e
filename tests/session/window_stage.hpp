#pragma once

#include <optional>
#include <string>

#include "poseaae/codec/model_file.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/session/open_model.hpp"
#include "support/support.hpp"
#include "support/window_model.hpp"

namespace poseaae::session::test {

/// A model of windows in a file, a clip of 120 frames that walks straight on at 1.1 m/s (w.bvh),
/// and one of 65 that walks in a bend (v.bvh).
class WindowStage {
 public:
  WindowStage() {
    static const codec::PoseAutoencoder small = poseaae::test::window_model();
    codec::save_model(small, folder_ / "model.safetensors");
    mocap::write_bvh(folder_ / "w.bvh",
                     poseaae::test::stride(poseaae::test::walking(1.1, 0.0), 30.0, 120));
    mocap::write_bvh(folder_ / "v.bvh",
                     poseaae::test::stride(poseaae::test::walking(1.0, 0.3), 30.0, 65));
    model_.emplace(file("model.safetensors"), nullptr);
  }

  [[nodiscard]] OpenModel& model() { return *model_; }
  [[nodiscard]] std::string file(const std::string& name) const {
    return (folder_ / name).string();
  }
  [[nodiscard]] mocap::Motion clip(const std::string& name) const {
    return model_->clip(mocap::ClipReference::parse(file(name))).motion;
  }

 private:
  poseaae::test::TemporaryFolder folder_;
  std::optional<OpenModel> model_;
};

}  // namespace poseaae::session::test
