#pragma once

#include <filesystem>
#include <string>

#include "poseaae/io/csv.hpp"
#include "poseaae/render/plot.hpp"
#include "poseaae/training/run_folder.hpp"
#include "poseaae/training/session.hpp"
#include "training/history.hpp"

/// Output for the user during and after a run.
namespace poseaae::training {

/// "epoch   12/100  train 0.5120  test 0.4980  position  4.21 cm  rotation  7.10 deg  KS 0.041
/// disc 0.690  1.20 s", on one line: without what was not measured, and without the loss of a
/// discriminator where there is none.
[[nodiscard]] std::string epoch_line(const EpochRecord& record, int epochs);

/// Losses, their terms, and errors over the epochs of a history. What was never trained
/// (CsvTable::blank()) has no line, and a diagram without lines is left out.
[[nodiscard]] render::Figure history_figure(const CsvTable& history, const std::string& title);
/// history.png from history.csv: history_figure() under the name of the run.
void plot_history(const RunFolder& folder);

/// Held-out poses above their reconstructions, spread evenly.
void write_preview(const std::filesystem::path& path, const Session& session,
                   objective::Engine& engine);

}  // namespace poseaae::training
