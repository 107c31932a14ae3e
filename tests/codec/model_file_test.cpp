#include "poseaae/codec/model_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "codec/samples.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/nn/layer_kind.hpp"
#include "poseaae/nn/network_tensors.hpp"
#include "poseaae/safetensors/safetensors.hpp"
#include "support/support.hpp"

namespace poseaae::codec {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class ModelFile : public testing::Test {
 protected:
  ModelFile() : data_(test::sample_data()) {}

  /// Saved and loaded again.
  ModelData returned(const ModelData& data) {
    save_model(PoseAutoencoder(data), folder_ / "m.safetensors");
    return load_model(folder_ / "m.safetensors").data();
  }
  std::string refusal(const std::string& bytes) {
    write_file(folder_ / "damaged.safetensors", bytes);
    return refusal_of(folder_ / "damaged.safetensors");
  }
  std::string refusal_of(const fs::path& path) {
    try {
      const PoseAutoencoder model = load_model(path);
      EXPECT_TRUE(test::same_facts(model.data(), data_)) << "other facts, and nothing said";
      return "";
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), HasSubstr(path.string()));
      return error.what();
    }
  }

  poseaae::test::TemporaryFolder folder_;
  ModelData data_;
};

TEST_F(ModelFile, KeepsEveryFact) {
  EXPECT_TRUE(test::same_facts(returned(data_), data_));
  const PoseAutoencoder loaded = load_model(folder_ / "m.safetensors");
  EXPECT_EQ(loaded.data().provenance.at("note"), "");
  EXPECT_EQ(loaded.skeleton().end_sites()[0].name, "toe");
  Random random(5);
  const Batch poses = test::random_poses(random, 9, 3);
  EXPECT_EQ(loaded.encode(poses), PoseAutoencoder(data_).encode(poses));
  const std::string bytes = read_file(folder_ / "m.safetensors");
  EXPECT_TRUE(
      test::same_facts(load_model(std::as_bytes(std::span(bytes)), "memory").data(), data_));
}

TEST_F(ModelFile, KeepsWhatIsLeftOutToo) {
  const mocap::Skeleton& body = data_.format.skeleton();
  data_.format = PoseFormat({body.names(), body.parents(), body.offsets()});
  data_.config.clear();
  data_.provenance.clear();
  data_.clip_options = {};
  data_.latent.mixture = {};
  data_.latent.flow = {};
  EXPECT_TRUE(test::same_facts(returned(data_), data_));
}

TEST_F(ModelFile, KeepsNamesOfFilesThatAreNoText) {
  data_.config = "data: caf\xE9";
  data_.provenance["file"] = "caf\xE9.bvh";
  data_.provenance["plain"] = "a\\b";
  EXPECT_TRUE(test::same_facts(returned(data_), data_));
}

TEST_F(ModelFile, KeepsWindowsAndTheirSteps) {
  const mocap::Skeleton& body = data_.format.skeleton();
  const Window window{.frames = 6, .hop = 4, .body = 0, .fps = 25.0};
  data_.format =
      PoseFormat({body.names(), body.parents(), body.offsets()}, RotationForm::kSixD, {}, window);
  const int latents = data_.decoder.inputs();
  Random random(3);
  const auto network = [&](int from, int to) {
    return nn::Network(
        nn::make_mlp(std::vector<int>{from, to}, nn::Activation::kLinear, nn::Activation::kLinear),
        random);
  };
  data_.encoder = network(data_.format.features(), latents);
  data_.decoder = network(latents, data_.format.features());
  data_.latent.step = Eigen::MatrixXd::Random(latents, latents);
  EXPECT_TRUE(test::same_facts(returned(data_), data_));
  EXPECT_EQ(load_model(folder_ / "m.safetensors").format().window(), window);
}

