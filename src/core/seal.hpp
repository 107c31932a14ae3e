#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace poseaae {

/// A line after the last byte of a file: "POSEAAE-SHA256 <64 hexadecimal digits>\n", the digest of
/// all bytes before it. HDF5 passes over what follows its own end, and drops the line when another
/// program edits the file.
///
/// HDF5's first format has no checksums of its own, and libhdf5 can crash on damaged structure; a
/// sealed file is found damaged before it gets there.
[[nodiscard]] std::string seal_of(std::span<const std::byte> bytes);

/// False when the file ends in a seal that its bytes do not match; true without a seal.
/// @throws InputError when the file cannot be read
[[nodiscard]] bool seal_holds(const std::filesystem::path& path);

}  // namespace poseaae
