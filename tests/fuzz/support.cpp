#include "fuzz/support.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/motion_io/formats.hpp"
#include "poseaae/motion_io/load_clip.hpp"

namespace poseaae::fuzz {

namespace fs = std::filesystem;

namespace {

const fs::path kSource = POSEAAE_SOURCE_DIR;

}  // namespace

bool accepts(const Target& target, std::string_view input) {
  try {
    target.read(input);
    return true;
  } catch (const Error& refusal) {
    require(*refusal.what() != '\0', "an Error says what is wrong");
    return false;
  }
}

void damage(const Target& target, std::string& input, const Change& change, Random& random) {
  if (target.damage == nullptr) return change(input);
  target.damage(input, change, random);
}

void require(bool holds, std::string_view what) {
  if (holds) return;
  fmt::print(stderr, "fuzz: this does not hold: {}\n", what);
  std::abort();
}

ScratchFolder::ScratchFolder()
    : path_(fs::temp_directory_path() / fmt::format("poseaae-fuzz-{}", ::getpid())) {
  fs::create_directory(path_);
}

ScratchFolder::~ScratchFolder() {
  std::error_code none;
  fs::remove_all(path_, none);
}

fs::path ScratchFolder::put(const std::string& name, std::string_view bytes) const {
  const fs::path file = path_ / name;
  std::ofstream(file, std::ios::binary)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return file;
}

const ScratchFolder& scratch() {
  static const ScratchFolder folder;
  return folder;
}

std::string written(const std::string& name, const std::function<void(const fs::path&)>& save) {
  const fs::path file = scratch() / name;
  save(file);
  std::string bytes = read_file(file);
  fs::remove(file);
  return bytes;
}

std::vector<std::string> files_of(const std::string& folder, const std::string& extension) {
  std::vector<std::string> contents;
  for (const fs::path& file : expand_files((kSource / folder).string(), {extension})) {
    contents.push_back(read_file(file));
  }
  return contents;
}

std::string head_of(const std::string& file, int lines) {
  const std::string text = read_file(kSource / file);
  std::size_t end = 0;
  for (int i = 0; i < lines && end < text.size(); ++i) {
    end = std::min(text.find('\n', end), text.size() - 1) + 1;
  }
  return text.substr(0, end);
}

mocap::Motion small_motion() {
  using mocap::Vec3;
  const mocap::Skeleton skeleton({"hip", "knee", "arm"}, {-1, 0, 0},
                                 {{0, 0, 0}, {0, -0.4, 0}, {0.3, 0.4, 0}},
                                 {{1, {0, -0.4, 0}, "toe"}});
  mocap::Motion motion(skeleton, 30.0, 3);
  for (int t = 0; t < 3; ++t) {
    motion.set_root_position(t, {0.1 * t, 0.9, 0});
    motion.set_rotation(t, 0, math::from_rotation_vector(Vec3(0, 0.1 * t, 0)));
    motion.set_rotation(t, 1, math::from_rotation_vector(Vec3(0.1 * t, 0.2, -0.3)));
    motion.set_rotation(t, 2, math::from_rotation_vector(Vec3(0.5, 0.2 * t, 0)));
  }
  return motion;
}

mocap::Motion shipped_motion() {
  return mocap::read_bvh(kSource / "data" / "waltz_sway.bvh").motion.slice(100, 102);
}

void read_clip(const std::string& name, std::string_view bytes) {
  const fs::path file = scratch() / name;
  if (const auto* format = mocap::format_of(file); format->clips != nullptr) {
    (void)format->clips({bytes, file, ""});
  }
  const mocap::Clip clip = mocap::load_clip({.path = file}, {}, bytes);
  const auto finite = [](double number) { return std::isfinite(number); };
  require(std::ranges::all_of(mocap::joint_positions(clip.motion), finite),
          "places of joints are finite");
  for (int t = 0; t < clip.motion.frames(); ++t) {
    for (int j = 0; j < clip.motion.joints(); ++j) {
      require(std::abs(clip.motion.rotation(t, j).norm() - 1.0) < 1e-6, "rotations have length 1");
    }
  }
}

}  // namespace poseaae::fuzz
