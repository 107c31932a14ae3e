#include "conversion_record.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/io/checksum.hpp"

namespace poseaae::session {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kDigest = 64;  // letters of a SHA-256

/// The value of an option as text.
std::string text_of(double value) { return fmt::format("{}", value); }
std::string text_of(bool value) { return value ? "1" : "0"; }
std::string text_of(mocap::RootRotation value) {
  return name_of(value, mocap::root_rotation_names());
}
std::string text_of(mocap::Up value) { return name_of(value, mocap::up_names()); }
std::string text_of(const std::vector<std::string>& values) {
  return fmt::format("{}", fmt::join(values, "\n"));
}

}  // namespace

std::string digest_of(const Conversion& conversion, const ConversionOptions& options) {
  const auto& [path, first, last, selector] = conversion.source;
  Sha256 sha;
  // A byte that no text holds ends each of them, so that two cannot be mistaken for one.
  const auto add = [&](std::string_view text) {
    sha.update(text);
    sha.update(std::string_view("\0", 1));
  };
  std::error_code unknown;
  add(fs::weakly_canonical(path, unknown).string());
  add(fmt::format("{} {}", fs::file_size(path, unknown),
                  fs::last_write_time(path, unknown).time_since_epoch().count()));
  add(fmt::format("{} {}", first, last));
  add(selector);
  mocap::for_each_field(options.clip, [&](const char* name, const auto& value) {
    add(name);
    add(text_of(value));
  });
  add(options.write.form);
  add(text_of(options.write.body));
  add(options.changes);
  return sha.hex_digest();
}

ConversionRecord::ConversionRecord(fs::path folder) : folder_(std::move(folder)) {
  const fs::path file = folder_ / kConversionRecord;
  std::error_code none;
  if (!fs::is_regular_file(file, none)) return;
  const std::string text = read_file(file);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    if (end == std::string::npos) {
      cut_off_ = true;
      break;
    }
    const std::string line = text.substr(at, end - at);
    if (line.size() > kDigest + 2) digests_[line.substr(kDigest + 2)] = line.substr(0, kDigest);
    at = end + 1;
  }
}

std::string ConversionRecord::name_of(const fs::path& output) const {
  std::string name = output.lexically_relative(folder_).string();
  std::ranges::replace(name, '\n', '?');
  return name;
}

bool ConversionRecord::holds(const fs::path& output, const std::string& digest) const {
  const auto known = digests_.find(name_of(output));
  std::error_code gone;
  return known != digests_.end() && known->second == digest && fs::is_regular_file(output, gone);
}

void ConversionRecord::add(const fs::path& output, const std::string& digest) {
  const fs::path file = folder_ / kConversionRecord;
  const std::string line = fmt::format("{}{}  {}\n", std::exchange(cut_off_, false) ? "\n" : "",
                                       digest, name_of(output));
  const int record = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  const ssize_t written = record < 0 ? -1 : ::write(record, line.data(), line.size());
  const int problem = errno;
  if (record >= 0) ::close(record);
  if (written == static_cast<ssize_t>(line.size())) return;
  throw OutputError(fmt::format("{}: cannot write: {}; check the disk and the permissions",
                                file.string(), std::strerror(written < 0 ? problem : ENOSPC)));
}

}  // namespace poseaae::session
