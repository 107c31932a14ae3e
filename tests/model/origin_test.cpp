#include "poseaae/model/origin.hpp"

#include <gtest/gtest.h>

#include "codec/samples.hpp"
#include "model/hdf5_models.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/io/checksum.hpp"
#include "support/support.hpp"

namespace poseaae::model {
namespace {

TEST(Origin, AModelThatWasTakenAlongGoesByBothFiles) {
  const poseaae::test::TemporaryFolder folder;
  const auto older = folder / "old.h5";
  const auto newer = folder / "new.safetensors";
  test::save_hdf5(codec::PoseAutoencoder(codec::test::sample_data()), older);
  codec::save_model(taken_along(older), newer);
  const codec::PoseAutoencoder model = codec::load_model(newer);
  EXPECT_EQ(model.data().provenance.at("exported_from_sha256"), sha256_of_file(older));
  EXPECT_TRUE(goes_by(sha256_of_file(older), model, newer));
  EXPECT_TRUE(goes_by(sha256_of_file(newer), model, newer));
  EXPECT_FALSE(goes_by(std::string(64, '0'), model, newer));
  EXPECT_FALSE(goes_by("", model, newer));
}

TEST(Origin, ItsConfigurationIsJsonFromThenOn) {
  const poseaae::test::TemporaryFolder folder;
  codec::ModelData data = codec::test::sample_data();
  const auto config_of = [&](const std::string& config) {
    data.config = config;
    test::save_hdf5(codec::PoseAutoencoder(data), folder / "old.h5");
    return taken_along(folder / "old.h5").data().config;
  };
  EXPECT_EQ(config_of("training:\n  epochs: 3 # a comment\n"), R"({"training":{"epochs":3}})");
  EXPECT_EQ(config_of("no: [yaml"), "no: [yaml");
}

}  // namespace
}  // namespace poseaae::model
