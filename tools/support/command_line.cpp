#include "support/command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <limits>
#include <system_error>
#include <type_traits>
#include <utility>

#include "poseaae/base/error.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/base/outputs.hpp"

namespace poseaae::tools {

namespace {

/// Breaks lines between words where they would leave the terminal; line breaks of the text stay.
std::string wrapped(const std::string& text, std::size_t width) {
  std::string result;
  std::size_t column = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \n", begin), text.size());
    if (column > 0 && column + (end - begin) > width) {
      result.back() = '\n';  // the blank before this word
      column = 0;
    }
    const std::size_t next = std::min(end + 1, text.size());
    result.append(text, begin, next - begin);
    column = end < text.size() && text[end] == '\n' ? 0 : column + (next - begin);
    begin = next;
  }
  return result;
}

class WrappingFormatter : public CLI::Formatter {
 public:
  WrappingFormatter() {
    constexpr std::size_t kOptionWidth = 34;
    column_width(kOptionWidth);
  }
  /// CLI11 has "FILE ..." for every list; here it is for those that take several values at a time.
  std::string make_option_opts(const CLI::Option* option) const override {
    std::string text = CLI::Formatter::make_option_opts(option);
    if (const auto dots = text.find(" ...");
        dots != std::string::npos && !option->get_allow_extra_args()) {
      text.erase(dots, 4);
    }
    return text;
  }
  std::string make_option_desc(const CLI::Option* option) const override {
    constexpr std::size_t kWidth = 64;
    return wrapped(option->get_description(), kWidth);
  }
};

/// Whole numbers are decimal: CLI11 reads 010 as octal and refuses 08.
std::string without_leading_zeros(const std::string& text) {
  const std::size_t sign = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  const std::size_t digits = std::min(text.find_first_not_of('0', sign), text.size());
  const bool number = text.find_first_not_of("0123456789", digits) == std::string::npos;
  if (!number || digits == sign) return text;
  return text.substr(0, sign) + (digits < text.size() ? text.substr(digits) : "0");
}

template <typename T>
struct ElementOf {
  using Type = T;
};
template <typename T>
struct ElementOf<std::optional<T>> {
  using Type = T;
};
template <typename T>
struct ElementOf<std::vector<T>> {
  using Type = T;
};
template <typename T>
using Element = typename ElementOf<T>::Type;

template <typename T>
constexpr bool kList = std::is_same_v<T, std::vector<Element<T>>>;

template <typename T>
bool has_value(const T& value) {
  if constexpr (std::is_arithmetic_v<T>)
    return true;
  else if constexpr (std::is_same_v<T, std::optional<Element<T>>>)
    return value.has_value();
  else
    return !value.empty();
}

/// What is wrong with a number, or "". CLI11 takes "" for 0, turns -1 into the largest unsigned
/// number, and has infinity and NaN.
template <typename T>
std::string check_number(const std::string& text) {
  constexpr bool kWhole = std::is_integral_v<T>;
  const char* what = kWhole ? "a whole number" : "a number";
  if (text.empty()) return fmt::format("expected {}, found nothing", what);
  const char* begin = text.data() + (text[0] == '+' ? 1 : 0);
  const char* const end = text.data() + text.size();
  if constexpr (kWhole) {
    T value{};
    const auto [stop, error] = std::from_chars(begin, end, value);
    const bool digits = std::all_of(begin + (*begin == '-' ? 1 : 0), end,
                                    [](char c) { return c >= '0' && c <= '9'; });
    if (error == std::errc() && stop == end) return "";
    if (digits && end - begin > (*begin == '-' ? 1 : 0)) {
      return fmt::format("expected {} from {} to {}, found {}", what, std::numeric_limits<T>::min(),
                         std::numeric_limits<T>::max(), text);
    }
  } else {
    T value{};
    const auto [stop, error] = std::from_chars(begin, end, value);
    if (error == std::errc() && stop == end && std::isfinite(value)) return "";
  }
  return fmt::format("expected {}, found '{}'", what, text);
}

/// For checks of a range; a text that is no number has been refused before.
double number_in(const std::string& text) {
  double value = 0.0;
  std::from_chars(text.data() + (text.starts_with('+') ? 1 : 0), text.data() + text.size(), value);
  return value;
}

/// The program, or the subcommand that was given.
const CLI::App& asked_of(const CLI::App& app) {
  const auto given = app.get_subcommands();
  return given.empty() ? app : *given.back();
}

/// Unknown arguments and misspelt subcommands, which CLI11 mentions only if nothing else is wrong:
/// what to say about the first of them, or "".
std::string complaint(const CLI::App& app) {
  const CLI::App* asked = &asked_of(app);
  const auto subcommands = asked->get_subcommands([](const CLI::App*) { return true; });
  const auto did_you_mean = [](const std::string& nearest) {
    return nearest.empty() ? "" : fmt::format("; did you mean {}?", nearest);
  };
  for (const std::string& text : app.remaining(true)) {
    if (text == "--") continue;
    if (!subcommands.empty() && !text.starts_with('-')) {
      std::vector<std::string> names;
      for (const CLI::App* sub : subcommands) names.push_back(sub->get_name());
      const std::string near = did_you_mean(nearest_word(text, names));
      return fmt::format("{}: expected one of {}{}", text, fmt::join(names, ", "), near);
    }
    if (text.size() < 2 || text[0] != '-') continue;
    const std::string word = text.substr(0, text.find('='));
    std::vector<std::string> names;
    for (const CLI::Option* option : asked->get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
    return fmt::format("{}: there is no such option{}", word,
                       did_you_mean(nearest_word(word, names)));
  }
  return "";
}

/// The file that an argument names: without a frame range, as in dance.bvh:100:200.
std::filesystem::path file_of(std::string text) {
  std::error_code ignored;
  for (int part = 0; part < 3; ++part) {
    if (std::filesystem::exists(text, ignored)) break;
    const auto colon = text.find_last_not_of("0123456789");
    if (colon == std::string::npos || colon == 0 || text[colon] != ':') break;
    text.resize(colon);
  }
  return text;
}

/// Devices can be written any number of times; folders are refused later.
bool is_no_file(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored);
}

/// Also for files that do not exist yet.
bool would_be_same_file(const std::filesystem::path& a, const std::filesystem::path& b) {
  const auto whole = [](const std::filesystem::path& path) {
    std::error_code problem;
    const auto canonical =
        std::filesystem::weakly_canonical(std::filesystem::absolute(path), problem);
    return problem ? path.lexically_normal() : canonical;
  };
  return is_same_file(a, b) || whole(a) == whole(b);
}

}  // namespace

