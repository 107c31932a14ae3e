#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/dataset/pose_dataset.hpp"
#include "poseaae/footing/contacts.hpp"
#include "poseaae/io/file_kind.hpp"
#include "poseaae/motion_io/clip_io.hpp"
#include "poseaae/motion_io/skeleton_io.hpp"

namespace poseaae::dataset {

namespace {

constexpr h5::FileKind kKind{.format = "PoseAAE dataset",
                             .version = 1.0,
                             .noun = "dataset",
                             .what = "a PoseAAE dataset",
                             .remedy = "gather it again",
                             .former_format = "POSEAAE dataset"};

/// Attributes of the group tags: a text for each clip, empty where it has none.
void save_tags(h5::Group& group, const std::vector<Clip>& clips) {
  std::map<std::string, std::vector<std::string>> columns;
  for (std::size_t i = 0; i < clips.size(); ++i) {
    for (const auto& [name, value] : clips[i].tags) {
      columns.try_emplace(name, clips.size()).first->second[i] = value;
    }
  }
  if (columns.empty()) return;
  h5::Group tags = group.create_group("tags");
  for (const auto& [name, values] : columns) tags.write_strings(name, values);
}

void load_tags(const h5::Group& group, std::vector<Clip>& clips) {
  if (!group.has("tags")) return;  // no clip has any
  const h5::Group tags = group.group("tags");
  for (const auto& name : tags.text_names()) {
    const auto values = tags.read_strings(name);
    if (values.size() != clips.size()) {
      throw ModelError(fmt::format("dataset: tags/{}: expected {} texts, one per clip, found {}",
                                   name, clips.size(), values.size()));
    }
    for (std::size_t i = 0; i < clips.size(); ++i) {
      if (!values[i].empty()) clips[i].tags[name] = values[i];
    }
  }
}

void save_clips(h5::Group group, const std::vector<Clip>& clips) {
  std::vector<std::string> names;
  std::vector<std::string> sources;
  std::vector<std::string> hashes;
  std::vector<std::string> ups;
  std::vector<std::int32_t> first;
  std::vector<std::int32_t> frames;
  for (const Clip& clip : clips) {
    names.push_back(clip.name);
    sources.push_back(clip.source);
    hashes.push_back(clip.sha256);
    ups.push_back(name_of(clip.up, mocap::up_names()));
    first.push_back(clip.first);
    frames.push_back(clip.frames);
  }
  group.write<std::int32_t>("first", first, {first.size()});
  group.write_strings("names", names, "first");
  group.write_strings("sources", sources, "first");
  group.write_strings("sha256", hashes, "first");
  group.write_strings("up", ups, "first");
  group.write<std::int32_t>("frames", frames, {frames.size()});
  save_tags(group, clips);
}

/// The axis that was up in each clip's file; y where older files do not say it.
std::vector<mocap::Up> load_ups(const h5::Group& group, std::size_t count) {
  if (!group.has_attribute("up", "first")) return std::vector(count, mocap::Up::kY);
  std::vector<mocap::Up> ups;
  for (const auto& name : group.read_strings("up", "first")) {
    const auto up = value_of(name, mocap::up_names());
    if (!up)
      throw ModelError(fmt::format("dataset: clips: up: expected an axis, found '{}'", name));
    ups.push_back(*up);
  }
  if (ups.size() == count) return ups;
  throw ModelError(fmt::format("dataset: clips: up: expected {} texts, one per clip, found {}",
                               count, ups.size()));
}

std::vector<Clip> load_clips(const h5::Group& group, int rows) {
  const auto names = group.read_strings("names", "first");
  const auto sources = group.read_strings("sources", "first");
  const auto hashes = group.read_strings("sha256", "first");
  const auto first = group.read<std::int32_t>("first", {names.size()});
  const auto frames = group.read<std::int32_t>("frames", {names.size()});
  const auto ups = load_ups(group, names.size());
  std::vector<Clip> clips;
  std::int64_t next = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (first[i] != next || frames[i] < 0 || sources.size() != names.size() ||
        hashes.size() != names.size()) {
      throw ModelError(fmt::format(
          "dataset: expected clip {} '{}' to begin where the clip before it ends", i, names[i]));
    }
    clips.push_back({names[i], sources[i], hashes[i], first[i], frames[i], {}, ups[i]});
    next += frames[i];
  }
  if (next != rows) {
    throw ModelError(
        fmt::format("dataset: expected as many poses in the clips as in the array, found {} and {}",
                    next, rows));
  }
  load_tags(group, clips);
  return clips;
}

void save_contacts(h5::Group& root, const PoseDataset& data) {
  if (data.contacts.empty()) return;
  const std::vector<std::string> points = footing::contact_points(data.skeleton);
  root.write<std::uint8_t>("contacts", data.contacts,
                           {static_cast<std::size_t>(data.size()), points.size()});
  root.write_strings("points", points, "contacts");
}

/// None in older files.
std::vector<unsigned char> load_contacts(const h5::Group& root, const PoseDataset& data) {
  if (!root.has("contacts")) return {};
  const std::size_t points = footing::contact_points(data.skeleton).size();
  return root.read<std::uint8_t>("contacts", {static_cast<std::size_t>(data.size()), points});
}

}  // namespace

