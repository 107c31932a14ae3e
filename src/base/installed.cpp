#include "poseaae/base/installed.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/auxv.h>

#include <algorithm>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "poseaae/base/error.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/base/paths.hpp"

namespace poseaae {

namespace fs = std::filesystem;

namespace {

const char* folder_of(Installed kind) {
  switch (kind) {
    case Installed::kConfig:
      return "configs";
    case Installed::kPathFile:
      return "paths";
    case Installed::kScore:
      return "data/scores";
    case Installed::kClip:
      break;
  }
  return "data";
}

bool names_something(const fs::path& path) {
  std::error_code error;
  // What cannot be examined (a name too long, no permission) is for the reader to complain about.
  const auto status = fs::status(path, error);
  return status.type() != fs::file_type::not_found || !files_matching(path).empty();
}

bool may_be_installed(const fs::path& path) {
  if (path.empty() || path.is_absolute()) return false;
  return *path.begin() != "." && *path.begin() != "..";
}

void report_once(const fs::path& path, const fs::path& found) {
  static std::mutex mutex;
  static std::set<fs::path> reported;
  const std::lock_guard lock(mutex);
  if (!reported.insert(path).second) return;
  log::info("{}: not found here, using the installed {}", path.string(), found.string());
}

/// The files below the folder, as they can be named: "cha_cha.yaml", "travelling/walk.yaml".
std::vector<std::string> names_below(const fs::path& folder,
                                     const std::vector<std::string>& extensions) {
  std::vector<std::string> names;
  std::error_code unreadable;  // then what has been found is all that can be said
  using Below = fs::recursive_directory_iterator;
  for (Below entry(folder, fs::directory_options::skip_permission_denied, unreadable);
       !unreadable && entry != Below(); entry.increment(unreadable)) {
    const fs::path& file = entry->path();
    if (std::ranges::find(extensions, file.extension().string()) == extensions.end()) continue;
    names.push_back(file.lexically_relative(folder).string());
  }
  std::ranges::sort(names);
  return names;
}

[[noreturn]] void refuse(const fs::path& path, const fs::path& folder,
                         const std::vector<std::string>& extensions) {
  const std::vector<std::string> names = names_below(folder, extensions);
  throw InputError(fmt::format(
      "{}: {} here, nor among the installed ones in {} ({}); check the path", path.string(),
      is_pattern(path.string()) ? "no file matches this pattern" : "no such file", folder.string(),
      names.empty() ? "none is there" : fmt::format("{}", fmt::join(names, ", "))));
}

}  // namespace

fs::path program_folder() {
  std::error_code unknown;
  fs::path program = fs::read_symlink("/proc/self/exe", unknown);
  if (unknown) {  // no /proc, as in a bare chroot: the path that the program was started by
    const auto* const started = reinterpret_cast<const char*>(::getauxval(AT_EXECFN));
    if (started != nullptr) program = fs::canonical(started, unknown);
  }
  return program.parent_path();
}

fs::path installed_folder() {
  return (program_folder() / POSEAAE_DATA_FROM_PROGRAMS).lexically_normal();
}

fs::path find_file(const fs::path& path, Installed kind,
                   const std::vector<std::string>& extensions) {
  if (!may_be_installed(path) || names_something(path)) return path;
  const fs::path root = installed_folder();
  const fs::path folder = root / folder_of(kind);
  for (const fs::path& candidate : {folder / path, root / path}) {
    if (!names_something(candidate)) continue;
    report_once(path, candidate);
    return candidate;
  }
  refuse(path, folder, extensions);
}

}  // namespace poseaae
