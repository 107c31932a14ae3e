#pragma once

#include <string>
#include <vector>

#include "poseaae/io/yaml.hpp"
#include "poseaae/latent/path.hpp"
#include "poseaae/session/open_model.hpp"

/// What phrases are made of: one file a kind, and one line in kinds.cpp.
namespace poseaae::recipe {

using latent::LatentPath;
using session::OpenModel;
using yaml::Item;
using yaml::Keys;

/// Where a phrase's path comes from.
struct Source {
  std::string name;
  std::string main;     ///< the key that a bare value stands for; may be empty
  std::string summary;  ///< one line, with the keys
  LatentPath (*make)(Keys& keys, OpenModel& model);
};

/// What happens to it then.
struct Change {
  std::string name;
  std::string main;
  std::string summary;
  LatentPath (*apply)(LatentPath path, Keys& keys, OpenModel& model);
};

[[nodiscard]] const std::vector<Source>& sources();
[[nodiscard]] const std::vector<Change>& changes();

/// A path inside a recipe: a clip's name, a phrase, or a list of phrases.
[[nodiscard]] LatentPath path_of(const Item& item, OpenModel& model);
/// A pose inside a recipe: its name (OpenModel::pose), or a list of Z numbers.
[[nodiscard]] Eigen::VectorXf pose_of(const Item& item, OpenModel& model);
/// Whether `keep_likely` is given: a path that is kept likely begins at a random pose that the flow
/// draws, unless it has a start. @throws ParseError where the file draws random poses otherwise
[[nodiscard]] bool keep_likely(Keys& keys, const OpenModel& model, bool has_start);
/// `seconds` as a number of frames at the model's rate, at least 1.
/// @throws UsageError where a path cannot have so many
[[nodiscard]] int frames_of(double seconds, const OpenModel& model);

namespace source {
[[nodiscard]] Source clip();
[[nodiscard]] Source hold();
[[nodiscard]] Source latents();
[[nodiscard]] Source loop();
[[nodiscard]] Source mix();
[[nodiscard]] Source tour();
[[nodiscard]] Source walk();
}  // namespace source

namespace change {
[[nodiscard]] Change blend();
[[nodiscard]] Change gradient();
[[nodiscard]] Change in_place();
[[nodiscard]] Change offset();
[[nodiscard]] Change repeat();
[[nodiscard]] Change reverse();
[[nodiscard]] Change slow();
[[nodiscard]] Change smooth();
[[nodiscard]] Change style();
[[nodiscard]] Change transfer();
}  // namespace change

}  // namespace poseaae::recipe
