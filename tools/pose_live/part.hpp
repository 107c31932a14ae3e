#pragma once

#include <memory>
#include <string>
#include <vector>

#include "poseaae/live/addresses.hpp"
#include "poseaae/live/frame.hpp"
#include "poseaae/live/instrument.hpp"
#include "poseaae/mocap/motion.hpp"
#include "support/command_line.hpp"

namespace poseaae::tools {

/// A way in which the instrument is played from outside and shows what it dances: OSC, a page. Each
/// has options of its own, and does nothing where they do not ask for it.
class LivePart {
 public:
  virtual ~LivePart() = default;
  virtual void add_to(CommandLine& app) = 0;
  /// All that can be said before anything is read. @throws UsageError
  virtual void check() {}
  /// The addresses that it understands besides the instrument's, for --addresses.
  [[nodiscard]] virtual std::vector<live::Address> addresses() const { return {}; }
  /// Some poses of the dancer, on the model's skeleton and at its rate, before start().
  virtual void look_at(const mocap::Motion&) {}
  /// Opens what it listens to and sends by. It plays the instrument from its own threads from now
  /// on. @throws Error: a port that is taken
  virtual void start(live::Instrument& instrument) = 0;
  /// What the clock shows each frame to, after start(); null where it shows nothing.
  [[nodiscard]] virtual live::FrameSink* sink() { return nullptr; }
  /// A line for the beginning, "page: http://127.0.0.1:8080/"; "" for none.
  [[nodiscard]] virtual std::string greeting() const { return ""; }
  /// A line for the end, "OSC in: 1200 messages, 3 refused"; "" for none.
  [[nodiscard]] virtual std::string report() const { return ""; }
  /// No thread of its own touches the instrument afterwards.
  virtual void stop() {}
};

/// Those of this build, in the order of --help: a line for each.
[[nodiscard]] std::vector<std::unique_ptr<LivePart>> live_parts();

}  // namespace poseaae::tools
