// run_with_faults FOLDER FAULT N PROGRAM [ARGUMENT...]
//
// Runs a program and lets its N-th operation on files in FOLDER fail. Operations are those that
// change something: opening for writing, write, truncate, allocate, fsync, rename, link, unlink,
// mkdir, rmdir, chmod. FAULT is one of
//
//   count        nothing fails; prints how many operations there were
//   cut          the power fails before it: the program is killed, what it has written is all there
//   lose         the same, but of every file only what had been synced; names are as they were
//   lose_names   the same, and of every folder only the names that it had when it was last synced
//   EIO, ENOSPC, EDQUOT, EACCES   it fails so, and so does every later one until the program ends
//
// By ptrace, so that it sees what libraries and the C library itself do. Exit status: the program's
// own, 137 where it was killed, 125 where this one failed. Linux on x86-64.
#include <fcntl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

/// What would be found after a power cut.
class Disk {
 public:
  /// What the folder holds now has been there for long.
  explicit Disk(fs::path folder) : folder_(std::move(folder)) {
    for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
      if (entry.is_regular_file()) sync_file(entry.path());
      names_[entry.path()] = file_at(entry.path());
    }
  }

  void sync(const fs::path& path) { fs::is_directory(path) ? sync_folder(path) : sync_file(path); }

  /// The file of this name is about to have it no longer.
  void forget(const fs::path& path) {
    struct stat info {};
    if (::lstat(path.c_str(), &info) == 0) files_.erase(info.st_ino);
  }

  /// Files keep what was synced of them.
  void lose_contents() {
    for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
      if (entry.is_regular_file()) write(entry.path(), contents_[file_at(entry.path())]);
    }
  }
  /// And folders the names that were.
  void lose_names() {
    for (const auto& entry : fs::directory_iterator(folder_)) fs::remove_all(entry.path());
    for (const auto& [path, file] : names_) {  // parents before children
      if (!fs::is_directory(path.parent_path())) continue;
      if (folders_.contains(file)) {
        fs::create_directory(path);
      } else {
        write(path, contents_[file]);
      }
    }
  }

 private:
  /// A number of its own for each file and folder, since inodes are used again.
  long file_at(const fs::path& path) {
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0) return 0;
    const long file = files_.try_emplace(info.st_ino, next_).first->second;
    if (file == next_) ++next_;
    if (S_ISDIR(info.st_mode)) folders_.insert(file);
    return file;
  }
  void sync_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    contents_[file_at(path)] = {std::istreambuf_iterator<char>(file), {}};
  }
  void sync_folder(const fs::path& folder) {
    std::erase_if(names_, [&](const auto& name) { return name.first.parent_path() == folder; });
    for (const auto& entry : fs::directory_iterator(folder)) {
      names_[entry.path()] = file_at(entry.path());
    }
  }
  static void write(const fs::path& path, const std::string& content) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
  }

  fs::path folder_;
  std::map<ino_t, long> files_;  ///< those that there are
  long next_ = 1;
  std::map<long, std::string> contents_;  ///< as last synced
  std::map<fs::path, long> names_;        ///< as last synced
  std::set<long> folders_;
};

/// A thread of the program, stopped at a system call.
class Call {
 public:
  explicit Call(pid_t thread) : thread_(thread) {
    if (::ptrace(PTRACE_GETREGS, thread_, nullptr, &registers_) != 0)
      registers_.orig_rax = ULLONG_MAX;
  }
  [[nodiscard]] long number() const { return static_cast<long>(registers_.orig_rax); }
  [[nodiscard]] long result() const { return static_cast<long>(registers_.rax); }
  [[nodiscard]] unsigned long long argument(int place) const {
    const unsigned long long all[] = {registers_.rdi, registers_.rsi, registers_.rdx,
                                      registers_.r10};
    return all[place];
  }
  [[nodiscard]] fs::path of_descriptor(int place) const {
    std::error_code none;
    const auto descriptor = static_cast<int>(argument(place));
    return fs::read_symlink(proc() / "fd" / std::to_string(descriptor), none);
  }
  /// The path that an argument points to, from the folder that another one is, or the working one.
  [[nodiscard]] fs::path of_path(int place, std::optional<int> from = {}) const {
    std::error_code none;
    const bool working = !from || static_cast<int>(argument(*from)) == AT_FDCWD;
    const fs::path base = working ? fs::read_symlink(proc() / "cwd", none) : of_descriptor(*from);
    return (base / text(argument(place))).lexically_normal();
  }
  /// The kernel is asked nothing, and the program told this.
  void skip() {
    registers_.orig_rax = static_cast<unsigned long long>(-1);
    ::ptrace(PTRACE_SETREGS, thread_, nullptr, &registers_);
  }
  void answer(long result) {
    registers_.rax = static_cast<unsigned long long>(result);
    ::ptrace(PTRACE_SETREGS, thread_, nullptr, &registers_);
  }

 private:
  [[nodiscard]] fs::path proc() const { return fs::path("/proc") / std::to_string(thread_); }
  [[nodiscard]] std::string text(unsigned long long address) const {
    std::string text;
    for (char letter = 0; text.size() < PATH_MAX; text += letter, ++address) {
      const iovec here{&letter, 1};
      const iovec there{reinterpret_cast<void*>(address), 1};  // NOLINT: an address of the program
      if (::process_vm_readv(thread_, &here, 1, &there, 1, 0) != 1 || letter == 0) break;
    }
    return text;
  }

  pid_t thread_;
  user_regs_struct registers_{};
};

