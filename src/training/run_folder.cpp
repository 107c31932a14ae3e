#include "poseaae/training/run_folder.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"

namespace poseaae::training {

namespace fs = std::filesystem;

RunFolder::RunFolder(fs::path path, Mode mode) : path_(std::move(path)), mode_(mode) {
  std::error_code ignored;
  const bool exists = fs::exists(path_, ignored);
  if (exists && !fs::is_directory(path_, ignored)) {
    throw UsageError(fmt::format("output.dir {}: expected a folder, found a file", path_.string()));
  }
  const bool empty = !exists || fs::is_empty(path_, ignored);
  const bool holds_run = fs::exists(config(), ignored);
  switch (mode_) {
    case Mode::kFresh:
      if (!empty) {
        throw UsageError(
            fmt::format("output.dir {}: expected an empty folder, found files in it; continue the "
                        "run with --resume {}, replace it with --overwrite, or choose another "
                        "folder with --set output.dir=...",
                        path_.string(), path_.string()));
      }
      break;
    case Mode::kOverwrite:
      if (!empty && !holds_run) {
        throw UsageError(
            fmt::format("output.dir {}: expected a run, found a folder with other files and no "
                        "config.yaml; --overwrite replaces runs only, so choose another folder",
                        path_.string()));
      }
      break;
    case Mode::kResume:
      if (!holds_run || !fs::exists(state(), ignored)) {
        throw InputError(fmt::format(
            "{}: expected a run to resume, found no config.yaml and state.h5; check the folder",
            path_.string()));
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
