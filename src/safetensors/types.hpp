#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

namespace poseaae::safetensors {

/// The specification's name of a type.
template <typename T>
inline constexpr std::string_view kTypeName = "";
template <>
inline constexpr std::string_view kTypeName<float> = "F32";
template <>
inline constexpr std::string_view kTypeName<double> = "F64";
template <>
inline constexpr std::string_view kTypeName<std::int32_t> = "I32";
template <>
inline constexpr std::string_view kTypeName<std::uint8_t> = "U8";

/// Bits of a number of any type that the specification names; 0 for another.
[[nodiscard]] std::size_t bits_of(std::string_view type);

/// The text `crc32` of a file (Builder::bytes()).
[[nodiscard]] std::string check_of(std::span<const std::byte> data,
                                   const std::map<std::string, std::string>& texts);

}  // namespace poseaae::safetensors