TEST_F(ModelFile, KeepsAFlowWithItsQuantiles) {
  Random random(6);
  data_.latent.flow = fit_flow(data_.latent.mixture, test::random_batch(random, 1000, 2));
  ASSERT_GT(data_.latent.flow.quantiles.rows(), 2);
  EXPECT_TRUE(test::same_facts(returned(data_), data_));
}

TEST_F(ModelFile, KeepsTheMapOfItsLatents) {
  Random random(6);
  data_.space = fit_flow(data_.latent.mixture, test::random_batch(random, 1000, 2));
  EXPECT_TRUE(test::same_facts(returned(data_), data_));
  const Batch poses = test::random_poses(random, 9, 3);
  EXPECT_EQ(load_model(folder_ / "m.safetensors").encode(poses),
            PoseAutoencoder(data_).encode(poses));
}

TEST_F(ModelFile, ADecoderAloneHasWhatDecodingNeeds) {
  Random random(6);
  data_.space = fit_flow(data_.latent.mixture, test::random_batch(random, 1000, 2));
  const std::string bytes = decoder_bytes(PoseAutoencoder(data_));
  const safetensors::View file(std::as_bytes(std::span(bytes)));
  const nn::Network decoder = nn::read_network(file, "decoder");
  const Batch latents = test::random_batch(random, 5, 2);
  EXPECT_EQ(decoder.forward(latents), data_.decoder.forward(latents));
  EXPECT_TRUE(file.has("latent.mean") && file.has("latent.covariance"));
  EXPECT_TRUE(file.has_any("latent.space."));
  EXPECT_FALSE(file.has_any("encoder.") || file.has_any("latent.mixture.") ||
               file.has("reference_pose"));
  EXPECT_LT(bytes.size(), model_bytes(PoseAutoencoder(data_)).size());
  EXPECT_NE(refusal(bytes), "");
}

TEST_F(ModelFile, KeepsLayersOfEveryKindAndTheSkip) {
  for (const nn::LayerKind& kind : nn::layer_kinds()) {
    for (const nn::Skip skip : {nn::Skip::kNone, nn::Skip::kInput}) {
      Random random(7);
      const nn::Network network(nn::make_mlp(std::vector<int>{4, 6, 6, 2}, nn::Activation::kElu,
                                             nn::Activation::kLinear, skip, kind.name),
                                random);
      safetensors::Builder file;
      nn::add_network(file, "net", network);
      const std::string bytes = file.bytes();
      const safetensors::View view(std::as_bytes(std::span(bytes)));
      const nn::Network loaded = nn::read_network(view, "net");
      view.require_all_read();
      EXPECT_EQ(loaded.layers(), network.layers()) << kind.name;
      EXPECT_EQ(loaded.skip(), skip) << kind.name;
    }
  }
}

TEST_F(ModelFile, CutAnywhereIsRefused) {
  save_model(PoseAutoencoder(data_), folder_ / "m.safetensors");
  const std::string bytes = read_file(folder_ / "m.safetensors");
  for (std::size_t length = 0; length < bytes.size(); length += 101) {
    EXPECT_NE(refusal(bytes.substr(0, length)), "") << length;
  }
  EXPECT_NE(refusal(bytes + "x"), "");
}

TEST_F(ModelFile, AFlippedBitIsNoticed) {
  save_model(PoseAutoencoder(data_), folder_ / "m.safetensors");
  const std::string bytes = read_file(folder_ / "m.safetensors");
  Random random(12);
  for (int i = 0; i < 2000; ++i) {
    std::string damaged = bytes;
    const std::uint64_t at = random.below(bytes.size());
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << random.below(8)));
    SCOPED_TRACE(testing::Message() << "byte " << at);
    (void)refusal(damaged);  // or the model that was saved
  }
}

