#include "poseaae/diffusion/hdf5_diffusion.hpp"

#include <fmt/format.h>

#include <cmath>

#include "diffusion/directions.hpp"
#include "diffusion/hdf5_checksum.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/io/file_kind.hpp"
#include "poseaae/model/network_io.hpp"

namespace poseaae::diffusion {

namespace {

constexpr h5::FileKind kKind{.format = "PoseAAE diffusion",
                             .version = 1.0,
                             .noun = "diffusion",
                             .what = "a diffusion of an older version (diffusion.h5)",
                             .remedy = "use the version of PoseAAE that wrote it, or train again"};

int whole_attribute(const h5::Group& group, const std::string& name) {
  constexpr double kMax = 1e6;
  const double number = group.number_attribute(name);
  if (!(number >= 1.0 && number <= kMax) || number != std::floor(number)) {
    throw ModelError(fmt::format("{}: expected a whole number above 0, found {}", name, number));
  }
  return static_cast<int>(number);
}

Eigen::VectorXd vector_of(const std::vector<double>& values) {
  return Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Eigen::Index>(values.size()));
}

void read_labels(const h5::Group& group, std::size_t codes, DiffusionData& data) {
  data.labels.key = group.text_attribute("key");
  data.labels.values = group.read_strings("values", "mean_codes");
  const std::size_t count = data.labels.values.size();
  const auto means = group.read<float>("mean_codes", {count, codes});
  data.label_means = Eigen::Map<const Batch>(means.data(), static_cast<Eigen::Index>(count),
                                             static_cast<Eigen::Index>(codes));
}

DiffusionData read_diffusion(const h5::Group& root) {
  DiffusionData data;
  data.code.window = whole_attribute(root, "window");
  data.code.latents = whole_attribute(root, "latents");
  data.fps = root.number_attribute("fps");
  data.schedule_offset = root.number_attribute("cosine_offset");
  data.model_sha256 = root.text_attribute("model_sha256");

  const h5::Group code = root.group("code");
  const auto variances = code.read<double>("variances").values;
  const std::size_t codes = variances.size();
  const auto width =
      static_cast<std::size_t>(data.code.window) * static_cast<std::size_t>(data.code.latents);
  const auto components = code.read<double>("components", {codes, width});
  const BatchOf<double> directions = Eigen::Map<const BatchOf<double>>(
      components.data(), static_cast<Eigen::Index>(codes), static_cast<Eigen::Index>(width));
  data.code.pca =
      pca_of(vector_of(code.read<double>("mean", {width})), directions, vector_of(variances));
  data.label_means.resize(0, 0);
  if (root.has("labels")) read_labels(root.group("labels"), codes, data);
  data.network = model::load_network(root.group("denoiser"));
  data.provenance = h5::read_texts(root.group("provenance"));
  if (hdf5_checksum(data, directions) != root.text_attribute("checksum_sha256")) {
    throw ModelError(
        "the contents do not match their checksum; the file is damaged, copy it again");
  }
  return data;
}

}  // namespace

LatentDiffusion load_hdf5(const std::filesystem::path& path) {
  return h5::load(path, kKind,
                  [](const h5::Group& root) { return LatentDiffusion(read_diffusion(root)); });
}

}  // namespace poseaae::diffusion