Option* Option::required(bool yes) {
  option_->required(yes);
  return this;
}

Option* Option::default_str(const std::string& text) {
  option_->default_str(text);
  return this;
}

Option* Option::excludes(Option* other) {
  option_->excludes(other->option_);
  return this;
}

Option* Option::needs(Option* other) {
  option_->needs(other->option_);
  return this;
}

Option* Option::delimiter(char separator) {
  option_->delimiter(separator);
  return this;
}

Option* Option::several_values() {
  option_->allow_extra_args(true);
  return this;
}

Option* Option::value_optional() {
  option_->expected(0, 1);
  return this;
}

Option* Option::output() {
  owner_->outputs_.push_back(option_);
  return this;
}

Option* Option::stands_for(const std::string& key) {
  log::say_for(key, option_->get_name());
  return this;
}

Option* Option::one_of(const std::vector<std::string>& values) {
  option_->check(CLI::IsMember(values));
  return this;
}

Option* Option::between(double low, double high) {
  option_->check([low, high](const std::string& text) {
    const double number = number_in(text);
    if (number >= low && number <= high) return std::string();
    return fmt::format("expected a number from {} to {}, found {}", low, high, text);
  });
  return this;
}

CommandLine::CommandLine(const std::string& summary, const std::string& name,
                         const std::string& footer)
    : app_(std::make_shared<CLI::App>(summary, name)) {
  app_->formatter(std::make_shared<WrappingFormatter>());
  app_->footer(footer);
}
CommandLine::CommandLine(std::shared_ptr<CLI::App> app) : app_(std::move(app)) {}
CommandLine::~CommandLine() = default;

Option* CommandLine::keep(CLI::Option* option) {
  return options_.emplace_back(std::make_unique<Option>(*option, *this)).get();
}

template <typename T>
Option* CommandLine::add_option(const std::string& names_and_type, T& value,
                                const std::string& description) {
  const auto blank = names_and_type.find(' ');
  const std::string names = names_and_type.substr(0, blank);
  CLI::Option* option = app_->add_option(names, value, description);
  if (blank != std::string::npos) option->type_name(names_and_type.substr(blank + 1));
  if constexpr (std::is_arithmetic_v<Element<T>>) option->check(check_number<Element<T>>);
  if constexpr (std::is_integral_v<Element<T>>) option->transform(without_leading_zeros);
  // The arguments that follow are others': --out a.bvh b.bvh writes a.bvh.
  if constexpr (kList<T>) option->allow_extra_args(!names.starts_with('-'));
  if (has_value(value)) option->capture_default_str();
  return keep(option);
}

