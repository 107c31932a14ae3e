#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "poseaae/base/error.hpp"

/// The page of the live instrument, served to browsers (docs/LIVE.md, "Serving").
namespace poseaae::serve {

/// A request that is turned away: the status of the answer (RFC 9110), and a sentence that says
/// what was expected and found.
class HttpError : public Error {
 public:
  HttpError(int status, const std::string& sentence) : Error(sentence), status_(status) {}
  [[nodiscard]] int status() const noexcept { return status_; }

 private:
  int status_;
};

/// A request of HTTP/1.1 (RFC 9112) that asks for something: GET or HEAD, without content.
struct Request {
  bool only_head = false;  ///< HEAD: the answer without its content
  std::string path;        ///< without %, from '/' on; holds no control characters
  std::string query;       ///< behind '?', as it came
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case

  /// The value of a header that may come once; nothing where there is none. @throws HttpError 400
  /// where it came more than once
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  /// Whether one of a header's words, separated by commas, is `word`, without case.
  [[nodiscard]] bool header_has(std::string_view name, std::string_view word) const;
  /// The first value of that name in the query, without %; "" where there is none.
  [[nodiscard]] std::string query_value(std::string_view name) const;
};

inline constexpr std::size_t kLongestHead = 8192;  ///< bytes of a request
inline constexpr std::size_t kMostHeaders = 64;

/// Bytes of the request that `bytes` begin with, up to its empty line; nothing while that has not
/// come yet. @throws HttpError 431 where it is longer than kLongestHead
[[nodiscard]] std::optional<std::size_t> size_of_head(std::string_view bytes);

/// Reads a head of that size. Strict: lines end in CR LF, names are tokens, no line is folded, the
/// target begins with '/', and what would have to be guessed is refused. @throws HttpError
[[nodiscard]] Request read_request(std::string_view head);

/// The first lines of an answer, up to the empty line: the status, `headers`, and those that every
/// answer of the project has: nothing is kept by browsers, guessed, or shown in a frame of another
/// page, and the connection ends.
[[nodiscard]] std::string head_of_answer(
    int status, const std::vector<std::pair<std::string, std::string>>& headers);

/// "%41" is "A". @throws HttpError 400 for a % without two hexadecimal digits, and for control
/// characters
[[nodiscard]] std::string without_percent(std::string_view text);
/// Everything but letters, digits and "-._~" as %XX (RFC 3986, 2.3).
[[nodiscard]] std::string with_percent(std::string_view text);

/// Whether two texts differ in the case of ASCII letters alone.
[[nodiscard]] bool same_without_case(std::string_view a, std::string_view b);

}  // namespace poseaae::serve
