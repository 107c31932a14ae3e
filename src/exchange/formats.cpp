#include "poseaae/exchange/formats.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"
#include "poseaae/base/paths.hpp"

// POSEAAE_FORMATS is FORMAT(onnx) ..., from the list in CMakeLists.txt.
namespace poseaae::exchange {

#define FORMAT(name) ModelFormat name##_format();
POSEAAE_FORMATS
#undef FORMAT

namespace {

std::vector<ModelFormat>& formats() {
#define FORMAT(name) name##_format(),
  static std::vector<ModelFormat> all{POSEAAE_FORMATS};
#undef FORMAT
  return all;
}

const ModelFormat* find(const std::string& extension) {
  const auto found = std::ranges::find(formats(), extension, &ModelFormat::extension);
  return found == formats().end() ? nullptr : &*found;
}

/// ".safetensors, .onnx or .h"
std::string known_extensions() {
  std::string known;
  for (std::size_t i = 0; i < formats().size(); ++i) {
    if (i > 0) known += i + 1 == formats().size() ? " or " : ", ";
    known += formats()[i].extension;
  }
  return known;
}

}  // namespace

const std::vector<ModelFormat>& model_formats() { return formats(); }

void add_format(ModelFormat format) {
  if (find(format.extension) != nullptr) {
    throw UsageError(
        fmt::format("formats of models: there is one for {} already; add the new one "
                    "under another extension",
                    format.extension));
  }
  formats().push_back(std::move(format));
}

const Names<Part>& part_names() {
  static const Names<Part> names{
      {"encoder", Part::kEncoder}, {"decoder", Part::kDecoder}, {"kinematics", Part::kKinematics}};
  return names;
}

void ExportOptions::validate() const {
  if (batch) require_between("rows of a batch", *batch, 1, kMaxBatch);
}

std::string describe_formats() {
  std::string text;
  for (const ModelFormat& format : formats()) {
    text += fmt::format("  {:<13} {}\n", format.extension, format.holds);
  }
  return text;
}

const ModelFormat& format_of(const std::filesystem::path& path, const ExportOptions& options) {
  options.validate();
  const std::string extension = lower_extension(path);
  const ModelFormat* const format = find(extension);
  if (format == nullptr) {
    throw UsageError(fmt::format("{}: expected a name that ends in {}, found '{}'", path.string(),
                                 known_extensions(), extension));
  }
  if (options.part && !format->takes_part) {
    throw UsageError(fmt::format("{}: {} holds the whole model; leave the part '{}' out",
                                 path.string(), extension, name_of(*options.part, part_names())));
  }
  if (options.batch && !format->takes_batch) {
    throw UsageError(fmt::format("{}: {} takes any number of rows; leave the batch of {} out",
                                 path.string(), extension, *options.batch));
  }
  return *format;
}

void write_model(const std::filesystem::path& path, const codec::PoseAutoencoder& model,
                 const ExportOptions& options) {
  const ModelFormat& format = format_of(path, options);
  write_file(path, format.bytes(model, path.stem().string(), options));
}

}  // namespace poseaae::exchange
