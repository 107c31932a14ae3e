#include <fmt/format.h>

#include <algorithm>

#include "diffusion/directions.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/diffusion/latent_diffusion.hpp"
#include "poseaae/nn/network_tensors.hpp"
#include "poseaae/safetensors/json.hpp"
#include "poseaae/safetensors/safetensors.hpp"

namespace poseaae::diffusion {

namespace {

using safetensors::Builder;
using safetensors::View;
using Wide = BatchOf<double>;

std::size_t size_of(Eigen::Index count) { return static_cast<std::size_t>(count); }

/// What the denoiser estimates: the velocity of the code, alone.
enum class Prediction { kVelocity };
const Names<Prediction>& prediction_names() {
  static const Names<Prediction> names{{"v", Prediction::kVelocity}};
  return names;
}

std::string json_of(const DiffusionData& data) {
  return json::ObjectWriter()
      .add("window", json::number(data.code.window))
      .add("latents", json::number(data.code.latents))
      .add("fps", json::number(data.fps))
      .add("cosine_offset", json::number(data.schedule_offset))
      .add("prediction", json::literal(name_of(Prediction::kVelocity, prediction_names())))
      .done();
}

int count(json::Reader& reader) {
  constexpr std::size_t kMax = 1'000'000;
  const std::size_t number = reader.whole();
  if (number < 1 || number > kMax) reader.fail("a whole number above 0 before this");
  return static_cast<int>(number);
}

void read_numbers(const std::string& text, DiffusionData& data) {
  json::Reader reader(text);
  reader.object([&](const std::string& key) {
    if (key == "window") {
      data.code.window = count(reader);
    } else if (key == "latents") {
      data.code.latents = count(reader);
    } else if (key == "fps") {
      data.fps = reader.number();
    } else if (key == "cosine_offset") {
      data.schedule_offset = reader.number();
    } else if (key == "prediction") {
      (void)reader.named(prediction_names(), "prediction");
    } else {
      reader.unknown(key);
    }
  });
  reader.end();
}

std::string json_of(const LabelSet& labels) {
  std::vector<std::string> items;
  for (const std::string& value : labels.values) {
    items.push_back(json::object({{"key", labels.key}, {"value", value}}));
  }
  return json::array(items);
}

LabelSet read_labels(const std::string& text) {
  LabelSet labels;
  json::Reader reader(text);
  reader.array([&] {
    auto texts = reader.texts();
    if (texts.size() != 2 || !texts.contains("key") || !texts.contains("value")) {
      reader.fail("\"key\" and \"value\" before this");
    }
    if (!labels.values.empty() && labels.key != texts["key"]) {
      reader.fail("labels of one key before this");
    }
    labels.key = texts["key"];
    labels.values.push_back(texts["value"]);
  });
  reader.end();
  return labels;
}

Eigen::VectorXd vector_of(const std::vector<double>& values) {
  return Eigen::Map<const Eigen::VectorXd>(values.data(), std::ssize(values));
}

DiffusionData read_data(const View& file) {
  DiffusionData data;
  read_numbers(file.text("diffusion"), data);
  const auto variances = file.read<double>("code.variances");
  const std::size_t codes = variances.size();
  if (!std::ranges::all_of(variances, [](double variance) { return variance > 0.0; })) {
    throw ModelError("code.variances: expected positive numbers");
  }
  const std::size_t width =
      static_cast<std::size_t>(data.code.window) * static_cast<std::size_t>(data.code.latents);
  const auto components = file.read<double>("code.components", {codes, width});
  const Wide directions = Eigen::Map<const Wide>(
      components.data(), static_cast<Eigen::Index>(codes), static_cast<Eigen::Index>(width));
  data.code.pca =
      pca_of(vector_of(file.read<double>("code.mean", {width})), directions, vector_of(variances));
  data.labels = read_labels(file.text("labels"));
  const std::size_t labels = data.labels.values.size();
  data.label_means.resize(0, 0);
  if (labels > 0) {
    const auto means = file.read<float>("labels.mean_codes", {labels, codes});
    data.label_means = Eigen::Map<const Batch>(means.data(), static_cast<Eigen::Index>(labels),
                                               static_cast<Eigen::Index>(codes));
  }
  data.network = nn::read_network(file, "denoiser");
  data.model_sha256 = file.text("model_sha256");
  data.provenance = json::read_object(file.text("provenance"));
  return data;
}

LatentDiffusion read_diffusion(const View& file) {
  try {
    return LatentDiffusion(read_data(file));
  } catch (const InputError&) {
    throw;
  } catch (const Error& problem) {
    throw ModelError(fmt::format("the stored diffusion is damaged: {}", problem.what()));
  }
}

}  // namespace

void LatentDiffusion::save(const std::filesystem::path& path) const {
  const metrics::Pca& pca = data_.code.pca;
  const Wide directions = directions_of(pca);
  const std::size_t codes = size_of(directions.rows());
  const std::size_t width = size_of(directions.cols());
  Builder file;
  file.kind(kDiffusionFile);
  file.text("model_sha256", data_.model_sha256);
  file.text("diffusion", json_of(data_));
  file.add<double>("code.mean", {pca.mean.data(), width}, {width});
  file.add<double>("code.variances", {pca.variances.data(), codes}, {codes});
  file.add<double>("code.components", {directions.data(), codes * width}, {codes, width});
  file.text("labels", json_of(data_.labels));
  if (const std::size_t labels = data_.labels.values.size(); labels > 0) {
    file.add<float>("labels.mean_codes", {data_.label_means.data(), labels * codes},
                    {labels, codes});
  }
  nn::add_network(file, "denoiser", data_.network);
  file.text("provenance", json::object(data_.provenance));
  file.write(path);
}

LatentDiffusion LatentDiffusion::load(const std::filesystem::path& path) {
  return safetensors::load(path, kDiffusionFile, read_diffusion);
}

LatentDiffusion LatentDiffusion::load(std::span<const std::byte> bytes,
                                      const std::filesystem::path& name) {
  return safetensors::parse(bytes, kDiffusionFile, name, read_diffusion);
}

}  // namespace poseaae::diffusion
