#pragma once

#include <string>
#include <utility>

struct AVFormatContext;

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
  AVFormatContext& context_;
  std::string bytes_;
};

}  // namespace poseaae::render
