#include "poseaae/training/run_folder.hpp"

#include <fmt/format.h>

#include "poseaae/core/error.hpp"

namespace poseaae::training {

namespace fs = std::filesystem;

RunFolder::RunFolder(fs::path path, Mode mode) : path_(std::move(path)), mode_(mode) {
  std::error_code ignored;
  const bool exists = fs::exists(path_, ignored);
  if (exists && !fs::is_directory(path_, ignored)) {
    throw UsageError(
        fmt::format("output.dir {}: this is a file, expected a folder", path_.string()));
  }
  const bool empty = !exists || fs::is_empty(path_, ignored);
  const bool holds_run = fs::exists(config(), ignored);
  switch (mode_) {
    case Mode::kFresh:
      if (!empty) {
        throw UsageError(
            fmt::format("output.dir {}: there is something in this folder already; go "
                        "on with --resume {}, replace it with --overwrite, or choose "
                        "another --set output.dir=...",
                        path_.string(), path_.string()));
      }
      break;
    case Mode::kOverwrite:
      if (!empty && !holds_run) {
        throw UsageError(
            fmt::format("output.dir {}: not empty and not a run (no config.yaml); "
                        "--overwrite replaces runs only",
                        path_.string()));
      }
      break;
    case Mode::kResume:
      if (!holds_run || !fs::exists(state(), ignored)) {
        throw InputError(fmt::format(
            "{}: no run to resume here (expected config.yaml and state.h5)", path_.string()));
      }
      break;
  }
}

void RunFolder::create() const {
  try {
    if (mode_ == Mode::kOverwrite) {
      for (const auto& file :
           {config(), history(), history_plot(), best(), last(), state(), log()}) {
        fs::remove(file);
      }
      fs::remove_all(path_ / "previews");
    }
    fs::create_directories(path_ / "previews");
  } catch (const fs::filesystem_error& problem) {
    throw OutputError(fmt::format("output.dir {}: cannot prepare the folder: {}", path_.string(),
                                  problem.code().message()));
  }
}

fs::path RunFolder::preview(int epoch) const {
  return path_ / "previews" / fmt::format("epoch_{:05}.png", epoch);
}

}  // namespace poseaae::training
