#include <fmt/format.h>

#include <charconv>
#include <cstring>
#include <functional>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/diffusion/latent_diffusion.hpp"
#include "poseaae/latent/attribute_file.hpp"
#include "safetensors/mutations.hpp"

/// fuzz_safetensors [COUNT] [SEED]: loads so many damaged files from memory: models, attributes and
/// diffusions in turn. A file is refused with an InputError, or is one whose damage did no harm;
/// anything else ends the program. Build it with sanitizers. Half of the files have their checksum
/// taken away, so that damage is found, or not, by what lies behind it.
namespace {

using namespace poseaae;
using Bytes = std::span<const std::byte>;

nn::Network network(Random& random, int from, int to) {
  return {
      nn::make_mlp(std::vector<int>{from, 3, to}, nn::Activation::kElu, nn::Activation::kLinear),
      random};
}

/// Two joints, two latents, every part that a file can have.
codec::PoseAutoencoder small_model() {
  Random random(1);
  Batch latents(60, 2);
  for (Eigen::Index i = 0; i < latents.size(); ++i)
    latents.data()[i] = static_cast<float>(random.normal());
  const mocap::Skeleton skeleton({"hip", "knee"}, {-1, 0}, {{0, 0, 0}, {0, -0.4, 0}},
                                 {{1, {0, -0.4, 0}, "toe"}});
  return codec::PoseAutoencoder(
      {.format = codec::PoseFormat(skeleton, codec::RotationForm::kSixD, {1, 0, 0, 0, 1, 0, 0, 0}),
       .encoder = network(random, 12, 2),
       .decoder = network(random, 2, 12),
       .latent = codec::LatentStatistics::with_mixture(latents),
       .clip_options = {},
       .fps = 30.0,
       .config = "preset: best\n",
       .provenance = {{"seed", "1"}}});
}

latent::AttributeSet small_attributes() {
  latent::AttributeSet set{.model = "m.safetensors", .model_sha256 = "abc", .data = "2 clips"};
  set.attributes.resize(2);
  for (auto& attribute : set.attributes) {
    attribute.name = "style=old";
    attribute.vector = attribute.logistic = attribute.probe = Eigen::Vector2f(1, 2);
  }
  set.leakage = set.natural_leakage = Eigen::Matrix2d::Identity();
  return set;
}

diffusion::LatentDiffusion small_diffusion() {
  Random random(2);
  diffusion::DiffusionData data;
  data.code = {2,
               2,
               {Eigen::Vector4d::Zero(), Eigen::MatrixXd::Identity(2, 4),
                Eigen::MatrixXd::Identity(4, 2), Eigen::Vector2d::Ones()}};
  data.labels = {"style", {"calm", "wild"}};
  data.label_means = Batch::Ones(2, 2);
  data.network = network(random, diffusion::denoiser_inputs(2, data.labels), 2);
  data.model_sha256 = "abc";
  data.provenance["seed"] = "1";
  return diffusion::LatentDiffusion(std::move(data));
}

// Every stored number was finite and every size fitted, so this is what any program does with it.

void use_model(Bytes bytes) {
  const auto model = codec::load_model(bytes, "fuzz");
  (void)model.encode(model.decode(Batch::Zero(1, model.latent_dim())));
}

void use_attributes(Bytes bytes) {
  const auto set = latent::load_attributes(bytes, "fuzz");
  for (const auto& attribute : set.attributes) {
    (void)attribute.log_odds(Eigen::VectorXf::Zero(attribute.vector.size()));
  }
}

void use_diffusion(Bytes bytes) {
  const auto diffusion = diffusion::LatentDiffusion::load(bytes, "fuzz");
  (void)diffusion.velocity(Batch::Zero(1, diffusion.code().size()), 0.5);
}

struct Kind {
  std::string whole;
  std::string unchecked;
  std::function<void(Bytes)> use;
};

/// What `save` writes.
Kind kind(Random& random, const std::function<void(const std::filesystem::path&)>& save,
          std::function<void(Bytes)> use) {
  const std::filesystem::path file = std::filesystem::temp_directory_path() /
                                     fmt::format("fuzz_{}.safetensors", random.below(1U << 30));
  save(file);
  std::string whole = read_file(file);
  std::filesystem::remove(file);
  std::string unchecked = whole;
  unchecked.replace(unchecked.find("\"crc32\""), 7, "\"note5\"");
  return {std::move(whole), std::move(unchecked), std::move(use)};
}

long number_of(const char* text, long otherwise) {
  if (text == nullptr) return otherwise;
  std::from_chars(text, text + std::strlen(text), otherwise);
  return otherwise;
}

}  // namespace

int main(int argc, char** argv) {
  const long count = number_of(argc > 1 ? argv[1] : nullptr, 100'000);
  Random random(static_cast<std::uint64_t>(number_of(argc > 2 ? argv[2] : nullptr, 1)));
  const std::vector<Kind> kinds{
      kind(
          random, [](const auto& file) { codec::save_model(small_model(), file); }, use_model),
      kind(
          random, [](const auto& file) { latent::save_attributes(small_attributes(), file); },
          use_attributes),
      kind(
          random, [](const auto& file) { small_diffusion().save(file); }, use_diffusion)};
  for (const Kind& kind : kinds)
    kind.use(std::as_bytes(std::span(kind.whole)));  // nothing is wrong
  long loaded = 0;
  for (long i = 0; i < count; ++i) {
    const Kind& kind = kinds[static_cast<std::size_t>(i) / 2 % kinds.size()];
    const std::string bytes =
        safetensors::test::mutated(i % 2 == 0 ? kind.whole : kind.unchecked, random);
    try {
      kind.use(std::as_bytes(std::span(bytes)));
      ++loaded;
    } catch (const InputError&) {
    }
  }
  fmt::print("{} damaged files: {} refused, {} loaded\n", count, count - loaded, loaded);
  return 0;
}
