#include "poseaae/latent_io/encodings_file.hpp"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/io/csv.hpp"
#include "poseaae/io/file_kind.hpp"

namespace poseaae::latent {

namespace {

constexpr h5::FileKind kKind{.format = "PoseAAE encodings",
                             .version = 1.0,
                             .noun = "encodings",
                             .what = "encodings (made by pose_encode)",
                             .remedy = "encode the clips again"};

std::string csv_of(const Encodings& encodings) {
  std::string text = "clip,frame,time_s";
  auto out = std::back_inserter(text);
  for (int d = 0; d < encodings.path.dim(); ++d) fmt::format_to(out, ",z{}", d);
  text += '\n';
  int start = 0;  // the row where the clip begins
  for (int t = 0; t < encodings.path.frames(); ++t) {
    if (encodings.clip[t] != encodings.clip[start]) start = t;
    fmt::format_to(out, "{},{},{}", csv_cell(encodings.clips[encodings.clip[t]]),
                   encodings.frame[t], (t - start) / encodings.path.fps);
    for (int d = 0; d < encodings.path.dim(); ++d) {
      fmt::format_to(out, ",{}", encodings.path.points(t, d));
    }
    text += '\n';
  }
  return text;
}

constexpr const char* kRootPath = "root_path";
constexpr const char* kStillRoot = "root_path_still_root";

void write_root_path(h5::Group& file, const RootPath& root) {
  BatchOf<double> rows = root.rows.cast<double>();
  rows.col(RootPath::kX).array() += root.origin.x();
  rows.col(RootPath::kZ).array() += root.origin.z();
  file.write<double>(kRootPath, {rows.data(), static_cast<std::size_t>(rows.size())},
                     {static_cast<std::size_t>(rows.rows()), RootPath::kColumns});
  file.set_attribute("axes", "frame, (x, z, heading, height, reach, lean w, x, y, z)", kRootPath);
  file.set_attribute("unit", "m, rad", kRootPath);
  file.set_attribute("body", static_cast<std::int64_t>(root.body), kRootPath);
  if (!root.still_root) return;
  file.write<double>(kStillRoot, {root.still_root->data(), 3}, {3});
  file.set_attribute("unit", "m", kStillRoot);
}

/// The number of a joint; that the skeleton has it is checked where the way is gone
/// (footing::carry()).
int read_body(const h5::Group& file) {
  constexpr double kMost = 1e6;
  const double body = file.number_attribute("body", kRootPath);
  if (body >= 0.0 && body <= kMost && body == std::floor(body)) return static_cast<int>(body);
  throw ModelError(
      fmt::format("{}: body: expected the number of a joint, from 0, found {}", kRootPath, body));
}

/// Files of version 0.3 have none.
std::optional<RootPath> read_root_path(const h5::Group& file, std::size_t frames) {
  if (!file.has(kRootPath)) return {};
  RootPath root;
  root.body = read_body(file);
  auto values = file.read<double>(kRootPath, {frames, RootPath::kColumns});
  BatchOf<double> rows = Eigen::Map<const BatchOf<double>>(
      values.data(), static_cast<Eigen::Index>(frames), RootPath::kColumns);
  for (Eigen::Index t = 0; t < rows.rows(); ++t) {
    if (std::isnan(rows(t, RootPath::kX))) continue;
    root.origin = {rows(t, RootPath::kX), 0.0, rows(t, RootPath::kZ)};
    break;
  }
  if (rows.array().isInf().any()) {
    throw ModelError(fmt::format("{}: expected finite numbers, or NaN for no way", kRootPath));
  }
  rows.col(RootPath::kX).array() -= root.origin.x();
  rows.col(RootPath::kZ).array() -= root.origin.z();
  root.rows = rows.cast<float>();
  if (file.has(kStillRoot))
    root.still_root = mocap::Vec3(file.read<double>(kStillRoot, {3}).data());
  return root;
}

void fill(h5::Group& root, const Encodings& encodings) {
  h5::write_kind(root, kKind);
  root.set_attribute("fps", encodings.path.fps);
  root.set_attribute("model", encodings.model);
  root.set_attribute("model_sha256", encodings.model_sha256);
  const auto frames = static_cast<std::size_t>(encodings.path.frames());
  const auto dim = static_cast<std::size_t>(encodings.path.dim());
  root.write<float>("latents", {encodings.path.points.data(), frames * dim}, {frames, dim});
  root.set_attribute("axes", "frame, latent", "latents");
  root.write<std::int32_t>("frame", encodings.frame, {frames});
  root.set_attribute("description", "frame of the clip's file, from 0", "frame");
  root.write<std::int32_t>("clip", encodings.clip, {frames});
  root.set_attribute("description", "index into the attribute clip_names", "clip");
  root.write_strings("clip_names", encodings.clips, "clip");
  if (encodings.path.root) write_root_path(root, *encodings.path.root);
}

Encodings read_encodings(const h5::Group& root) {
  Encodings encodings;
  const auto latents = root.read<float>("latents");
  if (latents.shape.size() != 2) throw ModelError("latents: expected a matrix");
  encodings.path.fps = root.number_attribute("fps");
  if (!std::isfinite(encodings.path.fps) || encodings.path.fps <= 0.0) {
    throw ModelError(fmt::format("fps: expected a positive number, found {}", encodings.path.fps));
  }
  encodings.path.points =
      Eigen::Map<const Batch>(latents.values.data(), static_cast<Eigen::Index>(latents.shape[0]),
                              static_cast<Eigen::Index>(latents.shape[1]));
  if (!encodings.path.points.allFinite()) throw ModelError("latents: expected finite numbers");
  encodings.path.root = read_root_path(root, latents.shape[0]);
  encodings.clips = root.read_strings("clip_names", "clip");
  encodings.frame = root.read<std::int32_t>("frame", {latents.shape[0]});
  encodings.clip = root.read<std::int32_t>("clip", {latents.shape[0]});
  for (const int index : encodings.clip) {
    if (index < 0 || index >= static_cast<int>(encodings.clips.size())) {
      throw ModelError(
          fmt::format("clip: expected 0 to {}, found {}", encodings.clips.size() - 1, index));
    }
  }
  encodings.model = root.text_attribute("model");
  encodings.model_sha256 = root.text_attribute("model_sha256");
  return encodings;
}

}  // namespace

void check_encodings_path(const std::filesystem::path& path) {
  const std::string extension = lower_extension(path);
  if (extension != ".h5" && extension != ".csv") {
    throw UsageError(fmt::format("{}: expected a name that ends in .h5 or .csv, found '{}'",
                                 path.string(), extension));
  }
  const AtomicFile probe(path);
}

void save_encodings(const Encodings& encodings, const std::filesystem::path& target) {
  check_encodings_path(target);
  if (!encodings.path.points.allFinite()) {
    throw UsageError(fmt::format(
        "{}: expected encodings of finite numbers, found some that are not; a number that was "
        "given is too large, use smaller ones",
        target.string()));
  }
  if (lower_extension(target) == ".csv") {
    write_file(target, csv_of(encodings));
  } else {
    h5::write_file(target, [&encodings](h5::Group& root) { fill(root, encodings); });
  }
}

bool is_encodings(const std::filesystem::path& path) {
  return h5::is_kind(h5::open_file(path), kKind);
}

Encodings load_encodings(const std::filesystem::path& source) {
  return h5::load(source, kKind, read_encodings);
}

}  // namespace poseaae::latent
