#include <algorithm>
#include <cmath>
#include <numbers>

#include "bvh_header.hpp"
#include "bvh_lexer.hpp"
#include "bvh_rows.hpp"
#include "poseaae/base/mapped_file.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/edit.hpp"

namespace poseaae::mocap {

namespace {

Skeleton make_skeleton(const bvh::Header& header, double metres) {
  std::vector<std::string> names;
  std::vector<int> parents;
  std::vector<Vec3> offsets;
  for (const bvh::Joint& joint : header.joints) {
    names.push_back(joint.name);
    parents.push_back(joint.parent);
    offsets.emplace_back(joint.offset * metres);
  }
  std::vector<EndSite> end_sites = header.end_sites;
  for (EndSite& site : end_sites) site.offset *= metres;
  return {std::move(names), std::move(parents), std::move(offsets), std::move(end_sites)};
}

/// Where the rows hold what a Motion is made of.
class RowMap {
 public:
  explicit RowMap(const bvh::Header& header) : resting_(header.columns), given_(header.columns) {
    for (const bvh::Joint& joint : header.joints) {
      for (std::size_t i = 0; i < joint.channels.size(); ++i) {
        const bvh::Channel& channel = joint.channels[i];
        const std::size_t column = joint.first_column + i;
        if (channel.rotates) {
          turns_.push_back({column, channel.axis});
        } else {
          resting_[column] = joint.offset[channel.axis];
          given_[column] = 1.0;
        }
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

  /// farthest[c] = max(farthest[c], |row[c] - OFFSET|) in the position channels, 0 elsewhere.
  void widen(const double* row, std::vector<double>& farthest) const {
    for (std::size_t c = 0; c < farthest.size(); ++c) {
      farthest[c] = std::max(farthest[c], given_[c] * std::abs(row[c] - resting_[c]));
    }
  }

 private:
  struct Turn {
    std::size_t column;
    int axis;
  };
  std::vector<Turn> turns_;             ///< of all joints, one after another
  std::vector<std::size_t> turn_ends_;  ///< of each joint, in turns_
  std::vector<double> resting_;         ///< per column: the OFFSET's component
  std::vector<double> given_;           ///< per column: 1 for a position, else 0
};

/// The joint's OFFSET with the components that have a position channel replaced; file units.
Vec3 position_of(const bvh::Joint& joint, const double* numbers) {
  Vec3 position = joint.offset;
  for (std::size_t i = 0; i < joint.channels.size(); ++i) {
    if (!joint.channels[i].rotates) position[joint.channels[i].axis] = numbers[i];
  }
  return position;
}

/// T positions in metres.
std::vector<Vec3> track_of(const bvh::Joint& joint, const bvh::Rows& rows, std::size_t columns,
                           double metres) {
  std::vector<Vec3> track(static_cast<std::size_t>(rows.frames));
  for (std::size_t t = 0; t < track.size(); ++t) {
    track[t] = position_of(joint, &rows.values[t * columns + joint.first_column]) * metres;
  }
  return track;
}

Motion make_motion(const bvh::Header& header, const bvh::Rows& rows,
                   const BvhReadOptions& options) {
  const double metres = options.unit.metres;
  const RowMap map(header);
  Motion motion(make_skeleton(header, metres), header.fps, rows.frames);
  const bvh::Joint& root = header.joints.front();
  std::vector<double> farthest(header.columns);  // of each position channel from its OFFSET
  double* rotations = motion.rotations().data();
  const double* row = rows.values.data();
  for (int t = 0; t < rows.frames; ++t) {
    map.rotations(row, rotations);
    map.widen(row, farthest);
    motion.set_root_position(t, position_of(root, row + root.first_column) * metres);
    rotations += header.joints.size() * math::kQuatSize;
    row += header.columns;
  }
  for (int j = 1; j < motion.joints(); ++j) {
    const bvh::Joint& joint = header.joints[j];
    const auto first = farthest.begin() + static_cast<std::ptrdiff_t>(joint.first_column);
    const bool leaves =
        std::any_of(first, first + static_cast<std::ptrdiff_t>(joint.channels.size()),
                    [&](double distance) { return distance > options.track_tolerance; });
    if (leaves) motion.set_translation(j, track_of(joint, rows, header.columns, metres));
  }
  return motion;
}

}  // namespace

Clip parse_bvh(std::string_view text, const std::filesystem::path& name,
               const BvhReadOptions& options) {
  bvh::Lexer lexer(text, name);
  const bvh::Header header = bvh::read_header(lexer, options.fps);
  const bvh::Rows rows = bvh::read_rows(lexer, header, options.strict);
  Clip clip{make_motion(header, rows, options), header.warnings};
  clip.warnings.insert(clip.warnings.end(), rows.warnings.begin(), rows.warnings.end());
  if (std::string odd = check_height(clip.motion.skeleton()); !odd.empty()) {
    clip.warnings.push_back(std::move(odd));
  }
  for (std::string& warning : clip.warnings) warning.insert(0, name.string() + ": ");
  return clip;
}

Clip read_bvh(const std::filesystem::path& path, const BvhReadOptions& options) {
  const MappedFile file(path);
  return parse_bvh(file.text(), path, options);
}

}  // namespace poseaae::mocap
