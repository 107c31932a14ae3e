#include <fmt/format.h>
#include <fmt/ranges.h>

#include "npz/archive.hpp"
#include "npz/forms.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/mocap/frame_count.hpp"
#include "poseaae/motion_io/formats.hpp"

namespace poseaae::npz {

double frame_rate_of(const Request& request, const std::vector<std::string>& keys) {
  if (request.options.source_fps > 0.0) return request.options.source_fps;
  for (const std::string& key : keys) {
    if (!request.archive.has(key)) continue;
    const double fps = request.archive.number(key);
    if (fps >= 1e-3 && fps <= mocap::kMaxFps) return fps;
    request.archive.fail(
        fmt::format("array '{}': expected 0.001 to {} frames per second, found {:g}", key,
                    mocap::kMaxFps, fps));
  }
  return 0.0;
}

namespace {

Clip read(const MotionSource& source, const ClipOptions& options) {
  const Archive archive(source.bytes, source.path);
  const Request request{archive, source, options};
  if (is_kimodo(archive)) {
    if (source.selector.empty()) return read_kimodo(request);
    throw UsageError(
        fmt::format("{}: this file holds one clip; expected nothing after it, found "
                    "'#{}'",
                    source.path.string(), source.selector));
  }
  if (is_amass(archive)) return read_amass(request);
  if (is_toolbox(archive)) return read_toolbox(request);
  std::vector<std::string> names = archive.names();
  constexpr std::size_t kShown = 8;
  if (names.size() > kShown) names.resize(kShown);
  archive.fail(fmt::format(
      "expected motion: poses and trans (AMASS), /mocap/0/joint/rot_local_values and others "
      "(AI-Toolbox), or posed_joints and global_rot_mats (Kimodo), found {}",
      names.empty() ? "no array" : fmt::format("the arrays {}", fmt::join(names, ", "))));
}

void write(const std::filesystem::path& path, const Motion& motion,
           const mocap::WriteOptions& options) {
  if (options.form == "amass") {
    write_amass(path, motion);
  } else {
    write_toolbox(path, motion);
  }
}

/// The performers of a recording of several.
std::vector<std::string> clips(const MotionSource& source) {
  return toolbox_performers(Archive(source.bytes, source.path));
}

}  // namespace

}  // namespace poseaae::npz

namespace poseaae::mocap {

MotionFormat npz_format() {
  return {.extension = ".npz",
          .holds = "arrays for NumPy: places and rotations w x y z as the AI-Toolbox has them",
          .read = npz::read,
          .write = npz::write,
          .clips = npz::clips,
          .forms = {"toolbox", "amass"}};
}

}  // namespace poseaae::mocap
