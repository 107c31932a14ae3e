#include "array.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

#include "poseaae/base/decimal.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/fresh_memory.hpp"
#include "poseaae/base/utf8.hpp"

namespace poseaae::npz {

namespace {

constexpr std::size_t kMostItems = std::size_t{1} << 28U;  // 2 GiB of numbers
constexpr bool kLittle = std::endian::native == std::endian::little;

/// Reads the value of `key` in the dictionary as far as its end; "" where it is missing.
std::string_view after_key(std::string_view dictionary, std::string_view key) {
  for (const char quote : {'\'', '"'}) {
    const std::string quoted = fmt::format("{}{}{}", quote, key, quote);
    const std::size_t found = dictionary.find(quoted);
    if (found == std::string_view::npos) continue;
    std::string_view rest = dictionary.substr(found + quoted.size());
    const std::size_t start = rest.find_first_not_of(" :");
    return start == std::string_view::npos ? std::string_view() : rest.substr(start);
  }
  return {};
}

[[noreturn]] void fail(std::string_view expected, std::string_view found) {
  throw InputError(fmt::format("expected {}, found '{}'", expected, escaped(found.substr(0, 40))));
}

/// '<f8'
void read_type(std::string_view value, Header& header) {
  constexpr std::string_view kExpected = "a type such as '<f8' (no records)";
  if (value.size() < 4 || (value.front() != '\'' && value.front() != '"')) fail(kExpected, value);
  const std::size_t close = value.find(value.front(), 1);
  if (close == std::string_view::npos || close < 3) fail(kExpected, value);
  std::string_view type = value.substr(1, close - 1);
  const char order = type.front();
  if (std::string_view("<>|=").find(order) == std::string_view::npos) fail(kExpected, value);
  header.swapped = order == (kLittle ? '>' : '<');
  header.kind = type[1];
  type.remove_prefix(2);
  header.item = 8;
  if (header.kind == 'O') return;
  const auto item = parse_number<std::size_t>(type);
  if (!item || *item > 1'000'000) fail(kExpected, value);
  header.item = header.kind == 'U' ? 4 * *item : *item;
}

/// (2, 3), (5,), (), (2L, 3L)
void read_shape(std::string_view value, Header& header) {
  constexpr std::string_view kExpected = "a shape such as (2, 3)";
  const std::size_t close = value.find(')');
  if (!value.starts_with('(') || close == std::string_view::npos) fail(kExpected, value);
  std::string_view rest = value.substr(1, close - 1);
  while (true) {
    rest.remove_prefix(std::min(rest.find_first_not_of(" ,"), rest.size()));
    if (rest.empty()) return;
    std::size_t size = 0;
    const auto [stop, error] = std::from_chars(rest.data(), rest.data() + rest.size(), size);
    if (error != std::errc{} || header.shape.size() == 32) fail(kExpected, value);
    header.shape.push_back(size);
    rest.remove_prefix(static_cast<std::size_t>(stop - rest.data()));
    if (rest.starts_with('L')) rest.remove_prefix(1);
    if (!rest.empty() && rest.front() != ',' && rest.front() != ' ') fail(kExpected, value);
  }
}

template <typename Number>
Number load(const char* from, bool swapped) {
  Number value;
  std::memcpy(&value, from, sizeof value);
  if (swapped) {
    char bytes[sizeof value];
    std::reverse_copy(from, from + sizeof value, bytes);
    std::memcpy(&value, bytes, sizeof value);
  }
  return value;
}

/// IEEE 754, binary16.
double half(std::uint16_t bits) {
  const double sign = (bits & 0x8000U) != 0 ? -1.0 : 1.0;
  const int exponent = (bits >> 10U) & 0x1FU;
  const double fraction = bits & 0x3FFU;
  if (exponent == 0) return sign * std::ldexp(fraction, -24);
  if (exponent == 31) return fraction > 0.0 ? std::nan("") : sign * HUGE_VAL;
  return sign * std::ldexp(1024.0 + fraction, exponent - 25);
}

/// Memory for so many numbers, whose pages are there.
std::vector<double> room_for(std::size_t count) {
  std::vector<double> values;
  values.reserve(count);
  will_write(values.data(), count * sizeof(double));
  return values;
}

template <typename Number>
std::vector<double> converted(const char* data, std::size_t count, bool swapped) {
  std::vector<double> values = room_for(count);
  values.resize(count);
  if (swapped) {
    for (std::size_t i = 0; i < count; ++i) {
      values[i] = static_cast<double>(load<Number>(data + i * sizeof(Number), true));
    }
    return values;
  }
  for (std::size_t i = 0; i < count; ++i) {
    values[i] = static_cast<double>(load<Number>(data + i * sizeof(Number), false));
  }
  return values;
}

std::vector<double> in_memory_order(const Header& header, const char* data) {
  const std::size_t count = header.items();
  const bool swapped = header.swapped;
  switch (header.kind == 'f' ? header.item : header.item + (header.kind == 'i' ? 100 : 200)) {
    case 2: {
      auto values = converted<std::uint16_t>(data, count, swapped);
      for (double& value : values) value = half(static_cast<std::uint16_t>(value));
      return values;
    }
    case 4:
      return converted<float>(data, count, swapped);
    case 8:
      return converted<double>(data, count, swapped);
    case 101:
      return converted<std::int8_t>(data, count, swapped);
    case 102:
      return converted<std::int16_t>(data, count, swapped);
    case 104:
      return converted<std::int32_t>(data, count, swapped);
    case 108:
      return converted<std::int64_t>(data, count, swapped);
    case 201:
      return converted<std::uint8_t>(data, count, swapped);
    case 202:
      return converted<std::uint16_t>(data, count, swapped);
    case 204:
      return converted<std::uint32_t>(data, count, swapped);
    case 208:
      return converted<std::uint64_t>(data, count, swapped);
    default:
      fail("numbers of 2, 4 or 8 bytes", fmt::format("{}{}", header.kind, header.item));
  }
}

/// From the order in which the first index runs fastest to that of the last.
std::vector<double> transposed(const std::vector<double>& values, const Shape& shape) {
  std::vector<double> result(values.size());
  std::vector<std::size_t> index(shape.size(), 0);
  for (const double value : values) {
    std::size_t place = 0;
    for (std::size_t d = 0; d < shape.size(); ++d) place = place * shape[d] + index[d];
    result[place] = value;
    for (std::size_t d = 0; d < shape.size() && ++index[d] == shape[d]; ++d) index[d] = 0;
  }
  return result;
}

void append_utf8(std::string& text, std::uint32_t code) {
  const auto byte = [&](std::uint32_t bits) { text += static_cast<char>(bits); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0 | (code >> 6U));
    byte(0x80 | (code & 0x3FU));
  } else if (code < 0x10000) {
    byte(0xE0 | (code >> 12U));
    byte(0x80 | ((code >> 6U) & 0x3FU));
    byte(0x80 | (code & 0x3FU));
  } else {
    byte(0xF0 | ((code >> 18U) & 0x07U));
    byte(0x80 | ((code >> 12U) & 0x3FU));
    byte(0x80 | ((code >> 6U) & 0x3FU));
    byte(0x80 | (code & 0x3FU));
  }
}

std::uint32_t code_of(std::string_view character) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
  constexpr unsigned kFirst[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
  std::uint32_t code = byte(0) & kFirst[character.size()];
  for (std::size_t i = 1; i < character.size(); ++i) code = (code << 6U) | (byte(i) & 0x3FU);
  return code;
}

}  // namespace