void PoseDataset::save(const std::filesystem::path& path) const {
  h5::write_file(path, [this](h5::Group& root) {
    h5::write_kind(root, kKind);
    root.set_attribute("fps", fps);
    const auto count = static_cast<std::size_t>(size());
    root.write<float>("poses", {poses.data(), static_cast<std::size_t>(poses.size())},
                      {count, skeleton.names().size(), math::kQuatSize});
    root.set_attribute("channels", format().channel_names(), "poses");
    root.set_attribute("order", "local rotation of each joint, quaternion w x y z", "poses");
    root.write<float>("root_positions", root_positions, {count, 3});
    root.set_attribute("unit", "m", "root_positions");
    save_contacts(root, *this);
    h5::Group skeleton_group = root.create_group("skeleton");
    mocap::save_skeleton(skeleton_group, skeleton);
    save_clips(root.create_group("clips"), clips);
    mocap::save_clip_options(root.create_group("clip_options"), clip_options);
    h5::Group label_group = root.create_group("labels");
    for (const auto& [name, values] : labels) label_group.write<float>(name, values, {count});
  });
}

namespace {

PoseDataset read_dataset(const h5::Group& root) {
  PoseDataset data{.skeleton = mocap::load_skeleton(root.group("skeleton")),
                   .fps = root.number_attribute("fps"),
                   .clip_options = mocap::load_clip_options(root.group("clip_options")),
                   .poses = {},
                   .root_positions = {},
                   .clips = {},
                   .labels = {}};
  const h5::Shape shape = root.shape("poses");
  const auto joints = data.skeleton.names().size();
  if (shape.size() != 3 || shape[1] != joints || shape[2] != math::kQuatSize) {
    throw ModelError(fmt::format("poses: expected shape (N, {}, {})", joints, math::kQuatSize));
  }
  const codec::PoseFormat format = data.format();
  if (root.has_attribute("channels", "poses")) {  // older files have no others
    format.require_channels(root.text_attribute("channels", "poses"));
  }
  const std::size_t count = shape[0];
  data.poses.resize(static_cast<Eigen::Index>(count), format.width());
  root.read<float>("poses", shape,
                   {data.poses.data(), static_cast<std::size_t>(data.poses.size())});
  if (!data.poses.allFinite()) {
    throw ModelError("poses: expected finite numbers");
  }
  if (!std::isfinite(data.fps) || data.fps <= 0.0) {
    throw ModelError(fmt::format("fps: expected a positive number, found {}", data.fps));
  }
  data.root_positions = root.read<float>("root_positions", {count, 3});
  const auto finite = [](float number) { return std::isfinite(number); };
  if (!std::ranges::all_of(data.root_positions, finite)) {
    throw ModelError("root_positions: expected finite numbers");
  }
  data.contacts = load_contacts(root, data);
  data.clips = load_clips(root.group("clips"), data.size());
  const h5::Group labels = root.group("labels");
  for (const auto& name : labels.members()) data.labels[name] = labels.read<float>(name, {count});
  return data;
}

}  // namespace

PoseDataset PoseDataset::load(const std::filesystem::path& path) {
  return h5::load(path, kKind, read_dataset);
}

}  // namespace poseaae::dataset
