#pragma once

#include <filesystem>
#include <string>

#include "poseaae/training/history.hpp"
#include "poseaae/training/run_folder.hpp"
#include "poseaae/training/session.hpp"

/// Output for the user during and after a run.
namespace poseaae::training {

/// "epoch  12/100  train 0.5120  test 0.4980  4.2 cm  7.1 deg  disc 0.69  1.2 s"
[[nodiscard]] std::string epoch_line(const EpochRecord& record, int epochs);

/// history.png from history.csv: losses, prior losses, errors.
void plot_history(const RunFolder& folder);

/// Held-out poses above their reconstructions, spread evenly.
void write_preview(const std::filesystem::path& path, const Session& session, Engine& engine);

}  // namespace poseaae::training
