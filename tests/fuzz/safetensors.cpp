#include "fuzz/support.hpp"
#include "motion_io/fbx/exchange.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/diffusion/latent_diffusion.hpp"
#include "poseaae/latent/attribute_file.hpp"
#include "safetensors/mutations.hpp"

/// Models, attributes, diffusions, and what the reader of FBX answers; each with its checksum, and
/// without, so that damage is found, or not, by what lies behind it.
namespace poseaae::fuzz {

Target safetensors_target();

namespace {

nn::Network network(Random& random, int from, int to) {
  return {
      nn::make_mlp(std::vector<int>{from, 3, to}, nn::Activation::kElu, nn::Activation::kLinear),
      random};
}

/// Two joints, two latents, every part that a file can have.
codec::PoseAutoencoder small_model() {
  Random random(1);
  Batch latents(60, 2);
  random.fill_normal({latents.data(), static_cast<std::size_t>(latents.size())});
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

std::vector<std::string> seeds() {
  const std::string name = "a.safetensors";
  const mocap::Motion motion = small_motion();
  const std::vector<mocap::Quat> axes(static_cast<std::size_t>(motion.joints()),
                                      mocap::Quat::Identity());
  std::vector<std::string> all{
      written(name, [](const auto& file) { codec::save_model(small_model(), file); }),
      written(name, [](const auto& file) { latent::save_attributes(small_attributes(), file); }),
      written(name, [](const auto& file) { small_diffusion().save(file); }),
      mocap::to_bytes({{"first", "second"}, motion, axes, {"a warning"}})};
  for (std::size_t i = 0, whole = all.size(); i < whole; ++i) {
    std::string unchecked = all[i];
    unchecked.replace(unchecked.find("\"crc32\""), 7, "\"note5\"");
    all.push_back(std::move(unchecked));
  }
  return all;
}

// Every stored number was finite and every size fitted, so this is what any program does with it.
void read(std::string_view input) {
  const auto bytes = std::as_bytes(std::span(input));
  const auto is = [&](const FileKind& kind) { return input.find(kind.format) != input.npos; };
  if (is(latent::kAttributeFile)) {
    const auto set = latent::load_attributes(bytes, "fuzz");
    for (const auto& attribute : set.attributes) {
      (void)attribute.log_odds(Eigen::VectorXf::Zero(attribute.vector.size()));
    }
  } else if (is(diffusion::kDiffusionFile)) {
    const auto diffusion = diffusion::LatentDiffusion::load(bytes, "fuzz");
    (void)diffusion.velocity(Batch::Zero(1, diffusion.code().size()), 0.5);
  } else if (input.find("PoseAAE model") != input.npos) {
    const auto model = codec::load_model(bytes, "fuzz");
    (void)model.encode(model.decode(Batch::Zero(1, model.latent_dim())));
  } else {
    (void)mocap::from_bytes(bytes);
  }
}

/// Header or numbers; the size of the header is made right again. Now and then as the tests of the
/// module do it.
void damage(std::string& input, const Change& change, Random& random) {
  constexpr std::size_t kSize = 8;
  if (input.size() < kSize || random.below(16) == 0) return change(input);
  std::size_t length = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    length |= static_cast<std::size_t>(static_cast<unsigned char>(input[i])) << (8 * i);
  }
  length = std::min(length, input.size() - kSize);
  if (random.below(4) == 0 && length > 0) {
    input = safetensors::test::mutated(std::move(input), random);
    return;
  }
  std::string header = input.substr(kSize, length);
  std::string numbers = input.substr(kSize + length);
  change(random.below(4) == 0 ? numbers : header);
  input = safetensors::test::size_bytes(header.size()) + header + numbers;
}

}  // namespace

Target safetensors_target() { return {.seeds = seeds, .read = read, .damage = damage}; }

}  // namespace poseaae::fuzz
