#pragma once

#include <cstdint>
#include <string>

struct AVFormatContext;
struct AVIOContext;

namespace poseaae::render {

/// A file in memory that libav writes, and can read again while it does, as it must to put the
/// index of an MP4 before its frames.
class MemoryFile {
 public:
  /// Takes the place of files in the context.
  explicit MemoryFile(AVFormatContext& context);
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile();

  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  /// One that reads or writes the bytes, with a place of its own.
  struct Cursor {
    std::string* bytes;
    std::size_t place;
  };
  [[nodiscard]] static AVIOContext* open(std::string& bytes, bool write);
  static void close(AVIOContext* file);
  static int read(void* cursor, std::uint8_t* to, int size);
  static int write(void* cursor, std::uint8_t* from, int size);
  static std::int64_t seek(void* cursor, std::int64_t offset, int whence);

  AVFormatContext& context_;
  std::string bytes_;
};

}  // namespace poseaae::render
