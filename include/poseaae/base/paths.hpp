#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace poseaae {

/// The whole file as bytes. @throws InputError: missing, a folder, or unreadable; the message says
/// which. @throws UsageError for a file that the program is about to write (outputs.hpp)
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// The same bytes, one block at a time, each valid until the next: for files too large to hold in
/// memory. @throws InputError
void read_blocks(const std::filesystem::path& path,
                 const std::function<void(std::span<const std::byte>)>& take);

/// Throws the error that read_file() would, without reading: for libraries that open files by path.
void require_regular_file(const std::filesystem::path& path);

/// True when `text` contains a character that is special in a shell pattern: `*`, `?` or `[`.
[[nodiscard]] bool is_pattern(std::string_view text);

/// True when `text` matches the shell pattern (`*`, `?`, `[a-z]`), case-sensitive: fnmatch(3).
[[nodiscard]] bool matches_pattern(std::string_view text, std::string_view pattern);

/// Files whose names match the shell pattern in the path's last component, sorted; none if it is
/// not a pattern.
[[nodiscard]] std::vector<std::filesystem::path> files_matching(const std::filesystem::path& path);

/// Files that `entry` stands for: itself, every file in a folder with one of `extensions` (".bvh",
/// compared without case), or what a shell pattern in its last component matches. Sorted by name.
/// @throws InputError when nothing is found
[[nodiscard]] std::vector<std::filesystem::path> expand_files(
    const std::string& entry, const std::vector<std::string>& extensions);

/// ".BVH" -> ".bvh"
[[nodiscard]] std::string lower_extension(const std::filesystem::path& path);

}  // namespace poseaae