// The types of all programs' options; another one is added here.
template Option* CommandLine::add_option(const std::string&, std::string&, const std::string&);
template Option* CommandLine::add_option(const std::string&, std::filesystem::path&,
                                         const std::string&);
template Option* CommandLine::add_option(const std::string&, int&, const std::string&);
template Option* CommandLine::add_option(const std::string&, std::size_t&, const std::string&);
template Option* CommandLine::add_option(const std::string&, double&, const std::string&);
template Option* CommandLine::add_option(const std::string&, std::optional<std::string>&,
                                         const std::string&);
template Option* CommandLine::add_option(const std::string&, std::optional<int>&,
                                         const std::string&);
template Option* CommandLine::add_option(const std::string&, std::optional<std::size_t>&,
                                         const std::string&);
template Option* CommandLine::add_option(const std::string&, std::optional<double>&,
                                         const std::string&);
template Option* CommandLine::add_option(const std::string&, std::vector<std::string>&,
                                         const std::string&);
template Option* CommandLine::add_option(const std::string&, std::vector<double>&,
                                         const std::string&);

Option* CommandLine::add_option_function(const std::string& names,
                                         std::function<void(const std::string&)> take,
                                         const std::string& description) {
  return keep(app_->add_option_function<std::string>(names, std::move(take), description));
}

Option* CommandLine::add_flag(const std::string& names, bool& value,
                              const std::string& description) {
  CLI::Option* flag = app_->add_flag(names, value, description);
  flag->disable_flag_override();  // CLI11 takes --flag=5
  return keep(flag);
}

Option* CommandLine::get_option(const std::string& name) { return keep(app_->get_option(name)); }

void CommandLine::group(const std::string& name) {
  app_->option_defaults()->group(name.empty() ? CLI::OptionDefaults().get_group() : name);
}

void CommandLine::footer(const std::string& text) { app_->footer(text); }

CommandLine& CommandLine::add_subcommand(const std::string& name, const std::string& summary) {
  app_->require_subcommand(1);
  // It belongs to its program, and begins with that one's formatter and footer.
  const std::shared_ptr<CLI::App> app(app_, app_->add_subcommand(name, summary));
  return *subcommands_.emplace_back(new CommandLine(app));
}

bool CommandLine::parsed() const { return app_->parsed(); }

std::vector<NamedOutput> CommandLine::outputs() const {
  std::vector<NamedOutput> outputs;
  for (const auto& subcommand : subcommands_) {
    if (subcommand->parsed()) outputs = subcommand->outputs();
  }
  for (const CLI::Option* option : outputs_) {
    for (const std::string& text : option->results()) {
      if (!is_no_file(text)) outputs.push_back({option->get_name(), text});
    }
  }
  return outputs;
}

void CommandLine::check_outputs() const {
  const std::vector<NamedOutput> written = outputs();
  for (std::size_t i = 0; i < written.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (!would_be_same_file(written[i].path, written[j].path)) continue;
      throw UsageError(fmt::format(
          "{} {}: expected a file of its own, found that {} {} names the same file; give each "
          "output another name",
          written[i].option, written[i].path.string(), written[j].option,
          written[j].path.string()));
    }
  }
  check_inputs(written);
}

void CommandLine::check_inputs(const std::vector<NamedOutput>& written) const {
  for (const auto& subcommand : subcommands_) {
    if (subcommand->parsed()) subcommand->check_inputs(written);
  }
  for (const CLI::Option* option : app_->get_options()) {
    if (std::ranges::find(outputs_, option) != outputs_.end()) continue;
    for (const std::string& text : option->results()) {
      for (const NamedOutput& output : written) {
        if (!is_same_file(file_of(text), output.path)) continue;
        refuse_to_replace(output, option->get_name(), text);
      }
    }
  }
}

std::optional<int> CommandLine::parse(int argc, char** argv) {
  app_->set_version_flag("--version", "PoseAAE " POSEAAE_VERSION);
  try {
    app_->parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    if (problem.get_exit_code() == 0) return app_->exit(problem);
    const std::string unknown = complaint(*app_);
    const CLI::App& asked = asked_of(*app_);
    log::error("{}; see {}{} --help", unknown.empty() ? problem.what() : unknown, app_->get_name(),
               &asked == app_.get() ? "" : " " + asked.get_name());
    return static_cast<int>(ExitCode::kUsage);
  }
  return std::nullopt;
}

}  // namespace poseaae::tools
