#pragma once

#include <algorithm>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "poseaae/base/error.hpp"
#include "poseaae/live/instrument.hpp"

namespace poseaae::test {

/// An instrument that remembers what it is told, and decodes nothing.
class StandIn : public live::Instrument {
 public:
  explicit StandIn(live::Description description) : description_(std::move(description)) {}

  std::string take(const live::Message& message, live::Peer from) override {
    if (message.address.starts_with("/poseaae/nothing")) return "expected another address";
    std::vector<live::Listener*> told;
    {
      const std::lock_guard lock(mutex_);
      taken_.push_back(message);
      from_.push_back(from);
      for (const auto& [listener, own] : listeners_) {
        if (own != from || from == live::kProgram) told.push_back(listener);
      }
    }
    for (live::Listener* const listener : told) listener->heard(message, from);
    return "";
  }
  std::string stream(const live::StreamedPose& pose) override {
    const std::lock_guard lock(mutex_);
    rotations_.assign(pose.rotations.begin(), pose.rotations.end());
    root_.clear();
    if (pose.root) root_.assign(pose.root->begin(), pose.root->end());
    ++poses_;
    return "";
  }
  [[nodiscard]] live::Description description() const override {
    const std::lock_guard lock(mutex_);
    return description_;
  }
  [[nodiscard]] std::vector<live::Message> state() const override { return taken(); }
  [[nodiscard]] std::string map_json() const override { return "null"; }
  [[nodiscard]] std::filesystem::path recording(const std::string& name) const override {
    throw InputError("no recording " + name);
  }
  void add(live::Listener& listener, live::Peer own) override {
    const std::lock_guard lock(mutex_);
    listeners_.emplace_back(&listener, own);
  }
  void remove(live::Listener& listener) override {
    const std::lock_guard lock(mutex_);
    std::erase_if(listeners_, [&](const auto& one) { return one.first == &listener; });
  }

  [[nodiscard]] std::vector<live::Message> taken() const {
    const std::lock_guard lock(mutex_);
    return taken_;
  }
  [[nodiscard]] std::vector<live::Peer> from() const {
    const std::lock_guard lock(mutex_);
    return from_;
  }
  [[nodiscard]] std::vector<float> rotations() const {
    const std::lock_guard lock(mutex_);
    return rotations_;
  }
  [[nodiscard]] std::vector<float> root() const {
    const std::lock_guard lock(mutex_);
    return root_;
  }
  [[nodiscard]] int poses() const {
    const std::lock_guard lock(mutex_);
    return poses_;
  }
  void forget() {
    const std::lock_guard lock(mutex_);
    taken_.clear();
    from_.clear();
  }
  void describe(live::Description description) {
    std::vector<live::Listener*> told;
    {
      const std::lock_guard lock(mutex_);
      description_ = std::move(description);
      for (const auto& [listener, own] : listeners_) told.push_back(listener);
    }
    for (live::Listener* const listener : told) listener->described();
  }

 private:
  mutable std::mutex mutex_;
  live::Description description_;
  std::vector<std::pair<live::Listener*, live::Peer>> listeners_;
  std::vector<live::Message> taken_;
  std::vector<live::Peer> from_;
  std::vector<float> rotations_;
  std::vector<float> root_;
  int poses_ = 0;
};

/// Hips and two joints, three clips, 50 frames a second.
inline live::Description small_description() {
  live::Description description{
      .title = "three joints",
      .fps = 50.0,
      .skeleton = mocap::Skeleton({"Hips", "Spine", "Head"}, {-1, 0, 1},
                                  {{0, 0.9, 0}, {0, 0.2, 0}, {0, 0.4, 0}}),
      .mean = Eigen::VectorXf::Zero(2),
      .standard_deviation = Eigen::VectorXf::Ones(2),
      .styles = {},
      .sources = {"walk", "clip", "mix", "live"},
      .clips = {"waltz", "steps", "turn"},
      .presets = {},
  };
  return description;
}

}  // namespace poseaae::test
