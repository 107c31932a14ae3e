#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace poseaae {

class Temporary;

/// A file that is either written completely or not at all.
///
/// Bytes go to a temporary file beside the target; commit() flushes them to the disk and renames.
/// A destructor without commit() removes the temporary, so that an error, a full disk or an
/// interruption (exit_on_interrupt()) leaves the previous file as it was. A target that is a
/// symbolic link stays one: the file that it leads to is written, or created. Device files
/// (/dev/null, /dev/stdout) are written directly, since nothing can be renamed onto them.
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

  /// The file that will become the target, for libraries that write to a path; write() appends to
  /// what they wrote. The target itself if that is a device.
  [[nodiscard]] const std::filesystem::path& temporary() const noexcept { return temporary_; }
  [[nodiscard]] bool is_device() const noexcept { return temporary_ == place_; }

  /// Reserves disk space, so that such a library does not run out of it halfway: afterwards the
  /// file is at least `size` bytes long. Does nothing for a device, or where the file system does
  /// not support it. @throws OutputError when there is not enough space
  void reserve(std::size_t size);
  /// Releases reserved space that was not used. @throws OutputError
  void shrink(std::size_t size);

  /// @throws OutputError when the bytes cannot be written (for example on a full disk).
  void write(std::span<const std::byte> bytes);
  void write(std::string_view text);

  /// @throws OutputError; the target is then unchanged.
  void commit();

 private:
  [[noreturn]] void fail(const char* doing, int error_number) const;

  std::filesystem::path target_;     ///< as the caller names it
  std::filesystem::path place_;      ///< where its links lead
  std::filesystem::path temporary_;  ///< equals place_ for a device
  int descriptor_ = -1;
  std::unique_ptr<Temporary> kept_;  ///< from a handler of interrupts
};

/// The file name whose AtomicFile a temporary belongs to: "best.safetensors" for
/// "best.safetensors.a1B2c3.poseaae-tmp"; "" for any other name. A process that is killed leaves
/// its temporaries behind, and who owns the folder may remove them.
[[nodiscard]] std::string target_of_temporary(std::string_view file_name);

/// Replaces the file by `text`, or creates it. @throws OutputError
void write_file(const std::filesystem::path& target, std::string_view text);
void write_file(const std::filesystem::path& target, std::span<const std::byte> bytes);

}  // namespace poseaae
