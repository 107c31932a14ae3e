#include "poseaae/training/run_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "training/outputs/event_file.hpp"

namespace poseaae::training {

namespace fs = std::filesystem;

namespace {

/// What a run writes: all of it, and of that what can be resumed or used.
/// Older versions had models in HDF5.
constexpr std::array kOwn{"config.yaml",      "history.csv", "history.png", "best.safetensors",
                          "last.safetensors", "state.h5",    "log.txt",     "previews",
                          "best.h5",          "last.h5"};
constexpr std::array kSaved{"best.safetensors", "last.safetensors", "state.h5", "best.h5",
                            "last.h5"};

bool is_one_of(const auto& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

/// Whether a run makes files of this name in its folder.
bool is_own(const std::string& name) { return is_one_of(kOwn, name) || EventFile::is_own(name); }

/// What a run made that is there.
std::vector<std::string> own_in(const fs::path& folder) {
  std::vector<std::string> names;
  if (!fs::is_directory(folder)) return names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (is_own(name)) names.push_back(name);
  }
  return names;
}

void remove_run(const fs::path& folder) {
  for (const std::string& name : own_in(folder)) fs::remove_all(folder / name);
}

/// A temporary file of one of these, or of a picture in previews/.
bool is_own_temporary(const fs::path& file) {
  const std::string target = target_of_temporary(file.filename().string());
  return is_own(target) || (target.starts_with("epoch_") && target.ends_with(".png"));
}

/// Whether it is empty or begins as a log does (base/log.hpp): "2026-11-28 12:00:00 info ". A full
/// disk may have cut that off.
bool is_log(const fs::path& file) {
  std::error_code ignored;
  if (!fs::is_regular_file(file, ignored)) return false;
  static constexpr std::string_view kBegins = "2026-11-28 12:00:00 info ";
  const std::string text = read_file(file);
  std::string line = text.substr(0, text.find('\n'));
  if (line.size() == text.size() && line.size() < kBegins.size()) {
    line += kBegins.substr(line.size());
  }
  return matches_pattern(line, "[0-9]*-[0-9]*-[0-9]* [0-9]*:[0-9]*:[0-9]* [a-z]* *");
}

void move_run(const fs::path& from, const fs::path& to) {
  for (const std::string& name : own_in(from)) fs::rename(from / name, to / name);
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
  if (fs::exists(path_, ignored) && !fs::is_directory(path_, ignored)) {
    throw UsageError(fmt::format("output.dir {}: expected a folder, found a file", path_.string()));
  }
  if (const std::string holder = LockFile::holder(lock_file()); !holder.empty()) refuse(holder);
  prepare(path_, [&] { undo_half_a_move(); });
  prepare(path_, [&] { check(fs::exists(lock_file(), ignored)); });
}

void RunFolder::refuse(const std::string& holder) const {
  throw UsageError(
      fmt::format("output.dir {}: expected a folder in which nothing trains, found {}; wait until "
                  "it has ended, or choose another folder with --set output.dir=...",
                  path_.string(), holder));
}

/// `cut_off`: whether the last run here was killed, since it left its lock behind.
void RunFolder::check(bool cut_off) const {
  std::error_code ignored;
  const bool holds_run = fs::exists(config(), ignored) || fs::exists(earlier(), ignored);
  if (mode_ == Mode::kResume) return check_resume(cut_off);
  if (holds_nothing() || saved_nothing(cut_off)) return;
  if (mode_ == Mode::kFresh) {
    throw UsageError(
        fmt::format("output.dir {}: expected an empty folder, found files in it; continue the "
                    "run with --resume {}, replace it with --overwrite, or choose another "
                    "folder with --set output.dir=...",
                    path_.string(), in_shell()));
  }
  if (!holds_run) {
    throw UsageError(
        fmt::format("output.dir {}: expected a run, found a folder with other files and no "
                    "config.yaml; --overwrite replaces runs only, so choose another folder",
                    path_.string()));
  }
}

void RunFolder::check_resume(bool cut_off) const {
  std::error_code ignored;
  const bool has_state = fs::exists(state(), ignored);
  if (!has_state && fs::exists(earlier(), ignored)) {
    throw InputError(
        fmt::format("{}: expected a run to resume, found no state.h5: the run stopped before "
                    "its first checkpoint; the one before it is in {}",
                    path_.string(), earlier().string()));
  }
  if (!fs::exists(config(), ignored) || (!has_state && !cut_off && !saved_nothing(cut_off))) {
    throw InputError(fmt::format(
        "{}: expected a run to resume, found no config.yaml and state.h5; check the folder",
        path_.string()));
  }
}

std::string RunFolder::in_shell() const {
  const std::string name = path_.string();
  const auto plain = [](unsigned char c) {
    return std::isalnum(c) != 0 || c >= 0x80 ||
           std::string_view("/._-+,:=@%").find(static_cast<char>(c)) != std::string_view::npos;
  };
  if (!name.starts_with('-') && std::ranges::all_of(name, plain)) return name;
  std::string word = name.starts_with('-') ? "'./" : "'";
  for (const char c : name) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

bool RunFolder::resumes() const { return mode_ == Mode::kResume && fs::exists(state()); }

/// What a start leaves that did not come to writing its configuration is nothing.
bool RunFolder::holds_nothing() const {
  std::error_code ignored;
  if (!fs::exists(path_, ignored)) return true;
  return std::ranges::all_of(fs::directory_iterator(path_), [&](const fs::directory_entry& entry) {
    const std::string name = entry.path().filename().string();
    if (name == "previews") return entry.is_directory() && fs::is_empty(entry.path());
    return entry.path() == lock_file() || is_own_temporary(entry.path());
  });
}

bool RunFolder::saved_nothing(bool cut_off) const {
  // What a run begins with; a user's own config.yaml does not have it beside it.
  if (!cut_off && !is_log(log())) return false;
  return std::ranges::all_of(fs::directory_iterator(path_), [&](const fs::directory_entry& entry) {
    const std::string name = entry.path().filename().string();
    if (entry.path() == lock_file() || is_own_temporary(entry.path())) return true;
    return is_own(name) && !is_one_of(kSaved, name);
  });
}

std::unique_ptr<LockFile> RunFolder::lock() const {
  prepare(path_, [&] { fs::create_directories(path_); });
  std::unique_ptr<LockFile> held = LockFile::take(lock_file());
  if (!held) refuse(LockFile::holder(lock_file()));
  prepare(path_, [&] { check(held->was_left()); });
  remove_temporaries();
  return held;
}

void RunFolder::remove_temporaries() const {
  prepare(path_, [&] {
    for (const fs::path& folder : {path_, path_ / "previews", earlier(), earlier() / "previews"}) {
      if (!fs::is_directory(folder)) continue;
      for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.is_regular_file() && is_own_temporary(entry.path())) fs::remove(entry.path());
      }
    }
  });
}

void RunFolder::create() const {
  prepare(path_, [&] {
    const auto is_saved = [&](const char* name) { return fs::exists(path_ / name); };
    if (mode_ == Mode::kOverwrite && std::ranges::any_of(kSaved, is_saved)) {
      fs::create_directories(leaving());
      move_run(path_, leaving());
      remove_run(earlier());
      if (fs::exists(earlier()) && fs::is_empty(earlier())) fs::remove(earlier());
      if (fs::exists(earlier())) {  // somebody keeps other files there
        move_run(leaving(), earlier());
        fs::remove(leaving());
      } else {
        fs::rename(leaving(), earlier());
      }
    }
    if (mode_ != Mode::kResume) remove_run(path_);
    if (mode_ == Mode::kResume && !resumes()) {  // cut off before it saved: it begins again
      for (const std::string& name : own_in(path_)) {
        if (path_ / name != config() && path_ / name != log()) fs::remove_all(path_ / name);
      }
    }
    fs::create_directories(path_ / "previews");
  });
}

/// A kill can fall between two files. A run that was on its way into earlier() or back stays here.
void RunFolder::undo_half_a_move() const {
  for (const fs::path& half : {leaving(), returning()}) {
    if (!fs::is_directory(half)) continue;
    move_run(half, path_);
    if (fs::is_empty(half)) fs::remove(half);
  }
}

void RunFolder::make_previews() const {
  prepare(path_, [&] { fs::create_directories(path_ / "previews"); });
}

void RunFolder::require_held(const LockFile& lock) const {
  if (lock.is_in_place()) return;
  throw OutputError(
      fmt::format("output.dir {}: the folder of this run is no longer there, or no longer its own "
                  "(was it moved or removed, or run.lock?); nothing more can be saved. Where the "
                  "folder is now, --resume goes on from its last checkpoint",
                  path_.string()));
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
    fs::rename(earlier(), returning());
    undo_half_a_move();
    restored = true;
  });
  return restored;
}

fs::path RunFolder::preview(int epoch) const {
  return path_ / "previews" / fmt::format("epoch_{:05}.png", epoch);
}

}  // namespace poseaae::training
