#include "poseaae/render/output.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <string_view>

#include "formats.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"

namespace poseaae::render {

namespace {

struct Format {
  std::string_view extension;
  std::string_view holds;
  void (*write)(const std::filesystem::path&, const Scene&, const OutputOptions&);
};

constexpr std::array<Format, 7> kFormats{{
    {".gif", "looping animation", formats::write_gif},
    {".png", "one pose, or several poses side by side", formats::write_still},
    {".svg", "the same as vector graphics", formats::write_still},
    {".pdf", "the same as vector graphics", formats::write_still},
    {".bvh", "motion for Blender and other 3D software, in centimetres", formats::write_bvh},
    {".h5", "joint positions in metres and rotations w x y z (HDF5)", formats::write_h5},
    {".csv", "joint positions in metres, one row per frame", formats::write_csv},
}};

const Format& format_of(const std::filesystem::path& path) {
  const std::string extension = lower_extension(path);
  std::string known;
  for (const Format& format : kFormats) {
    if (format.extension == extension) return format;
    known += (known.empty() ? "" : ", ") + std::string(format.extension);
  }
  throw UsageError(fmt::format("{}: expected an output named {}, found {}", path.string(), known,
                               extension.empty() ? "no extension" : "'" + extension + "'"));
}

}  // namespace

void OutputOptions::validate() const {
  camera.validate();
  style.validate();
  if (!(fps >= 0.0)) throw UsageError(fmt::format("fps: expected 0 or more, found {:g}", fps));
  if (strip_frames < 1) {
    throw UsageError(
        fmt::format("contact strip: expected at least one pose, found {}", strip_frames));
  }
  if (threads < 0) {
    throw UsageError(fmt::format("threads: expected 0 (all cores) or more, found {}", threads));
  }
}

std::string describe_outputs() {
  std::string text;
  for (const Format& format : kFormats) {
    text += fmt::format("{:<5} {}\n", format.extension, format.holds);
  }
  return text;
}

void check_output(const std::filesystem::path& path) {
  static_cast<void>(format_of(path));
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
}

void write_output(const std::filesystem::path& path, const Scene& scene,
                  const OutputOptions& options) {
  options.validate();
  const Format& format = format_of(path);
  check_output(path);
  format.write(path, scene, options);
}

namespace formats {

const mocap::Motion& primary_motion(const Scene& scene, const OutputOptions& options) {
  const auto panels = static_cast<int>(scene.panels().size());
  if (options.primary_panel < 0 || options.primary_panel >= panels) {
    throw UsageError(fmt::format("panel {}: expected a panel of the scene, 0 to {}",
                                 options.primary_panel, panels - 1));
  }
  return scene.panels()[options.primary_panel].motion;
}

}  // namespace formats

}  // namespace poseaae::render
