#include <gmock/gmock.h>

#include <cstdlib>

#include "fixture.hpp"
#include "model/hdf5_models.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/io/checksum.hpp"

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
