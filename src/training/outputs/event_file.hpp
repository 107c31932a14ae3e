#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "poseaae/base/protobuf.hpp"

namespace poseaae::training {

/// What is known of one step, as TensorBoard shows it: tensorflow.Summary, whose values have a tag
/// each. A tag "group/name" stands with others of its group.
class Summary {
 public:
  /// A number, kept as a float.
  Summary& scalar(std::string_view tag, double value);
  /// A picture. `png` is the whole file, of 8 bits a channel. @throws InputError if it is not one
  Summary& image(std::string_view tag, std::string_view png);
  /// How often values lie in each of thirty parts of [min, max] of equal width; the last one holds
  /// max too. Where all are equal there is one part; where one is not finite, nothing is kept.
  Summary& histogram(std::string_view tag, std::span<const float> values);

  [[nodiscard]] const protobuf::Message& message() const noexcept { return values_; }
  [[nodiscard]] bool empty() const noexcept { return values_.bytes().empty(); }

 private:
  Summary& add(std::string_view tag, int field, const protobuf::Message& value);

  protobuf::Message values_;
};

/// An event file of TensorBoard, events.out.tfevents.<seconds since 1970>.<host>.poseaae: records
///   length n (8 bytes), mask(crc32c(those 8)), n bytes, mask(crc32c(those n)),
/// all little end first, mask(c) = ((c >> 15) | (c << 17)) + 0xA282EAD8 modulo 2^32; each holds a
/// tensorflow.Event. Source: record_writer.h, event.proto and summary.proto of TensorFlow.
///
/// The file appears with the first summary. Each call is one write, so that a process that is
/// killed leaves whole records; what a full disk cut off is removed.
class EventFile {
 public:
  /// A file after all others in the folder, whose names TensorBoard reads in their order. Where
  /// a run is resumed after so many steps, what earlier files say of later ones no longer holds,
  /// and the file says so (SessionLog::START, by which TensorBoard purges them).
  EventFile(std::filesystem::path folder, std::optional<int> resumed);

  /// @throws OutputError; the file is then as it was
  void append(int step, const Summary& summary);

  /// Flushes it to the disk, as far as it has come. @throws OutputError
  void sync() const;

  /// Whether a run makes files of this name.
  [[nodiscard]] static bool is_own(std::string_view name);

 private:
  [[nodiscard]] std::string first_records() const;
  void write(std::string_view records);

  std::filesystem::path folder_;
  std::optional<int> resumed_;
  std::filesystem::path path_;  ///< empty until the first summary
};

}  // namespace poseaae::training
