#include "poseaae/render/output.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "formats.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/mocap/frame_count.hpp"
#include "poseaae/motion_io/formats.hpp"

namespace poseaae::render {

namespace {

/// A way to write a content.
struct Way {
  Content content;
  std::string extension;
  std::string holds{};
  std::function<void(const std::filesystem::path&, const Scene&, const OutputOptions&)>
      write_scene{};
  void (*write_picture)(const std::filesystem::path&, const Picture&) = nullptr;
  void (*require)(const std::string& name) = nullptr;
};

/// Decoding turns latents that are far beyond all poses into numbers that are none.
void require_finite(const mocap::Motion& motion, const std::filesystem::path& path) {
  const auto finite = [](double number) { return std::isfinite(number); };
  if (std::ranges::all_of(motion.rotations(), finite) &&
      std::ranges::all_of(motion.root_positions(), finite)) {
    return;
  }
  throw UsageError(fmt::format(
      "{}: expected motion of finite numbers, found some that are not; a number that was given is "
      "too large (or the clip's are), use smaller ones",
      path.string()));
}

const mocap::Motion& primary_motion(const Scene& scene, const OutputOptions& options) {
  const auto panels = static_cast<int>(scene.panels().size());
  if (options.primary_panel < 0 || options.primary_panel >= panels) {
    throw UsageError(fmt::format("panel {}: expected a panel of the scene, 0 to {}",
                                 options.primary_panel, panels - 1));
  }
  return scene.panels()[options.primary_panel].motion;
}

std::vector<Way> make_ways() {
  std::vector<Way> ways{{.content = Content::kTable, .extension = ".csv"},
                        {.content = Content::kText, .extension = ".txt"},
                        {.content = Content::kArrays, .extension = ".h5"}};
  for (const OutputFormat& format : picture_formats()) {
    Way scene{Content::kScene,    format.extension, format.holds,
              format.write_scene, nullptr,          format.require};
    if (const auto write = format.write_picture; write != nullptr) {
      ways.push_back(
          {.content = Content::kPicture, .extension = format.extension, .write_picture = write});
      if (format.write_scene == nullptr) {
        scene.write_scene = [write](const auto& path, const auto& shown, const auto& options) {
          write(path, still(shown, options));
        };
      }
    }
    ways.push_back(std::move(scene));
  }
  for (const mocap::MotionFormat& format : mocap::motion_formats()) {
    if (format.write == nullptr) continue;
    ways.push_back(
        {Content::kScene, format.extension, format.holds,
         [write = format.write](const auto& path, const auto& scene, const auto& options) {
           write(path, primary_motion(scene, options), options.motion);
         }});
  }
  return ways;
}

const std::vector<Way>& ways() {
  static const std::vector<Way> all = make_ways();
  return all;
}

const Way& way_of(const std::filesystem::path& path, const std::vector<Content>& offered) {
  const std::string extension = lower_extension(path);
  std::vector<std::string> known;
  for (const Content content : offered) {
    for (const Way& way : ways()) {
      if (way.content != content) continue;
      if (way.extension == extension) return way;
      if (std::ranges::find(known, way.extension) == known.end()) known.push_back(way.extension);
    }
  }
  throw UsageError(fmt::format("{}: expected an output named {}, found {}", path.string(),
                               fmt::join(known, ", "),
                               extension.empty() ? "no extension" : "'" + extension + "'"));
}

}  // namespace

void OutputOptions::validate() const {
  camera.validate();
  style.validate();
  require_between("fps", fps, 0.0, mocap::kMaxFps, " (0 for the motion's own)");
  require_between("contact strip", strip_frames, 1, kMaxStrip, " poses");
  static_cast<void>(thread_count(threads));
}

std::string describe_outputs() {
  std::string text;
  for (const Way& way : ways()) {
    if (way.write_scene) text += fmt::format("{:<5} {}\n", way.extension, way.holds);
  }
  return text;
}

Content content_of(const std::filesystem::path& path, const std::vector<Content>& offered) {
  return way_of(path, offered).content;
}

void check_output(const std::filesystem::path& path, const std::vector<Content>& offered) {
  const Way& way = way_of(path, offered);
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    throw OutputError(
        fmt::format("{}: cannot write: this is a folder, expected a file name", path.string()));
  }
  std::filesystem::path folder = path.parent_path();
  if (folder.empty()) folder = ".";
  if (!std::filesystem::is_directory(folder, ignored)) {
    throw OutputError(
        fmt::format("{}: cannot write: there is no folder '{}'; create it first or write elsewhere",
                    path.string(), folder.string()));
  }
  if (::access(folder.c_str(), W_OK | X_OK) != 0) {
    throw OutputError(
        fmt::format("{}: cannot write: the folder '{}' is not writable; check the permissions or "
                    "write elsewhere",
                    path.string(), folder.string()));
  }
  if (way.require != nullptr) way.require(path.string());
}

void write_output(const std::filesystem::path& path, const Scene& scene,
                  const OutputOptions& options) {
  options.validate();
  check_output(path);
  for (const Panel& panel : scene.panels()) require_finite(panel.motion, path);
  way_of(path, {Content::kScene}).write_scene(path, scene, options);
}

void write_picture(const std::filesystem::path& path, const Picture& picture) {
  way_of(path, {Content::kPicture}).write_picture(path, picture);
}

}  // namespace poseaae::render
