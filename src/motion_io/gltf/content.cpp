#include "content.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

namespace poseaae::mocap::gltf {

static_assert(std::endian::native == std::endian::little, "glTF is little-endian");

namespace {

constexpr std::size_t kHeader = 12;
constexpr std::size_t kChunkHeader = 8;
/// Elements of an accessor without numbers of its own, which are all 0.
constexpr std::size_t kMostZeros = 1'000'000;

std::uint32_t word(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

std::size_t bytes_of(int component) {
  switch (component) {
    case 5120:
    case 5121:
      return 1;
    case 5122:
    case 5123:
      return 2;
    case 5125:
    case 5126:
      return 4;
    default:
      return 0;
  }
}

std::size_t width_of(std::string_view type) {
  if (type == "SCALAR") return 1;
  if (type == "VEC2") return 2;
  if (type == "VEC3") return 3;
  if (type == "VEC4" || type == "MAT2") return 4;
  if (type == "MAT3") return 9;
  return type == "MAT4" ? 16 : 0;
}

template <typename T>
double value_at(const char* bytes, bool normalised) {
  T value;
  std::memcpy(&value, bytes, sizeof value);
  const auto number = static_cast<double>(value);
  if (!normalised || std::is_floating_point_v<T>) return number;
  return std::max(number / static_cast<double>(std::numeric_limits<T>::max()), -1.0);
}

double read_number(const char* bytes, int component, bool normalised) {
  switch (component) {
    case 5120:
      return value_at<std::int8_t>(bytes, normalised);
    case 5121:
      return value_at<std::uint8_t>(bytes, normalised);
    case 5122:
      return value_at<std::int16_t>(bytes, normalised);
    case 5123:
      return value_at<std::uint16_t>(bytes, normalised);
    case 5125:
      return value_at<std::uint32_t>(bytes, normalised);
    default:
      return value_at<float>(bytes, normalised);
  }
}

int base64_digit(char letter) {
  if (letter >= 'A' && letter <= 'Z') return letter - 'A';
  if (letter >= 'a' && letter <= 'z') return letter - 'a' + 26;
  if (letter >= '0' && letter <= '9') return letter - '0' + 52;
  if (letter == '+' || letter == '-') return 62;
  return letter == '/' || letter == '_' ? 63 : -1;
}

/// Base64 (RFC 4648). Nothing where it is none.
std::optional<std::string> from_base64(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string out;
  out.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int count = 0;
  for (const char letter : text) {
    const int digit = base64_digit(letter);
    if (digit < 0) return std::nullopt;
    bits = (bits << 6U) | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> static_cast<unsigned>(count));
  }
  return out;
}

/// "my%20take.bin" -> "my take.bin"
std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size();
    if (escape && std::isxdigit(static_cast<unsigned char>(text[i + 1])) &&
        std::isxdigit(static_cast<unsigned char>(text[i + 2]))) {
      out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

/// Elements in the bytes of a buffer.
struct Content::Span {
  const char* first = nullptr;
  std::size_t stride = 0;
  std::size_t component_bytes = 0;
};

Content::Content(std::string_view bytes, std::filesystem::path path) : path_(std::move(path)) {
  try {
    open(bytes);
  } catch (const ModelError& problem) {
    throw error(fmt::format("JSON: {}", problem.what()));
  }
  const std::string& version = document_.version;
  if (!version.starts_with("2.")) {
    throw error(fmt::format("expected glTF 2.0, found {}",
                            version.empty() ? "no version" : "version '" + version + "'"));
  }
}

InputError Content::error(std::string_view what) const {
  return InputError(fmt::format("{}: {}", path_.string(), what));
}

void Content::open(std::string_view bytes) {
  constexpr std::uint32_t kJson = 0x4E4F534A;
  constexpr std::uint32_t kBin = 0x004E4942;
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (!bytes.starts_with("glTF")) {
    if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
    const auto first = bytes.find_first_not_of(" \t\r\n");
    if (first == bytes.npos || bytes[first] != '{') {
      throw error("expected glTF, which begins with 'glTF' or '{', found something else");
    }
    document_ = parse_document(bytes);
    return;
  }
  if (bytes.size() < kHeader + kChunkHeader)
    throw error("expected a GLB, found only its beginning");
  if (word(bytes, 4) != 2) {
    throw error(fmt::format("expected version 2 of GLB, found {}; export it again as glTF 2.0",
                            word(bytes, 4)));
  }
  const std::size_t length = word(bytes, 8);
  if (length > bytes.size()) {
    throw error(fmt::format("expected {} bytes, as the file says, found {}; copy it again", length,
                            bytes.size()));
  }
  std::optional<std::string_view> json;
  for (std::size_t at = kHeader; at + kChunkHeader <= length;) {
    const std::size_t size = word(bytes, at);
    const std::uint32_t kind = word(bytes, at + 4);
    at += kChunkHeader;
    if (size > length - at) {
      throw error(fmt::format("byte {}: expected a part of at most {} bytes, found one of {}", at,
                              length - at, size));
    }
    if (kind == kJson && !json) json = bytes.substr(at, size);
    if (kind == kBin && !chunk_) chunk_ = bytes.substr(at, size);
    at += size + (4 - size % 4) % 4;
  }
  if (!json) throw error("expected a GLB with a part of JSON, found none");
  document_ = parse_document(*json);
}

std::filesystem::path Content::file_beside(const std::string& uri) const {
  const std::filesystem::path name = percent_decoded(uri);
  const bool leaves = std::ranges::find(name, std::filesystem::path("..")) != name.end();
  if (uri.find("://") != uri.npos || name.is_absolute() || leaves) {
    throw error(fmt::format(
        "expected its numbers in a file beside it, found '{}'; put that file there, or export the "
        "motion as .glb, one file",
        uri));
  }
  return path_.parent_path() / name;
}

std::string_view Content::buffer(std::size_t number) {
  const auto& buffers = document_.buffers;
  if (number >= buffers.size()) {
    throw error(fmt::format("expected a buffer below {}, found {}", buffers.size(), number));
  }
  const auto& uri = buffers[number].uri;
  if (!uri) {
    if (chunk_ && number == 0) return *chunk_;
    throw error(
        fmt::format("buffer {}: expected bytes in the file or an address, found neither", number));
  }
  if (const auto known = decoded_.find(number); known != decoded_.end()) return known->second;
  if (const auto known = mapped_.find(number); known != mapped_.end()) {
    return known->second.text();
  }
  if (uri->starts_with("data:")) {
    const auto comma = uri->find(";base64,");
    auto bytes =
        comma == uri->npos ? std::nullopt : from_base64(std::string_view(*uri).substr(comma + 8));
    if (!bytes) throw error(fmt::format("buffer {}: expected base64, found another text", number));
    return decoded_[number] = std::move(*bytes);
  }
  const std::filesystem::path beside = file_beside(*uri);
  if (!std::filesystem::is_regular_file(beside)) {
    throw error(
        fmt::format("expected its numbers in {}, found no such file; copy it there, or "
                    "export the motion as .glb, one file",
                    beside.string()));
  }
  return mapped_.emplace(number, MappedFile(beside)).first->second.text();
}

const Accessor& Content::checked(std::size_t number, std::size_t width) const {
  if (number >= document_.accessors.size()) {
    throw error(
        fmt::format("expected an accessor below {}, found {}", document_.accessors.size(), number));
  }
  const Accessor& accessor = document_.accessors[number];
  if (width_of(accessor.type) != width || bytes_of(accessor.component) == 0) {
    throw error(fmt::format(
        "accessor {}: expected {} numbers per element, of a known type, found '{}' of type {}",
        number, width, accessor.type, accessor.component));
  }
  if (accessor.sparse_count > accessor.count) {
    throw error(fmt::format("accessor {}: expected at most {} replaced elements, found {}", number,
                            accessor.count, accessor.sparse_count));
  }
  return accessor;
}

Content::Span Content::span_of(const Place& place, int component, std::size_t width,
                               std::size_t count, std::size_t accessor) {
  const auto& views = document_.views;
  if (place.view < 0 || static_cast<std::size_t>(place.view) >= views.size()) {
    throw error(fmt::format("accessor {}: expected a buffer view below {}, found {}", accessor,
                            views.size(), place.view));
  }
  const BufferView& view = views[place.view];
  if (!view.compression.empty()) {
    throw error(fmt::format(
        "buffer view {}: expected plain numbers, found them packed by {}; write the file without "
        "this extension (in glTF Transform: gltf-transform cp IN.glb OUT.glb)",
        place.view, view.compression));
  }
  const std::string_view bytes = buffer(view.buffer);
  const std::size_t element = bytes_of(component) * width;
  const std::size_t stride = view.stride == 0 ? element : view.stride;
  const bool in_buffer = view.offset <= bytes.size() && view.length <= bytes.size() - view.offset;
  const bool begins = in_buffer && place.offset <= view.length;
  const std::size_t left = begins ? view.length - place.offset : 0;
  const bool fits = count == 0 || (element > 0 && begins && element <= left && stride >= element &&
                                   count - 1 <= (left - element) / stride);
  if (!in_buffer || !fits || bytes_of(component) == 0) {
    throw error(fmt::format(
        "accessor {}: expected {} elements of {} bytes within buffer view {}, which has {} of the "
        "buffer's {} bytes; the file is damaged",
        accessor, count, element, place.view, view.length, bytes.size()));
  }
  return {bytes.data() + view.offset + place.offset, stride, bytes_of(component)};
}

std::vector<double> Content::numbers(std::size_t number, std::size_t width) {
  const Accessor& accessor = checked(number, width);
  std::vector<double> values;
  if (accessor.place.view < 0) {
    if (accessor.count > kMostZeros) {
      throw error(fmt::format("accessor {}: expected at most {} elements without numbers, found {}",
                              number, kMostZeros, accessor.count));
    }
    values.assign(accessor.count * width, 0.0);
  } else {
    const Span span = span_of(accessor.place, accessor.component, width, accessor.count, number);
    values.reserve(accessor.count * width);
    for (std::size_t i = 0; i < accessor.count; ++i) {
      const char* element = span.first + i * span.stride;
      for (std::size_t k = 0; k < width; ++k) {
        values.push_back(read_number(element + k * span.component_bytes, accessor.component,
                                     accessor.normalised));
      }
    }
  }
  if (accessor.sparse_count > 0) replace_sparse(accessor, number, width, values);
  const bool finite =
      std::ranges::all_of(values, [](double value) { return std::isfinite(value); });
  if (!finite)
    throw error(fmt::format("accessor {}: expected finite numbers, found others", number));
  return values;
}

void Content::replace_sparse(const Accessor& accessor, std::size_t number, std::size_t width,
                             std::vector<double>& values) {
  const std::size_t count = accessor.sparse_count;
  const Span where = span_of(accessor.sparse_indices, accessor.sparse_component, 1, count, number);
  const Span what = span_of(accessor.sparse_values, accessor.component, width, count, number);
  for (std::size_t i = 0; i < count; ++i) {
    const double index =
        read_number(where.first + i * where.stride, accessor.sparse_component, false);
    if (!(index >= 0.0) || index >= static_cast<double>(accessor.count)) {
      throw error(fmt::format("accessor {}: expected to replace an element below {}, found {}",
                              number, accessor.count, index));
    }
    const auto at = static_cast<std::size_t>(index) * width;
    for (std::size_t k = 0; k < width; ++k) {
      values[at + k] = read_number(what.first + i * what.stride + k * what.component_bytes,
                                   accessor.component, accessor.normalised);
    }
  }
}

}  // namespace poseaae::mocap::gltf
