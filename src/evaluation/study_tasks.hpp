#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "poseaae/evaluation/study.hpp"

/// The runs of a study, whatever they are measured by.
namespace poseaae::evaluation {

/// The same networks as another kind of model: the configuration of a baseline that is trained. The
/// term that pulls that kind towards the prior gets a weight where the configuration has none,
/// since it was written for another kind.
[[nodiscard]] training::Config of_kind(training::Config config, const std::string& baseline);

/// The name of a run's folder.
[[nodiscard]] std::string folder_of(std::string kind, const std::string& label);

/// @throws UsageError with the nearest of the names that are known
void check_baselines(const std::vector<std::string>& names, const std::vector<std::string>& known);

/// What a baseline trains, if it does.
using BaselineConfig = std::function<training::Config(training::Config, const std::string& name)>;
[[nodiscard]] std::vector<PlannedRun> planned_runs(const training::Config& config,
                                                   const std::vector<std::string>& baselines,
                                                   const BaselineConfig& config_of);
[[nodiscard]] std::vector<PlannedRun> planned_runs(const std::string& name,
                                                   const training::Config& config,
                                                   const Study& study,
                                                   const BaselineConfig& config_of);

/// The model of a run in the folder `name` of the experiment, of the last epoch.
[[nodiscard]] codec::PoseAutoencoder trained_model(const Experiment& experiment,
                                                   const std::string& name,
                                                   const training::Session& session);

/// One cell of a study: the reports of the method and of each baseline on one split, with one seed.
/// `label` names the cell.
using RunCell = std::function<std::vector<Report>(
    const Experiment& experiment, const training::Config& config, const std::string& label)>;

/// Runs every cell, and gathers the reports: means over the cells, and each run.
[[nodiscard]] Comparison run_cells(const Experiment& experiment, const std::string& name,
                                   const training::Config& config, const Study& study,
                                   const RunCell& run);

/// What the first report's error is to the others': among them the price of the prior (mpjpe / ae).
void compare_first(std::vector<Report>& reports, const std::vector<std::string>& baselines);

}  // namespace poseaae::evaluation
