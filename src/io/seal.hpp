#pragma once

#include <filesystem>
#include <string>

#include "poseaae/io/checksum.hpp"

namespace poseaae {

/// A line after the last byte of a file: "POSEAAE-SHA256 <64 hexadecimal digits>\n", the digest of
/// all bytes before it. HDF5 passes over what follows its own end, and drops the line when another
/// program edits the file.
///
/// HDF5's first format has no checksums of its own, and libhdf5 can crash on damaged structure; a
/// sealed file is found damaged before it gets there.
///
/// The line for the bytes that `digest` was given, which it uses up.
[[nodiscard]] std::string seal_of(Sha256& digest);

/// False when the file ends in a seal that its bytes do not match; true without a seal. Memory does
/// not grow with the file.
/// @throws InputError when the file cannot be read
[[nodiscard]] bool seal_holds(const std::filesystem::path& path);

}  // namespace poseaae
