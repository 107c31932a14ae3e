#include "memory_file.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <memory>
#include <new>

extern "C" {
#include <libavformat/avformat.h>
#include <libavutil/error.h>
#include <libavutil/mem.h>
}

namespace poseaae::render {

namespace {

constexpr int kBuffer = 1 << 16;

#if LIBAVFORMAT_VERSION_MAJOR >= 61
using Written = const std::uint8_t;
#else
using Written = std::uint8_t;
#endif

/// What reads or writes the bytes, at a place of its own.
struct Cursor {
  std::string* bytes;
  std::size_t place;
};

int read(void* cursor, std::uint8_t* to, int size) {
  auto& [bytes, place] = *static_cast<Cursor*>(cursor);
  if (place >= bytes->size()) return AVERROR_EOF;
  const std::size_t count = std::min(bytes->size() - place, static_cast<std::size_t>(size));
  std::copy_n(bytes->data() + place, count, to);
  place += count;
  return static_cast<int>(count);
}

int write(void* cursor, Written* from, int size) {
  auto& [bytes, place] = *static_cast<Cursor*>(cursor);
  const auto count = static_cast<std::size_t>(size);
  try {
    if (place + count > bytes->size()) bytes->resize(place + count);
  } catch (const std::exception&) {  // no exception may pass through libav
    return AVERROR(ENOMEM);
  }
  std::copy_n(from, count, bytes->data() + place);
  place += count;
  return size;
}

std::int64_t seek(void* cursor, std::int64_t offset, int whence) {
  auto& [bytes, place] = *static_cast<Cursor*>(cursor);
  const auto size = static_cast<std::int64_t>(bytes->size());
  if ((whence & AVSEEK_SIZE) != 0) return size;
  std::int64_t from = 0;
  if (whence == SEEK_CUR) from = static_cast<std::int64_t>(place);
  if (whence == SEEK_END) from = size;
  if (from + offset < 0) return AVERROR(EINVAL);
  place = static_cast<std::size_t>(from + offset);
  return from + offset;
}

AVIOContext* open(std::string& bytes, bool writes) {
  auto* const buffer = static_cast<unsigned char*>(av_malloc(kBuffer));
  if (buffer == nullptr) return nullptr;
  auto* const cursor = new (std::nothrow) Cursor{&bytes, 0};
  AVIOContext* const file = cursor == nullptr ? nullptr
                                              : avio_alloc_context(buffer, kBuffer, writes ? 1 : 0,
                                                                   cursor, writes ? nullptr : read,
                                                                   writes ? write : nullptr, seek);
  if (file == nullptr) {
    delete cursor;
    av_free(buffer);
  }
  return file;
}

void close(AVIOContext* file) {
  if (file == nullptr) return;
  delete static_cast<Cursor*>(file->opaque);
  av_freep(static_cast<void*>(&file->buffer));
  avio_context_free(&file);
}

}  // namespace

MemoryFile::MemoryFile(AVFormatContext& context) : context_(context) {
  context_.opaque = &bytes_;
  context_.flags |= AVFMT_FLAG_CUSTOM_IO;
  context_.io_open = [](AVFormatContext* s, AVIOContext** file, const char*, int, AVDictionary**) {
    *file = open(*static_cast<std::string*>(s->opaque), false);
    return *file != nullptr ? 0 : AVERROR(ENOMEM);
  };
  context_.io_close2 = [](AVFormatContext*, AVIOContext* file) {
    close(file);
    return 0;
  };
  context_.pb = open(bytes_, true);
  if (context_.pb == nullptr) throw std::bad_alloc();
}

MemoryFile::~MemoryFile() {
  close(context_.pb);
  context_.pb = nullptr;
}

}  // namespace poseaae::render
