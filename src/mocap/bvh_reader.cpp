#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>

#include "bvh_channels.hpp"
#include "bvh_floor.hpp"
#include "bvh_header.hpp"
#include "bvh_rows.hpp"
#include "bvh_text.hpp"
#include "poseaae/base/lexer.hpp"
#include "poseaae/base/mapped_file.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/height.hpp"

namespace poseaae::mocap {

namespace {

/// Where the rows hold what a Motion is made of.
class RowMap {
 public:
  explicit RowMap(const bvh::Header& header) {
    for (const bvh::Joint& joint : header.joints) {
      for (std::size_t i = 0; i < joint.channels.size(); ++i) {
        const auto [kind, axis] = joint.channels[i];
        if (kind == bvh::Channel::Kind::kRotation) turns_.push_back({joint.first_column + i, axis});
      }
      turn_ends_.push_back(turns_.size());
    }
  }

  /// q_j = the product of the joint's rotation channels as listed, each within the frame of those
  /// before it, of all joints: J x 4 numbers at `out`.
  void rotations(const double* row, double* out) const {
    constexpr double kHalfRadians = std::numbers::pi / 360.0;
    std::size_t turn = 0;
    for (const std::size_t end : turn_ends_) {
      double* const q = out;  // w x y z
      q[0] = 1.0;
      q[1] = q[2] = q[3] = 0.0;
      for (; turn < end; ++turn) {
        const auto [column, axis] = turns_[turn];
        math::turn_wxyz(q, axis, row[column] * kHalfRadians);
      }
      out += math::kQuatSize;
    }
  }

 private:
  struct Turn {
    std::size_t column;
    int axis;
  };
  std::vector<Turn> turns_;             ///< of all joints, one after another
  std::vector<std::size_t> turn_ends_;  ///< of each joint, in turns_
};

/// Whether the joint leaves its OFFSET by more than `tolerance`.
bool moves(const bvh::Joint& joint, const bvh::Ranges& ranges, double tolerance) {
  for (std::size_t i = 0; i < joint.channels.size(); ++i) {
    const auto [kind, axis] = joint.channels[i];
    if (kind != bvh::Channel::Kind::kPosition) continue;
    const double still = joint.adds ? 0.0 : joint.offset[axis];
    const std::size_t column = joint.first_column + i;
    if (still - ranges.least[column] > tolerance || ranges.greatest[column] - still > tolerance) {
      return true;
    }
  }
  return false;
}

/// Sets the joint's position in every frame.
void set_positions(Motion& motion, int j, const bvh::Header& header, const bvh::Rows& rows,
                   double metres) {
  const bvh::Joint& joint = header.joints[j];
  std::vector<Vec3> track(j > 0 ? static_cast<std::size_t>(rows.frames) : 0);
  const double* row = rows.values.data();
  for (int t = 0; t < rows.frames; ++t, row += header.columns) {
    const Vec3 position = bvh::position_of(joint, row) * metres;
    if (j > 0) {
      track[t] = position;
    } else {
      motion.set_root_position(t, position);
    }
  }
  if (j > 0) motion.set_translation(j, std::move(track));
}

Motion make_motion(const bvh::Header& header, const bvh::Rows& rows, const bvh::Ranges& ranges,
                   const BvhReadOptions& options) {
  const double metres = options.unit.metres;
  Motion motion(bvh::skeleton_of(header, metres), header.fps, rows.frames);
  const RowMap map(header);
  double* rotations = motion.rotations().data();
  const double* row = rows.values.data();
  for (int t = 0; t < rows.frames; ++t) {
    map.rotations(row, rotations);
    rotations += header.joints.size() * math::kQuatSize;
    row += header.columns;
  }
  for (int j = 0; j < motion.joints(); ++j) {
    if (j == 0 || moves(header.joints[j], ranges, options.track_tolerance)) {
      set_positions(motion, j, header, rows, metres);
    }
  }
  return motion;
}

/// The motion, with positions added to OFFSET where the body only then stands on the floor.
Motion understand(bvh::Header& header, const bvh::Rows& rows, const BvhReadOptions& options) {
  const bool below_the_root =
      std::any_of(header.joints.begin() + 1, header.joints.end(),
                  [](const bvh::Joint& joint) { return joint.has(bvh::Channel::Kind::kPosition); });
  const auto ranges = below_the_root ? bvh::ranges_of(rows, header.columns) : bvh::Ranges{};
  std::ranges::move(bvh::settle_offsets(header, ranges, rows.frames),
                    std::back_inserter(header.warnings));
  Motion motion = make_motion(header, rows, ranges, options);
  const int added = bvh::joint_that_adds(header, rows, motion, options.unit.metres);
  if (added < 0) return motion;
  bvh::Joint& joint = header.joints[added];
  joint.adds = true;
  set_positions(motion, added, header, rows, options.unit.metres);
  header.warnings.push_back(fmt::format(
      "the positions of '{}' were added to its OFFSET {:g} {:g} {:g}, since the feet would "
      "otherwise be far below the floor; if they are places in the room, set this OFFSET to 0 0 0",
      joint.name, joint.offset.x(), joint.offset.y(), joint.offset.z()));
  return motion;
}

}  // namespace

Clip parse_bvh(std::string_view text, const std::filesystem::path& name,
               const BvhReadOptions& options) {
  const std::string converted = bvh::is_utf16(text) ? bvh::utf8_of_utf16(text) : "";
  Lexer lexer(converted.empty() ? text : converted, name);
  bvh::Header header = bvh::read_header(lexer, options.fps);
  bvh::Rows rows = bvh::read_rows(lexer, header, options.strict);
  std::ranges::move(rows.warnings, std::back_inserter(header.warnings));
  if (std::string scales = bvh::check_scales(header, rows, name); !scales.empty()) {
    header.warnings.push_back(std::move(scales));
  }
  Motion motion = understand(header, rows, options);
  if (std::string odd = check_height(motion, options.unit); !odd.empty()) {
    header.warnings.push_back(std::move(odd));
  }
  for (std::string& warning : header.warnings) warning.insert(0, name.string() + ": ");
  return {std::move(motion), std::move(header.warnings)};
}

Clip read_bvh(const std::filesystem::path& path, const BvhReadOptions& options) {
  const MappedFile file(path);
  return parse_bvh(file.text(), path, options);
}

}  // namespace poseaae::mocap
