#include "poseaae/serve/http.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace poseaae::serve {

namespace {

constexpr std::string_view kEndOfLine = "\r\n";

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool is_alphanumeric(char letter) {
  return (letter >= '0' && letter <= '9') || (lower(letter) >= 'a' && lower(letter) <= 'z');
}

/// A letter of a method or of a header's name (RFC 9110, 5.6.2).
bool is_token(char letter) {
  return is_alphanumeric(letter) ||
         std::string_view("!#$%&'*+-.^_`|~").find(letter) != std::string_view::npos;
}

bool is_control(char letter) {
  return static_cast<unsigned char>(letter) < 0x20 || static_cast<unsigned char>(letter) == 0x7F;
}

std::string_view trimmed(std::string_view text) {
  const auto is_space = [](char letter) { return letter == ' ' || letter == '\t'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

/// Takes what stands before `mark` off the text, and the mark; all of it where there is none.
std::string_view take_until(std::string_view& text, std::string_view mark) {
  const std::size_t at = text.find(mark);
  const std::string_view taken = text.substr(0, at);
  text.remove_prefix(at == text.npos ? text.size() : at + mark.size());
  return taken;
}

void read_first_line(std::string_view line, Request& request) {
  const std::string_view method = take_until(line, " ");
  std::string_view target = take_until(line, " ");
  if (method.empty() || !std::ranges::all_of(method, is_token) ||
      (line != "HTTP/1.1" && line != "HTTP/1.0")) {
    throw HttpError(400, "expected a request of HTTP/1.1: METHOD /PATH HTTP/1.1");
  }
  if (method != "GET" && method != "HEAD") {
    throw HttpError(405, fmt::format("expected GET or HEAD, found {}: nothing is written here",
                                     method.substr(0, 20)));
  }
  request.only_head = method == "HEAD";
  const auto is_plain = [](char letter) { return letter > ' ' && letter < 0x7F && letter != '#'; };
  if (!target.starts_with('/') || !std::ranges::all_of(target, is_plain)) {
    throw HttpError(400, "expected a path that begins with '/'");
  }
  request.path = without_percent(take_until(target, "?"));
  request.query = target;
}

void read_header(std::string_view line, Request& request) {
  const std::size_t colon = line.find(':');
  const std::string_view name = line.substr(0, colon);
  if (colon == line.npos || name.empty() || !std::ranges::all_of(name, is_token)) {
    throw HttpError(400, "expected a header, NAME: VALUE");
  }
  const std::string_view value = trimmed(line.substr(colon + 1));
  const auto is_bad = [](char letter) { return is_control(letter) && letter != '\t'; };
  if (std::ranges::any_of(value, is_bad)) {
    throw HttpError(400, "expected a header without control characters");
  }
  if (request.headers.size() == kMostHeaders) {
    throw HttpError(431, fmt::format("expected at most {} headers", kMostHeaders));
  }
  std::string lower_name(name);
  std::ranges::transform(lower_name, lower_name.begin(), lower);
  request.headers.emplace_back(std::move(lower_name), value);
}

/// No request here has content: what follows one would be another's.
void check_content(const Request& request) {
  const auto length = request.header("content-length");
  if (request.header("transfer-encoding") || (length && *length != "0")) {
    throw HttpError(413, "expected a request without content");
  }
}

std::string_view reason_of(int status) {
  switch (status) {
    case 101:
      return "Switching Protocols";
    case 200:
      return "OK";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 413:
      return "Content Too Large";
    case 426:
      return "Upgrade Required";
    case 431:
      return "Request Header Fields Too Large";
    case 503:
      return "Service Unavailable";
    default:
      return "Error";
  }
}

}  // namespace

std::optional<std::string_view> Request::header(std::string_view name) const {
  std::optional<std::string_view> found;
  for (const auto& [key, value] : headers) {
    if (key != name) continue;
    if (found) throw HttpError(400, fmt::format("expected one header {}, found two", name));
    found = value;
  }
  return found;
}

bool Request::header_has(std::string_view name, std::string_view word) const {
  return std::ranges::any_of(headers, [&](const auto& header) {
    if (header.first != name) return false;
    std::string_view rest = header.second;
    while (!rest.empty()) {
      if (same_without_case(trimmed(take_until(rest, ",")), word)) return true;
    }
    return false;
  });
}

std::string Request::query_value(std::string_view name) const {
  std::string_view rest = query;
  while (!rest.empty()) {
    std::string_view value = take_until(rest, "&");
    if (take_until(value, "=") == name) return without_percent(value);
  }
  return "";
}

std::optional<std::size_t> size_of_head(std::string_view bytes) {
  static constexpr std::string_view kEnd = "\r\n\r\n";
  const std::size_t at = bytes.substr(0, kLongestHead).find(kEnd);
  if (at != bytes.npos) return at + kEnd.size();
  if (bytes.size() >= kLongestHead) {
    throw HttpError(431, fmt::format("expected a request of at most {} bytes", kLongestHead));
  }
  return std::nullopt;
}

Request read_request(std::string_view head) {
  Request request;
  read_first_line(take_until(head, kEndOfLine), request);
  while (!head.empty() && head != kEndOfLine) read_header(take_until(head, kEndOfLine), request);
  check_content(request);
  return request;
}

std::string head_of_answer(int status,
                           const std::vector<std::pair<std::string, std::string>>& headers) {
  std::string head = fmt::format("HTTP/1.1 {} {}\r\n", status, reason_of(status));
  for (const auto& [name, value] : headers) head += fmt::format("{}: {}\r\n", name, value);
  if (status != 101) head += "Connection: close\r\n";
  return head +
         "Cache-Control: no-store\r\n"
         "X-Content-Type-Options: nosniff\r\n"
         "X-Frame-Options: DENY\r\n"
         "Referrer-Policy: no-referrer\r\n"
         "Cross-Origin-Resource-Policy: same-origin\r\n\r\n";
}

std::string without_percent(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char letter = text[i];
    if (letter == '%') {
      const char* const first = text.data() + i + 1;
      unsigned code = 0;
      if (text.size() - i < 3 || std::from_chars(first, first + 2, code, 16).ptr != first + 2) {
        throw HttpError(400, "expected two hexadecimal digits behind each %");
      }
      letter = static_cast<char>(code);
      i += 2;
    }
    if (is_control(letter)) throw HttpError(400, "expected no control characters");
    plain += letter;
  }
  return plain;
}

std::string with_percent(std::string_view text) {
  std::string safe;
  for (const char letter : text) {
    if (is_alphanumeric(letter) ||
        std::string_view("-._~").find(letter) != std::string_view::npos) {
      safe += letter;
    } else {
      safe += fmt::format("%{:02X}", static_cast<unsigned char>(letter));
    }
  }
  return safe;
}

bool same_without_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace poseaae::serve
