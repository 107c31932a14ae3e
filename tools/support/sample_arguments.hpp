#pragma once

#include <optional>

#include "poseaae/session/open_model.hpp"
#include "support/command_line.hpp"

namespace poseaae::tools {

/// `--sample KIND`: how random poses are drawn.
class SampleArguments {
 public:
  Option* add_to(CommandLine& app);
  /// What was given; nothing otherwise.
  [[nodiscard]] std::optional<latent::Sampling> wish() const noexcept { return sampling_; }
  /// @throws UsageError when the model lacks it
  void apply(session::OpenModel& model) const {
    if (sampling_) model.set_sampling(*sampling_);
  }

 private:
  std::optional<latent::Sampling> sampling_;
};

}  // namespace poseaae::tools
