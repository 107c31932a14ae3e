#include "glb_buffer.hpp"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cstring>
#include <limits>

#include "poseaae/base/error.hpp"

namespace poseaae::mocap::gltf {

static_assert(std::endian::native == std::endian::little, "glTF is little-endian");

namespace {

constexpr std::size_t kAlignment = 4;

void pad(std::string& bytes, char with) {
  while (bytes.size() % kAlignment != 0) bytes += with;
}

void append_word(std::string& out, std::uint32_t word) {
  const auto bytes = std::bit_cast<std::array<char, sizeof word>>(word);
  out.append(bytes.data(), bytes.size());
}

std::string joined(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) {
    if (!text.empty()) text += ',';
    text += item;
  }
  return text;
}

}  // namespace

void GlbBuffer::begin_view(Target target) {
  views_.push_back({target, bytes_.size(), bytes_.size()});
}

int GlbBuffer::add_bytes(std::span<const std::byte> values, std::size_t count, int component,
                         std::string_view type, std::string_view more) {
  View& view = views_.back();
  accessors_.push_back(fmt::format(
      R"({{"bufferView":{},"byteOffset":{},"componentType":{},"count":{},"type":"{}"{}}})",
      views_.size() - 1, bytes_.size() - view.begin, component, count, type, more));
  bytes_.append(reinterpret_cast<const char*>(values.data()), values.size());
  view.end = bytes_.size();
  pad(bytes_, '\0');
  return static_cast<int>(accessors_.size()) - 1;
}

std::string GlbBuffer::json() const {
  std::vector<std::string> views;
  for (const View& view : views_) {
    const std::string target = view.target == Target::kNone
                                   ? ""
                                   : fmt::format(R"(,"target":{})", static_cast<int>(view.target));
    views.push_back(fmt::format(R"({{"buffer":0,"byteOffset":{},"byteLength":{}{}}})", view.begin,
                                view.end - view.begin, target));
  }
  return fmt::format(R"("buffers":[{{"byteLength":{}}}],"bufferViews":[{}],"accessors":[{}])",
                     bytes_.size(), joined(views), joined(accessors_));
}

std::string float_json(float value) { return fmt::format("{}", value == 0.0F ? 0.0F : value); }

std::string asset_json() { return R"({"version":"2.0","generator":"PoseAAE"})"; }

std::string glb_bytes(std::string json, std::string_view buffer) {
  constexpr std::uint32_t kMagic = 0x46546C67;  // "glTF"
  constexpr std::uint32_t kJson = 0x4E4F534A;
  constexpr std::uint32_t kBin = 0x004E4942;
  constexpr std::size_t kHeads = 12 + 8 + 8;
  pad(json, ' ');
  const std::size_t size = kHeads + json.size() + buffer.size();
  if (size > std::numeric_limits<std::uint32_t>::max()) {
    throw UsageError(fmt::format(
        "GLB: expected at most 4 GiB, as the format allows, found {} bytes; write fewer frames",
        size));
  }
  std::string out;
  out.reserve(size);
  append_word(out, kMagic);
  append_word(out, 2);
  append_word(out, static_cast<std::uint32_t>(size));
  append_word(out, static_cast<std::uint32_t>(json.size()));
  append_word(out, kJson);
  out += json;
  append_word(out, static_cast<std::uint32_t>(buffer.size()));
  append_word(out, kBin);
  out += buffer;
  return out;
}

}  // namespace poseaae::mocap::gltf
