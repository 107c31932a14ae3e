#include "poseaae/io/yaml_json.hpp"

#include <yaml-cpp/yaml.h>

#include <vector>

#include "poseaae/base/error.hpp"
#include "poseaae/base/utf8.hpp"
#include "poseaae/safetensors/json.hpp"
#include "yaml_error.hpp"

namespace poseaae::yaml {

namespace {

/// YAML has more ways to write a number: 030, +1, .inf.
bool is_json_number(const std::string& text) {
  try {
    json::Reader reader(text);
    (void)reader.number();
    reader.end();
    return text.find(' ') == std::string::npos;
  } catch (const ModelError&) {
    return false;
  }
}

std::string json_of_scalar(const YAML::Node& node) {
  const std::string& text = node.Scalar();
  const bool plain = node.Tag() == "?";  // others stand in quotes
  return plain && (text == "true" || text == "false" || is_json_number(text)) ? text
                                                                              : json::literal(text);
}

std::string json_of(const YAML::Node& node) {
  if (node.IsNull()) return "null";
  if (node.IsScalar()) return json_of_scalar(node);
  if (node.IsSequence()) {
    std::vector<std::string> items;
    for (const YAML::Node& item : node) items.push_back(json_of(item));
    return json::array(items);
  }
  json::ObjectWriter object;
  for (const auto& entry : node) object.add(entry.first.Scalar(), json_of(entry.second));
  return object.done();
}

}  // namespace

std::string as_json(const std::string& text) {
  if (text.empty() || !is_utf8(text)) return text;
  try {
    return json_of(YAML::Load(text));
  } catch (const YAML::Exception& problem) {
    refuse_yaml(text, "YAML", problem);
  }
}

}  // namespace poseaae::yaml
