#include <gmock/gmock.h>

#include <cstdlib>

#include "diffusion/hdf5_diffusions.hpp"
#include "diffusion/samples.hpp"
#include "fixture.hpp"
#include "latent_io/hdf5_attribute_files.hpp"
#include "model/hdf5_models.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/io/checksum.hpp"
#include "poseaae/latent/attribute_file.hpp"

namespace poseaae::test {
namespace {

using testing::HasSubstr;

class PoseExport : public ToolTest {
 protected:
  void SetUp() override {
    ToolTest::SetUp();
    model::test::save_hdf5(model("flow.safetensors"), output("old.h5"));
  }
};

TEST_F(PoseExport, TakesOldModelsAlongWithTheSamePictures) {
  const auto done =
      run_program("pose_export", {output("old.h5"), "--out", output("new.safetensors")});
  ASSERT_EQ(done.exit_code, 0) << done.err;
  EXPECT_THAT(done.out, HasSubstr("4 latents"));
  codec::ModelData made = codec::load_model(output("new.safetensors")).data();
  EXPECT_EQ(made.provenance.at("exported_from_sha256"), sha256_of_file(output("old.h5")));
  (void)run_with_model("pose_walk", {"--count", "12", "--out", output("a.gif")},
                       "flow.safetensors");
  const auto walk = run_program("pose_walk", {"--model", output("new.safetensors"), "--count", "12",
                                              "--out", output("b.gif")});
  ASSERT_EQ(walk.exit_code, 0) << walk.err;
  EXPECT_EQ(read_file(output("a.gif")), read_file(output("b.gif")));
}

/// Model and attributes of an old run go on together.
TEST_F(PoseExport, TakesOldAttributesAlongWithTheirModel) {
  latent::AttributeSet set;
  set.model = "old.h5";
  set.model_sha256 = sha256_of_file(output("old.h5"));
  set.attributes.resize(1);
  set.attributes[0].name = "energy";
  set.attributes[0].vector = Eigen::Vector4f(1, -2, 0.5F, 0);
  set.attributes[0].logistic = set.attributes[0].probe = set.attributes[0].vector;
  latent::test::save_hdf5_attributes(set, output("attributes.h5"));
  const std::vector<std::string> walk{
      "--model", output("new.safetensors"), "--direction", "attribute:energy",
      "--out",   output("o.bvh"),           input("a.bvh")};
  (void)run_program("pose_export", {output("old.h5"), "--out", output("new.safetensors")});
  expect_failure("pose_offset", walk, 3, "pose_export OLD.h5 --out NEW.safetensors");
  const auto done = run_program(
      "pose_export", {output("attributes.h5"), "--out", output("attributes.safetensors")});
  ASSERT_EQ(done.exit_code, 0) << done.err;
  EXPECT_THAT(done.out, HasSubstr("1 attributes of old.h5"));
  EXPECT_THAT(done.out, HasSubstr("energy"));
  EXPECT_EQ(latent::load_attributes(output("attributes.safetensors")).find("energy").vector,
            set.attributes[0].vector);
  const auto moved = run_program("pose_offset", walk);
  EXPECT_EQ(moved.exit_code, 0) << moved.err;
  const auto again = run_program("pose_export", {output("attributes.safetensors")});
  EXPECT_EQ(again.out, done.out);
}

TEST_F(PoseExport, TakesOldDiffusionsAlong) {
  auto data = diffusion::test::sample_data(5);
  data.provenance["seed"] = "7";
  diffusion::test::save_hdf5(diffusion::LatentDiffusion(data), output("diffusion.h5"));
  const auto done = run_program("pose_export",
                                {output("diffusion.h5"), "--out", output("diffusion.safetensors")});
  ASSERT_EQ(done.exit_code, 0) << done.err;
  EXPECT_THAT(done.out, HasSubstr("windows of 5 points of 2 latents"));
  EXPECT_THAT(done.out, HasSubstr("label style: calm, wild"));
  EXPECT_THAT(done.out, HasSubstr("seed: 7"));
  const auto made = diffusion::LatentDiffusion::load(output("diffusion.safetensors"));
  Random random(1);
  const Batch noisy = diffusion::test::normal(random, 3, made.code().size());
  EXPECT_EQ(made.velocity(noisy, 0.3, 1), diffusion::LatentDiffusion(data).velocity(noisy, 0.3, 1));
  EXPECT_EQ(run_program("pose_export", {output("diffusion.safetensors")}).out, done.out);
}

TEST_F(PoseExport, OtherProgramsSayThatAModelIsOld) {
  expect_failure("pose_walk", {"--model", output("old.h5"), "--out", output("a.gif")}, 3,
                 "pose_export OLD.h5 --out NEW.safetensors");
}

TEST_F(PoseExport, SaysWhatAModelIsAndRefusesOtherNamesAndFiles) {
  const auto said = run_program("pose_export", {input("model.safetensors")});
  EXPECT_EQ(said.exit_code, 0);
  EXPECT_THAT(said.out, HasSubstr("poses of"));
  expect_failure("pose_export", {output("old.h5"), "--out", output("new.h5")}, 2, ".safetensors");
  expect_failure("pose_export", {input("a.bvh")}, 3, "expected a safetensors file");
  expect_failure("pose_export", {output("none.h5")}, 3, "no such file");
}

}  // namespace
}  // namespace poseaae::test
