#include <fmt/format.h>

#include <filesystem>
#include <string>

#include "pose_export/other_kinds.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/mapped_file.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/model/origin.hpp"
#include "poseaae/safetensors/safetensors.hpp"
#include "support/run_tool.hpp"

namespace {

using namespace poseaae;

constexpr const char* kFooter = R"(
Older versions kept models in HDF5 (best.h5); every program of today reads safetensors
(best.safetensors), which no library of HDF5 is needed for. The new model is the old one in every
fact: the same poses, the same pictures. Its provenance says which file it was made from. Attributes
(attributes.h5) and diffusions (diffusion.h5) are taken along in the same way, and belong to the new
model as to the old one.

Examples:
  pose_export runs/old/best.h5 --out runs/old/best.safetensors
  pose_export runs/old/attributes.h5 --out runs/old/attributes.safetensors
  pose_export runs/dance/best.safetensors)";

bool is_hdf5(const std::string& path) {
  const MappedFile file(path);
  return safetensors::is_hdf5(file.bytes());
}

/// A model of any version. @throws InputError, ModelError
codec::PoseAutoencoder open(const std::string& path) {
  if (!is_hdf5(path)) return codec::load_model(path);
  return model::taken_along(path);
}

void describe(const codec::PoseAutoencoder& model) {
  const codec::PoseFormat& format = model.format();
  fmt::print("{} of {} joints at {} fps: {} numbers, seen as {} features ({}), {} latents\n",
             format.window() ? fmt::format("windows of {} frames", format.window()->frames)
                             : std::string("poses"),
             model.skeleton().joints(), model.data().fps, format.width(), format.features(),
             name_of(format.form(), codec::rotation_names()), model.latent_dim());
  for (const auto& [name, text] : model.data().provenance) fmt::print("{}: {}\n", name, text);
}

void require_safetensors(const std::string& path) {
  if (lower_extension(path) == ".safetensors") return;
  throw UsageError(fmt::format("{}: expected a name that ends in .safetensors, found '{}'", path,
                               lower_extension(path)));
}

}  // namespace

int main(int argc, char** argv) {
  tools::CommandLine app(
      "Says what a model is, and writes it as today's programs read it: models of older versions "
      "too.",
      "pose_export", kFooter);
  std::string input;
  std::string output;
  app.add_option(
         "MODEL", input,
         "Model, attributes or diffusion, of this version (.safetensors) or an older one (.h5)")
      ->required();
  app.add_option("-o,--out FILE", output,
                 "File to write, .safetensors (default: print what the model is)")
      ->output();
  return tools::run_tool(app, argc, argv, [&] {
    if (!output.empty()) require_safetensors(output);
    if (tools::export_other_kind(input, output)) return;
    const codec::PoseAutoencoder model = open(input);
    describe(model);
    if (!output.empty()) codec::save_model(model, output);
  });
}
