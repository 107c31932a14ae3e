#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "poseaae/live/pose_instrument.hpp"
#include "poseaae/session/open_model.hpp"
#include "support/command_line.hpp"

namespace poseaae::tools {

/// What the instrument can play, and what it begins with.
class InstrumentArguments {
 public:
  void add_to(CommandLine& app);
  /// All that can be said before the model is known. @throws UsageError
  void check() const;
  /// The instrument's setup. Clips and path files are read when they are first danced.
  [[nodiscard]] live::InstrumentSetup setup(session::OpenModel& model) const;
  /// Sets what was asked for. @throws UsageError where the instrument refuses it; what reading the
  /// first clips throws
  void begin(live::PoseInstrument& instrument, session::OpenModel& model) const;

 private:
  [[nodiscard]] std::vector<latent::Attribute> styles(session::OpenModel& model) const;
  [[nodiscard]] std::vector<live::ClipEntry> clips(session::OpenModel& model) const;
  [[nodiscard]] std::string first_source() const;
  /// So that what is wrong with the first clips ends the program as what it is.
  void read_first(session::OpenModel& model) const;

  std::optional<std::string> source_;
  std::vector<std::string> clips_;
  std::vector<std::string> paths_;
  std::vector<std::string> mix_;
  std::optional<double> fps_;
  std::optional<double> glide_;
  std::optional<double> tempo_;
  std::uint64_t seed_ = 1;
  std::string map_ = "pca";
  std::string travel_ = "feet";
  double home_s_ = 0.0;
  std::string attributes_;
  std::string presets_;
  std::string recordings_ = "recordings";
  std::string title_;
};

}  // namespace poseaae::tools
