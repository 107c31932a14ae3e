#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "poseaae/live/message.hpp"
#include "poseaae/mocap/skeleton.hpp"

namespace poseaae::live {

/// What does not change while the instrument is played, or seldom.
struct Description {
  std::string title;
  double fps = 50.0;
  mocap::Skeleton skeleton;
  Eigen::VectorXf mean;                ///< Z
  Eigen::VectorXf standard_deviation;  ///< Z
  std::vector<std::string> styles;     ///< NAME of /poseaae/style/NAME
  std::vector<std::string> sources;    ///< those of "walk", "loop", ... that there are
  std::vector<std::string> clips;      ///< for /poseaae/clip and /poseaae/mix/a
  std::vector<int> presets;            ///< that hold something
};

/// A performer's pose as it comes in.
struct StreamedPose {
  std::span<const float> rotations;              ///< J x 4, w x y z, local, in the skeleton's order
  std::optional<std::span<const float>> root{};  ///< 3, metres, y up
};

/// Hears what is set, and by whom. Called by whichever thread set it, one at a time; it must not
/// call the instrument, and not wait.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void heard(const Message& message, Peer from) = 0;
  /// The description is another one: another set of presets, clips, styles.
  virtual void described() {}
};

/// What OSC and pages play. Every function is for any thread.
class Instrument {
 public:
  virtual ~Instrument() = default;

  /// Does what a message of "/poseaae/..." says (docs/LIVE.md, "Addresses"). What is set is told to
  /// all listeners but `from`'s own. A message that it cannot follow changes nothing: it returns
  /// what was expected and found, a sentence, and "" where all is well. Values beyond their limits
  /// count as the limit.
  virtual std::string take(const Message& message, Peer from) = 0;
  /// A pose of the source "live"; "" or why it is no use.
  virtual std::string stream(const StreamedPose& pose) = 0;

  [[nodiscard]] virtual Description description() const = 0;
  /// Everything that is set now, as the messages that would set it.
  [[nodiscard]] virtual std::vector<Message> state() const = 0;
  /// The map of poses, as the key "map" of the page's description (docs/LIVE.md), JSON; "null"
  /// where there is none.
  [[nodiscard]] virtual std::string map_json() const = 0;
  /// The finished recording of that name. @throws InputError where there is none
  [[nodiscard]] virtual std::filesystem::path recording(const std::string& name) const = 0;

  /// Listeners are told from now on, until they are removed. They have to outlive that.
  virtual void add(Listener& listener, Peer own) = 0;
  virtual void remove(Listener& listener) = 0;
};

/// How well an input is understood; each part that receives counts for itself.
struct Received {
  std::uint64_t taken = 0;    ///< messages that were followed
  std::uint64_t refused = 0;  ///< that were not
};

}  // namespace poseaae::live
