#include "poseaae/base/lock_file.hpp"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <ctime>

#include "poseaae/base/error.hpp"
#include "temporaries.hpp"

namespace poseaae {

namespace {

/// A lock for writing on the whole file, of this open file and not of the process, so that it also
/// stands between two runs of one process, and closing another descriptor does not end it.
struct flock whole_file() {
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

std::string this_process() {
  std::array<char, HOST_NAME_MAX + 1> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) host[0] = '\0';
  return fmt::format("{}, process {} on {}, since {:%Y-%m-%d %H:%M:%S}",
                     program_invocation_short_name, ::getpid(), host.data(),
                     fmt::localtime(std::time(nullptr)));
}

/// Whether the name still stands for the open file: a holder removes it before letting go.
bool names(const std::filesystem::path& path, int descriptor) {
  struct stat by_name {};
  struct stat open {};
  return ::stat(path.c_str(), &by_name) == 0 && ::fstat(descriptor, &open) == 0 &&
         by_name.st_dev == open.st_dev && by_name.st_ino == open.st_ino;
}

[[noreturn]] void fail(const std::filesystem::path& path) {
  throw OutputError(fmt::format(
      "{}: cannot write: {}; check the permissions and the space of the folder, or use another",
      path.string(), std::strerror(errno)));
}

}  // namespace

LockFile::LockFile(std::filesystem::path path, int descriptor)
    : path_(std::move(path)), descriptor_(descriptor), kept_(std::make_unique<Temporary>()) {
  static_cast<void>(kept_->keep(path_.c_str()));
}

std::unique_ptr<LockFile> LockFile::take(const std::filesystem::path& path) {
  while (true) {
    int descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    const bool left = descriptor >= 0;  // after a power cut it may be empty
    if (!left) descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0) fail(path);
    struct flock lock = whole_file();
    if (::fcntl(descriptor, F_OFD_SETLK, &lock) != 0 && (errno == EAGAIN || errno == EACCES)) {
      ::close(descriptor);
      return nullptr;
    }
    if (!names(path, descriptor)) {  // its holder has just ended
      ::close(descriptor);
      continue;
    }
    std::unique_ptr<LockFile> held(new LockFile(path, descriptor));
    held->was_left_ = left;
    const std::string text = this_process() + "\n";
    if (::ftruncate(descriptor, 0) != 0 ||
        ::pwrite(descriptor, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())) {
      fail(path);
    }
    return held;
  }
}

std::string LockFile::holder(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return "";
  struct flock lock = whole_file();
  const bool held = ::fcntl(descriptor, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  std::array<char, 512> text{};
  const ssize_t size = held ? ::pread(descriptor, text.data(), text.size(), 0) : 0;
  ::close(descriptor);
  if (!held) return "";
  const std::string name(text.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  return name.empty() ? "another process" : name.substr(0, name.find('\n'));
}

bool LockFile::is_in_place() const { return names(path_, descriptor_); }

LockFile::~LockFile() {
  kept_.reset();  // first: the name may be another's as soon as it is free
  if (is_in_place()) ::unlink(path_.c_str());
  ::close(descriptor_);
}

}  // namespace poseaae
