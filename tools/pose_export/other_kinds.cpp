#include "pose_export/other_kinds.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"
#include "poseaae/base/mapped_file.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/diffusion/hdf5_diffusion.hpp"
#include "poseaae/io/hdf5.hpp"
#include "poseaae/latent/attribute_file.hpp"
#include "poseaae/latent_io/hdf5_attributes.hpp"
#include "poseaae/safetensors/safetensors.hpp"

namespace poseaae::tools {

bool is_hdf5(const std::string& path) {
  const MappedFile file(path);
  return safetensors::is_hdf5(file.bytes());
}

namespace {

/// What the file says that it is; "" where it says nothing.
std::string format_of(const std::string& path, bool hdf5) {
  if (hdf5) {
    const h5::Group root = h5::open_file(path);
    return root.has_attribute("format") ? root.text_attribute("format") : "";
  }
  const MappedFile file(path);
  try {
    const safetensors::View view(file.bytes());
    return view.has_text("format") ? view.text("format") : "";
  } catch (const ModelError&) {  // no safetensors: the reader of models says so, with its name
    return "";
  }
}

using Output = std::optional<std::string>;

void export_attributes(const std::string& input, const Output& output, bool hdf5) {
  const latent::AttributeSet set =
      hdf5 ? latent::load_hdf5_attributes(input) : latent::load_attributes(input);
  if (output) return latent::save_attributes(set, *output);
  fmt::print("{} attributes of {} (SHA-256 {:.12}...), from {}: {}\n", set.attributes.size(),
             set.model, set.model_sha256, set.data, fmt::join(set.names(), ", "));
}

void export_diffusion(const std::string& input, const Output& output, bool hdf5) {
  const auto diffusion =
      hdf5 ? diffusion::load_hdf5(input) : diffusion::LatentDiffusion::load(input);
  if (output) return diffusion.save(*output);
  const diffusion::DiffusionData& data = diffusion.data();
  fmt::print("a diffusion of {} of {} latents, as {} codes, of the model with SHA-256 {:.12}...\n",
             data.code.window == 1 ? std::string("points")
                                   : fmt::format("windows of {} points", data.code.window),
             data.code.latents, data.code.size(), data.model_sha256);
  if (!data.labels.values.empty()) {
    fmt::print("label {}: {}\n", data.labels.key, fmt::join(data.labels.values, ", "));
  }
  for (const auto& [name, text] : data.provenance) fmt::print("{}: {}\n", name, text);
}

/// Only models have other formats.
void require_safetensors(const std::string& path) {
  if (lower_extension(path) == ".safetensors") return;
  throw UsageError(
      fmt::format("{}: expected a name that ends in .safetensors for attributes and "
                  "diffusions, found '{}'",
                  path, lower_extension(path)));
}

}  // namespace

bool export_other_kind(const std::string& input, const std::optional<std::string>& output) {
  const bool hdf5 = is_hdf5(input);
  const std::string format = format_of(input, hdf5);
  const bool attributes = format == latent::kAttributeFile.format;
  if (!attributes && format != diffusion::kDiffusionFile.format) return false;
  if (output) require_safetensors(*output);
  if (attributes) {
    export_attributes(input, output, hdf5);
  } else {
    export_diffusion(input, output, hdf5);
  }
  return true;
}

}  // namespace poseaae::tools
