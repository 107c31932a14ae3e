#include "poseaae/training/run_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "poseaae/base/error.hpp"

namespace poseaae::training {

namespace fs = std::filesystem;

namespace {

/// What a run writes: all of it, and of that what can be resumed or used.
constexpr std::array kOwn{"config.yaml", "history.csv", "history.png", "best.h5",
                          "last.h5",     "state.h5",    "log.txt",     "previews"};
constexpr std::array kSaved{"best.h5", "last.h5", "state.h5"};

void remove_run(const fs::path& folder) {
  for (const char* name : kOwn) fs::remove_all(folder / name);
}

void move_run(const fs::path& from, const fs::path& to) {
  for (const char* name : kOwn) {
    if (fs::exists(from / name)) fs::rename(from / name, to / name);
  }
}

template <typename Change>
void prepare(const fs::path& folder, const Change& change) {
  try {
    change();
  } catch (const fs::filesystem_error& problem) {
    throw OutputError(fmt::format("output.dir {}: cannot prepare the folder: {}", folder.string(),
                                  problem.code().message()));
  }
}

}  // namespace

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
      if (!empty && !saved_nothing()) {
        throw UsageError(
            fmt::format("output.dir {}: expected an empty folder, found files in it; continue the "
                        "run with --resume {}, replace it with --overwrite, or choose another "
                        "folder with --set output.dir=...",
                        path_.string(), path_.string()));
      }
      break;
    case Mode::kOverwrite:
      if (!empty && !holds_run && !fs::exists(earlier(), ignored)) {
        throw UsageError(
            fmt::format("output.dir {}: expected a run, found a folder with other files and no "
                        "config.yaml; --overwrite replaces runs only, so choose another folder",
                        path_.string()));
      }
      break;
    case Mode::kResume:
      if (!fs::exists(state(), ignored) && fs::exists(earlier(), ignored)) {
        throw InputError(
            fmt::format("{}: expected a run to resume, found no state.h5: the run stopped before "
                        "its first checkpoint; the one before it is in {}",
                        path_.string(), earlier().string()));
      }
      if (!holds_run || !fs::exists(state(), ignored)) {
        throw InputError(fmt::format(
            "{}: expected a run to resume, found no config.yaml and state.h5; check the folder",
            path_.string()));
      }
      break;
  }
}

bool RunFolder::saved_nothing() const {
  // What a run begins with; a user's own config.yaml does not have it beside it.
  for (const fs::path& made : {config(), log(), history()}) {
    if (!fs::exists(made)) return false;
  }
  return std::ranges::all_of(fs::directory_iterator(path_), [](const fs::directory_entry& entry) {
    const std::string name = entry.path().filename().string();
    return std::ranges::find(kOwn, name) != kOwn.end() &&
           std::ranges::find(kSaved, name) == kSaved.end();
  });
}

void RunFolder::create() const {
  prepare(path_, [&] {
    const auto is_saved = [&](const char* name) { return fs::exists(path_ / name); };
    if (mode_ == Mode::kOverwrite && std::ranges::any_of(kSaved, is_saved)) {
      remove_run(earlier());
      fs::create_directories(earlier());
      move_run(path_, earlier());
    }
    if (mode_ != Mode::kResume) remove_run(path_);
    fs::create_directories(path_ / "previews");
  });
}

void RunFolder::keep() const {
  prepare(path_, [&] {
    if (!fs::exists(earlier())) return;
    remove_run(earlier());
    if (fs::is_empty(earlier())) fs::remove(earlier());
  });
}

bool RunFolder::restore() const {
  bool restored = false;
  prepare(path_, [&] {
    if (!fs::exists(earlier())) return;
    remove_run(path_);
    move_run(earlier(), path_);
    if (fs::is_empty(earlier())) fs::remove(earlier());
    restored = true;
  });
  return restored;
}

fs::path RunFolder::preview(int epoch) const {
  return path_ / "previews" / fmt::format("epoch_{:05}.png", epoch);
}

}  // namespace poseaae::training
