#pragma once

#include <optional>
#include <string>
#include <vector>

#include "poseaae/base/names.hpp"
#include "support/command_line.hpp"

namespace poseaae::tools {

/// An option whose value is one of an enumeration's names (config.hpp); `choose` gets the value.
template <typename Enum, typename Choose>
Option* add_choice(CommandLine& app, const std::string& flag, const Names<Enum>& names,
                   const std::string& description, Choose choose) {
  return app
      .add_option_function(
          flag,
          [&names, choose](const std::string& text) {
            if (const auto value = value_of(text, names)) choose(*value);
          },
          description)
      ->one_of(words_of(names));
}

/// Bound to a variable, whose present value is the default that --help shows.
template <typename Enum>
Option* add_choice(CommandLine& app, const std::string& flag, Enum& field, const Names<Enum>& names,
                   const std::string& description) {
  return add_choice(app, flag, names, description, [&field](Enum value) { field = value; })
      ->default_str(name_of(field, names));
}
/// The same where leaving the option out means something of its own.
template <typename Enum>
Option* add_choice(CommandLine& app, const std::string& flag, std::optional<Enum>& field,
                   const Names<Enum>& names, const std::string& description) {
  return add_choice(app, flag, names, description, [&field](Enum value) { field = value; });
}

}  // namespace poseaae::tools
