#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <optional>
#include <string>

#include "pose_export/other_kinds.hpp"
#include "pose_export/torchscript.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/exchange/formats.hpp"
#include "poseaae/model/origin.hpp"
#include "support/choice.hpp"
#include "support/run_tool.hpp"

namespace {

using namespace poseaae;

constexpr const char* kFormats = R"(
The extension of --out says how the model is written:
)";
constexpr const char* kFooter = R"(
What an ONNX file takes and gives, the functions of a header and the methods of TorchScript are in
docs/FILES.md. A model of the normal space (model.space: normal), whose latents are behind a map
that finds roots, can be written as TorchScript (.ts) alone, or as .safetensors. So can a flow:
ONNX and headers hold encoder and decoder.

Older versions kept models in HDF5 (best.h5); every program of today reads safetensors
(best.safetensors), which no library of HDF5 is needed for. The new model is the old one in every
fact: the same poses, the same pictures. Its provenance says which file it was made from. Attributes
(attributes.h5) and diffusions (diffusion.h5) are taken along in the same way, and belong to the new
model as to the old one.

Examples:
  pose_export runs/dance/best.safetensors
  pose_export runs/dance/best.safetensors --out decoder.onnx
  pose_export runs/dance/best.safetensors --part kinematics --batch 1 --out dancer.onnx
  pose_export runs/dance/best.safetensors --out dancer.h
  pose_export runs/dance/best.safetensors --out dancer.ts
  pose_export runs/old/best.h5 --out runs/old/best.safetensors
  pose_export runs/old/attributes.h5 --out runs/old/attributes.safetensors)";

/// A model of any version. @throws InputError, ModelError
codec::PoseAutoencoder open(const std::string& path) {
  if (!tools::is_hdf5(path)) return codec::load_model(path);
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

/// @throws UsageError unless a format has such a name, and takes these options
void require_name(const std::string& output, const exchange::ExportOptions& options) {
  if (output.empty()) throw UsageError("--out: expected the name of a file, found nothing");
  (void)exchange::format_of(output, options);
}

/// Decodes the mean of the latents. @throws ModelError where that is no pose
void check(const codec::PoseAutoencoder& model, const std::string& path) {
  const Batch pose = model.decode_poses(model.latent().mean.transpose().cast<float>());
  if (!std::isfinite(pose.sum())) {
    throw ModelError(fmt::format(
        "{}: the mean of the latents decodes to no pose: expected finite numbers; train again",
        path));
  }
  fmt::print("{}: the mean of {} latents decodes to a pose of {} joints; {} is {:.4f}\n", path,
             model.latent_dim(), model.skeleton().joints(), model.skeleton().name(0),
             fmt::join(pose.data(), pose.data() + 4, " "));
}

}  // namespace

int main(int argc, char** argv) {
  exchange::add_format(tools::torchscript_format());
  tools::CommandLine app(
      "Says what a model is, and writes it as other programs read it, or as today's programs do.",
      "pose_export", kFormats + exchange::describe_formats() + kFooter);
  std::string input;
  std::optional<std::string> output;
  exchange::ExportOptions options;
  bool only_check = false;
  app.add_option(
         "MODEL", input,
         "Model, attributes or diffusion, of this version (.safetensors) or an older one (.h5)")
      ->required();
  auto* const out =
      app.add_option("-o,--out FILE", output, "File to write (default: print what the model is)")
          ->output();
  tools::add_choice(app, "--part", options.part, exchange::part_names(),
                    "What an ONNX file holds: encoder, rotations to latents; decoder, latents to "
                    "rotations (default); kinematics, latents to rotations and joint positions")
      ->needs(out);
  app.add_option("--batch", options.batch, "Rows that an ONNX file takes at a time (default: any)")
      ->between(1, exchange::kMaxBatch)
      ->needs(out);
  app.add_flag("--check", only_check, "Decode the mean of the latents, and print one line")
      ->excludes(out);
  return tools::run_tool(app, argc, argv, [&] {
    if (output) require_name(*output, options);
    if (!tools::export_other_kind(input, output)) {
      const codec::PoseAutoencoder model = open(input);
      if (only_check) return check(model, input);
      if (!output) return describe(model);
      exchange::write_model(*output, model, options);
    }
    if (output) fmt::print("wrote {}\n", *output);
  });
}