std::string text_of(const Shape& shape) {
  return fmt::format("({}{})", fmt::join(shape, ", "), shape.size() == 1 ? "," : "");
}

std::size_t Header::items() const {
  std::size_t count = 1;
  for (const std::size_t size : shape) count *= size;
  return count;
}

bool Header::is_number() const {
  return std::string_view("fiub").find(kind) != std::string_view::npos;
}

Header parse_header(std::string_view dictionary) {
  Header header;
  read_type(after_key(dictionary, "descr"), header);
  const std::string_view order = after_key(dictionary, "fortran_order");
  if (!order.starts_with("True") && !order.starts_with("False")) {
    fail("fortran_order True or False", order);
  }
  header.columns = order.starts_with("True");
  read_shape(after_key(dictionary, "shape"), header);
  constexpr std::size_t kMost = std::numeric_limits<std::size_t>::max() / 4;
  std::size_t bytes = std::max<std::size_t>(header.item, 1);
  for (const std::size_t size : header.shape) {
    if (size > 0 && bytes > kMost / size)
      fail("a shape that fits into memory", text_of(header.shape));
    bytes *= size;
  }
  if (header.items() > kMostItems) {
    fail(fmt::format("an array of up to {} items", kMostItems), text_of(header.shape));
  }
  if (header.item == 0 && header.items() > 0) {  // any number of them would fit into no bytes
    fail("items of at least one letter or byte", fmt::format("{}0", header.kind));
  }
  return header;
}

