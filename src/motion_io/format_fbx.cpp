#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>

#include "fbx/exchange.hpp"
#include "poseaae/base/child_process.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/plugin.hpp"
#include "poseaae/motion_io/formats.hpp"

// FBX is read by assimp, in a process of its own: a damaged file cannot do more than end that.
namespace poseaae::mocap {

namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr std::size_t kMemory = 0;  // the address sanitizer reserves terabytes
#else
constexpr std::size_t kMemory = std::size_t{4} << 30;
#endif

const ChildLimits kLimits{.wall = std::chrono::minutes(5),
                          .cpu = std::chrono::minutes(2),
                          .memory = kMemory,
                          .output = std::size_t{2} << 30};

/// What the program prints. `arguments` say what to look for.
std::string ask(const MotionSource& source, const std::vector<std::string>& arguments) {
  const auto program = helper_program("read_fbx");
  const std::string file = source.path.string();
  if (::access(program.c_str(), X_OK) != 0) {
    throw InputError(fmt::format(
        "{}: FBX is read by the program {}, which is not there; install the package poseaae-fbx or "
        "build with -DPOSEAAE_WITH_FBX=ON, or export the clip as BVH or glTF",
        file, program.string()));
  }
  ChildResult result = run_child(program, arguments, kLimits, source.bytes);
  if (result.succeeded()) return std::move(result.out);
  if (result.end == ChildEnd::kExited && !result.err.empty()) {
    const std::string message = result.err.substr(0, result.err.find('\n'));
    if (result.status == static_cast<int>(ExitCode::kUsage)) {
      throw UsageError(fmt::format("{}: {}", file, message));
    }
    if (result.status == static_cast<int>(ExitCode::kBadInput)) {
      throw InputError(fmt::format("{}: {}", file, message));
    }
  }
  throw InputError(
      fmt::format("{}: expected an FBX file that can be read, found one at which the reader ended "
                  "with {}; it may be damaged, or too large: export it again, or as BVH or glTF",
                  file, describe_end(result, kLimits)));
}

FoundMotion read_motion(const MotionSource& source) {
  const std::string bytes = ask(source, {"clip", source.selector});
  try {
    return from_bytes(std::as_bytes(std::span(bytes)));
  } catch (const ModelError& problem) {
    throw InputError(fmt::format("{}: {}", source.path.string(), problem.what()));
  }
}

Clip read(const MotionSource& source, const ClipOptions& options) {
  FoundMotion found = read_motion(source);
  if (options.source_fps > 0.0) found.motion.set_fps(options.source_fps);
  Clip clip{std::move(found.motion)};
  for (const std::string& warning : found.warnings) {
    clip.warnings.push_back(fmt::format("{}: {}", source.path.string(), warning));
  }
  if (!source.selector.empty()) clip.name = source.selector;
  clip.axes = std::move(found.axes);
  clip.own_unit = true;
  return clip;
}

std::vector<std::string> clips(const MotionSource& source) {
  std::vector<std::string> names;
  const std::string text = ask(source, {"list"});
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\0', begin), text.size());
    names.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return names;
}

}  // namespace

MotionFormat fbx_format() {
  return {.extension = ".fbx",
          .holds = "motion of Autodesk's and other 3D software; read only, experimental",
          .read = read,
          .clips = clips,
          .caveat = "experimental: look whether the motion is that of the program it comes from"};
}

}  // namespace poseaae::mocap
