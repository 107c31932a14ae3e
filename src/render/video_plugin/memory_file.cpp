#include "memory_file.hpp"

#include <algorithm>
#include <cstdio>
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

AVIOContext* MemoryFile::open(std::string& bytes, bool write_it) {
  auto* const buffer = static_cast<unsigned char*>(av_malloc(kBuffer));
  if (buffer == nullptr) return nullptr;
  auto cursor = std::make_unique<Cursor>(Cursor{&bytes, 0});
  AVIOContext* const file =
      avio_alloc_context(buffer, kBuffer, write_it ? 1 : 0, cursor.get(), write_it ? nullptr : read,
                         write_it ? write : nullptr, seek);
  if (file == nullptr) {
    av_free(buffer);
  } else {
    static_cast<void>(cursor.release());
  }
  return file;
}

void MemoryFile::close(AVIOContext* file) {
  if (file == nullptr) return;
  delete static_cast<Cursor*>(file->opaque);
  av_freep(static_cast<void*>(&file->buffer));
  avio_context_free(&file);
}

int MemoryFile::read(void* cursor, std::uint8_t* to, int size) {
  auto& [bytes, place] = *static_cast<Cursor*>(cursor);
  if (place >= bytes->size()) return AVERROR_EOF;
  const std::size_t count = std::min(bytes->size() - place, static_cast<std::size_t>(size));
  std::copy_n(bytes->data() + place, count, to);
  place += count;
  return static_cast<int>(count);
}

int MemoryFile::write(void* cursor, std::uint8_t* from, int size) {
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

std::int64_t MemoryFile::seek(void* cursor, std::int64_t offset, int whence) {
  auto& [bytes, place] = *static_cast<Cursor*>(cursor);
  const auto size = static_cast<std::int64_t>(bytes->size());
  if ((whence & AVSEEK_SIZE) != 0) return size;
  const std::int64_t from = whence == SEEK_CUR   ? static_cast<std::int64_t>(place)
                            : whence == SEEK_END ? size
                                                 : 0;
  if (from + offset < 0) return AVERROR(EINVAL);
  place = static_cast<std::size_t>(from + offset);
  return from + offset;
}

}  // namespace poseaae::render
