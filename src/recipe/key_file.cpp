#include "poseaae/recipe/key_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "poseaae/io/yaml.hpp"
#include "poseaae/mocap/frame_count.hpp"

namespace poseaae::recipe {

namespace {

using latent::Key;
using session::OpenModel;
using yaml::Item;
using yaml::Keys;

constexpr double kRoom = 1e4;  // metres

/// 4J numbers of one pose: of a frame of a clip, or of a point of the space.
std::vector<float> pose_of(const Item& item, OpenModel& model) {
  const std::string name = item.text("a pose: a frame of a clip (dance.bvh:100), sample:7 or mean");
  const auto numbers = static_cast<Eigen::Index>(4 * model.codec().skeleton().joints());
  Batch row;
  if (session::is_named_pose(name)) {
    row = model.codec().decode_poses(model.pose(name).transpose());
  } else {
    const auto reference = mocap::ClipReference::parse(name);
    if (reference.last != reference.first + 1) {
      item.fail("one frame of a clip (dance.bvh:100), sample:7 or mean");
    }
    row = model.codec().format().frames_of(model.clip(reference).motion);
  }
  return {row.data(), row.data() + numbers};
}

int frame_of(Keys& keys, const OpenModel& model) {
  const auto frame = keys.find("frame");
  const auto time = keys.find("time");
  if (frame.has_value() == time.has_value()) {
    keys.item().fail("either frame or time of a key", frame ? "both" : "neither");
  }
  if (frame) {
    return static_cast<int>(std::lround(
        frame->number("a frame, from 0", config::between<double>(0.0, mocap::kMaxFrames - 1.0))));
  }
  const double fps = model.motion_fps();
  return static_cast<int>(std::lround(
      fps * time->number("a time in seconds, from 0",
                         config::between<double>(0.0, (mocap::kMaxFrames - 1.0) / fps))));
}

void read_root(const Item& item, Key& key) {
  Keys root(item, "a root");
  const auto limit = config::between<double>(-kRoom, kRoom);
  root.read("x", key.x, limit);
  root.read("z", key.z, limit);
  root.read("height", key.height, limit);
  root.read("heading_deg", key.heading, limit);
  root.finish();
  if (key.heading) *key.heading *= std::numbers::pi / 180.0;
  if (!key.places()) item.fail("x, z, height or heading_deg of a root", "nothing");
}

void read_joints(const Item& item, const OpenModel& model, Key& key) {
  const mocap::Skeleton& skeleton = model.codec().skeleton();
  for (const yaml::Entry& entry : item.mapping("joints and their places")) {
    const auto joint = skeleton.find(entry.name);
    if (!joint) entry.key.refuse(entry.name, "a joint of the model", skeleton.names());
    const auto numbers = entry.value.list("a place [x, y, z] in metres");
    if (numbers.size() != 3) {
      entry.value.fail("a place [x, y, z] in metres", fmt::format("{} numbers", numbers.size()));
    }
    mocap::Vec3 place;
    for (int i = 0; i < 3; ++i) {
      place[i] = numbers[static_cast<std::size_t>(i)].number(
          "metres", config::between<double>(-kRoom, kRoom));
    }
    key.joints.emplace_back(*joint, place);
  }
}

Key key_of(const Item& item, OpenModel& model) {
  Keys keys(item, "a key");
  Key key{.frame = frame_of(keys, model)};
  if (const auto pose = keys.find("pose")) key.pose = pose_of(*pose, model);
  if (const auto root = keys.find("root")) read_root(*root, key);
  if (const auto joints = keys.find("joints")) read_joints(*joints, model, key);
  keys.finish();
  if (key.pose.empty() && !key.places() && key.joints.empty()) {
    item.fail("pose, root or joints of a key", "none of them");
  }
  return key;
}

/// Of the motion, where the file says so.
std::optional<int> length_of(Keys& keys, const OpenModel& model) {
  const auto frames = keys.find("frames");
  const auto seconds = keys.find("seconds");
  if (frames && seconds) keys.item().fail("either frames or seconds", "both");
  if (frames) {
    return static_cast<int>(std::lround(frames->number(
        "a number of frames", config::between<double>(1.0, double{mocap::kMaxFrames}))));
  }
  if (!seconds) return std::nullopt;
  const double fps = model.motion_fps();
  const double length =
      seconds->number("a length in seconds", config::between<double>(0.0, mocap::kMaxFrames / fps));
  return std::max(1, static_cast<int>(std::lround(fps * length)));
}

KeyFile keys_of(const Item& item, OpenModel& model) {
  Keys keys(item, "a key file");
  KeyFile file;
  const std::optional<int> length = length_of(keys, model);
  const Item list = keys.need("keys");
  keys.finish();
  const std::vector<Item> items = list.list("keys");
  if (items.empty()) list.fail("at least one key", "none");
  for (const Item& one : items) {
    Key key = key_of(one, model);
    if (std::ranges::find(file.keys, key.frame, &Key::frame) != file.keys.end()) {
      one.fail("one key a frame", fmt::format("a second one of frame {}", key.frame));
    }
    if (length && key.frame >= *length) {
      one.fail(fmt::format("a frame from 0 to {}, within the length of the motion", *length - 1),
               fmt::format("frame {}", key.frame));
    }
    file.keys.push_back(std::move(key));
  }
  std::ranges::sort(file.keys, {}, &Key::frame);
  file.frames = length.value_or(file.keys.back().frame + 1);
  return file;
}

}  // namespace

KeyFile read_keys(const std::filesystem::path& file, OpenModel& model) {
  return keys_of(Item::load(file), model);
}

KeyFile parse_keys(const std::string& yaml, const std::filesystem::path& name, OpenModel& model) {
  return keys_of(Item::parse(yaml, name), model);
}

}  // namespace poseaae::recipe