bool writes(unsigned long long flags) {
  return (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0;
}

/// What a call changes; nothing for one that changes nothing.
std::optional<fs::path> changed_by(const Call& call) {
  switch (call.number()) {
    case SYS_open:
      return writes(call.argument(1)) ? std::optional(call.of_path(0)) : std::nullopt;
    case SYS_openat:
      return writes(call.argument(2)) ? std::optional(call.of_path(1, 0)) : std::nullopt;
    case SYS_write:
    case SYS_writev:
    case SYS_pwrite64:
    case SYS_pwritev:
    case SYS_ftruncate:
    case SYS_fallocate:
    case SYS_fsync:
    case SYS_fdatasync:
    case SYS_fchmod:
      return call.of_descriptor(0);
    case SYS_creat:
    case SYS_truncate:
    case SYS_unlink:
    case SYS_mkdir:
    case SYS_rmdir:
    case SYS_chmod:
      return call.of_path(0);
    case SYS_rename:
    case SYS_link:
      return call.of_path(1);
    case SYS_renameat:
    case SYS_renameat2:
    case SYS_linkat:
      return call.of_path(3, 2);
    case SYS_mkdirat:
    case SYS_unlinkat:
      return call.of_path(1, 0);
    default:
      return std::nullopt;
  }
}

/// Calls after which what had the name is gone.
bool takes_a_name(long number) {
  const auto all = {SYS_unlink, SYS_unlinkat, SYS_rmdir, SYS_rename, SYS_renameat, SYS_renameat2};
  return std::find(all.begin(), all.end(), number) != all.end();
}

int number_of(const std::string& fault) {
  static const std::map<std::string, int> numbers{
      {"EIO", EIO}, {"ENOSPC", ENOSPC}, {"EDQUOT", EDQUOT}, {"EACCES", EACCES}};
  const auto found = numbers.find(fault);
  return found == numbers.end() ? 0 : found->second;
}

class Tracer {
 public:
  Tracer(const fs::path& folder, std::string fault, long at)
      : folder_(fs::canonical(folder)), fault_(std::move(fault)), at_(at), disk_(folder_) {}

  int run(char** program) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
      ::execvp(program[0], program);
      ::_exit(125);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ::ptrace(PTRACE_SETOPTIONS, child, nullptr,
             PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK |
                 PTRACE_O_TRACEVFORK | PTRACE_O_EXITKILL);
    ::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
    return follow(child);
  }
  [[nodiscard]] long operations() const { return operations_; }

 private:
  /// The exit status.
  int follow(pid_t child) {
    for (;;) {
      int status = 0;
      const pid_t thread = ::waitpid(-1, &status, __WALL);
      if (thread < 0) throw std::runtime_error("the program was lost");
      if (WIFEXITED(status) || WIFSIGNALED(status)) {
        if (thread != child) continue;
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
      }
      int signal = WSTOPSIG(status);
      if (signal == (SIGTRAP | 0x80)) {
        signal = 0;
        if (stopped(thread)) {
          ::kill(child, SIGKILL);
          while (::waitpid(-1, nullptr, __WALL) > 0) {
          }
          return after_the_cut();
        }
      } else if (signal == SIGTRAP || (signal == SIGSTOP && !known_.contains(thread))) {
        signal = 0;  // an event of ptrace, the beginning of a thread
      }
      known_.insert(thread);
      ::ptrace(PTRACE_SYSCALL, thread, nullptr, signal);
    }
  }

  /// A thread enters or leaves a call; true where the power fails.
  bool stopped(pid_t thread) {
    Call call(thread);
    const auto entered = inside_.find(thread);
    if (entered != inside_.end()) {
      if (entered->second.fails) call.answer(-number_of(fault_));
      if (!entered->second.synced.empty() && call.result() == 0) disk_.sync(entered->second.synced);
      inside_.erase(entered);
      return false;
    }
    const std::optional<fs::path> changed = changed_by(call);
    Inside inside;
    if (changed && is_in_folder(*changed)) {
      ++operations_;
      if (operations_ >= at_ && number_of(fault_) != 0) {
        inside.fails = true;
        call.skip();
      } else if (operations_ == at_ && fault_ != "count") {
        return true;
      }
      if (takes_a_name(call.number()) && !inside.fails) disk_.forget(*changed);
      const bool syncs = call.number() == SYS_fsync || call.number() == SYS_fdatasync;
      if (syncs && !inside.fails) inside.synced = *changed;
    }
    inside_[thread] = inside;
    return false;
  }
  int after_the_cut() {
    if (fault_ != "cut") disk_.lose_contents();
    if (fault_ == "lose_names") disk_.lose_names();
    return 137;
  }
  [[nodiscard]] bool is_in_folder(const fs::path& path) const {
    return path == folder_ || path.string().starts_with(folder_.string() + "/");
  }

  struct Inside {
    bool fails = false;
    fs::path synced;
  };
  fs::path folder_;
  std::string fault_;
  long at_;
  Disk disk_;
  long operations_ = 0;
  std::map<pid_t, Inside> inside_;  ///< threads in a call
  std::set<pid_t> known_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    std::fputs("usage: run_with_faults FOLDER FAULT N PROGRAM [ARGUMENT...]\n", stderr);
    return 125;
  }
  try {
    Tracer tracer(argv[1], argv[2], std::atol(argv[3]));
    const int status = tracer.run(argv + 4);
    if (std::string(argv[2]) == "count") std::cout << tracer.operations() << '\n';
    return status;
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "run_with_faults: %s\n", problem.what());
    return 125;
  }
}
