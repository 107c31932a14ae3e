#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "asf/body.hpp"
#include "asf/rows.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/mapped_file.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/motion_io/formats.hpp"

namespace poseaae::mocap {

namespace {

namespace fs = std::filesystem;
using asf::Body;
using asf::Bone;
using asf::Freedom;
using asf::Rows;

/// The files do not say it; CMU recorded at 120 frames per second.
constexpr double kUsualFps = 120.0;

fs::path folder_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

/// The ASF files of a folder, sorted.
std::vector<fs::path> skeletons_in(const fs::path& folder) {
  std::vector<fs::path> found;
  try {
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (lower_extension(entry.path()) == ".asf") found.push_back(entry.path());
    }
  } catch (const fs::filesystem_error&) {  // a folder that cannot be read has none
  }
  std::ranges::sort(found);
  return found;
}

/// The ASF of a motion: the one that the selector names, in the motion's folder or by its own path;
/// else the one of the same name, the one of its subject (11_01.amc, 11.asf), or the only one
/// there.
fs::path skeleton_beside(const MotionSource& source) {
  const fs::path folder = folder_of(source.path);
  if (!source.selector.empty()) {
    const fs::path beside = folder / source.selector;
    return fs::exists(beside) ? beside : fs::path(source.selector);
  }
  const std::vector<fs::path> all = skeletons_in(folder);
  const std::string stem = source.path.stem().string();
  std::vector<std::string> stems{stem};
  for (std::size_t cut = stem.rfind('_'); cut != std::string::npos && cut > 0;
       cut = stem.rfind('_', cut - 1)) {
    stems.push_back(stem.substr(0, cut));
  }
  for (const std::string& wanted : stems) {
    const auto found =
        std::ranges::find_if(all, [&](const fs::path& path) { return path.stem() == wanted; });
    if (found != all.end()) return *found;
  }
  if (all.size() == 1) return all.front();
  throw InputError(fmt::format(
      "{}: expected its skeleton in the same folder, {}.asf{} or the only .asf file there, found "
      "{}; "
      "name one: {}#skeleton.asf",
      source.path.string(), stem, stems.size() > 1 ? " or " + stems.back() + ".asf" : "",
      all.empty() ? "none" : fmt::format("{} others", all.size()),
      source.path.filename().string()));
}

/// q_j = C M C*, with M = the turns of the row, the first of them first, about the bone's own axes.
class Turns {
 public:
  Turns(const Bone& bone, double angle)
      : axes_(bone.axes), turned_(bone.axes.vec().norm() > 0.0), half_(angle / 2.0) {
    for (std::size_t i = bone.row.size(); i-- > 0;) {
      if (bone.row[i].kind != Freedom::Kind::kTurn) continue;
      turns_.push_back({bone.first_column + i, bone.row[i].axis});
    }
  }

  /// Into w x y z at `q`, which holds the identity.
  void write(const double* row, double* q) const {
    if (turns_.empty()) return;
    for (const auto& [column, axis] : turns_) math::turn_wxyz(q, axis, row[column] * half_);
    if (turned_) math::store_wxyz<double>(axes_ * math::load_wxyz(q) * axes_.conjugate(), q);
  }

 private:
  struct Turn {
    std::size_t column;
    int axis;
  };
  Quat axes_;
  bool turned_;
  double half_;
  std::vector<Turn> turns_;
};

/// Where a bone's row moves its beginning, in the room's axes of the rest pose; metres.
Vec3 place_of(const Bone& bone, const double* row, double metres) {
  Vec3 place = Vec3::Zero();
  for (std::size_t i = 0; i < bone.row.size(); ++i) {
    if (bone.row[i].kind != Freedom::Kind::kPlace) continue;
    place[bone.row[i].axis] = row[bone.first_column + i] * metres;
  }
  return bone.parent < 0 ? place : Vec3(bone.axes * place);
}

/// How much longer the row makes the bone; metres.
double growth_of(const Bone& bone, const double* row, double metres) {
  for (std::size_t i = 0; i < bone.row.size(); ++i) {
    if (bone.row[i].kind == Freedom::Kind::kLength) return row[bone.first_column + i] * metres;
  }
  return 0.0;
}

bool has(const Bone& bone, Freedom::Kind kind) {
  return std::ranges::any_of(bone.row, [kind](const Freedom& f) { return f.kind == kind; });
}

void set_rotations(Motion& motion, const Body& body, const Rows& rows) {
  std::vector<Turns> turns;
  for (const Bone& bone : body.bones) turns.emplace_back(bone, rows.angle);
  double* q = motion.rotations().data();
  const double* row = rows.values.data();
  for (int t = 0; t < rows.frames; ++t, row += body.columns) {
    for (const Turns& bone : turns) {
      bone.write(row, q);
      q += math::kQuatSize;
    }
  }
}

/// l(t, j) = offset + C t, and the parent's growth along its direction.
void set_places(Motion& motion, const Body& body, const Rows& rows) {
  for (int j = 0; j < motion.joints(); ++j) {
    const Bone& bone = body.bones[static_cast<std::size_t>(j)];
    const Bone& parent = body.bones[static_cast<std::size_t>(std::max(bone.parent, 0))];
    const bool moves =
        has(bone, Freedom::Kind::kPlace) || (j > 0 && has(parent, Freedom::Kind::kLength));
    if (j > 0 && !moves) continue;
    std::vector<Vec3> track;
    const double* row = rows.values.data();
    for (int t = 0; t < rows.frames; ++t, row += body.columns) {
      Vec3 place = motion.skeleton().offset(j) + place_of(bone, row, body.metres);
      if (j > 0) place += parent.along * growth_of(parent, row, body.metres);
      track.push_back(place);
    }
    for (int t = 0; t < rows.frames && j == 0; ++t) motion.set_root_position(t, track[t]);
    if (j > 0) motion.set_translation(j, std::move(track));
  }
}

Clip read(const MotionSource& source, const ClipOptions& options) {
  const fs::path skeleton = skeleton_beside(source);
  const MappedFile file(skeleton);
  Body body = asf::read_body(file.text(), skeleton);
  Rows rows = asf::read_rows(source.bytes, source.path, body, options.strict);
  const double said = rows.fps > 0.0 ? rows.fps : kUsualFps;
  Motion motion(asf::skeleton_of(body), options.source_fps > 0.0 ? options.source_fps : said,
                rows.frames);
  set_rotations(motion, body, rows);
  set_places(motion, body, rows);
  Clip clip{std::move(motion), std::move(body.warnings)};
  std::ranges::move(rows.warnings, std::back_inserter(clip.warnings));
  if (std::string odd = asf::check_size(clip.motion, body, skeleton); !odd.empty()) {
    clip.warnings.push_back(std::move(odd));
  }
  clip.own_unit = true;
  return clip;
}

}  // namespace

MotionFormat amc_format() {
  return {.extension = ".amc",
          .holds = "motion of Acclaim's format, with the skeleton of an .asf file beside it",
          .read = read};
}

}  // namespace poseaae::mocap
