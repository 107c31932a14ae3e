#include "poseaae/latent/encodings.hpp"

#include <fmt/format.h>

#include <limits>

#include "poseaae/base/error.hpp"

namespace poseaae::latent {

namespace {

/// Of rows [first, first + count), if they have one.
std::optional<RootPath> part_of(const std::optional<RootPath>& root, int first, int count) {
  if (!root || root->rows.middleRows(first, count).hasNaN()) return {};
  RootPath part = *root;
  part.rows = root->rows.middleRows(first, count);
  return part;
}

/// `whole` with the rows of `part` below, from their own origin; NaN for rows without a root.
std::optional<RootPath> stacked(const std::optional<RootPath>& whole, Eigen::Index before,
                                const std::optional<RootPath>& part, Eigen::Index count) {
  if (!whole && !part) return {};
  RootPath result = whole ? *whole : *part;
  constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
  Batch rows = Batch::Constant(before + count, RootPath::kColumns, kNone);
  if (whole) rows.topRows(before) = whole->rows;
  if (part) {
    const mocap::Vec3 shift = part->origin - result.origin;
    rows.bottomRows(count) = part->rows;
    rows.bottomRows(count).col(RootPath::kX).array() += static_cast<float>(shift.x());
    rows.bottomRows(count).col(RootPath::kZ).array() += static_cast<float>(shift.z());
  }
  result.rows = std::move(rows);
  return result;
}

}  // namespace

void Encodings::append(const std::string& name, const LatentPath& part,
                       const std::vector<int>& frames) {
  const bool first = path.points.rows() == 0;
  if (!first && (part.dim() != path.dim() || part.fps != path.fps)) {
    throw UsageError(fmt::format("{}: expected {} latents at {} fps as before, found {} at {}",
                                 name, path.dim(), path.fps, part.dim(), part.fps));
  }
  if (static_cast<int>(frames.size()) != part.frames()) {
    throw UsageError(
        fmt::format("{}: expected {} frame numbers, found {}", name, part.frames(), frames.size()));
  }
  Batch joined(path.points.rows() + part.points.rows(), part.points.cols());
  if (!first) joined.topRows(path.points.rows()) = path.points;
  joined.bottomRows(part.points.rows()) = part.points;
  auto root = stacked(path.root, path.points.rows(), part.root, part.points.rows());
  path = {std::move(joined), part.fps, std::move(root)};
  clip.insert(clip.end(), frames.size(), static_cast<int>(clips.size()));
  clips.push_back(name);
  frame.insert(frame.end(), frames.begin(), frames.end());
}

std::vector<NamedPath> paths_of(const Encodings& encodings) {
  std::vector<NamedPath> paths;
  const auto frames = static_cast<int>(encodings.clip.size());
  for (int begin = 0, end = 0; begin < frames; begin = end) {
    while (end < frames && encodings.clip[end] == encodings.clip[begin]) ++end;
    const int count = end - begin;
    paths.push_back({encodings.clips[encodings.clip[begin]],
                     {encodings.path.points.middleRows(begin, count), encodings.path.fps,
                      part_of(encodings.path.root, begin, count)}});
  }
  return paths;
}

}  // namespace poseaae::latent
