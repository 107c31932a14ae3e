#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/crc32.hpp"
#include "poseaae/base/utf8.hpp"
#include "poseaae/safetensors/json.hpp"
#include "poseaae/safetensors/safetensors.hpp"
#include "safetensors/types.hpp"

namespace poseaae::safetensors {

std::string check_of(std::span<const std::byte> data,
                     const std::map<std::string, std::string>& texts) {
  std::uint32_t check = crc32(data);
  for (const auto& [key, value] : texts) {
    if (key == "crc32") continue;
    check = crc32(std::as_bytes(std::span(key)), check);
    check = crc32(std::as_bytes(std::span(value)), check);
  }
  return fmt::format("{:08x}", check);
}

template <typename T>
void Builder::add(const std::string& name, std::span<const T> values, const Shape& shape) {
  const std::size_t count =
      std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
  if (count != values.size() || name == "__metadata__" || arrays_.contains(name)) {
    throw UsageError(fmt::format("{}: expected a new name and {} numbers of shape ({}), found {}",
                                 name, count, fmt::join(shape, ", "), values.size()));
  }
  const auto bytes = std::as_bytes(values);
  arrays_[name] = {std::string(kTypeName<T>),
                   sizeof(T),
                   shape,
                   {reinterpret_cast<const char*>(bytes.data()), bytes.size()}};
}

template void Builder::add<float>(const std::string&, std::span<const float>, const Shape&);
template void Builder::add<double>(const std::string&, std::span<const double>, const Shape&);
template void Builder::add<std::int32_t>(const std::string&, std::span<const std::int32_t>,
                                         const Shape&);
template void Builder::add<std::uint8_t>(const std::string&, std::span<const std::uint8_t>,
                                         const Shape&);

void Builder::text(const std::string& key, std::string value) { texts_[key] = std::move(value); }

void Builder::bytes_text(const std::string& key, std::string_view value) {
  if (is_utf8(value)) {
    text(key, std::string(value));
  } else {
    text(key + ".escaped", escaped(value));
  }
}

void Builder::kind(const FileKind& kind) {
  text("format", kind.format);
  text("version", fmt::format("{}", kind.version));
}

std::string Builder::bytes() const {
  std::vector<const std::pair<const std::string, Array>*> order;
  for (const auto& entry : arrays_) order.push_back(&entry);
  std::ranges::stable_sort(order, std::greater<>(),
                           [](const auto* entry) { return entry->second.number_size; });
  std::string data;
  json::ObjectWriter header;
  std::vector<std::pair<std::string, std::string>> entries;
  for (const auto* entry : order) {
    const auto& [name, array] = *entry;
    const std::size_t first = data.size();
    data += array.bytes;
    entries.emplace_back(
        name, fmt::format(R"({{"dtype":"{}","shape":[{}],"data_offsets":[{},{}]}})", array.type,
                          fmt::join(array.shape, ","), first, data.size()));
  }
  json::ObjectWriter texts;
  for (const auto& [key, value] : texts_) texts.add(key, json::literal(value));
  texts.add("crc32", json::literal(check_of(std::as_bytes(std::span(data)), texts_)));
  header.add("__metadata__", texts.done());
  for (const auto& [name, entry] : entries) header.add(name, entry);
  std::string head = header.done();
  constexpr std::size_t kAlignment = 8;  // of the arrays in the file
  head.resize((head.size() + kAlignment - 1) / kAlignment * kAlignment, ' ');
  std::string size;
  for (std::size_t i = 0; i < kAlignment; ++i) {
    size += static_cast<char>((head.size() >> (8 * i)) & 0xFFU);
  }
  return size + head + data;
}

void Builder::write(const std::filesystem::path& path) const { write_file(path, bytes()); }

}  // namespace poseaae::safetensors
