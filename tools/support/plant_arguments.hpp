#pragma once

#include <optional>
#include <string>

#include "poseaae/latent/decode.hpp"
#include "support/command_line.hpp"

namespace poseaae::tools {

/// --plant ik|root|off, and what it did.
class PlantArguments {
 public:
  /// `otherwise` says, in --help, what happens without the option.
  PlantArguments(CommandLine& app, const std::string& otherwise);
  /// --no-plant, for --plant off.
  void add_no_plant(CommandLine& app, const std::string& description);

  [[nodiscard]] std::optional<latent::Plant> wish() const {
    return none_ ? latent::Plant::kOff : wish_;
  }
  /// Prints by how much the legs changed; warns those who asked for it where nothing could stand.
  void report(const footing::PlantReport& report, const std::string& name) const;

 private:
  std::optional<latent::Plant> wish_;
  bool none_ = false;
  Option* option_ = nullptr;
};

}  // namespace poseaae::tools
