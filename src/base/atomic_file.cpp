#include "poseaae/base/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "poseaae/base/error.hpp"
#include "temporaries.hpp"

namespace poseaae {

namespace {

/// A temporary is TARGET.XXXXXX and this: a name that nobody else gives to a file.
constexpr std::string_view kRandomPart = ".XXXXXX";
constexpr std::string_view kSuffix = ".poseaae-tmp";

bool names_device(const std::filesystem::path& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 && (S_ISCHR(info.st_mode) || S_ISFIFO(info.st_mode));
}

/// Where the path leads if it is a symbolic link, or a chain of them; the file need not exist.
std::filesystem::path behind_links(std::filesystem::path path) {
  constexpr int kMostLinks = 40;  // as the kernel
  std::error_code ignored;
  for (int i = 0; i < kMostLinks && std::filesystem::is_symlink(path, ignored); ++i) {
    path = path.parent_path() / std::filesystem::read_symlink(path, ignored);
  }
  return path;
}

std::string advice(int error_number) {
  switch (error_number) {
    case ENOSPC:
    case EDQUOT:
      return "; free some space or write elsewhere";
    case ENOENT:
      return "; create the folder first or write elsewhere";
    case EACCES:
    case EROFS:
    case EPERM:
      return "; check the permissions or write elsewhere";
    default:
      return "";
  }
}

// mkstemp makes 0600 files; outputs should follow the user's umask like any other.
void apply_umask(int descriptor) {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  ::fchmod(descriptor, 0666 & ~mask);
}

/// The names in the folder of this file reach the disk, where that can be asked for.
void sync_names(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

}  // namespace

AtomicFile::AtomicFile(std::filesystem::path target) : target_(std::move(target)) {
  if (std::error_code ignored; std::filesystem::is_directory(target_, ignored)) {
    throw OutputError(
        fmt::format("{}: cannot write: this is a folder, expected a file name", target_.string()));
  }
  if (names_device(target_)) {
    place_ = temporary_ = target_;
    descriptor_ = ::open(place_.c_str(), O_WRONLY | O_CLOEXEC);
  } else {
    place_ = behind_links(target_);
    if (std::error_code ignored; std::filesystem::is_symlink(place_, ignored)) {
      fail("cannot write", ELOOP);
    }
    std::string pattern = fmt::format("{}{}{}", place_.string(), kRandomPart, kSuffix);
    kept_ = std::make_unique<Temporary>();
    char* const kept = kept_->keep(pattern.c_str());  // from the moment that the file exists
    char* const name = kept != nullptr ? kept : pattern.data();
    descriptor_ = ::mkostemps(name, static_cast<int>(kSuffix.size()), O_CLOEXEC | O_APPEND);
    temporary_ = name;
    if (descriptor_ >= 0) apply_umask(descriptor_);
  }
  if (descriptor_ < 0) fail("cannot create", errno);
}

AtomicFile::~AtomicFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  if (!is_device()) ::unlink(temporary_.c_str());
}

void AtomicFile::reserve(std::size_t size) {
  if (is_device()) return;
  while (::fallocate(descriptor_, 0, 0, static_cast<off_t>(size)) != 0) {
    if (errno == EINTR) continue;
    if (errno == EOPNOTSUPP || errno == ENOSYS) return;
    fail("cannot write", errno);
  }
}

void AtomicFile::shrink(std::size_t size) {
  if (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0) fail("cannot write", errno);
}

void AtomicFile::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      fail("cannot write", errno);
    }
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

void AtomicFile::write(std::string_view text) { write(std::as_bytes(std::span(text))); }

void AtomicFile::commit() {
  const bool device = is_device();
  if (!device && ::fsync(descriptor_) != 0) fail("cannot flush", errno);
  const int descriptor = descriptor_;
  descriptor_ = -1;
  int error_number = ::close(descriptor) == 0 ? 0 : errno;
  if (error_number == 0 && !device && ::rename(temporary_.c_str(), place_.c_str()) != 0) {
    error_number = errno;
  }
  if (error_number != 0 && !device) ::unlink(temporary_.c_str());
  kept_.reset();
  if (error_number != 0) fail("cannot write", error_number);
  if (!device) sync_names(place_);
}

void AtomicFile::fail(const char* doing, int error_number) const {
  throw OutputError(fmt::format("{}: {}: {}{}", target_.string(), doing,
                                std::strerror(error_number), advice(error_number)));
}

std::string target_of_temporary(std::string_view file_name) {
  const std::size_t added = kRandomPart.size() + kSuffix.size();
  if (file_name.size() <= added || !file_name.ends_with(kSuffix)) return "";
  const std::size_t target = file_name.size() - added;
  return file_name[target] == '.' ? std::string(file_name.substr(0, target)) : "";
}

void write_file(const std::filesystem::path& target, std::string_view text) {
  write_file(target, std::as_bytes(std::span(text)));
}

void write_file(const std::filesystem::path& target, std::span<const std::byte> bytes) {
  AtomicFile file(target);
  file.write(bytes);
  file.commit();
}

}  // namespace poseaae
