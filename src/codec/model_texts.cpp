#include "codec/model_texts.hpp"

#include <fmt/format.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/safetensors/json.hpp"
#include "poseaae/safetensors/safetensors.hpp"

namespace poseaae::codec {

namespace {

using mocap::Vec3;

constexpr double kMaxWhole = 1e9;

/// -1 or more.
int integer(json::Reader& reader) {
  const double value = reader.number();
  if (value != std::floor(value) || value < -1.0 || value > kMaxWhole) {
    reader.fail("a whole number from -1 on before this");
  }
  return static_cast<int>(value);
}

Vec3 vector(json::Reader& reader) {
  std::vector<double> numbers;
  reader.array([&] {
    if (numbers.size() == 3) reader.fail("three numbers");
    numbers.push_back(reader.number());
  });
  if (numbers.size() != 3) reader.fail("three numbers before this");
  return Vec3(numbers.data());
}

std::string json_of_node(const std::string& name, int parent, const Vec3& offset) {
  return json::ObjectWriter()
      .add("name", json::literal(name))
      .add("parent", json::number(parent))
      .add("offset", json::list(std::span(offset.data(), 3)))
      .done();
}

/// A joint or an end site.
mocap::EndSite read_node(json::Reader& reader) {
  mocap::EndSite node;
  reader.object([&](const std::string& key) {
    if (key == "name") {
      node.name = reader.text();
    } else if (key == "parent") {
      node.parent = integer(reader);
    } else if (key == "offset") {
      node.offset = vector(reader);
    } else {
      reader.unknown(key);
    }
  });
  return node;
}

Window read_window(json::Reader& reader) {
  Window window;
  reader.object([&](const std::string& key) {
    if (key == "frames") {
      window.frames = integer(reader);
    } else if (key == "hop") {
      window.hop = integer(reader);
    } else if (key == "body") {
      window.body = integer(reader);
    } else if (key == "fps") {
      window.fps = reader.number();
    } else {
      reader.unknown(key);
    }
  });
  return window;
}

std::string json_of_window(const Window& window) {
  return json::ObjectWriter()
      .add("frames", json::number(window.frames))
      .add("hop", json::number(window.hop))
      .add("body", json::number(window.body))
      .add("fps", json::number(window.fps))
      .done();
}

std::string json_of_value(double value) { return json::number(value); }
std::string json_of_value(bool value) { return value ? "true" : "false"; }
std::string json_of_value(mocap::RootRotation value) {
  return json::literal(name_of(value, mocap::root_rotation_names()));
}
std::string json_of_value(mocap::Up value) {
  return json::literal(name_of(value, mocap::up_names()));
}
std::string json_of_value(const std::vector<std::string>& value) { return json::list(value); }

void read_value(json::Reader& reader, double& value) { value = reader.number(); }
void read_value(json::Reader& reader, bool& value) { value = reader.truth(); }
void read_value(json::Reader& reader, mocap::RootRotation& value) {
  value = reader.named(mocap::root_rotation_names(), "root_rotation");
}
void read_value(json::Reader& reader, mocap::Up& value) {
  value = reader.named(mocap::up_names(), "up");
}
void read_value(json::Reader& reader, std::vector<std::string>& value) {
  value.clear();
  reader.array([&] { value.push_back(reader.text()); });
}

}  // namespace

std::string json_of(const mocap::Skeleton& skeleton) {
  std::vector<std::string> joints;
  for (int j = 0; j < skeleton.joints(); ++j) {
    joints.push_back(json_of_node(skeleton.name(j), skeleton.parent(j), skeleton.offset(j)));
  }
  std::vector<std::string> tips;
  for (const mocap::EndSite& tip : skeleton.end_sites()) {
    tips.push_back(json_of_node(tip.name, tip.parent, tip.offset));
  }
  return json::ObjectWriter()
      .add("joints", json::array(joints))
      .add("end_sites", json::array(tips))
      .done();
}

mocap::Skeleton read_skeleton(const std::string& text) {
  std::vector<std::string> names;
  std::vector<int> parents;
  std::vector<Vec3> offsets;
  std::vector<mocap::EndSite> tips;
  json::Reader reader(text);
  reader.object([&](const std::string& key) {
    if (key == "joints") {
      reader.array([&] {
        const mocap::EndSite joint = read_node(reader);
        names.push_back(joint.name);
        parents.push_back(joint.parent);
        offsets.push_back(joint.offset);
      });
    } else if (key == "end_sites") {
      reader.array([&] { tips.push_back(read_node(reader)); });
    } else {
      reader.unknown(key);
    }
  });
  reader.end();
  return {std::move(names), std::move(parents), std::move(offsets), std::move(tips)};
}

std::string json_of(const FormatText& format) {
  json::ObjectWriter object;
  object.add("fps", json::number(format.fps))
      .add("rotation", json::literal(name_of(format.form, rotation_names())))
      .add("channels", json::literal(format.channels));
  if (format.window) object.add("window", json_of_window(*format.window));
  return object.done();
}

FormatText read_format(const std::string& text) {
  FormatText format;
  json::Reader reader(text);
  reader.object([&](const std::string& key) {
    if (key == "fps") {
      format.fps = reader.number();
    } else if (key == "rotation") {
      format.form = reader.named(rotation_names(), "form of rotations");
    } else if (key == "channels") {
      format.channels = reader.text();
    } else if (key == "window") {
      format.window = read_window(reader);
    } else {
      reader.unknown(key);
    }
  });
  reader.end();
  return format;
}

std::string json_of(const mocap::ClipOptions& options) {
  json::ObjectWriter object;
  mocap::for_each_field(options, [&](const std::string& name, const auto& value) {
    if (name == "retarget" && !options.retarget) return;  // so that older programs read the model
    object.add(name, json_of_value(value));
  });
  return object.done();
}

mocap::ClipOptions read_clip_options(const std::string& text) {
  mocap::ClipOptions options;
  json::Reader reader(text);
  reader.object([&](const std::string& key) {
    bool known = false;
    mocap::for_each_field(options, [&](const char* name, auto& value) {
      if (key != name) return;
      known = true;
      read_value(reader, value);
    });
    if (!known) reader.unknown(key);
  });
  reader.end();
  return options;
}

}  // namespace poseaae::codec
