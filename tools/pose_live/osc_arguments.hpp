#pragma once

#include <memory>
#include <string>
#include <vector>

#include "poseaae/live/frame.hpp"
#include "poseaae/live/instrument.hpp"
#include "poseaae/mocap/motion.hpp"
#include "support/command_line.hpp"

namespace poseaae::tools {

/// What hears and says OSC and VMC, as long as it lives.
class OscParts {
 public:
  virtual ~OscParts() = default;
  /// Those that are to be shown every frame.
  [[nodiscard]] virtual std::vector<live::FrameSink*> sinks() = 0;
  /// Where it listens and sends, a line each.
  [[nodiscard]] virtual std::vector<std::string> places() const = 0;
  /// What came in and went out, a line each.
  [[nodiscard]] virtual std::vector<std::string> report() const = 0;
};

/// The options about OSC and VMC. A build without liblo has none of them.
class OscArguments {
 public:
  void add_to(CommandLine& app);
  /// `poses`: the instrument's skeleton, and some poses of it, for the T-pose of VMC. `clip_fps`:
  /// the rate of the clips. nullptr without liblo or where nothing is wanted. The instrument has to
  /// outlive it. @throws UsageError where a port is in use, or a host is not to be found
  [[nodiscard]] std::unique_ptr<OscParts> start(live::Instrument& instrument,
                                                const mocap::Motion& poses, double clip_fps) const;

 private:
  bool none_ = false;
  int in_ = 9002;
  std::string bind_ = "127.0.0.1";
  std::vector<std::string> out_;
  std::string unit_ = "m";
  std::string up_ = "y";
  bool no_index_ = false;
  bool bundle_ = false;
  std::vector<std::string> vmc_;
};

}  // namespace poseaae::tools
