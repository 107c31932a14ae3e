#pragma once

#include <string>
#include <vector>

#include "poseaae/session/encoded_inputs.hpp"
#include "support/clip_arguments.hpp"
#include "support/figure_arguments.hpp"
#include "support/subcommands.hpp"

/// The subcommands of latent_map: each declares its options when it is made.
namespace poseaae::tools {

extern const SubcommandKind kMap, kTraversal, kInterpolation, kSamples, kShell, kTrajectory,
    kExplore;

/// Clips or encodings, and the model that they are seen by.
struct SeenPoses {
  std::vector<std::string> inputs;
  ModelArguments model;

  void add_to(CommandLine& app, bool required = true);
};

}  // namespace poseaae::tools
