#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace poseaae {

/// The bytes of a file, read-only, for as long as the object lives: memory-mapped where the system
/// can, so that nothing is copied and all readers of the file share the same memory. What cannot be
/// mapped (a pipe, an empty file) is read instead.
///
/// The file must not be truncated meanwhile: access to a page beyond its end terminates the program
/// (SIGBUS, mmap(2)). AtomicFile replaces files by renaming, which is safe.
class MappedFile {
 public:
  /// @throws InputError: missing, a folder, or unreadable; the messages of read_file()
  explicit MappedFile(const std::filesystem::path& path);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(MappedFile&&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  [[nodiscard]] std::string_view text() const noexcept;
  [[nodiscard]] std::span<const std::byte> bytes() const noexcept {
    return std::as_bytes(std::span(text()));
  }

 private:
  void* mapping_ = nullptr;  ///< nullptr: the bytes are in copy_
  std::size_t size_ = 0;
  std::string copy_;
};

}  // namespace poseaae
