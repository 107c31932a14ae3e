#include "zip.hpp"

#include <fmt/format.h>
#include <unzip.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <span>
#include <utility>

#include "poseaae/base/crc32.hpp"
#include "poseaae/base/error.hpp"

namespace poseaae::npz {

namespace {

constexpr std::uint64_t kMostPacked = 1032;  // deflate's best ratio
constexpr std::uint64_t kMostEntries = 10'000;
constexpr uLong kFirstDay = (1U << 21U) | (1U << 16U);  // 1980-01-01 in DOS's form
constexpr uLong kNamesAreUtf8 = 1U << 11U;

/// Where a stream of `size` bytes at `place` stands after fseek(); false outside of it.
bool seek(std::uint64_t& place, std::uint64_t size, std::uint64_t offset, int origin) {
  const std::uint64_t base = origin == SEEK_CUR ? place : origin == SEEK_END ? size : 0;
  if (offset > size - std::min(base, size)) return false;
  place = base + offset;
  return true;
}

}  // namespace

struct ZipReader::Stream {
  std::string_view bytes;
  std::uint64_t place = 0;

  static Stream& of(voidpf stream) { return *static_cast<Stream*>(stream); }
  static voidpf open(voidpf opaque, const void*, int) {
    of(opaque).place = 0;
    return opaque;
  }
  static uLong read(voidpf, voidpf stream, void* to, uLong size) {
    Stream& s = of(stream);
    const std::uint64_t count = std::min<std::uint64_t>(size, s.bytes.size() - s.place);
    std::memcpy(to, s.bytes.data() + s.place, count);
    s.place += count;
    return static_cast<uLong>(count);
  }
  static uLong write(voidpf, voidpf, const void*, uLong) { return 0; }
  static ZPOS64_T tell(voidpf, voidpf stream) { return of(stream).place; }
  static long move(voidpf, voidpf stream, ZPOS64_T offset, int origin) {
    return seek(of(stream).place, of(stream).bytes.size(), offset, origin) ? 0 : -1;
  }
  static int nothing(voidpf, voidpf) { return 0; }

  zlib_filefunc64_def functions() {
    return {open, read, write, tell, move, nothing, nothing, this};
  }
};

ZipReader::ZipReader(std::string_view bytes, std::filesystem::path file)
    : file_(std::move(file)), stream_(std::make_unique<Stream>(Stream{bytes})) {
  zlib_filefunc64_def functions = stream_->functions();
  archive_ = unzOpen2_64("", &functions);
  if (archive_ == nullptr) fail("expected an archive of arrays (np.savez), found no zip archive");
  try {
    list();
  } catch (...) {
    unzClose(archive_);
    throw;
  }
}

ZipReader::~ZipReader() { unzClose(archive_); }

void ZipReader::fail(std::string_view what) const {
  throw InputError(fmt::format("{}: {}", file_.string(), what));
}

void ZipReader::list() {
  unz_global_info64 about{};
  if (unzGetGlobalInfo64(archive_, &about) != UNZ_OK || about.number_entry > kMostEntries) {
    fail(fmt::format("expected a zip archive of up to {} entries, found a damaged one",
                     kMostEntries));
  }
  std::array<char, 1024> name{};
  for (std::uint64_t i = 0; i < about.number_entry; ++i) {
    const int moved = i == 0 ? unzGoToFirstFile(archive_) : unzGoToNextFile(archive_);
    unz_file_info64 info{};
    unz64_file_pos place{};
    const bool read = moved == UNZ_OK && unzGetFilePos64(archive_, &place) == UNZ_OK &&
                      unzGetCurrentFileInfo64(archive_, &info, name.data(), name.size() - 1,
                                              nullptr, 0, nullptr, 0) == UNZ_OK;
    if (!read) fail("the directory of the zip archive is damaged or cut off");
    const std::size_t length = std::min<std::size_t>(info.size_filename, name.size() - 1);
    entries_.push_back({std::string(name.data(), length), info.uncompressed_size,
                        info.compressed_size, place.pos_in_zip_directory, place.num_of_file});
  }
}

/// Where reading begins.
void ZipReader::open(const ZipEntry& entry) const {
  if (entry.stored > stream_->bytes.size() || entry.size / kMostPacked > entry.stored) {
    fail(fmt::format("'{}' claims {} bytes in {} bytes of an archive of {}, which cannot be",
                     entry.name, entry.size, entry.stored, stream_->bytes.size()));
  }
  unz64_file_pos place{entry.place, entry.number};
  if (unzGoToFilePos64(archive_, &place) != UNZ_OK || unzOpenCurrentFile(archive_) != UNZ_OK) {
    fail(fmt::format("'{}' cannot be unpacked: damaged, encrypted, or not packed by deflate",
                     entry.name));
  }
}

std::optional<std::string_view> ZipReader::view(const ZipEntry& entry) const {
  open(entry);
  unz_file_info64 info{};
  const int known = unzGetCurrentFileInfo64(archive_, &info, nullptr, 0, nullptr, 0, nullptr, 0);
  const std::uint64_t place = unzGetCurrentFileZStreamPos64(archive_);
  unzCloseCurrentFile(archive_);
  constexpr uLong kEncrypted = 1;
  if (known != UNZ_OK || info.compression_method != 0 || (info.flag & kEncrypted) != 0) return {};
  const std::string_view all = stream_->bytes;
  if (entry.size != entry.stored || place > all.size() || entry.size > all.size() - place) {
    fail(fmt::format("'{}' is damaged: its size is another", entry.name));
  }
  const std::string_view content = all.substr(place, entry.size);
  if (poseaae::crc32(std::as_bytes(std::span(content))) != info.crc) {
    fail(fmt::format("'{}' is damaged: its checksum is another", entry.name));
  }
  return content;
}

void ZipReader::read(const ZipEntry& entry, const std::function<void(const Take&)>& use) const {
  open(entry);
  const Take take = [&](char* to, std::size_t size) {
    std::size_t done = 0;
    while (done < size) {
      constexpr std::size_t kPiece = std::size_t{1} << 30;
      const auto piece = static_cast<unsigned>(std::min(size - done, kPiece));
      const int count = unzReadCurrentFile(archive_, to + done, piece);
      if (count <= 0) break;
      done += static_cast<std::size_t>(count);
    }
    return done;
  };
  try {
    use(take);
  } catch (...) {
    unzCloseCurrentFile(archive_);
    throw;
  }
  char more = 0;
  const bool longer = unzReadCurrentFile(archive_, &more, 1) != 0;
  if (unzCloseCurrentFile(archive_) != UNZ_OK || longer) {
    fail(fmt::format("'{}' is damaged: its checksum or its size is another", entry.name));
  }
}

struct ZipWriter::Stream {
  std::string bytes;
  std::uint64_t place = 0;

