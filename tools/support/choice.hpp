#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "poseaae/core/config.hpp"

namespace poseaae::tools {

/// An option whose value is one of an enumeration's names (config.hpp); `choose` gets the value.
template <typename Enum, typename Choose>
CLI::Option* add_choice(CLI::App& app, const std::string& flag, const config::Names<Enum>& names,
                        const std::string& description, Choose choose) {
  std::vector<std::string> allowed;
  for (const auto& [name, value] : names) allowed.push_back(name);
  return app
      .add_option_function<std::string>(
          flag,
          [&names, choose](const std::string& text) {
            for (const auto& [name, value] : names) {
              if (name == text) choose(value);
            }
          },
          description)
      ->check(CLI::IsMember(allowed));
}

/// Bound to a variable, whose present value is the default that --help shows.
template <typename Enum>
CLI::Option* add_choice(CLI::App& app, const std::string& flag, Enum& field,
                        const config::Names<Enum>& names, const std::string& description) {
  return add_choice(app, flag, names, description, [&field](Enum value) { field = value; })
      ->default_str(config::name_of(field, names));
}
/// The same where leaving the option out means something of its own.
template <typename Enum>
CLI::Option* add_choice(CLI::App& app, const std::string& flag, std::optional<Enum>& field,
                        const config::Names<Enum>& names, const std::string& description) {
  return add_choice(app, flag, names, description, [&field](Enum value) { field = value; });
}

}  // namespace poseaae::tools