std::vector<double> Array::numbers() const {
  if (!header.is_number()) {
    fail("numbers (f, i, u, bool)", fmt::format("{}{}", header.kind, header.item));
  }
  std::vector<double> values = in_memory_order(header, data);
  const bool finite =
      std::ranges::all_of(values, [](double value) { return std::abs(value) < 1e15; });
  if (!finite) fail("finite numbers below 1e15", "nan, inf or more");
  return header.columns && header.shape.size() > 1 ? transposed(values, header.shape) : values;
}

std::vector<std::string> Array::texts() const {
  if (header.kind != 'U' && header.kind != 'S') {
    fail("texts", fmt::format("{}{}", header.kind, header.item));
  }
  std::vector<std::string> texts(header.items());
  const char* p = data;
  for (std::string& text : texts) {
    if (header.kind == 'S') {
      text = utf8_text(std::string_view(p, header.item).substr(0, strnlen(p, header.item)));
    } else {
      for (std::size_t i = 0; i < header.item / 4; ++i) {
        const auto code = load<std::uint32_t>(p + 4 * i, header.swapped);
        if (code == 0) break;
        append_utf8(text, code > 0x10FFFF || (code >= 0xD800 && code < 0xE000) ? 0xFFFD : code);
      }
    }
    p += header.item;
  }
  return texts;
}

std::string header_bytes(std::string_view type, const Shape& shape) {
  const char order = type.front() == 'u' && type == "u1" ? '|' : kLittle ? '<' : '>';
  std::string dictionary = fmt::format("{{'descr': '{}{}', 'fortran_order': False, 'shape': {}, }}",
                                       order, type, text_of(shape));
  constexpr std::size_t kBefore = 10;  // magic, version, length
  constexpr std::size_t kAligned = 64;
  const std::size_t used = kBefore + dictionary.size() + 1;
  dictionary.append((kAligned - used % kAligned) % kAligned, ' ');
  dictionary += '\n';
  std::string bytes("\x93NUMPY\x01\x00", 8);
  bytes += static_cast<char>(dictionary.size() & 0xFFU);
  bytes += static_cast<char>(dictionary.size() >> 8U);
  return bytes + dictionary;
}

std::string text_items(const std::vector<std::string>& texts, std::size_t& letters) {
  std::vector<std::vector<std::uint32_t>> codes;
  letters = 1;
  for (const std::string& text : texts) {
    const std::string valid = utf8_text(text);
    std::vector<std::uint32_t>& word = codes.emplace_back();
    for (std::string_view rest = valid; !rest.empty();) {
      const std::size_t size = std::max<std::size_t>(utf8_character(rest), 1);
      word.push_back(code_of(rest.substr(0, size)));
      rest.remove_prefix(size);
    }
    letters = std::max(letters, word.size());
  }
  std::string bytes(4 * letters * texts.size(), '\0');
  for (std::size_t i = 0; i < codes.size(); ++i) {
    std::memcpy(&bytes[4 * letters * i], codes[i].data(), 4 * codes[i].size());
  }
  return bytes;
}

}  // namespace poseaae::npz