  static Stream& of(voidpf stream) { return *static_cast<Stream*>(stream); }
  static voidpf open(voidpf opaque, const void*, int) { return opaque; }
  static uLong read(voidpf, voidpf, void*, uLong) { return 0; }
  static uLong write(voidpf, voidpf stream, const void* from, uLong size) {
    Stream& s = of(stream);
    if (s.place + size > s.bytes.size()) s.bytes.resize(s.place + size);
    std::memcpy(s.bytes.data() + s.place, from, size);
    s.place += size;
    return size;
  }
  static ZPOS64_T tell(voidpf, voidpf stream) { return of(stream).place; }
  static long move(voidpf, voidpf stream, ZPOS64_T offset, int origin) {
    return seek(of(stream).place, of(stream).bytes.size(), offset, origin) ? 0 : -1;
  }
  static int nothing(voidpf, voidpf) { return 0; }

  zlib_filefunc64_def functions() {
    return {open, read, write, tell, move, nothing, nothing, this};
  }
};

ZipWriter::ZipWriter() : stream_(std::make_unique<Stream>()) {
  zlib_filefunc64_def functions = stream_->functions();
  archive_ = zipOpen2_64("", APPEND_STATUS_CREATE, nullptr, &functions);
  if (archive_ == nullptr) throw Error("no zip archive can be made: not enough memory");
}

ZipWriter::~ZipWriter() {
  if (archive_ != nullptr) zipClose(archive_, nullptr);
}

void ZipWriter::add(const std::string& name, std::string_view head, std::string_view data) {
  zip_fileinfo info{};
  info.dosDate = kFirstDay;
  constexpr std::size_t kNeedsZip64 = 0xFFFFFFFFU;
  const int zip64 = head.size() + data.size() >= kNeedsZip64 ? 1 : 0;
  int status = zipOpenNewFileInZip4_64(archive_, name.c_str(), &info, nullptr, 0, nullptr, 0,
                                       nullptr, 0, 0, 0, -MAX_WBITS, DEF_MEM_LEVEL,
                                       Z_DEFAULT_STRATEGY, nullptr, 0, 0, kNamesAreUtf8, zip64);
  for (std::string_view rest : {head, data}) {
    while (status == ZIP_OK && !rest.empty()) {
      const auto piece = static_cast<unsigned>(std::min<std::size_t>(rest.size(), 1U << 30U));
      status = zipWriteInFileInZip(archive_, rest.data(), piece);
      rest.remove_prefix(piece);
    }
  }
  if (status != ZIP_OK || zipCloseFileInZip(archive_) != ZIP_OK) {
    throw Error(fmt::format("'{}' cannot be added to a zip archive (error {})", name, status));
  }
}

std::string ZipWriter::finish() {
  if (zipClose(std::exchange(archive_, nullptr), nullptr) != ZIP_OK) {
    throw Error("the zip archive cannot be completed");
  }
  return std::move(stream_->bytes);
}

}  // namespace poseaae::npz
