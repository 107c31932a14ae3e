#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace poseaae {

/// A file that appears whole or not at all.
///
/// Bytes go to a temporary file beside the target; commit() flushes them to the disk and renames.
/// A destructor without commit() removes the temporary, so that an error, a full disk or an
/// interruption leaves whatever stood under the name before. Device files (/dev/null, /dev/stdout)
/// are written directly: they cannot be renamed onto.
class AtomicFile {
 public:
  /// @throws OutputError when the folder does not exist or cannot be written to, or the target is
  /// itself a folder.
  explicit AtomicFile(std::filesystem::path target);
  AtomicFile(AtomicFile&&) = delete;
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(AtomicFile&&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  ~AtomicFile();

  /// The file that becomes the target, for libraries that write by name; write() goes on after what
  /// they wrote. The target itself if that is a device.
  [[nodiscard]] const std::filesystem::path& temporary() const noexcept { return temporary_; }
  [[nodiscard]] bool is_device() const noexcept { return temporary_ == target_; }

  /// Sets room on the disk aside, that such a library does not run out of it on its way: the file
  /// is at least `size` bytes long then. Nothing where the file system cannot, or for a device.
  /// @throws OutputError when there is no room
  void reserve(std::size_t size);
  /// Cuts what was set aside and not used. @throws OutputError
  void shrink(std::size_t size);

  /// @throws OutputError when the bytes cannot be written (a full disk, say).
  void write(std::span<const std::byte> bytes);
  void write(std::string_view text);

  /// @throws OutputError; the target is untouched then.
  void commit();

 private:
  [[noreturn]] void fail(const char* doing, int error_number) const;

  std::filesystem::path target_;
  std::filesystem::path temporary_;  ///< equals target_ for a device
  int descriptor_ = -1;
};

/// Writes `text` as a whole new file. @throws OutputError
void write_file(const std::filesystem::path& target, std::string_view text);
void write_file(const std::filesystem::path& target, std::span<const std::byte> bytes);

}  // namespace poseaae
