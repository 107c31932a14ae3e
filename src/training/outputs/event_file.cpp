#include "event_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <climits>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <system_error>
#include <vector>

#include "poseaae/base/crc32.hpp"
#include "poseaae/base/error.hpp"

namespace poseaae::training {

namespace {

using protobuf::Message;

constexpr std::string_view kBegins = "events.out.tfevents.";
constexpr std::string_view kEnds = ".poseaae";

// Fields of the messages.
namespace event {
constexpr int kWallTime = 1;
constexpr int kStep = 2;
constexpr int kFileVersion = 3;
constexpr int kSummary = 5;
constexpr int kSessionLog = 7;
}  // namespace event
namespace session_log {
constexpr int kStatus = 1;
constexpr int kStart = 1;
}  // namespace session_log
namespace summary {
constexpr int kValue = 1;
}  // namespace summary
namespace value {
constexpr int kTag = 1;
constexpr int kSimpleValue = 2;
constexpr int kImage = 4;
constexpr int kHistogram = 5;
}  // namespace value

std::string fixed(std::uint64_t number, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(number >> (8 * i) & 0xFF);
  return text;
}

std::string masked_check(std::string_view bytes) {
  const std::uint32_t check = crc32c(std::as_bytes(std::span(bytes)));
  return fixed(((check >> 15) | (check << 17)) + 0xA282EAD8U, 4);
}

std::string record(const Message& event) {
  const std::string length = fixed(event.bytes().size(), 8);
  return length + masked_check(length) + event.bytes() + masked_check(event.bytes());
}

Message event_now() {
  const std::chrono::duration<double> now = std::chrono::system_clock::now().time_since_epoch();
  return Message().number(event::kWallTime, now.count());
}

/// The seconds in a name of EventFile; 0 in any other.
std::int64_t seconds_of(std::string_view name) {
  std::int64_t seconds = 0;
  if (name.starts_with(kBegins)) {
    name.remove_prefix(kBegins.size());
    std::from_chars(name.data(), name.data() + name.size(), seconds);
  }
  return seconds;
}

/// Ten digits of seconds, as others write them: names in alphabetical order are in that of time.
/// A clock that was turned back, or that has not moved on, does not put a file before another.
std::filesystem::path next_path(const std::filesystem::path& folder) {
  std::int64_t seconds = std::time(nullptr);
  std::error_code none_there;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none_there)) {
    seconds = std::max(seconds, seconds_of(entry.path().filename().string()) + 1);
  }
  std::array<char, HOST_NAME_MAX + 1> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0 || host[0] == '\0') host = {"localhost"};
  return folder / fmt::format("{}{:010}.{}{}", kBegins, seconds, host.data(), kEnds);
}

struct PngHeader {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  int channels = 0;
};

/// From the first chunk (PNG, 11.2.2): its length, "IHDR", width, height, bits, kind of colour.
PngHeader header_of(std::string_view png) {
  constexpr std::string_view kSignature("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR", 16);
  constexpr std::size_t kKind = 25;
  if (!png.starts_with(kSignature) || png.size() <= kKind) {
    throw InputError("picture of a summary: expected a PNG, found other bytes");
  }
  const auto number = [&](std::size_t at) {
    std::uint32_t found = 0;
    for (std::size_t i = 0; i < 4; ++i)
      found = found << 8 | static_cast<unsigned char>(png[at + i]);
    return found;
  };
  constexpr std::array kChannels{1, 0, 3, 3, 2, 0, 4};  // grey, RGB, palette, grey + alpha, RGBA
  const auto kind = static_cast<std::size_t>(png[kKind]);
  return {number(16), number(20), kind < kChannels.size() ? kChannels[kind] : 0};
}

}  // namespace

Summary& Summary::add(std::string_view tag, int field, const Message& value) {
  values_.message(summary::kValue, Message().text(value::kTag, tag).message(field, value));
  return *this;
}

