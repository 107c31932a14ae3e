#include "poseaae/model/hdf5_model.hpp"

#include <gtest/gtest.h>
#include <hdf5.h>

#include <set>

#include "codec/samples.hpp"
#include "model/hdf5_models.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/io/hdf5.hpp"
#include "poseaae/model/network_io.hpp"
#include "poseaae/nn/layer_kind.hpp"
#include "support/support.hpp"

namespace poseaae::model {
namespace {

TEST(ModelFile, SavedAndLoadedIsTheSameInEveryFact) {
  const poseaae::test::TemporaryFolder folder;
  const codec::PoseAutoencoder model(codec::test::sample_data());
  test::save_hdf5(model, folder / "m.h5");
  const codec::PoseAutoencoder loaded = load_hdf5(folder / "m.h5");
  EXPECT_TRUE(codec::test::same_facts(loaded.data(), model.data()));
  EXPECT_EQ(loaded.data().provenance.at("note"), "");
  EXPECT_EQ(loaded.skeleton().end_sites()[0].name, "toe");
  Random random(5);
  const Batch poses = codec::test::random_poses(random, 9, 3);
  EXPECT_EQ(loaded.encode(poses), model.encode(poses));
}

void change(double& value) { value += 1.0; }
void change(bool& value) { value = !value; }
void change(mocap::RootRotation& value) { value = mocap::RootRotation::kRemove; }
void change(mocap::Up& value) { value = mocap::Up::kMinusX; }
void change(std::vector<std::string>& value) { value.emplace_back("another"); }

TEST(ModelFile, TheChecksumCoversEveryClipOption) {
  const poseaae::test::TemporaryFolder folder;
  const auto checksum = [&](const codec::ModelData& data) {
    test::save_hdf5(codec::PoseAutoencoder(data), folder / "m.h5");
    return h5::open_file(folder / "m.h5").text_attribute("checksum_sha256");
  };
  codec::ModelData data = codec::test::sample_data();
  std::set<std::string> checksums{checksum(data)};
  mocap::for_each_field(data.clip_options, [&](const char* name, auto& value) {
    change(value);
    EXPECT_TRUE(checksums.insert(checksum(data)).second) << name;
  });
  EXPECT_EQ(checksums.size(), 9U);
}

TEST(ModelFile, SavesWhatIsLeftOutToo) {
  const poseaae::test::TemporaryFolder folder;
  codec::ModelData data = codec::test::sample_data();
  codec::test::set_reference(data, {});
  data.config.clear();
  data.provenance.clear();
  data.clip_options = {};
  const mocap::Skeleton& body = data.format.skeleton();
  data.format = codec::PoseFormat({body.names(), body.parents(), body.offsets()});
  const codec::PoseAutoencoder model(std::move(data));
  test::save_hdf5(model, folder / "m.h5");
  EXPECT_TRUE(codec::test::same_facts(load_hdf5(folder / "m.h5").data(), model.data()));
}

/// What windows are, and how their points follow one another.
TEST(ModelFile, KeepsWindows) {
  const poseaae::test::TemporaryFolder folder;
  codec::ModelData data = codec::test::sample_data();
  const mocap::Skeleton& body = data.format.skeleton();
  const codec::Window window{.frames = 6, .hop = 4, .body = 0, .fps = 25.0};
  data.format = codec::PoseFormat({body.names(), body.parents(), body.offsets()},
                                  codec::RotationForm::kSixD, {}, window);
  const int latents = data.decoder.inputs();
  Random random(3);
  data.encoder = {nn::make_mlp(std::vector<int>{data.format.features(), latents},
                               nn::Activation::kLinear, nn::Activation::kLinear),
                  random};
  data.decoder = {nn::make_mlp(std::vector<int>{latents, data.format.features()},
                               nn::Activation::kLinear, nn::Activation::kLinear),
                  random};
  data.latent.step = Eigen::MatrixXd::Random(latents, latents);
  const codec::PoseAutoencoder model(data);
  test::save_hdf5(model, folder / "m.h5");
  const codec::PoseAutoencoder loaded = load_hdf5(folder / "m.h5");
  EXPECT_EQ(loaded.format().window(), window);
  EXPECT_EQ(loaded.data().latent.step, data.latent.step);
  EXPECT_EQ(loaded.format().channel_names(), model.format().channel_names());
  const auto checksum = [&](const char* file) {
    return h5::open_file(folder / file).text_attribute("checksum_sha256");
  };
  data.format = codec::PoseFormat(data.format.skeleton(), codec::RotationForm::kSixD, {},
                                  codec::Window{.frames = 6, .hop = 5, .body = 0, .fps = 25.0});
  test::save_hdf5(codec::PoseAutoencoder(data), folder / "hop.h5");
  EXPECT_NE(checksum("m.h5"), checksum("hop.h5"));
  data.latent.step(0, 0) += 1.0;
  test::save_hdf5(codec::PoseAutoencoder(data), folder / "step.h5");
  EXPECT_NE(checksum("hop.h5"), checksum("step.h5"));
}

void delete_attribute(const std::filesystem::path& path, const char* name) {
  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  EXPECT_GE(H5Adelete(file, name), 0);
  H5Fclose(file);
}

TEST(ModelFile, NamesItsChannelsWhichOlderFilesDoNot) {
  const poseaae::test::TemporaryFolder folder;
  const codec::PoseAutoencoder model(codec::test::sample_data());
  test::save_hdf5(model, folder / "m.h5");
  EXPECT_EQ(h5::open_file(folder / "m.h5").text_attribute("pose_channels"), "rotations");
  delete_attribute(folder / "m.h5", "pose_channels");
  EXPECT_TRUE(codec::test::same_facts(load_hdf5(folder / "m.h5").data(), model.data()));
}

TEST(NetworkFile, SavedAndLoadedIsTheSame) {
  Random random(6);
  nn::NetworkSpec spec;
  for (const auto& [name, activation] : nn::activation_names()) {
    spec.layers.push_back({3, 3, activation});
  }
  const nn::Network network(spec, random);
  const poseaae::test::TemporaryFolder folder;
  h5::write_file(folder / "n.h5",
                 [&](h5::Group& root) { save_network(root.create_group("net"), network); });
  const nn::Network loaded = load_network(h5::open_file(folder / "n.h5").group("net"));
  EXPECT_EQ(loaded.spec(), spec);
  const Batch batch = codec::test::random_batch(random, 5, 3);
  EXPECT_EQ(loaded.forward(batch), network.forward(batch));
}

TEST(NetworkFile, HoldsLayersOfEveryKindAndTheSkip) {
  const poseaae::test::TemporaryFolder folder;
  for (const nn::LayerKind& kind : nn::layer_kinds()) {
    for (const nn::Skip skip : {nn::Skip::kNone, nn::Skip::kInput}) {
      Random random(7);
      const nn::Network network(nn::make_mlp(std::vector<int>{4, 6, 6, 2}, nn::Activation::kElu,
                                             nn::Activation::kLinear, skip, kind.name),
                                random);
      h5::write_file(folder / "n.h5", [&](h5::Group& root) { save_network(root, network); });
      const nn::Network loaded = load_network(h5::open_file(folder / "n.h5"));
      EXPECT_EQ(loaded.layers(), network.layers()) << kind.name;
      EXPECT_EQ(loaded.skip(), skip) << kind.name;
      delete_attribute(folder / "n.h5", "skip");  // as files from before it was stated
      EXPECT_EQ(load_network(h5::open_file(folder / "n.h5")).skip(), skip) << kind.name;
    }
  }
}

TEST(NetworkFile, LoadRefusesActivationsItDoesNotKnowAndWeightsThatDoNotFit) {
  const poseaae::test::TemporaryFolder folder;
  const auto store = [&](const std::string& activation, const h5::Shape& shape) {
    h5::write_file(folder / "n.h5", [&](h5::Group& root) {
      root.write_strings("activations", std::vector<std::string>{activation});
      root.write<float>("0.weight", std::vector<float>(6, 1.0F), shape);
      root.write<float>("0.bias", std::vector<float>(2, 1.0F), {2});
    });
    return load_network(h5::open_file(folder / "n.h5"));
  };
  EXPECT_EQ(store("relu", {2, 3}).inputs(), 3);
  EXPECT_THROW((void)store("swish", {2, 3}), ModelError);
  EXPECT_EQ(store("dense 3 2 relu", {2, 3}).inputs(), 3);
  EXPECT_THROW((void)store("strange 3 2 relu", {2, 3}), ModelError);
  EXPECT_THROW((void)store("dense 3 relu", {2, 3}), ModelError);
  EXPECT_THROW((void)store("relu", {3, 2}), ModelError);
  EXPECT_THROW((void)store("relu", {6}), ModelError);
}

TEST(ModelFile, KeepsAFlowWithItsQuantiles) {
  const poseaae::test::TemporaryFolder folder;
  codec::ModelData data = codec::test::sample_data();
  Random random(6);
  data.latent.flow =
      codec::fit_flow(data.latent.mixture, codec::test::random_batch(random, 1000, 2));
  ASSERT_GT(data.latent.flow.quantiles.rows(), 2);
  test::save_hdf5(codec::PoseAutoencoder(data), folder / "m.h5");
  EXPECT_TRUE(codec::test::same_facts(load_hdf5(folder / "m.h5").data(), data));
  const h5::Group root = h5::open_file(folder / "m.h5");
  const auto first = root.read<double>("latent/flow/quantiles", {33, 2});
  EXPECT_EQ(first[1], data.latent.flow.quantiles(0, 1)) << "a row for each quantile";
}

}  // namespace
}  // namespace poseaae::model
