#include <fmt/format.h>

#include <charconv>
#include <cstring>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/codec/model_file.hpp"
#include "safetensors/mutations.hpp"

/// fuzz_safetensors [COUNT] [SEED]: loads so many damaged models from memory. A model is refused
/// with an InputError, or is one whose damage did no harm; anything else ends the program. Build it
/// with sanitizers. Half of the models have their checksum taken away, so that damage is found, or
/// not, by what lies behind it.
namespace {

using namespace poseaae;

/// Two joints, two latents, every part that a file can have.
codec::PoseAutoencoder small_model() {
  Random random(1);
  const auto network = [&](int from, int to) {
    return nn::Network(
        nn::make_mlp(std::vector<int>{from, 3, to}, nn::Activation::kElu, nn::Activation::kLinear),
        random);
  };
  Batch latents(60, 2);
  for (Eigen::Index i = 0; i < latents.size(); ++i)
    latents.data()[i] = static_cast<float>(random.normal());
  const mocap::Skeleton skeleton({"hip", "knee"}, {-1, 0}, {{0, 0, 0}, {0, -0.4, 0}},
                                 {{1, {0, -0.4, 0}, "toe"}});
  return codec::PoseAutoencoder(
      {.format = codec::PoseFormat(skeleton, codec::RotationForm::kSixD, {1, 0, 0, 0, 1, 0, 0, 0}),
       .encoder = network(12, 2),
       .decoder = network(2, 12),
       .latent = codec::LatentStatistics::with_mixture(latents),
       .clip_options = {},
       .fps = 30.0,
       .config = "preset: best\n",
       .provenance = {{"seed", "1"}}});
}

long number_of(const char* text, long otherwise) {
  if (text == nullptr) return otherwise;
  std::from_chars(text, text + std::strlen(text), otherwise);
  return otherwise;
}

/// Every stored number was finite and every size fitted, so this is what any program does with it.
void use(const codec::PoseAutoencoder& model) {
  const Batch poses = model.decode(Batch::Zero(1, model.latent_dim()));
  (void)model.encode(poses);
}

}  // namespace

int main(int argc, char** argv) {
  const long count = number_of(argc > 1 ? argv[1] : nullptr, 100'000);
  Random random(static_cast<std::uint64_t>(number_of(argc > 2 ? argv[2] : nullptr, 1)));
  const std::filesystem::path file = std::filesystem::temp_directory_path() /
                                     fmt::format("fuzz_{}.safetensors", random.below(1U << 30));
  codec::save_model(small_model(), file);
  const std::string whole = read_file(file);
  std::filesystem::remove(file);
  std::string unchecked = whole;
  unchecked.replace(unchecked.find("\"crc32\""), 7, "\"note5\"");
  long loaded = 0;
  for (long i = 0; i < count; ++i) {
    const std::string bytes = safetensors::test::mutated(i % 2 == 0 ? whole : unchecked, random);
    try {
      use(codec::load_model(std::as_bytes(std::span(bytes)), "fuzz"));
      ++loaded;
    } catch (const InputError&) {
    }
  }
  fmt::print("{} damaged models: {} refused, {} loaded\n", count, count - loaded, loaded);
  return 0;
}
