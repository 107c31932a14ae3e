#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Zip archives in memory, read and written by minizip.
namespace poseaae::npz {

struct ZipEntry {
  std::string name;
  std::uint64_t size = 0;    ///< of the content, as the archive says
  std::uint64_t stored = 0;  ///< bytes that it takes in the archive
  std::uint64_t place = 0;   ///< of its record in the directory
  std::uint64_t number = 0;
};

/// An archive whose bytes the caller keeps. A content cannot be larger than what deflate can make
/// of its stored bytes, 1032 times as much (zlib.h), which holds before anything is allocated.
class ZipReader {
 public:
  /// Copies out up to so many bytes of the content, and returns how many.
  using Take = std::function<std::size_t(char* to, std::size_t size)>;

  /// @throws InputError for what is no archive, or a damaged one
  ZipReader(std::string_view bytes, std::filesystem::path file);
  ZipReader(const ZipReader&) = delete;
  ZipReader& operator=(const ZipReader&) = delete;
  ~ZipReader();

  [[nodiscard]] const std::vector<ZipEntry>& entries() const noexcept { return entries_; }
  /// Calls use(take) for the content of an entry, which use has to read to its end.
  /// @throws InputError: damaged (checksum), cut off, encrypted, packed by another method, or
  /// longer than the archive says
  void read(const ZipEntry& entry, const std::function<void(const Take&)>& use) const;
  /// The content of an entry that is stored as it is, where it lies in the archive's bytes, its
  /// checksum compared; nothing of one that is packed. @throws as read()
  [[nodiscard]] std::optional<std::string_view> view(const ZipEntry& entry) const;

 private:
  struct Stream;
  [[noreturn]] void fail(std::string_view what) const;
  void list();
  void open(const ZipEntry& entry) const;

  std::filesystem::path file_;
  std::unique_ptr<Stream> stream_;
  void* archive_ = nullptr;
  std::vector<ZipEntry> entries_;
};

/// Makes an archive in memory. Entries are stored as they are, with the date 1980-01-01, so that
/// the same contents give the same bytes.
class ZipWriter {
 public:
  ZipWriter();
  ZipWriter(const ZipWriter&) = delete;
  ZipWriter& operator=(const ZipWriter&) = delete;
  ~ZipWriter();

  /// The content is `head` followed by `data`. @throws Error
  void add(const std::string& name, std::string_view head, std::string_view data);
  /// The whole archive. Nothing is added afterwards.
  [[nodiscard]] std::string finish();

 private:
  struct Stream;
  std::unique_ptr<Stream> stream_;
  void* archive_ = nullptr;
};

}  // namespace poseaae::npz
