#include "support/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <type_traits>
#include <utility>

#include "poseaae/base/error.hpp"
#include "poseaae/base/log.hpp"

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

/// CLI11 takes "" for 0.
std::string not_empty(const std::string& text) {
  return text.empty() ? "expected a number, found nothing" : "";
}

template <typename T>
constexpr bool kWhole =
    std::is_same_v<T, int> || std::is_same_v<T, std::size_t> ||
    std::is_same_v<T, std::optional<int>> || std::is_same_v<T, std::optional<std::size_t>>;
template <typename T>
constexpr bool kNumber =
    kWhole<T> || std::is_same_v<T, double> || std::is_same_v<T, std::optional<double>> ||
    std::is_same_v<T, std::vector<double>>;

}  // namespace

Option* Option::required(bool yes) {
  option_->required(yes);
  return this;
}

Option* Option::capture_default_str() {
  option_->capture_default_str();
  return this;
}

Option* Option::default_str(const std::string& text) {
  option_->default_str(text);
  return this;
}

Option* Option::type_name(const std::string& name) {
  option_->type_name(name);
  return this;
}

Option* Option::group(const std::string& name) {
  option_->group(name);
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

Option* Option::allow_extra_args(bool allow) {
  option_->allow_extra_args(allow);
  return this;
}

Option* Option::repeatable() {
  option_->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  return this;
}

Option* Option::one_of(const std::vector<std::string>& values) {
  option_->check(CLI::IsMember(values));
  return this;
}

Option* Option::positive() {
  option_->check(CLI::PositiveNumber);
  return this;
}

Option* Option::not_negative() {
  option_->check(CLI::NonNegativeNumber);
  return this;
}

CommandLine::CommandLine(const std::string& summary, const std::string& name)
    : app_(std::make_shared<CLI::App>(summary, name)) {
  app_->formatter(std::make_shared<WrappingFormatter>());
}
CommandLine::CommandLine(std::shared_ptr<CLI::App> app) : app_(std::move(app)) {}
CommandLine::~CommandLine() = default;

Option* CommandLine::keep(CLI::Option* option) {
  return options_.emplace_back(std::make_unique<Option>(*option)).get();
}

template <typename T>
Option* CommandLine::add_option(const std::string& names, T& value,
                                const std::string& description) {
  CLI::Option* option = app_->add_option(names, value, description);
  if constexpr (kNumber<T>) option->check(not_empty);
  if constexpr (kWhole<T>) option->transform(without_leading_zeros);
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
  return keep(app_->add_flag(names, value, description));
}

Option* CommandLine::get_option(const std::string& name) { return keep(app_->get_option(name)); }

void CommandLine::footer(const std::string& text) { app_->footer(text); }

CommandLine& CommandLine::add_subcommand(const std::string& name, const std::string& summary) {
  app_->require_subcommand(1);
  // It belongs to its program, and begins with that one's formatter and footer.
  const std::shared_ptr<CLI::App> app(app_, app_->add_subcommand(name, summary));
  return *subcommands_.emplace_back(new CommandLine(app));
}

bool CommandLine::parsed() const { return app_->parsed(); }

std::optional<int> CommandLine::parse(int argc, char** argv) {
  app_->set_version_flag("--version", "PoseAAE " POSEAAE_VERSION);
  try {
    app_->parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    if (problem.get_exit_code() == 0) return app_->exit(problem);
    log::error("{}; see {} --help", problem.what(), app_->get_name());
    return static_cast<int>(ExitCode::kUsage);
  }
  return std::nullopt;
}

}  // namespace poseaae::tools
