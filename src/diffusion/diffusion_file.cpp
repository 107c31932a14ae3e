#include <fmt/format.h>

#include <cmath>
#include <string_view>

#include "poseaae/base/error.hpp"
#include "poseaae/diffusion/latent_diffusion.hpp"
#include "poseaae/io/file_kind.hpp"
#include "poseaae/model/network_io.hpp"

namespace poseaae::diffusion {

namespace {

constexpr h5::FileKind kKind{.format = "PoseAAE diffusion",
                             .version = 1.0,
                             .noun = "diffusion",
                             .what = "a diffusion (as written by latent_diffusion train)",
                             .remedy = "use the version of PoseAAE that wrote it, or train again"};

using Wide = BatchOf<double>;

/// V^T (K, W Z), of which encoding and decoding are made.
Wide directions_of(const metrics::Pca& pca) {
  return pca.variances.cwiseSqrt().asDiagonal() * pca.encode;
}

metrics::Pca pca_of(Eigen::VectorXd mean, const Wide& directions, Eigen::VectorXd variances) {
  const Eigen::VectorXd deviations = variances.cwiseSqrt();
  return {std::move(mean), deviations.cwiseInverse().asDiagonal() * directions,
          directions.transpose() * deviations.asDiagonal(), std::move(variances)};
}

/// What the arrays of a file are, before they become a diffusion: all that the checksum covers.
struct Stored {
  DiffusionData data;
  Wide directions;
};

/// With its length, so that neighbours cannot exchange letters.
void hash(Sha256& digest, const std::string& text) {
  digest.update(fmt::format("{}:{}", text.size(), text));
}

template <typename Matrix>
void hash_numbers(Sha256& digest, const Matrix& numbers) {
  digest.update(std::as_bytes(std::span(numbers.data(), static_cast<std::size_t>(numbers.size()))));
}

std::string checksum_of(const Stored& stored) {
  const DiffusionData& data = stored.data;
  Sha256 digest;
  hash(digest, fmt::format("{} {} {} {}", data.code.window, data.code.latents, data.fps,
                           data.schedule_offset));
  hash_numbers(digest, data.code.pca.mean);
  hash_numbers(digest, data.code.pca.variances);
  hash_numbers(digest, stored.directions);
  hash(digest, data.labels.key);
  for (const auto& value : data.labels.values) hash(digest, value);
  hash_numbers(digest, data.label_means);
  model::hash_network(digest, data.network);
  hash(digest, data.model_sha256);
  for (const auto& [name, value] : data.provenance) {
    hash(digest, name);
    hash(digest, value);
  }
  return digest.hex_digest();
}

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

Stored read_stored(const h5::Group& root) {
  Stored stored;
  DiffusionData& data = stored.data;
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
  const auto directions = code.read<double>("components", {codes, width});
  stored.directions = Eigen::Map<const Wide>(directions.data(), static_cast<Eigen::Index>(codes),
                                             static_cast<Eigen::Index>(width));
  data.code.pca = pca_of(vector_of(code.read<double>("mean", {width})), stored.directions,
                         vector_of(variances));
  data.label_means.resize(0, 0);
  if (root.has("labels")) read_labels(root.group("labels"), codes, data);
  data.network = model::load_network(root.group("denoiser"));
  data.provenance = h5::read_texts(root.group("provenance"));
  return stored;
}

DiffusionData read_diffusion(const h5::Group& root) {
  Stored stored = read_stored(root);
  if (checksum_of(stored) != root.text_attribute("checksum_sha256")) {
    throw ModelError(
        "the contents do not match their checksum; the file is damaged, copy it again");
  }
  return std::move(stored.data);
}

}  // namespace

void LatentDiffusion::save(const std::filesystem::path& path) const {
  const Stored stored{data_, directions_of(data_.code.pca)};
  h5::write_file(path, [&](h5::Group& root) {
    h5::write_kind(root, kKind);
    root.set_attribute("checksum_sha256", checksum_of(stored));
    root.set_attribute("model_sha256", data_.model_sha256);
    root.set_attribute("window", static_cast<std::int64_t>(data_.code.window));
    root.set_attribute("latents", static_cast<std::int64_t>(data_.code.latents));
    root.set_attribute("fps", data_.fps);
    root.set_attribute("cosine_offset", data_.schedule_offset);
    root.set_attribute("prediction", "v");
    const auto& pca = data_.code.pca;
    const auto codes = static_cast<std::size_t>(data_.code.size());
    const auto width = static_cast<std::size_t>(pca.mean.size());
    h5::Group code = root.create_group("code");
    code.write<double>("mean", {pca.mean.data(), width}, {width});
    code.write<double>("variances", {pca.variances.data(), codes}, {codes});
    code.write<double>("components", {stored.directions.data(), codes * width}, {codes, width});
    if (const auto& labels = data_.labels; !labels.values.empty()) {
      const std::size_t count = labels.values.size();
      h5::Group group = root.create_group("labels");
      group.set_attribute("key", labels.key);
      group.write<float>("mean_codes", {data_.label_means.data(), count * codes}, {count, codes});
      group.write_strings("values", labels.values, "mean_codes");
    }
    model::save_network(root.create_group("denoiser"), data_.network);
    h5::write_texts(root.create_group("provenance"), data_.provenance);
  });
}

LatentDiffusion LatentDiffusion::load(const std::filesystem::path& path) {
  return h5::load(path, kKind,
                  [](const h5::Group& root) { return LatentDiffusion(read_diffusion(root)); });
}

}  // namespace poseaae::diffusion
