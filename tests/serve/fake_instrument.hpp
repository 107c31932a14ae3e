#pragma once

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "poseaae/base/error.hpp"
#include "poseaae/live/instrument.hpp"

namespace poseaae::serve::test {

/// An instrument of two joints and three latents that keeps what it is told, and refuses what is
/// not below "/poseaae/".
class FakeInstrument : public live::Instrument {
 public:
  std::string take(const live::Message& message, live::Peer from) override {
    const std::lock_guard lock(mutex_);
    if (!message.address.starts_with("/poseaae/")) {
      return "expected an address below /poseaae/, found " + message.address;
    }
    taken_.emplace_back(message, from);
    state_[message.address] = message;
    for (const auto& [listener, own] : listeners_) {
      if (own != from || from == live::kProgram) listener->heard(message, from);
    }
    return "";
  }
  std::string stream(const live::StreamedPose& /*pose*/) override { return "not here"; }

  [[nodiscard]] live::Description description() const override {
    const std::lock_guard lock(mutex_);
    live::Description description{
        .title = "a \"dance\"",
        .fps = 50.0,
        .skeleton = mocap::Skeleton({"hips", "head"}, {-1, 0}, {{0, 0, 0}, {0, 0.5, 0}},
                                    {{.parent = 1, .offset = {0, 0.25, 0}, .name = "tip"}}),
        .mean = Eigen::Vector3f(0, 0.1F, -1),
        .standard_deviation = Eigen::Vector3f(1, 2, 0.5F),
        .styles = {"style=old"},
        .sources = {"walk", "point"},
        .clips = clips_,
        .presets = {1}};
    return description;
  }
  [[nodiscard]] std::vector<live::Message> state() const override {
    const std::lock_guard lock(mutex_);
    std::vector<live::Message> messages;
    for (const auto& [address, message] : state_) messages.push_back(message);
    return messages;
  }
  [[nodiscard]] std::string map_json() const override { return "null"; }
  [[nodiscard]] std::filesystem::path recording(const std::string& name) const override {
    const std::lock_guard lock(mutex_);
    const auto found = recordings_.find(name);
    if (found == recordings_.end()) throw InputError(name + ": expected a recording, found none");
    return found->second;
  }
  void add(live::Listener& listener, live::Peer own) override {
    const std::lock_guard lock(mutex_);
    listeners_.emplace_back(&listener, own);
  }
  void remove(live::Listener& listener) override {
    const std::lock_guard lock(mutex_);
    std::erase_if(listeners_, [&](const auto& each) { return each.first == &listener; });
  }

  [[nodiscard]] std::vector<std::pair<live::Message, live::Peer>> taken() const {
    const std::lock_guard lock(mutex_);
    return taken_;
  }
  void add_recording(const std::string& name, const std::filesystem::path& path) {
    const std::lock_guard lock(mutex_);
    recordings_[name] = path;
  }
  /// Says that the description is another one; it is, where `clips` are others.
  void describe(std::vector<std::string> clips) {
    const std::lock_guard lock(mutex_);
    clips_ = std::move(clips);
    for (const auto& [listener, own] : listeners_) listener->described();
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::pair<live::Message, live::Peer>> taken_;
  std::map<std::string, live::Message> state_;
  std::map<std::string, std::filesystem::path> recordings_;
  std::vector<std::string> clips_;
  std::vector<std::pair<live::Listener*, live::Peer>> listeners_;
};

}  // namespace poseaae::serve::test
