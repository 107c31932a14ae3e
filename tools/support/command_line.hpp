#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "poseaae/base/outputs.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace poseaae::tools {

class CommandLine;

/// An option or argument of a command line. Each member refines it and returns it, so that calls
/// chain.
class Option {
 public:
  Option(CLI::Option& option, CommandLine& owner) : option_(&option), owner_(&owner) {}

  Option* required(bool yes = true);
  /// What --help shows as the default; "" nothing.
  Option* default_str(const std::string& text);
  /// Only one of the two may be given.
  Option* excludes(Option* other);
  /// May only be given together with `other`.
  Option* needs(Option* other);
  /// The character between the values of a list.
  Option* delimiter(char separator);
  /// One occurrence takes all values up to the next option; only for programs without arguments.
  Option* several_values();
  /// May be given without a value, which is then "".
  Option* value_optional();
  /// Names files that the program writes: see CommandLine::check_outputs().
  Option* output();
  /// Messages name it in place of this configuration key, which it stands for (log::say_for()).
  Option* stands_for(const std::string& key);
  /// The values that it accepts.
  Option* one_of(const std::vector<std::string>& values);
  /// A number from `low` to `high`.
  Option* between(double low, double high);

 private:
  CLI::Option* option_;
  CommandLine* owner_;
};

/// The options of a program or of one of its subcommands: a layer over CLI11, which is compiled in
/// command_line.cpp alone, as its headers cost more than a program does.
class CommandLine {
 public:
  /// `footer` is the text below the options in --help.
  CommandLine(const std::string& summary, const std::string& name, const std::string& footer = "");
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;
  ~CommandLine();

  /// Binds `value` to an option ("--name", "-n,--name") or an argument ("NAME"); a word behind the
  /// names ("-o,--out FILE") is what --help calls the value. T is std::string,
  /// std::filesystem::path, int, std::size_t, double, std::optional of one of these, or std::vector
  /// of std::string or double. An option of a vector may be given several times, with one value
  /// each (see Option::delimiter() and several_values()); an argument takes all values. Numbers are
  /// decimal and finite, and fit T. --help shows the present value, if there is one, as the
  /// default.
  template <typename T>
  Option* add_option(const std::string& names_and_type, T& value, const std::string& description);
  /// An option whose text goes to `take`.
  Option* add_option_function(const std::string& names,
                              std::function<void(const std::string&)> take,
                              const std::string& description);
  Option* add_flag(const std::string& names, bool& value, const std::string& description);
  [[nodiscard]] Option* get_option(const std::string& name);
  /// The heading under which --help lists what is added from here on; "" that of the beginning.
  void group(const std::string& name = "");
  void footer(const std::string& text);

  /// A subcommand; one of those added must be given.
  CommandLine& add_subcommand(const std::string& name, const std::string& summary);
  /// Whether this subcommand was given.
  [[nodiscard]] bool parsed() const;

  /// After parse(): the files of each Option::output() that was given, but for devices, which can
  /// be written any number of times.
  [[nodiscard]] std::vector<NamedOutput> outputs() const;
  /// None of outputs() is that of another one, or a file that an argument or option names which is
  /// none. @throws UsageError that names both
  void check_outputs() const;

  /// Parses the arguments. The exit code if the program ends here: after --help or --version, or
  /// with an error, which is logged.
  [[nodiscard]] std::optional<int> parse(int argc, char** argv);

 private:
  friend class Option;
  explicit CommandLine(std::shared_ptr<CLI::App> app);
  Option* keep(CLI::Option* option);
  void check_inputs(const std::vector<NamedOutput>& written) const;

  std::shared_ptr<CLI::App> app_;
  std::vector<std::unique_ptr<Option>> options_;
  std::vector<std::unique_ptr<CommandLine>> subcommands_;
  std::vector<CLI::Option*> outputs_;
};

}  // namespace poseaae::tools
