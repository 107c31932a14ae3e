#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace poseaae {

/// Exit status of a program.
enum class ExitCode : int {
  kDone = 0,
  kFailed = 1,        ///< failed at run time
  kUsage = 2,         ///< wrong usage or configuration
  kBadInput = 3,      ///< an input file is missing, unreadable or not what it claims to be
  kInterrupted = 130  ///< stopped by Ctrl-C, state saved
};

/// Base class of every exception that the library throws on purpose. what() is one line that says
/// what was expected, what was found, where, and what to do.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
  [[nodiscard]] virtual ExitCode exit_code() const noexcept { return ExitCode::kFailed; }
};

/// The caller asked for something impossible: a wrong option, range or combination.
class UsageError : public Error {
 public:
  using Error::Error;
  [[nodiscard]] ExitCode exit_code() const noexcept override { return ExitCode::kUsage; }
};

/// A configuration key or value that is not allowed.
class ConfigError : public UsageError {
 public:
  using UsageError::UsageError;
  /// "<key>: got '<value>', expected <allowed>"
  ConfigError(std::string_view key, std::string_view value, std::string_view allowed);
};

/// A file that cannot be read, or is not what it claims to be.
class InputError : public Error {
 public:
  using Error::Error;
  [[nodiscard]] ExitCode exit_code() const noexcept override { return ExitCode::kBadInput; }
};

/// Text that does not follow its format. Lines and columns count from 1.
class ParseError : public InputError {
 public:
  /// what(): "<file>:<line>:<column>: expected <expected>, found <found>"
  ParseError(const std::filesystem::path& file, std::size_t line, std::size_t column,
             std::string expected, std::string found);

  [[nodiscard]] const std::filesystem::path& file() const noexcept { return file_; }
  [[nodiscard]] std::size_t line() const noexcept { return line_; }
  [[nodiscard]] std::size_t column() const noexcept { return column_; }
  [[nodiscard]] const std::string& expected() const noexcept { return expected_; }
  [[nodiscard]] const std::string& found() const noexcept { return found_; }

 private:
  std::filesystem::path file_;
  std::size_t line_;
  std::size_t column_;
  std::string expected_;
  std::string found_;
};

/// A model, dataset or state file that is damaged, foreign or of another version.
class ModelError : public InputError {
 public:
  using InputError::InputError;
};

/// An output that cannot be written.
class OutputError : public Error {
 public:
  using Error::Error;
};

/// Training cannot continue (a non-finite loss, an unavailable device).
class TrainingError : public Error {
 public:
  using Error::Error;
};

/// The user pressed Ctrl-C; everything needed to resume has been saved.
class Interrupted : public Error {
 public:
  using Error::Error;
  [[nodiscard]] ExitCode exit_code() const noexcept override { return ExitCode::kInterrupted; }
};

/// The candidate nearest to `word` by edit distance (Levenshtein 1966), or "" when none is within
/// a third of its length: the "did you mean" of error messages.
[[nodiscard]] std::string nearest_word(std::string_view word,
                                       const std::vector<std::string>& candidates);

}  // namespace poseaae
