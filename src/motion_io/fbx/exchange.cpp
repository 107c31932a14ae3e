#include "exchange.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "poseaae/mocap/frame_count.hpp"
#include "poseaae/safetensors/json.hpp"
#include "poseaae/safetensors/safetensors.hpp"

namespace poseaae::mocap {

namespace {

constexpr FileKind kKind{"PoseAAE motion of FBX", 1.0, "motion of FBX", "what read_fbx writes",
                         "install programs of one version"};

std::vector<std::string> list_of(const std::string& json) {
  std::vector<std::string> texts;
  json::Reader reader(json);
  reader.array([&] { texts.push_back(reader.text()); });
  reader.end();
  return texts;
}

std::vector<double> flat(const std::vector<Vec3>& points) {
  std::vector<double> numbers;
  numbers.reserve(3 * points.size());
  for (const Vec3& p : points) numbers.insert(numbers.end(), {p.x(), p.y(), p.z()});
  return numbers;
}

std::vector<Vec3> points_of(std::span<const double> numbers) {
  std::vector<Vec3> points;
  for (std::size_t i = 0; i + 3 <= numbers.size(); i += 3) {
    points.emplace_back(numbers[i], numbers[i + 1], numbers[i + 2]);
  }
  return points;
}

void add(safetensors::Builder& file, const char* name, const std::vector<double>& values,
         const safetensors::Shape& shape) {
  file.add<double>(name, values, shape);
}

void add_skeleton(safetensors::Builder& file, const Skeleton& skeleton) {
  const auto joints = static_cast<std::size_t>(skeleton.joints());
  file.text("names", json::list(skeleton.names()));
  const std::vector<std::int32_t> parents(skeleton.parents().begin(), skeleton.parents().end());
  file.add<std::int32_t>("parents", parents, {joints});
  add(file, "offsets", flat(skeleton.offsets()), {joints, 3});
  std::vector<std::string> names;
  std::vector<std::int32_t> tips;
  std::vector<Vec3> offsets;
  for (const EndSite& end : skeleton.end_sites()) {
    names.push_back(end.name);
    tips.push_back(end.parent);
    offsets.push_back(end.offset);
  }
  file.text("ends", json::list(names));
  if (tips.empty()) return;
  file.add<std::int32_t>("end_parents", tips, {tips.size()});
  add(file, "end_offsets", flat(offsets), {tips.size(), 3});
}

Skeleton read_skeleton(const safetensors::View& file) {
  std::vector<std::string> names = list_of(file.text("names"));
  const std::size_t joints = names.size();
  const auto parents = file.read<std::int32_t>("parents", {joints});
  const auto offsets = file.read<double>("offsets", {joints, 3});
  std::vector<EndSite> ends;
  for (const std::string& name : list_of(file.text("ends"))) ends.push_back({.name = name});
  if (!ends.empty()) {
    const auto tips = file.read<std::int32_t>("end_parents", {ends.size()});
    const auto places = points_of(file.read<double>("end_offsets", {ends.size(), 3}));
    for (std::size_t i = 0; i < ends.size(); ++i) {
      ends[i].parent = tips[i];
      ends[i].offset = places[i];
    }
  }
  return {std::move(names), {parents.begin(), parents.end()}, points_of(offsets), std::move(ends)};
}

void add_tracks(safetensors::Builder& file, const Motion& motion) {
  std::vector<std::int32_t> joints;
  std::vector<double> tracks;
  for (const auto& [joint, track] : motion.translations()) {
    joints.push_back(joint);
    const std::vector<double> numbers = flat(track);
    tracks.insert(tracks.end(), numbers.begin(), numbers.end());
  }
  if (joints.empty()) return;
  file.add<std::int32_t>("track_joints", joints, {joints.size()});
  add(file, "tracks", tracks, {joints.size(), static_cast<std::size_t>(motion.frames()), 3});
}

void read_tracks(const safetensors::View& file, Motion& motion) {
  if (!file.has("track_joints")) return;
  const auto joints = file.read<std::int32_t>("track_joints");
  const std::size_t size = 3 * static_cast<std::size_t>(motion.frames());
  const auto all =
      file.read<double>("tracks", {joints.size(), static_cast<std::size_t>(motion.frames()), 3});
  for (std::size_t i = 0; i < joints.size(); ++i) {
    motion.set_translation(joints[i], points_of(std::span(all).subspan(i * size, size)));
  }
}

}  // namespace

std::string to_bytes(const FoundMotion& found) {
  const Motion& motion = found.motion;
  const auto frames = static_cast<std::size_t>(motion.frames());
  const auto joints = static_cast<std::size_t>(motion.joints());
  safetensors::Builder file;
  file.kind(kKind);
  file.text("clips", json::list(found.clips));
  file.text("warnings", json::list(found.warnings));
  add_skeleton(file, motion.skeleton());
  file.add<double>("fps", std::vector<double>{motion.fps()}, {1});
  file.add<double>("rotations", motion.rotations(), {frames, joints, 4});
  file.add<double>("root_positions", motion.root_positions(), {frames, 3});
  add_tracks(file, motion);
  std::vector<double> axes(4 * joints);
  for (std::size_t j = 0; j < joints; ++j) math::store_wxyz(found.axes[j], &axes[4 * j]);
  add(file, "axes", axes, {joints, 4});
  return file.bytes();
}

FoundMotion from_bytes(std::span<const std::byte> bytes) {
  return safetensors::parse(bytes, kKind, "", [](const safetensors::View& file) {
    const safetensors::Shape shape = file.shape("rotations");
    const std::size_t frames = shape.empty() ? 0 : shape.front();
    if (frames == 0 || frames > static_cast<std::size_t>(kMaxFrames)) {
      throw ModelError("rotations: expected frames, found none or too many");
    }
    FoundMotion found{
        list_of(file.text("clips")),
        Motion(read_skeleton(file), file.read<double>("fps", {1})[0], static_cast<int>(frames)),
        {},
        list_of(file.text("warnings"))};
    const auto joints = static_cast<std::size_t>(found.motion.joints());
    std::ranges::copy(file.read<double>("rotations", {frames, joints, 4}),
                      found.motion.rotations().begin());
    std::ranges::copy(file.read<double>("root_positions", {frames, 3}),
                      found.motion.root_positions().begin());
    read_tracks(file, found.motion);
    const auto axes = file.read<double>("axes", {joints, 4});
    for (std::size_t j = 0; j < joints; ++j) found.axes.push_back(math::load_wxyz(&axes[4 * j]));
    return found;
  });
}

}  // namespace poseaae::mocap
