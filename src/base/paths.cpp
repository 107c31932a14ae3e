#include "poseaae/base/paths.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <fnmatch.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "poseaae/base/error.hpp"
#include "poseaae/base/outputs.hpp"

namespace poseaae {

namespace fs = std::filesystem;

void require_regular_file(const fs::path& path) {
  std::error_code error;
  const auto status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    throw InputError(fmt::format("{}: no such file; check the path", path.string()));
  }
  if (status.type() == fs::file_type::directory) {
    throw InputError(fmt::format("{}: this is a folder, expected a file", path.string()));
  }
  // The rights are those that opening it would have, and not those of who started the program.
  if (!error && ::faccessat(AT_FDCWD, path.c_str(), R_OK, AT_EACCESS) != 0) {
    error = std::error_code(errno, std::generic_category());
  }
  if (error) {
    throw InputError(
        fmt::format("{}: cannot open: {}; check the permissions", path.string(), error.message()));
  }
  require_no_output(path);
}

void read_blocks(const fs::path& path,
                 const std::function<void(std::span<const std::byte>)>& take) {
  require_regular_file(path);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                             &std::fclose);
  if (!file) {
    throw InputError(fmt::format("{}: cannot open: {}", path.string(), std::strerror(errno)));
  }
  std::setbuf(file.get(), nullptr);  // the block is the buffer
  std::vector<std::byte> block(std::size_t{1} << 16);
  while (const std::size_t count = std::fread(block.data(), 1, block.size(), file.get())) {
    take(std::span(block).first(count));
  }
  if (std::ferror(file.get()) != 0) {
    throw InputError(fmt::format("{}: cannot read: {}", path.string(), std::strerror(errno)));
  }
}

std::string read_file(const fs::path& path) {
  std::string bytes;
  std::error_code no_size;
  if (const auto size = fs::file_size(path, no_size); !no_size) bytes.reserve(size);
  read_blocks(path, [&](std::span<const std::byte> block) {
    bytes.append(reinterpret_cast<const char*>(block.data()), block.size());
  });
  return bytes;
}

bool is_pattern(std::string_view text) {
  return text.find_first_of("*?[") != std::string_view::npos;
}

bool matches_pattern(std::string_view text, std::string_view pattern) {
  return ::fnmatch(std::string(pattern).c_str(), std::string(text).c_str(), 0) == 0;
}

std::string lower_extension(const fs::path& path) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension;
}

namespace {

std::vector<fs::path> files_in(const fs::path& folder, auto&& wanted) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& item : fs::directory_iterator(folder, error)) {
    if (item.is_regular_file() && wanted(item.path())) files.push_back(item.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

std::vector<fs::path> files_matching(const fs::path& path) {
  const std::string pattern = path.filename().string();
  if (!is_pattern(pattern)) return {};
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  return files_in(folder, [&](const fs::path& file) {
    return matches_pattern(file.filename().string(), pattern);
  });
}

std::vector<fs::path> expand_files(const std::string& entry,
                                   const std::vector<std::string>& extensions) {
  const fs::path path(entry);
  std::error_code told_below;  // by require_regular_file()
  if (fs::is_directory(path, told_below)) {
    auto files = files_in(path, [&](const fs::path& file) {
      return std::find(extensions.begin(), extensions.end(), lower_extension(file)) !=
             extensions.end();
    });
    if (files.empty()) {
      throw InputError(fmt::format("{}: expected {} files in this folder, found none", entry,
                                   fmt::join(extensions, ", ")));
    }
    return files;
  }
  if (!fs::exists(path, told_below) && is_pattern(entry)) {
    auto files = files_matching(path);
    if (files.empty()) {
      throw InputError(fmt::format("{}: no file matches this pattern; check the path", entry));
    }
    return files;
  }
  require_regular_file(path);
  return {path};
}

}  // namespace poseaae
