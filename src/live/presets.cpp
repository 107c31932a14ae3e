#include "poseaae/live/presets.hpp"

#include <fmt/format.h>

#include <string>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/decimal.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/file_kind.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/safetensors/json.hpp"

namespace poseaae::live {

namespace {

constexpr FileKind kPresetFile{.format = "PoseAAE presets",
                               .version = 1.0,
                               .noun = "presets",
                               .what = "presets (presets.json, written by pose_live)",
                               .remedy = "give another file with --presets"};
constexpr int kPresets = 10;

std::string json_of(const Message& message) {
  std::string types;
  std::vector<std::string> items{json::literal(message.address), ""};
  for (const Value& value : message.values) {
    if (const auto* text = std::get_if<std::string>(&value)) {
      types += 's';
      items.push_back(json::literal(*text));
    } else if (const auto* whole = std::get_if<std::int32_t>(&value)) {
      types += 'i';
      items.push_back(json::number(*whole));
    } else {
      types += 'f';
      items.push_back(json::number(static_cast<double>(std::get<float>(value))));
    }
  }
  items[1] = json::literal(types);
  return json::array(items);
}

Value read_value(json::Reader& reader, char type) {
  if (type == 's') return reader.text();
  if (type == 'i') return static_cast<std::int32_t>(reader.number());
  return static_cast<float>(reader.number());
}

Message read_message(json::Reader& reader) {
  Message message;
  std::string types;
  std::size_t item = 0;
  reader.array([&] {
    if (item == 0) {
      message.address = reader.text();
    } else if (item == 1) {
      types = reader.text();
    } else if (item - 2 < types.size()) {
      message.values.push_back(read_value(reader, types[item - 2]));
    } else {
      reader.fail(fmt::format("{} values of '{}'", types.size(), message.address));
    }
    ++item;
  });
  if (item < 2 || message.values.size() != types.size()) {
    reader.fail("an address, types and a value for each");
  }
  return message;
}

int read_number(const json::Reader& reader, const std::string& text) {
  const auto number = parse_number<int>(text);
  if (!number || *number < 0 || *number >= kPresets) reader.fail("a preset from 0 to 9");
  return *number;
}

std::string list_of(const std::vector<int>& numbers) {
  return json::list(std::vector<double>(numbers.begin(), numbers.end()));
}

}  // namespace

Presets::Presets(std::filesystem::path file) : file_(std::move(file)) {
  if (file_.empty() || !std::filesystem::exists(file_)) return;
  const std::string text = read_file(file_);
  try {
    std::string format;
    json::Reader reader(text);
    reader.object([&](const std::string& key) {
      if (key == "format") {
        format = reader.text();
        if (format != kPresetFile.format) reader.fail(fmt::format("'{}'", kPresetFile.format));
      } else if (key == "version") {
        const double version = reader.number();
        if (version != kPresetFile.version) throw ModelError(other_version(kPresetFile, version));
      } else if (key == "presets") {
        reader.object([&](const std::string& number) {
          auto& messages = presets_[read_number(reader, number)];
          reader.array([&] { messages.push_back(read_message(reader)); });
        });
      } else if (key == "cues") {
        reader.array([&] { cues_.push_back(static_cast<int>(reader.number())); });
      } else {
        reader.unknown(key);
      }
    });
    reader.end();
    if (format.empty()) reader.fail(kPresetFile.what);
  } catch (const ModelError& problem) {
    throw ModelError(with_file(problem.what(), file_));
  }
}

std::vector<int> Presets::saved() const {
  std::vector<int> numbers;
  for (const auto& [number, messages] : presets_) numbers.push_back(number);
  return numbers;
}

const std::vector<Message>* Presets::find(int number) const {
  const auto found = presets_.find(number);
  return found == presets_.end() ? nullptr : &found->second;
}

void Presets::save(int number, std::vector<Message> messages) {
  presets_[number] = std::move(messages);
  write();
}

void Presets::set_cues(std::vector<int> cues) {
  cues_ = std::move(cues);
  write();
}

void Presets::write() const {
  if (file_.empty()) return;
  json::ObjectWriter presets;
  for (const auto& [number, messages] : presets_) {
    std::vector<std::string> items;
    for (const Message& message : messages) items.push_back(json_of(message));
    presets.add(std::to_string(number), json::array(items));
  }
  write_file(file_, json::ObjectWriter()
                            .add("format", json::literal(kPresetFile.format))
                            .add("version", json::number(kPresetFile.version))
                            .add("presets", presets.done())
                            .add("cues", list_of(cues_))
                            .done() +
                        "\n");
}

std::filesystem::path presets_beside(const std::filesystem::path& model) {
  return model.parent_path() / "presets.json";
}

}  // namespace poseaae::live
