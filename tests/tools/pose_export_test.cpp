#include <gmock/gmock.h>

#include <algorithm>
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
  EXPECT_EQ(done.out, "wrote " + output("new.safetensors") + "\n");
  EXPECT_THAT(run_program("pose_export", {output("new.safetensors")}).out, HasSubstr("4 latents"));
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
  EXPECT_EQ(done.out, "wrote " + output("attributes.safetensors") + "\n");
  const auto said = run_program("pose_export", {output("attributes.h5")});
  EXPECT_THAT(said.out, HasSubstr("1 attributes of old.h5"));
  EXPECT_THAT(said.out, HasSubstr("energy"));
  EXPECT_EQ(latent::load_attributes(output("attributes.safetensors")).find("energy").vector,
            set.attributes[0].vector);
  const auto moved = run_program("pose_offset", walk);
  EXPECT_EQ(moved.exit_code, 0) << moved.err;
  const auto again = run_program("pose_export", {output("attributes.safetensors")});
  EXPECT_EQ(again.out, said.out);
}

TEST_F(PoseExport, TakesOldDiffusionsAlong) {
  auto data = diffusion::test::sample_data(5);
  data.provenance["seed"] = "7";
  diffusion::test::save_hdf5(diffusion::LatentDiffusion(data), output("diffusion.h5"));
  const auto done = run_program("pose_export",
                                {output("diffusion.h5"), "--out", output("diffusion.safetensors")});
  ASSERT_EQ(done.exit_code, 0) << done.err;
  EXPECT_EQ(done.out, "wrote " + output("diffusion.safetensors") + "\n");
  const auto said = run_program("pose_export", {output("diffusion.h5")});
  EXPECT_THAT(said.out, HasSubstr("windows of 5 points of 2 latents"));
  EXPECT_THAT(said.out, HasSubstr("label style: calm, wild"));
  EXPECT_THAT(said.out, HasSubstr("seed: 7"));
  const auto made = diffusion::LatentDiffusion::load(output("diffusion.safetensors"));
  Random random(1);
  const Batch noisy = diffusion::test::normal(random, 3, made.code().size());
  EXPECT_EQ(made.velocity(noisy, 0.3, 1), diffusion::LatentDiffusion(data).velocity(noisy, 0.3, 1));
  EXPECT_EQ(run_program("pose_export", {output("diffusion.safetensors")}).out, said.out);
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

TEST_F(PoseExport, WritesTheFormatThatTheExtensionNames) {
  for (const auto& [name, begins] : {std::pair("x.onnx", "\x08\x08"), std::pair("x.h", "/* x: ")}) {
    const auto done =
        run_program("pose_export", {input("model.safetensors"), "--out", output(name)});
    ASSERT_EQ(done.exit_code, 0) << done.err;
    EXPECT_EQ(done.out, "wrote " + output(name) + "\n");
    EXPECT_THAT(read_file(output(name)), testing::StartsWith(begins));
  }
  const auto copied =
      run_program("pose_export", {input("model.safetensors"), "--out", output("same.safetensors")});
  ASSERT_EQ(copied.exit_code, 0) << copied.err;
  EXPECT_EQ(read_file(output("same.safetensors")), read_file(input("model.safetensors")));
}

TEST_F(PoseExport, WritesPartsOfAModel) {
  const std::string model = input("model.safetensors");
  const auto bytes = [&](const std::vector<std::string>& options) {
    std::vector<std::string> arguments{model, "--out", output("x.onnx")};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const auto done = run_program("pose_export", arguments);
    EXPECT_EQ(done.exit_code, 0) << done.err;
    return read_file(output("x.onnx"));
  };
  const std::string decoder = bytes({});
  EXPECT_EQ(bytes({"--part", "decoder"}), decoder);
  EXPECT_THAT(bytes({"--part", "encoder"}), HasSubstr("\"encoder\""));
  EXPECT_THAT(bytes({"--part", "kinematics"}), HasSubstr("positions"));
  EXPECT_THAT(decoder, testing::Not(HasSubstr("positions")));
  EXPECT_NE(bytes({"--batch", "4"}), decoder);
}

TEST_F(PoseExport, RefusesWhatAFormatCannotHold) {
  const std::string model = input("flow.safetensors");
  const std::string onnx = output("x.onnx");
  const std::string header = output("x.h");
  expect_failure("pose_export", {model, "--out", onnx, "--part", "flow"}, 2, "kinematics");
  expect_failure("pose_export", {model, "-o", ""}, 2,
                 "--out: expected the name of a file, found nothing");
  expect_failure("pose_export", {model, "--out", header, "--part", "encoder"}, 2, "whole model");
  expect_failure("pose_export", {model, "--out", header, "--batch", "2"}, 2, "any number of rows");
  expect_failure("pose_export", {model, "--out", output("x.foo")}, 2,
                 "expected a name that ends in .safetensors, .onnx, .h or .ts, found '.foo'");
  EXPECT_THAT(outputs().entries(), testing::ElementsAre("old.h5"));
}

TEST_F(PoseExport, HelpSaysWhichModelsHaveFewerFormats) {
  const auto help = run_program("pose_export", {"--help"});
  EXPECT_THAT(help.out, HasSubstr("model.space: normal"));
  EXPECT_THAT(help.out, testing::Not(HasSubstr("flow}")));
}

TEST_F(PoseExport, ChecksAModelInOneLine) {
  const auto good = run_program("pose_export", {input("model.safetensors"), "--check"});
  EXPECT_EQ(good.exit_code, 0) << good.err;
  EXPECT_THAT(good.out, HasSubstr("the mean of 4 latents decodes to a pose of "));
  EXPECT_EQ(std::ranges::count(good.out, '\n'), 1);
  codec::ModelData data = model().data();
  std::vector<nn::Layer> layers = data.decoder.layers();
  std::ranges::fill(layers.back().array("weight"), 3e38F);
  std::ranges::fill(layers.front().array("bias"), 3e38F);
  data.decoder = nn::Network(layers);
  codec::save_model(codec::PoseAutoencoder(data), output("bad.safetensors"));
  expect_failure("pose_export", {output("bad.safetensors"), "--check"}, 3, "decodes to no pose");
}

}  // namespace
}  // namespace poseaae::test
