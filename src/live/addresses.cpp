#include "poseaae/live/addresses.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <type_traits>

namespace poseaae::live {

namespace {

bool is_number(const Value& value) {
  if (const float* number = std::get_if<float>(&value)) return std::isfinite(*number);
  return std::holds_alternative<std::int32_t>(value);
}
bool is_whole(const Value& value) {
  if (std::holds_alternative<std::int32_t>(value)) return true;
  const float* number = std::get_if<float>(&value);
  constexpr float kMost = 1 << 24;  // beyond, floats are whole by themselves
  return number != nullptr && std::abs(*number) <= kMost && *number == std::trunc(*number);
}
bool is_text(const Value& value) { return std::holds_alternative<std::string>(value); }
bool is_text_or_whole(const Value& value) { return is_text(value) || is_whole(value); }

/// What is said of values, and asked of them.
struct Form {
  const char* types;  ///< in the table
  const char* expected;
  bool (*holds)(const Value&);
  std::size_t least;
  std::size_t most;
};

constexpr std::size_t kAny = std::numeric_limits<std::size_t>::max();

Form form_of(Takes takes) {
  switch (takes) {
    case Takes::kNumber:
      return {"f", "a number", is_number, 1, 1};
    case Takes::kNumbers:
      return {"f ...", "numbers", is_number, 1, kAny};
    case Takes::kTwoNumbers:
      return {"f f", "two numbers", is_number, 2, 2};
    case Takes::kLine:
      return {"f f f f ...", "places x y x y ...", is_number, 4, kAny};
    case Takes::kWhole:
      return {"i", "a whole number", is_whole, 1, 1};
    case Takes::kTwoWholes:
      return {"i i", "two whole numbers", is_whole, 2, 2};
    case Takes::kWholes:
      return {"i ...", "whole numbers", is_whole, 0, kAny};
    case Takes::kText:
      return {"s", "a text", is_text, 1, 1};
    case Takes::kTextOrWhole:
      return {"s or i", "a name or a whole number", is_text_or_whole, 1, 1};
    case Takes::kTexts:
      return {"s ...", "texts", is_text, 0, kAny};
    case Takes::kNothing:
      break;
  }
  return {"", "no value", is_text, 0, 0};
}

std::optional<int> whole_number(std::string_view text) {
  int number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc{} || end != text.data() + text.size() || number < 0) return {};
  return number;
}

/// The folder of an address and its last part.
std::pair<std::string_view, std::string_view> divided(std::string_view address) {
  const std::size_t slash = address.rfind('/');
  if (slash == std::string_view::npos) return {"", address};
  return {address.substr(0, slash), address.substr(slash + 1)};
}

bool wants_wholes(Takes takes) {
  return takes == Takes::kWhole || takes == Takes::kTwoWholes || takes == Takes::kWholes;
}

Value within(const Address& row, const Value& value) {
  if (is_text(value)) return value;
  const double number = std::clamp(number_of(value), row.low, row.high);
  if (wants_wholes(row.takes) || row.takes == Takes::kTextOrWhole) {
    return static_cast<std::int32_t>(number);
  }
  return static_cast<float>(number);
}

std::string limits_of(const Address& row) {
  std::string text = row.limits;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (!row.words.empty()) {
    for (const auto& word : row.words) add("`" + word + "`");
  }
  const std::string unit = row.unit.empty() ? "" : " " + row.unit;
  constexpr double kFar = 1e5;  // from there on a limit is none that anybody meets
  if (std::abs(row.low) < kFar && std::abs(row.high) < kFar) {
    add(fmt::format("{:g} to {:g}{}", row.low, row.high, unit));
  } else if (std::abs(row.low) < kFar) {
    add(fmt::format("{:g}{} on", row.low, unit));
  }
  if (row.initial) add(fmt::format("{:g}", *row.initial));
  return text;
}

}  // namespace

FoundAddress find_address(std::span<const Address> rows, std::string_view address) {
  const auto [folder, last] = divided(address);
  FoundAddress found;
  for (const Address& row : rows) {
    if (row.pattern == address) return {&row, std::string(last), whole_number(last).value_or(-1)};
    const auto [row_folder, row_last] = divided(row.pattern);
    if (row_folder != folder || last.empty()) continue;
    if (row_last == "NAME") found = {&row, std::string(last)};
    const auto number = whole_number(last);
    if (number && whole_number(row_last)) found = {&row, {}, *number};
  }
  if (found.row == nullptr) {  // names may have slashes of their own
    for (const Address& row : rows) {
      const auto [row_folder, row_last] = divided(row.pattern);
      if (row_last != "NAME" || !address.starts_with(std::string(row_folder) + "/")) continue;
      if (address.size() > row_folder.size() + 1) {
        return {&row, std::string(address.substr(row_folder.size() + 1))};
      }
    }
  }
  return found;
}

std::string complaint(const Address& row, const Message& message) {
  const Form form = form_of(row.takes);
  const auto& values = message.values;
  const bool fits = values.size() >= form.least && values.size() <= form.most &&
                    std::ranges::all_of(values, form.holds) &&
                    (row.takes != Takes::kLine || values.size() % 2 == 0);
  const auto found = [&] { return values.empty() ? "none" : text_of(values); };
  if (!fits) {
    return fmt::format("{}: expected {}, found {}", message.address, form.expected, found());
  }
  if (row.words.empty()) return "";
  if (std::ranges::find(row.words, std::get<std::string>(values[0])) != row.words.end()) return "";
  return fmt::format("{}: expected one of {}, found {}", message.address,
                     fmt::join(row.words, ", "), found());
}

Message limited(const Address& row, Message message) {
  for (Value& value : message.values) value = within(row, value);
  return message;
}

std::string text_of(std::span<const Value> values) {
  std::string text;
  for (const Value& value : values) {
    if (text.size() > 60) return text + " ...";
    if (!text.empty()) text += ' ';
    text += std::visit(
        [](const auto& content) {
          if constexpr (std::is_same_v<std::decay_t<decltype(content)>, std::string>) {
            return fmt::format("'{}'", content);
          } else {
            return fmt::format("{}", content);
          }
        },
        value);
  }
  return text;
}

double number_of(const Value& value) {
  if (const auto* whole = std::get_if<std::int32_t>(&value)) return *whole;
  if (const auto* number = std::get_if<float>(&value)) return static_cast<double>(*number);
  return 0.0;
}

std::string markdown_table(std::span<const Address> rows) {
  std::string text =
      "| address | values | limits, default | lasts | meaning |\n|---|---|---|---|---|\n";
  for (const Address& row : rows) {
    text += fmt::format("| `{}` | {} | {} | {} | {} |\n", row.pattern, form_of(row.takes).types,
                        limits_of(row), row.lasts ? "yes" : "no", row.meaning);
  }
  return text;
}

}  // namespace poseaae::live
