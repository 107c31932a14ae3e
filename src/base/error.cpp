#include "poseaae/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace poseaae {

ConfigError::ConfigError(std::string_view key, std::string_view value, std::string_view allowed)
    : UsageError(fmt::format("{}: got '{}', expected {}", key, value, allowed)) {}

ParseError::ParseError(const std::filesystem::path& file, std::size_t line, std::size_t column,
                       std::string expected, std::string found)
    : InputError(fmt::format("{}:{}:{}: expected {}, found {}", file.string(), line, column,
                             expected, found)),
      file_(file),
      line_(line),
      column_(column),
      expected_(std::move(expected)),
      found_(std::move(found)) {}

namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row.back();
}

}  // namespace

std::string nearest_word(std::string_view word, const std::vector<std::string>& candidates) {
  constexpr std::size_t kLongest = 200;  // of words that people write; the time is its square
  std::string best;
  if (word.size() > kLongest) return best;
  std::size_t best_distance = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const auto& candidate : candidates) {
    if (candidate.size() > 2 * kLongest) continue;
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace poseaae
