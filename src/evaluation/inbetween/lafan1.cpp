#include "poseaae/evaluation/lafan1.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <regex>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/mocap/bvh.hpp"

namespace poseaae::evaluation::inbetween {

namespace {

constexpr int kJoints = 22;
constexpr int kHeldOut = 5;  // of subjects 1 to 5

/// N of <theme>_subject<N>.bvh, where it is one of the archive's subjects.
std::optional<int> subject_of(const std::filesystem::path& file) {
  static const std::regex pattern("[^_]+_subject([1-5])\\.bvh");
  std::smatch match;
  const std::string name = file.filename().string();
  if (!std::regex_match(name, match, pattern)) return std::nullopt;
  return std::stoi(match[1]);
}

mocap::Clip read(const std::filesystem::path& file) {
  mocap::Clip clip = mocap::read_bvh(file);
  if (clip.motion.joints() == kJoints) return clip;
  throw InputError(fmt::format(
      "{}: expected a skeleton of LAFAN1 with {} joints, found {}; name the folder of the "
      "benchmark's own files",
      file.string(), kJoints, clip.motion.joints()));
}

void require_subjects(const std::filesystem::path& folder, const std::vector<Source>& sources) {
  const auto held_out = std::ranges::count(sources, true, &Source::held_out);
  const auto train = std::ssize(sources) - held_out;
  if (held_out > 0 && train > 0) return;
  throw InputError(
      fmt::format("{}: expected LAFAN1's files <theme>_subject<N>.bvh of subjects 1 to 4 and of "
                  "subject 5, found "
                  "{} and {}; name the folder with the unpacked archive",
                  folder.string(), train, held_out));
}

}  // namespace

Data lafan1(const std::filesystem::path& folder, int threads) {
  std::error_code unused;
  if (!std::filesystem::is_directory(folder, unused)) {
    throw InputError(fmt::format("{}: expected the folder with LAFAN1's BVH files, found {}",
                                 folder.string(),
                                 std::filesystem::exists(folder, unused) ? "a file" : "nothing"));
  }
  std::vector<Source> sources;
  int others = 0;
  for (const auto& file : files_matching(folder / "*.bvh")) {
    const auto subject = subject_of(file);
    others += subject ? 0 : 1;
    if (!subject) continue;
    sources.push_back(
        {file.filename().string(), [file] { return read(file); }, *subject == kHeldOut});
  }
  require_subjects(folder, sources);
  Data data = cut_windows(sources, mocap::Vec3::UnitY(), threads);
  if (others > 0) {
    data.warnings.push_back(
        fmt::format("{}: {} BVH file{} without the name <theme>_subject<N>.bvh of subjects 1 to 5 "
                    "{} left out",
                    folder.string(), others, others == 1 ? "" : "s", others == 1 ? "is" : "are"));
  }
  return data;
}

}  // namespace poseaae::evaluation::inbetween
