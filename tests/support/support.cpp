#include "support/support.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "poseaae/base/paths.hpp"

extern char** environ;

namespace poseaae::test {

namespace fs = std::filesystem;

fs::path source_dir() { return POSEAAE_SOURCE_DIR; }
fs::path bin_dir() { return POSEAAE_BIN_DIR; }

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (fs::temp_directory_path() / "poseaae-test-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::vector<std::string> TemporaryFolder::entries() const {
  std::vector<std::string> names;
  for (const auto& item : fs::recursive_directory_iterator(path_)) {
    names.push_back(fs::relative(item.path(), path_).string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

ProgramResult run_program(const std::string& name, const std::vector<std::string>& arguments) {
  const TemporaryFolder folder;
  const fs::path program = fs::path(name).is_absolute() ? fs::path(name) : bin_dir() / name;
  std::vector<std::string> words{program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  const std::string out = (folder / "out").string();
  const std::string err = (folder / "err").string();
  constexpr int kFlags = O_WRONLY | O_CREAT | O_TRUNC;
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), kFlags, 0600);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(), kFlags, 0600);
  pid_t child = 0;
  const int failed =
      ::posix_spawn(&child, program.c_str(), &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw std::runtime_error(fmt::format("cannot start {}", program.string()));

  int status = 0;
  ::waitpid(child, &status, 0);
  ProgramResult result;
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  result.out = read_file(out);
  result.err = read_file(err);
  return result;
}

ProgramResult run_successfully(const std::string& name, const std::vector<std::string>& arguments) {
  ProgramResult result = run_program(name, arguments);
  if (result.exit_code != 0) {
    throw std::runtime_error(
        fmt::format("{}: exit code {}\n{}", name, result.exit_code, result.err));
  }
  return result;
}

}  // namespace poseaae::test
