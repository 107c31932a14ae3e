#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

#include "poseaae/base/fresh_memory.hpp"
#include "poseaae/base/utf8.hpp"
#include "poseaae/safetensors/json.hpp"
#include "poseaae/safetensors/safetensors.hpp"
#include "safetensors/types.hpp"

namespace poseaae::safetensors {

namespace {

constexpr std::size_t kSizeBytes = 8;
constexpr std::size_t kMaxDimensions = 16;

std::size_t header_size(std::span<const std::byte> bytes) {
  if (bytes.size() < kSizeBytes) {
    throw ModelError(fmt::format(
        "expected a safetensors file, which begins with the size of its header, found {} bytes",
        bytes.size()));
  }
  std::uint64_t size = 0;
  for (std::size_t i = kSizeBytes; i-- > 0;) {
    size = (size << 8) | std::to_integer<std::uint64_t>(bytes[i]);
  }
  if (size > kMaxHeader || size > bytes.size() - kSizeBytes) {
    throw ModelError(fmt::format(
        "expected a safetensors file, found one whose header would have {} bytes of {}; it is "
        "another kind of file, or cut off",
        size, bytes.size()));
  }
  return static_cast<std::size_t>(size);
}

/// Numbers of an array. @throws ModelError when they are more than can be counted
std::size_t count_of(const std::string& name, const Shape& shape) {
  if (std::ranges::find(shape, 0U) != shape.end()) return 0;
  std::size_t count = 1;
  for (const std::size_t size : shape) {
    if (size > std::numeric_limits<std::size_t>::max() / count) {
      throw ModelError(
          fmt::format("{}: the shape ({}) is too large", name, fmt::join(shape, ", ")));
    }
    count *= size;
  }
  return count;
}

/// What the header says of an array.
struct Entry {
  std::string type;
  Shape shape;
  std::vector<std::size_t> offsets;
  bool has_shape = false;
};

Entry read_entry(json::Reader& reader) {
  Entry entry;
  reader.object([&](const std::string& key) {
    if (key == "dtype") {
      entry.type = reader.text();
    } else if (key == "shape") {
      entry.has_shape = true;
      reader.array([&] {
        if (entry.shape.size() == kMaxDimensions) reader.fail("at most 16 dimensions");
        entry.shape.push_back(reader.whole());
      });
    } else if (key == "data_offsets") {
      reader.array([&] {
        if (entry.offsets.size() == 2) reader.fail("two offsets");
        entry.offsets.push_back(reader.whole());
      });
    } else {
      reader.unknown(key);
    }
  });
  return entry;
}

/// The bytes of an array. @throws ModelError
std::span<const std::byte> bytes_of(const std::string& name, const Entry& entry,
                                    std::span<const std::byte> data) {
  const std::size_t bits = bits_of(entry.type);
  if (bits == 0) throw ModelError(fmt::format("{}: unknown type '{}'", name, entry.type));
  if (!entry.has_shape || entry.offsets.size() != 2) {
    throw ModelError(fmt::format("{}: expected a shape and two data_offsets", name));
  }
  const std::size_t first = entry.offsets[0];
  const std::size_t last = entry.offsets[1];
  if (first > last || last > data.size()) {
    throw ModelError(
        fmt::format("{}: expected offsets within {} bytes, found {} to {}; the file "
                    "is cut off or damaged",
                    name, data.size(), first, last));
  }
  const std::size_t count = count_of(name, entry.shape);
  const bool fits = count <= std::numeric_limits<std::size_t>::max() / bits &&
                    count * bits % 8 == 0 && count * bits / 8 == last - first;
  if (!fits) {
    throw ModelError(fmt::format("{}: expected {} numbers of {} bits, found {} bytes", name, count,
                                 bits, last - first));
  }
  return data.subspan(first, last - first);
}

}  // namespace

std::size_t bits_of(std::string_view type) {
  static constexpr std::array<std::pair<std::string_view, std::size_t>, 21> kBits{
      {{"F64", 64},    {"F32", 32},    {"I32", 32},       {"U8", 8},   {"F16", 16}, {"BF16", 16},
       {"I64", 64},    {"I16", 16},    {"I8", 8},         {"U64", 64}, {"U32", 32}, {"U16", 16},
       {"BOOL", 8},    {"F8_E5M2", 8}, {"F8_E4M3", 8},    {"C64", 64}, {"F4", 4},   {"F6_E2M3", 6},
       {"F6_E3M2", 6}, {"F8_E8M0", 8}, {"F8_E4M3FNUZ", 8}}};
  const auto* const found =
      std::ranges::find(kBits, type, &std::pair<std::string_view, std::size_t>::first);
  return found == kBits.end() ? 0 : found->second;
}

View::View(std::span<const std::byte> bytes) {
  const std::size_t size = header_size(bytes);
  data_ = bytes.subspan(kSizeBytes + size);
  const auto* const text = reinterpret_cast<const char*>(bytes.data()) + kSizeBytes;
  if (size == 0 || text[0] != '{') {
    throw ModelError("expected a safetensors file, found no JSON object as its header");
  }
  try {
    read_header({text, size});
  } catch (const ModelError& problem) {
    throw ModelError(fmt::format("header: {}", problem.what()));
  }
  require_cover();
}

void View::read_header(std::string_view header) {
  json::Reader reader(header);
  reader.object([&](const std::string& name) {
    if (name == "__metadata__") {
      reader.object([&](const std::string& key) { texts_[key] = reader.text(); });
      return;
    }
    Entry entry = read_entry(reader);
    const auto bytes = bytes_of(name, entry, data_);
    arrays_.emplace(name, Array{std::move(entry.type), std::move(entry.shape), bytes});
  });
  reader.end();
}

void View::require_cover() const {
  std::vector<std::span<const std::byte>> parts;
  for (const auto& [name, array] : arrays_) parts.push_back(array.bytes);
  std::ranges::sort(parts, [](const auto& a, const auto& b) {
    return std::pair(a.data(), a.size()) < std::pair(b.data(), b.size());
  });
  std::size_t covered = 0;
  for (const auto& part : parts) {
    const auto first = static_cast<std::size_t>(part.data() - data_.data());
    if (first != covered) {
      throw ModelError(
          fmt::format("expected arrays without gaps or overlaps, found {} bytes "
                      "covered and the next array at {}; the file is damaged",
                      covered, first));
    }
    covered += part.size();
  }
  if (covered != data_.size()) {
    throw ModelError(fmt::format("expected arrays of {} bytes, found {} bytes; the file is damaged",
                                 covered, data_.size()));
  }
}

bool View::has_any(const std::string& beginning) const {
  const auto found = arrays_.lower_bound(beginning);
  return found != arrays_.end() && found->first.starts_with(beginning);
}

const View::Array& View::find(const std::string& name) const {
  const auto found = arrays_.find(name);
  if (found == arrays_.end()) {
    throw ModelError(fmt::format("{}: expected an array, found nothing under this name", name));
  }
  return found->second;
}

const Shape& View::shape(const std::string& name) const { return find(name).shape; }

template <typename T>
std::vector<T> View::read_with_gaps(const std::string& name, const Shape& expected) const {
  static_assert(std::endian::native == std::endian::little, "arrays are little-endian");
  const Array& array = find(name);
  if (array.type != kTypeName<T>) {
    throw ModelError(
        fmt::format("{}: expected numbers of type {}, found {}", name, kTypeName<T>, array.type));
  }
  if (array.shape != expected) {
    throw ModelError(fmt::format("{}: expected shape ({}), found ({})", name,
                                 fmt::join(expected, ", "), fmt::join(array.shape, ", ")));
  }
  std::vector<T> values;
  values.reserve(array.bytes.size() / sizeof(T));
  will_write(values.data(), array.bytes.size());
  values.resize(array.bytes.size() / sizeof(T));
  if (!values.empty()) std::memcpy(values.data(), array.bytes.data(), array.bytes.size());
  read_.insert(name);
  return values;
}

template <typename T>
std::vector<T> View::read(const std::string& name, const Shape& expected) const {
  std::vector<T> values = read_with_gaps<T>(name, expected);
  if constexpr (std::is_floating_point_v<T>) {
    const auto bad = std::ranges::find_if(values, [](T value) { return !std::isfinite(value); });
    if (bad != values.end()) {
      throw ModelError(fmt::format("{}: expected finite numbers, found {} at {}", name, *bad,
                                   bad - values.begin()));
    }
  }
  return values;
}

#define POSEAAE_READS(T)                                                         \
  template std::vector<T> View::read<T>(const std::string&, const Shape&) const; \
  template std::vector<T> View::read_with_gaps<T>(const std::string&, const Shape&) const;
POSEAAE_READS(float)
POSEAAE_READS(double)
POSEAAE_READS(std::int32_t)
POSEAAE_READS(std::uint8_t)
#undef POSEAAE_READS

const std::string& View::text(const std::string& key) const {
  const auto found = texts_.find(key);
  if (found == texts_.end()) {
    throw ModelError(fmt::format("{}: expected a text in __metadata__, found none", key));
  }
  return found->second;
}

std::string View::bytes_text(const std::string& key) const {
  return has_text(key + ".escaped") ? unescaped(text(key + ".escaped")) : text(key);
}

void View::require(const FileKind& kind) const {
  if (!has_text("format") || text("format") != kind.format) {
    throw ModelError(fmt::format("expected {}, found another kind of safetensors file", kind.what));
  }
  const std::string& version = text("version");
  double found = 0.0;
  std::from_chars(version.data(), version.data() + version.size(), found);
  if (found != kind.version) throw ModelError(other_version(kind, found));
  if (has_text("crc32") && text("crc32") != check_of(data_, texts_)) {
    throw ModelError(
        "the contents do not match their checksum; the file is damaged, copy it again");
  }
}

void View::require_all_read() const {
  for (const auto& [name, array] : arrays_) {
    if (read_.contains(name)) continue;
    throw ModelError(fmt::format(
        "{}: an array that this version does not know; the file needs a newer PoseAAE", name));
  }
}

bool is_hdf5(std::span<const std::byte> bytes) {
  static constexpr std::string_view kSignature("\x89HDF\r\n\x1a\n", 8);
  return bytes.size() >= kSignature.size() &&
         std::memcmp(bytes.data(), kSignature.data(), kSignature.size()) == 0;
}

void refuse_hdf5(std::span<const std::byte> bytes, const FileKind& kind) {
  if (!is_hdf5(bytes)) return;
  throw ModelError(
      fmt::format("expected {}, found HDF5, in which older versions of PoseAAE kept it; "
                  "pose_export OLD.h5 --out NEW.safetensors takes an old file along",
                  kind.what));
}

}  // namespace poseaae::safetensors
