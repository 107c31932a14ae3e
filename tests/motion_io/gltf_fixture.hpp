#pragma once

#include <fmt/format.h>

#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace poseaae::test {

/// A glTF file put together from the specification, piece by piece; its numbers are in one data:
/// address.
class GltfFixture {
 public:
  /// An accessor and its number. `more`: further members, such as `,"normalized":true`.
  template <typename T>
  int numbers(const std::vector<T>& values, int width, std::string_view more = "") {
    const int view = bytes(values);
    const char* type = width == 1 ? "SCALAR" : width == 3 ? "VEC3" : width == 4 ? "VEC4" : "MAT4";
    return accessor(fmt::format(R"("bufferView":{},"componentType":{},"count":{},"type":"{}"{})",
                                view, component(T{}), values.size() / width, type, more));
  }
  /// A buffer view and its number.
  template <typename T>
  int bytes(const std::vector<T>& values, std::string_view more = "") {
    while (buffer_.size() % 4 != 0) buffer_ += '\0';
    const std::size_t size = values.size() * sizeof(T);
    views_.push_back(fmt::format(R"({{"buffer":0,"byteOffset":{},"byteLength":{}{}}})",
                                 buffer_.size(), size, more));
    buffer_.append(reinterpret_cast<const char*>(values.data()), size);
    return static_cast<int>(views_.size()) - 1;
  }
  int accessor(const std::string& members) {
    accessors_.push_back("{" + members + "}");
    return static_cast<int>(accessors_.size()) - 1;
  }
  /// A node and its number.
  int node(const std::string& members) {
    nodes_.push_back("{" + members + "}");
    return static_cast<int>(nodes_.size()) - 1;
  }
  /// A channel of the animation that is named last.
  void channel(int node, std::string_view path, int input, int output,
               std::string_view interpolation = "LINEAR") {
    if (animations_.empty()) animation("");
    Animation& last = animations_.back();
    last.channels.push_back(fmt::format(R"({{"sampler":{},"target":{{"node":{},"path":"{}"}}}})",
                                        last.samplers.size(), node, path));
    last.samplers.push_back(fmt::format(R"({{"input":{},"output":{},"interpolation":"{}"}})", input,
                                        output, interpolation));
  }
  void animation(const std::string& name) { animations_.push_back({name, {}, {}}); }
  /// Further members of the file.
  void add(const std::string& members) { more_ += "," + members; }

  [[nodiscard]] std::string text() const {
    std::vector<std::string> animations;
    for (const Animation& each : animations_) {
      const std::string name = each.name.empty() ? "" : fmt::format(R"("name":"{}",)", each.name);
      animations.push_back(fmt::format(R"({{{}"channels":[{}],"samplers":[{}]}})", name,
                                       joined(each.channels), joined(each.samplers)));
    }
    return fmt::format(R"({{"asset":{{"version":"2.0"}},"buffers":[{{"byteLength":{},)"
                       R"("uri":"data:application/octet-stream;base64,{}"}}],"bufferViews":[{}],)"
                       R"("accessors":[{}],"nodes":[{}],"animations":[{}]{}}})",
                       buffer_.size(), base64(buffer_), joined(views_), joined(accessors_),
                       joined(nodes_), joined(animations), more_);
  }

  /// RFC 4648.
  static std::string base64(std::string_view bytes) {
    constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
      unsigned bits = 0;
      for (std::size_t k = 0; k < 3; ++k) {
        bits = bits << 8U | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
      }
      for (std::size_t k = 0; k < 4; ++k) {
        text += i + k > bytes.size() ? '=' : kDigits[bits >> (18U - 6U * k) & 63U];
      }
    }
    return text;
  }

 private:
  struct Animation {
    std::string name;
    std::vector<std::string> channels;
    std::vector<std::string> samplers;
  };
  static int component(std::int8_t) { return 5120; }
  static int component(std::uint8_t) { return 5121; }
  static int component(std::int16_t) { return 5122; }
  static int component(std::uint16_t) { return 5123; }
  static int component(float) { return 5126; }
  static std::string joined(const std::vector<std::string>& items) {
    std::string text;
    for (const std::string& item : items) text += (text.empty() ? "" : ",") + item;
    return text;
  }

  std::string buffer_;
  std::vector<std::string> views_;
  std::vector<std::string> accessors_;
  std::vector<std::string> nodes_;
  std::vector<Animation> animations_;
  std::string more_;
};

}  // namespace poseaae::test