/// The texts and arrays of a saved model, some of them replaced, with a checksum that is right.
std::string edited(const fs::path& path, const std::function<void(safetensors::Builder&)>& edit,
                   const std::string& without = "") {
  const std::string bytes = read_file(path);
  const safetensors::View view(std::as_bytes(std::span(bytes)));
  safetensors::Builder file;
  for (const auto& [key, text] : view.texts()) {
    if (key != "crc32") file.text(key, text);
  }
  for (const char* network : {"encoder", "decoder"}) {
    nn::add_network(file, network, nn::read_network(view, network));
  }
  for (const char* name :
       {"latent.mean", "latent.covariance", "latent.mixture.weights", "latent.mixture.means",
        "latent.mixture.covariances", "latent.flow.mixture.weights", "latent.flow.mixture.means",
        "latent.flow.mixture.covariances", "latent.flow.log_densities"}) {
    if (name != without) file.add<double>(name, view.read<double>(name), view.shape(name));
  }
  file.add<float>("reference_pose", view.read<float>("reference_pose"),
                  view.shape("reference_pose"));
  edit(file);
  return file.bytes();
}

TEST_F(ModelFile, WhatDoesNotFitIsRefused) {
  save_model(PoseAutoencoder(data_), folder_ / "m.safetensors");
  const fs::path whole = folder_ / "m.safetensors";
  ASSERT_EQ(refusal(edited(whole, [](safetensors::Builder&) {})), "");
  const auto refused = [&](const char* key, const char* text) {
    return refusal(edited(whole, [&](safetensors::Builder& file) { file.text(key, text); }));
  };
  EXPECT_THAT(refused("version", "3"), HasSubstr("expected model version 2, found 3"));
  EXPECT_THAT(refused("format", "PoseAAE attributes"), HasSubstr("expected a PoseAAE model"));
  EXPECT_THAT(refused("skeleton", "{}"), HasSubstr("damaged"));
  EXPECT_THAT(refused("skeleton", R"({"joints":[{"name":"a","parent":1,"offset":[0,0,0]}]})"),
              HasSubstr("damaged"));
  EXPECT_THAT(refused("skeleton", R"({"joints":[{"name":"a","parent":-1,"offset":[0,0]}]})"),
              HasSubstr("three"));
  EXPECT_THAT(refused("pose_format", R"({"fps":30,"rotation":"euler","channels":"rotations"})"),
              HasSubstr("newer"));
  EXPECT_THAT(refused("pose_format", R"({"fps":30,"rotation":"6d","channels":"faces"})"),
              HasSubstr("faces"));
  EXPECT_THAT(refused("pose_format", R"({"fps":0,"rotation":"6d","channels":"rotations"})"),
              HasSubstr("expected"));
  EXPECT_THAT(refused("clip_options", R"({"unit_m":"far"})"), HasSubstr("byte"));
  EXPECT_THAT(refused("clip_options", R"({"colour":1})"), HasSubstr("colour"));
  EXPECT_THAT(refused("encoder", R"({"skip":"none","layers":[]})"), HasSubstr("expected"));
  EXPECT_THAT(
      refused("encoder", R"({"skip":"none","layers":[{"kind":"magic","inputs":2,"outputs":2}]})"),
      HasSubstr("magic"));
  EXPECT_THAT(refusal(edited(
                  whole, [](safetensors::Builder&) {}, "latent.covariance")),
              HasSubstr("latent.covariance: expected an array"));
  EXPECT_THAT(refusal(edited(whole,
                             [](safetensors::Builder& file) {
                               file.add<float>("latent.warp", std::vector<float>{1.0F}, {1});
                             })),
              HasSubstr("latent.warp: an array that this version does not know"));
}

TEST_F(ModelFile, ModelsInHdf5AreToldHowToComeAlong) {
  EXPECT_THAT(refusal("\x89HDF\r\n\x1a\n and more"),
              HasSubstr("pose_export OLD.h5 --out NEW.safetensors"));
  EXPECT_THAT(refusal_of(folder_.path()), HasSubstr("folder"));
  EXPECT_THAT(refusal_of(folder_ / "none.safetensors"), HasSubstr("no such file"));
}

}  // namespace
}  // namespace poseaae::codec
