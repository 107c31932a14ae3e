#include "poseaae/base/mapped_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"

namespace poseaae {

namespace {

/// The size of a regular file; 0 for anything else, which is read and not mapped. (The kernel's own
/// files, as in /proc, are regular and of size 0, though there is something in them.)
std::size_t mappable_size(int descriptor) {
  struct stat info {};
  if (::fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode)) return 0;
  return static_cast<std::size_t>(info.st_size);
}

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& path) {
  require_regular_file(path);
  // A pipe must be opened once only: closing it would end its writer.
  if (std::error_code told_below; std::filesystem::is_regular_file(path, told_below)) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
      throw InputError(fmt::format("{}: cannot open: {}", path.string(), std::strerror(errno)));
    }
    if (const std::size_t size = mappable_size(descriptor); size > 0) {
      void* const mapping =
          ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, descriptor, 0);
      if (mapping != MAP_FAILED) {
        mapping_ = mapping;
        size_ = size;
      }
    }
    ::close(descriptor);  // a mapping outlives its descriptor
  }
  if (mapping_ == nullptr) copy_ = read_file(path);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : mapping_(std::exchange(other.mapping_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      copy_(std::exchange(other.copy_, {})) {}

MappedFile::~MappedFile() {
  if (mapping_ != nullptr) ::munmap(mapping_, size_);
}

std::string_view MappedFile::text() const noexcept {
  if (mapping_ == nullptr) return copy_;
  return {static_cast<const char*>(mapping_), size_};
}

}  // namespace poseaae
