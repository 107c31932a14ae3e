#include "poseaae/osc/packet.hpp"

#include <lo/lo.h>

#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <new>
#include <optional>
#include <string_view>
#include <type_traits>

#include "message_check.hpp"
#include "poseaae/base/utf8.hpp"

namespace poseaae::osc {

namespace {

constexpr std::string_view kBundle{"#bundle", 8};  // with its zero
constexpr std::size_t kBundleHead = 16;
constexpr int kDeepest = 8;

struct FreeMessage {
  void operator()(lo_message message) const { lo_message_free(message); }
};
using LoMessage = std::unique_ptr<std::remove_pointer_t<lo_message>, FreeMessage>;

void add(lo_message message, const live::Value& value) {
  const int failed = std::visit(
      [&](const auto& v) {
        using T = std::decay_t<decltype(v)>;
        if constexpr (std::is_same_v<T, std::int32_t>)
          return lo_message_add_int32(message, v);
        else if constexpr (std::is_same_v<T, float>)
          return lo_message_add_float(message, v);
        else
          return lo_message_add_string(message, v.c_str());
      },
      value);
  if (failed != 0) throw std::bad_alloc();
}

void append_size(std::vector<std::byte>& to, std::size_t size) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    to.push_back(static_cast<std::byte>(size >> shift & 0xFFU));
  }
}

live::Value number(std::int64_t whole) {
  using Limits = std::numeric_limits<std::int32_t>;
  if (whole < Limits::min() || whole > Limits::max()) return static_cast<float>(whole);
  return static_cast<std::int32_t>(whole);
}

std::optional<live::Value> value_of(char type, const lo_arg& argument) {
  switch (type) {
    case LO_INT32:
      return argument.i;
    case LO_INT64:
      return number(argument.h);
    case LO_FLOAT:
      return argument.f;
    case LO_DOUBLE:
      return static_cast<float>(argument.d);
    case LO_STRING:
      return utf8_text(&argument.s);
    case LO_SYMBOL:
      return utf8_text(&argument.S);
    case LO_TRUE:
      return 1;
    case LO_FALSE:
      return 0;
    default:
      return std::nullopt;
  }
}

/// Through liblo, which only sees what complaint_about() has nothing against.
void take_message(Bytes packet, const Found& found) {
  if (const std::string_view complaint = complaint_about(packet); !complaint.empty()) {
    found.damage(std::string(complaint));
    return;
  }
  std::vector<std::byte> copy(packet.begin(), packet.end());  // it is changed in place
  int error = 0;
  const LoMessage message(lo_message_deserialise(copy.data(), copy.size(), &error));
  if (!message) {
    found.damage("a message that liblo cannot read");
    return;
  }
  live::Message taken{utf8_text(reinterpret_cast<const char*>(packet.data())), {}};
  const char* const types = lo_message_get_types(message.get());
  lo_arg** const arguments = lo_message_get_argv(message.get());
  const int count = lo_message_get_argc(message.get());
  for (int a = 0; a < count; ++a) {
    // A boolean has no bytes, and may have no argument either.
    static const lo_arg kNone{};
    const bool empty = types[a] == LO_TRUE || types[a] == LO_FALSE;
    const auto value = value_of(types[a], empty ? kNone : *arguments[a]);
    if (!value) {
      found.damage("a type other than i, f, d, h, s, S, T and F");
      return;
    }
    taken.values.push_back(*value);
  }
  found.message(taken);
}

void take_part(Bytes packet, const Found& found, int depth) {
  if (packet.size() % 4 != 0) return found.damage("a size that is no multiple of 4");
  if (packet.size() < kBundle.size() ||
      std::memcmp(packet.data(), kBundle.data(), kBundle.size()) != 0) {
    return take_message(packet, found);
  }
  if (depth == kDeepest) return found.damage("bundles within each other more than eight deep");
  if (packet.size() < kBundleHead) return found.damage("a bundle without a time tag");
  Bytes rest = packet.subspan(kBundleHead);
  while (!rest.empty()) {
    std::uint32_t size = 0;  // of four bytes there are at least one more: sizes are multiples
    for (int b = 0; b < 4; ++b) size = size << 8U | std::to_integer<std::uint32_t>(rest[b]);
    rest = rest.subspan(4);
    if (size > rest.size()) return found.damage("a part of a bundle that reaches beyond its end");
    if (size == 0) return found.damage("an empty part of a bundle");
    if (size % 4 != 0) return found.damage("a size that is no multiple of 4");
    take_part(rest.first(size), found, depth + 1);
    rest = rest.subspan(size);
  }
}

}  // namespace

std::vector<std::byte> packet_of(const live::Message& message) {
  const LoMessage built(lo_message_new());
  if (!built) throw std::bad_alloc();
  for (const live::Value& value : message.values) add(built.get(), value);
  std::vector<std::byte> bytes(lo_message_length(built.get(), message.address.c_str()));
  std::size_t size = bytes.size();
  if (!lo_message_serialise(built.get(), message.address.c_str(), bytes.data(), &size)) {
    throw std::bad_alloc();
  }
  return bytes;
}

std::vector<std::byte> bundle_of(std::span<const std::vector<std::byte>> packets) {
  std::vector<std::byte> bundle(kBundleHead);
  std::memcpy(bundle.data(), kBundle.data(), kBundle.size());
  bundle.back() = std::byte{1};  // immediately: 0 seconds and 1 of 2^-32
  for (const std::vector<std::byte>& packet : packets) {
    append_size(bundle, packet.size());
    bundle.insert(bundle.end(), packet.begin(), packet.end());
  }
  return bundle;
}

void take_apart(Bytes packet, const Found& found) {
  if (packet.empty()) return found.damage("an empty packet");
  take_part(packet, found, 0);
}

}  // namespace poseaae::osc
