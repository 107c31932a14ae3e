#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace poseaae::mocap::gltf {

/// componentType of an accessor (glTF 2.0, 3.6.2.2).
template <typename T>
constexpr int component_type() {
  if constexpr (std::same_as<T, std::int8_t>) return 5120;
  if constexpr (std::same_as<T, std::uint8_t>) return 5121;
  if constexpr (std::same_as<T, std::int16_t>) return 5122;
  if constexpr (std::same_as<T, std::uint16_t>) return 5123;
  if constexpr (std::same_as<T, std::uint32_t>) return 5125;
  if constexpr (std::same_as<T, float>) return 5126;
}

/// What a buffer view holds (bufferView.target): data for the vertex stage, indices, or neither.
enum class Target { kNone = 0, kVertices = 34962, kIndices = 34963 };

/// The one buffer of a file in the making, with its views and accessors: accessors of one view
/// follow each other in the buffer, each at a multiple of four bytes.
class GlbBuffer {
 public:
  /// Accessors that follow belong to a new view.
  void begin_view(Target target = Target::kNone);
  /// An accessor of values.size() / width elements, and its number. `type`: "SCALAR", "VEC3", ...
  /// `more`: further members in JSON, such as `,"normalized":true`.
  template <typename T>
  int add(std::span<const T> values, std::size_t width, std::string_view type,
          std::string_view more = {}) {
    return add_bytes(std::as_bytes(values), values.size() / width, component_type<T>(), type, more);
  }

  /// Members of the file's object: buffers, bufferViews, accessors.
  [[nodiscard]] std::string json() const;
  [[nodiscard]] std::string_view bytes() const noexcept { return bytes_; }

 private:
  struct View {
    Target target;
    std::size_t begin;
    std::size_t end;
  };
  int add_bytes(std::span<const std::byte> values, std::size_t count, int component,
                std::string_view type, std::string_view more);

  std::vector<View> views_;
  std::vector<std::string> accessors_;
  std::string bytes_;
};

/// The shortest digits of a number of type float that read back as the same one.
[[nodiscard]] std::string float_json(float value);
/// [1,2.5]
template <typename Values>
[[nodiscard]] std::string floats_json(const Values& values) {
  std::string text = "[";
  for (const auto value : values) {
    if (text.size() > 1) text += ',';
    text += float_json(static_cast<float>(value));
  }
  return text + ']';
}

/// {"version":"2.0","generator":"PoseAAE ..."}
[[nodiscard]] std::string asset_json();

/// GLB (glTF 2.0, 4.4): a header and the chunks JSON and BIN, each padded to four bytes.
/// @throws UsageError beyond 4 GiB
[[nodiscard]] std::string glb_bytes(std::string json, std::string_view buffer);

}  // namespace poseaae::mocap::gltf
