#include "poseaae/serve/page_messages.hpp"

#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

#include "poseaae/base/error.hpp"
#include "poseaae/safetensors/json.hpp"

namespace poseaae::serve {

namespace {

constexpr std::string_view kSpace = " \t\r\n";

/// The items of a JSON array, each as its text; only commas outside of texts part them.
std::vector<std::string_view> items_of(std::string_view json) {
  const std::size_t first = json.find_first_not_of(kSpace), last = json.find_last_not_of(kSpace);
  if (first == json.npos || json[first] != '[' || last == first || json[last] != ']') {
    throw InputError("expected [\"/poseaae/ADDRESS\", VALUE, ...]");
  }
  json = json.substr(first + 1, last - first - 1);
  std::vector<std::string_view> items;
  bool in_text = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (in_text && json[i] == '\\') {
      ++i;
    } else if (json[i] == '"') {
      in_text = !in_text;
    } else if (json[i] == ',' && !in_text) {
      items.push_back(json.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  items.push_back(json.substr(begin));
  return items;
}

std::string text_of_item(std::string_view item) {
  json::Reader reader(item);
  std::string text = reader.text();
  reader.end();
  return text;
}

live::Value number_of_item(std::string_view item) {
  json::Reader reader(item);
  const double number = reader.number();
  reader.end();
  const bool is_whole = item.find_first_of(".eE") == item.npos;
  if (is_whole && std::abs(number) <= std::numeric_limits<std::int32_t>::max()) {
    return static_cast<std::int32_t>(number);
  }
  if (std::abs(number) > std::numeric_limits<float>::max()) {
    throw InputError(fmt::format("expected a number of 32 bits, found {}", number));
  }
  return static_cast<float>(number);
}

live::Value value_of_item(std::string_view item) {
  const std::size_t first = item.find_first_not_of(kSpace);
  if (first != item.npos && item[first] == '"') return text_of_item(item);
  return number_of_item(item);
}

std::string json_of(float number) {
  return std::isfinite(number) ? fmt::format("{}", number + 0.0F) : "0";  // -0 is 0
}

std::string json_of(const live::Value& value) {
  if (const auto* whole = std::get_if<std::int32_t>(&value)) return fmt::format("{}", *whole);
  if (const auto* number = std::get_if<float>(&value)) return json_of(*number);
  return json::literal(std::get<std::string>(value));
}

std::string json_of(const Eigen::VectorXf& numbers) {
  std::vector<std::string> items;
  for (const float number : numbers) items.push_back(json_of(number));
  return json::array(items);
}

std::string json_of_point(const std::string& name, int parent, const mocap::Vec3& offset) {
  return json::ObjectWriter()
      .add("name", json::literal(name))
      .add("parent", json::number(parent))
      .add("offset", json::list(std::span(offset.data(), 3)))
      .done();
}

std::string json_of(const mocap::Skeleton& skeleton) {
  std::vector<std::string> joints, tips;
  for (int j = 0; j < skeleton.joints(); ++j) {
    joints.push_back(json_of_point(skeleton.name(j), skeleton.parent(j), skeleton.offset(j)));
  }
  for (const mocap::EndSite& tip : skeleton.end_sites()) {
    tips.push_back(json_of_point(tip.name, tip.parent, tip.offset));
  }
  return json::ObjectWriter()
      .add("joints", json::array(joints))
      .add("end_sites", json::array(tips))
      .done();
}

}  // namespace

live::Message read_message(std::string_view json) {
  const auto items = items_of(json);
  live::Message message{.address = text_of_item(items.front()), .values = {}};
  for (std::size_t i = 1; i < items.size(); ++i) message.values.push_back(value_of_item(items[i]));
  return message;
}

std::string text_of(const live::Message& message) {
  std::vector<std::string> items{json::literal(message.address)};
  for (const live::Value& value : message.values) items.push_back(json_of(value));
  return json::array(items);
}

std::string opening_of_hello(const live::Description& description, const std::string& map_json) {
  const std::string object =
      json::ObjectWriter()
          .add("title", json::literal(description.title))
          .add("fps", json::number(description.fps))
          .add("skeleton", json_of(description.skeleton))
          .add("latents", json::ObjectWriter()
                              .add("mean", json_of(description.mean))
                              .add("standard_deviation", json_of(description.standard_deviation))
                              .done())
          .add("styles", json::list(description.styles))
          .add("sources", json::list(description.sources))
          .add("clips", json::list(description.clips))
          .add("map", map_json)
          .done();
  return object.substr(0, object.size() - 1);
}

std::string hello_of(const std::string& opening, const std::vector<int>& presets,
                     std::span<const live::Message> state) {
  std::vector<std::string> messages;
  for (const live::Message& message : state) messages.push_back(text_of(message));
  return fmt::format(R"({{"hello":{},"presets":{},"state":{}}}}})", opening,
                     json::list(std::vector<double>(presets.begin(), presets.end())),
                     json::array(messages));
}

bool write_frame(const live::Frame& frame, std::span<char> bytes) noexcept {
  static_assert(std::endian::native == std::endian::little);
  if (frame.root.size() != 3 || frame.rotations.size() % 4 != 0 ||
      bytes.size() != size_of_frame(frame.rotations.size() / 4, frame.latents.size())) {
    return false;
  }
  char* to = bytes.data();
  const auto put = [&](const void* from, std::size_t size) {
    std::memcpy(to, from, size);
    to += size;
  };
  const auto time = static_cast<float>(frame.time_s);
  put(&frame.number, sizeof frame.number);
  put(&time, sizeof time);
  for (const auto& part : {frame.root, frame.rotations, frame.latents}) {
    if (!part.empty()) put(part.data(), part.size_bytes());
  }
  return true;
}

}  // namespace poseaae::serve
