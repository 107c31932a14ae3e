#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "poseaae/base/error.hpp"
#include "poseaae/base/outputs.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/motion_io/load_clip.hpp"
#include "poseaae/session/conversion.hpp"

namespace poseaae::session {

namespace fs = std::filesystem;
using mocap::ClipReference;

namespace {

/// A clip and where its output lies, below the folder of outputs and without an extension.
struct Found {
  ClipReference clip;
  fs::path place;
};

/// Files of motion in a folder and in those within, sorted; none of those below `out`.
std::vector<fs::path> files_below(const fs::path& folder, const fs::path& out) {
  std::vector<fs::path> files;
  const fs::path written = fs::weakly_canonical(out);
  const auto& extensions = mocap::clip_extensions();
  std::error_code error;
  fs::recursive_directory_iterator items(folder, error);
  for (; !error && items != fs::recursive_directory_iterator(); items.increment(error)) {
    const fs::path& path = items->path();
    std::error_code gone;
    if (items->is_directory(gone)) {
      if (fs::weakly_canonical(path, gone) == written) items.disable_recursion_pending();
      continue;
    }
    if (!items->is_regular_file(gone)) continue;
    if (std::ranges::find(extensions, lower_extension(path)) != extensions.end()) {
      files.push_back(path);
    }
  }
  if (error) {
    throw InputError(fmt::format("{}: cannot read this folder: {}; check the permissions",
                                 folder.string(), error.message()));
  }
  if (files.empty()) {
    throw InputError(fmt::format("{}: expected {} files in this folder or those within, found none",
                                 folder.string(), mocap::clip_kinds()));
  }
  std::ranges::sort(files);
  return files;
}

/// A name of a clip as part of the name of a file.
std::string as_file_name(std::string name) {
  for (char& letter : name) {
    if (letter == '/' || letter == '\0') letter = '_';
  }
  return name;
}

/// The clips of a file in a folder; the file itself where it cannot be read, which is said when its
/// turn comes.
std::vector<ClipReference> clips_of(const fs::path& file, const ClipReference& named) {
  std::vector<ClipReference> clips{{file, 0, -1, named.selector}};
  try {
    if (named.selector.empty()) clips = mocap::list_clips(file.string());
  } catch (const InputError&) {
  }
  for (ClipReference& clip : clips) {
    clip.first = named.first;
    clip.last = named.last;
  }
  return clips;
}

bool is_folder(const fs::path& path) {
  std::error_code told_below;
  return fs::is_directory(path, told_below);
}

/// As clips_below(), without what lies below `out`.
std::vector<ClipReference> clips_beside(const std::string& entry, const fs::path& out) {
  const auto named = ClipReference::parse(entry);
  if (!is_folder(named.path)) return mocap::list_clips(entry);
  std::vector<ClipReference> clips;
  for (const fs::path& file : files_below(named.path, out)) {
    std::ranges::move(clips_of(file, named), std::back_inserter(clips));
  }
  return clips;
}

std::vector<Found> found_in(const std::string& entry, const fs::path& out) {
  const fs::path named = ClipReference::parse(entry).path;
  const bool in_folder = is_folder(named);
  const std::vector<ClipReference> clips = clips_beside(entry, out);
  std::map<std::string, int> of_file;
  for (const ClipReference& clip : clips) ++of_file[clip.path.string()];
  std::vector<Found> found;
  for (const ClipReference& clip : clips) {
    fs::path place = in_folder ? clip.path.lexically_relative(named) : clip.path.filename();
    place.replace_extension();
    if (of_file[clip.path.string()] > 1) place += "_" + as_file_name(clip.selector);
    found.push_back({clip, std::move(place)});
  }
  return found;
}

/// @throws UsageError when two conversions write one file, or one writes what another reads
void require_apart(const std::vector<Conversion>& conversions) {
  std::map<fs::path, const Conversion*> outputs;
  for (const Conversion& conversion : conversions) {
    const auto [other, fresh] =
        outputs.try_emplace(fs::weakly_canonical(conversion.output), &conversion);
    if (fresh) continue;
    throw UsageError(fmt::format(
        "{}: expected one clip for this file, found two: {} and {}; convert them into folders of "
        "their own",
        conversion.output.string(), other->second->source.path.string(),
        conversion.source.path.string()));
  }
  for (const Conversion& conversion : conversions) {
    const auto other = outputs.find(fs::weakly_canonical(conversion.source.path));
    if (other == outputs.end()) continue;
    refuse_to_replace({"--out", other->first}, "", conversion.source.path.string());
  }
}

}  // namespace

std::vector<ClipReference> clips_below(const std::string& entry) { return clips_beside(entry, {}); }

std::vector<Conversion> plan_conversions(const std::vector<std::string>& inputs,
                                         const fs::path& out, std::string_view extension) {
  std::vector<Conversion> conversions;
  for (const std::string& entry : inputs) {
    for (Found& found : found_in(entry, out)) {
      const fs::path file =
          extension.empty() ? out : out / (found.place.string() + std::string(extension));
      conversions.push_back({std::move(found.clip), file});
    }
  }
  if (extension.empty() && conversions.size() > 1) {
    throw UsageError(fmt::format(
        "{}: expected one clip for one file, found {}; name a folder, and the format by --to",
        out.string(), conversions.size()));
  }
  require_apart(conversions);
  return conversions;
}

}  // namespace poseaae::session
