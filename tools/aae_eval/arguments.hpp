#pragma once

#include <string>
#include <vector>

#include "poseaae/evaluation/study.hpp"
#include "poseaae/training/config.hpp"
#include "support/command_line.hpp"

/// What aae_eval is asked for.
namespace poseaae::tools::eval {

struct Arguments {
  std::string task;  ///< "": what the model is of
  std::string lafan1;
  std::string model;
  std::string config;
  std::vector<std::string> data;
  std::vector<std::string> assignments;
  std::vector<std::string> outputs;
  std::string runs;
  evaluation::Study study{.folds = 0};
  evaluation::Options options;
  bool quiet = false;

  void add_to(CommandLine& app);

  /// The baselines: those that are named, without "none"; where none is, principal components,
  /// unless poses have fewer `features` than `latents`.
  [[nodiscard]] std::vector<std::string> baselines(int latents, int features) const;
  /// Whether the method or a baseline is trained.
  [[nodiscard]] bool trains() const;
  /// That of --config. @throws ConfigError, InputError
  [[nodiscard]] training::Config load_config() const;
  /// Whether motion is measured rather than poses. @throws what opening model or configuration does
  [[nodiscard]] bool measures_motion() const;
};

/// Refuses what would be ignored, or is not to be had, before anything is read. @throws UsageError
void require_effect(const Arguments& arguments);
/// The same, once it is known what is measured.
void require_measurable(const Arguments& arguments, bool motion);
/// The same for in-betweening, where models of windows may be `trained`.
void require_inbetween(const Arguments& arguments, bool trained);

}  // namespace poseaae::tools::eval
