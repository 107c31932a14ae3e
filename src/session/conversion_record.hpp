#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "poseaae/session/conversion.hpp"

namespace poseaae::session {

/// The record of finished conversions in a folder (conversion.hpp).
class ConversionRecord {
 public:
  /// Reads what is there; lines that are none, such as one that was cut off, do not count.
  explicit ConversionRecord(std::filesystem::path folder);

  /// Whether `output` exists and was made of the same.
  [[nodiscard]] bool holds(const std::filesystem::path& output, const std::string& digest) const;
  /// Appends a line, which is on its way to the disk before this returns. @throws OutputError
  void add(const std::filesystem::path& output, const std::string& digest);

 private:
  [[nodiscard]] std::string name_of(const std::filesystem::path& output) const;

  std::filesystem::path folder_;
  std::map<std::string, std::string> digests_;  ///< by output
  bool cut_off_ = false;  ///< the last line has no end, which the next one must begin with
};

/// Of the source as it lies there now, and of the options.
[[nodiscard]] std::string digest_of(const Conversion& conversion, const ConversionOptions& options);

}  // namespace poseaae::session
