#pragma once

#include <string>

namespace poseaae::yaml {

/// A YAML text as JSON (RFC 8259), which is YAML too: lists, mappings in their order, true, false,
/// null, numbers that JSON writes in the same way, and texts. A program that reads one as YAML
/// finds the same in the other; comments are lost. An empty text, and one that is not UTF-8 and so
/// cannot be JSON, stay as they are. @throws ParseError when the text is not YAML
[[nodiscard]] std::string as_json(const std::string& text);

}  // namespace poseaae::yaml