Summary& Summary::scalar(std::string_view tag, double value) {
  values_.message(
      summary::kValue,
      Message().text(value::kTag, tag).number(value::kSimpleValue, static_cast<float>(value)));
  return *this;
}

Summary& Summary::image(std::string_view tag, std::string_view png) {
  const PngHeader header = header_of(png);
  return add(tag, value::kImage,
             Message()
                 .varint(1, header.height)
                 .varint(2, header.width)
                 .varint(3, header.channels)  // "colorspace"
                 .text(4, png));
}

Summary& Summary::histogram(std::string_view tag, std::span<const float> values) {
  constexpr int kParts = 30;
  const auto finite = [](float value) { return std::isfinite(value); };
  if (values.empty() || !std::ranges::all_of(values, finite)) return *this;
  const auto [low, high] = std::ranges::minmax(values);
  const double min = low;
  const double max = high;
  const int parts = min < max ? kParts : 1;
  std::vector<double> limits(parts);
  for (int i = 0; i < parts; ++i) limits[i] = min + (max - min) * (i + 1) / parts;
  limits.back() = max;
  std::vector<double> counts(parts, 0.0);
  double sum = 0.0;
  double squares = 0.0;
  for (const double value : values) {
    const auto part = std::ranges::upper_bound(limits, value) - limits.begin();
    ++counts[std::min<std::size_t>(part, parts - 1)];
    sum += value;
    squares += value * value;
  }
  return add(tag, value::kHistogram,
             Message()
                 .number(1, min)
                 .number(2, max)
                 .number(3, static_cast<double>(values.size()))
                 .number(4, sum)
                 .number(5, squares)
                 // Up to which number each part goes, and how many values lie in it.
                 .packed(6, std::span<const double>(limits))
                 .packed(7, std::span<const double>(counts)));
}

EventFile::EventFile(std::filesystem::path folder, std::optional<int> resumed)
    : folder_(std::move(folder)), resumed_(resumed) {}

bool EventFile::is_own(std::string_view name) {
  return name.starts_with(kBegins) && name.ends_with(kEnds);
}

std::string EventFile::first_records() const {
  std::string records = record(event_now().text(event::kFileVersion, "brain.Event:2"));
  if (resumed_) {  // START: steps from this one on are to come again
    records += record(event_now()
                          .varint(event::kStep, *resumed_ + 1)
                          .message(event::kSessionLog,
                                   Message().varint(session_log::kStatus, session_log::kStart)));
  }
  return records;
}

void EventFile::append(int step, const Summary& summary) {
  if (summary.empty()) return;
  std::string records;
  if (path_.empty()) {
    path_ = next_path(folder_);
    records = first_records();
  }
  write(records +
        record(event_now().varint(event::kStep, step).message(event::kSummary, summary.message())));
}

void EventFile::write(std::string_view records) {
  const int file = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  struct stat before {};
  bool written = file >= 0 && ::fstat(file, &before) == 0;
  if (written) {
    const ::ssize_t size = ::write(file, records.data(), records.size());
    written = size == static_cast<::ssize_t>(records.size());
    if (size >= 0 && !written) errno = ENOSPC;
  }
  const int problem = errno;
  const bool whole = written || file < 0 || ::ftruncate(file, before.st_size) == 0;
  if (file >= 0) ::close(file);
  if (written) return;
  const std::string path = path_.string();
  if (!whole || before.st_size == 0) path_.clear();  // the next summary begins another file
  throw OutputError(fmt::format("{}: cannot write: {}", path, std::strerror(problem)));
}

void EventFile::sync() const {
  if (path_.empty()) return;
  const int file = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
  const bool synced = file >= 0 && ::fsync(file) == 0;
  const int problem = errno;
  if (file >= 0) ::close(file);
  if (!synced) {
    throw OutputError(fmt::format("{}: cannot flush: {}", path_.string(), std::strerror(problem)));
  }
}

}  // namespace poseaae::training
