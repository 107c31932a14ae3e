#include "poseaae/session/open_model.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/io/checksum.hpp"
#include "poseaae/latent/attribute_file.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/detail.hpp"
#include "poseaae/latent/likely.hpp"
#include "poseaae/latent_io/encodings_file.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "samples.hpp"

namespace poseaae::session {
namespace {

using testing::HasSubstr;

/// What a server does with a model, from a clip in a file to a motion.
class OpenModelTest : public testing::Test {
 protected:
  [[nodiscard]] OpenModel& model() { return stage_.model(); }
  [[nodiscard]] std::string clip() const { return stage_.file("a.bvh"); }
  template <typename Call>
  [[nodiscard]] std::string complaint(const Call& call) {
    try {
      call();
    } catch (const Error& problem) {
      return problem.what();
    }
    return "accepted";
  }

  test::Stage stage_;
};

double lowest_root(const mocap::Motion& motion) {
  double lowest = motion.root_position(0).y();
  for (int t = 1; t < motion.frames(); ++t) {
    lowest = std::min(lowest, motion.root_position(t).y());
  }
  return lowest;
}

TEST_F(OpenModelTest, AClipGoesThroughTheModelAndIntoAFile) {
  const mocap::Clip part = model().clip(mocap::ClipReference::parse(clip() + ":10:30"));
  EXPECT_EQ(part.name, "a");
  EXPECT_EQ(part.frames.front(), 10);
  EXPECT_EQ(part.frames.back(), 29);
  const Dancer dancer{part.name, latent::encode(model().codec(), part.motion)};
  const mocap::Motion planted = model().decode(dancer);
  const mocap::Motion floating = model().decode(dancer, latent::Plant::kOff);
  EXPECT_EQ(planted.frames(), 20);
  EXPECT_GT(lowest_root(planted), 0.0);
  EXPECT_EQ(lowest_root(floating), 0.0);
  EXPECT_EQ(planted.rotation(7, 1).coeffs(), floating.rotation(7, 1).coeffs());
  latent::save_encodings(model().encodings({dancer, dancer}), stage_.file("e.h5"));
  const auto saved = latent::load_encodings(stage_.file("e.h5"));
  EXPECT_EQ(saved.path.points.topRows(20), dancer.path.points);
  EXPECT_EQ(saved.frame[25], 5);
  EXPECT_EQ(saved.model_sha256, sha256_of_file(stage_.file("model.safetensors")));
  EXPECT_TRUE(stage_.warnings().empty());
}

TEST_F(OpenModelTest, DetailGivesTheClipBack) {
  const mocap::Clip whole = model().clip(mocap::ClipReference::parse(clip()));
  Dancer dancer{"a", latent::encode(model().codec(), whole.motion)};
  dancer.detail = latent::detail_of(model().codec(), whole.motion);
  const mocap::Motion motion = model().decode(dancer);
  EXPECT_LT(latent::compare(whole.motion, motion).rotation_deg, 0.01);
}

/// Whatever a model does to the root's rotation, the clip keeps its way through the room.
TEST_F(OpenModelTest, AClipIsFollowedWhereItGoes) {
  using enum mocap::RootRotation;
  const mocap::Motion original = mocap::read_bvh(stage_.file("t.bvh")).motion;
  const auto wanted = mocap::joint_positions(original);
  for (const auto treatment : {kKeep, kFaceForward, kRemove}) {
    const OpenModel model = stage_.with(treatment);
    const auto travelling = model.clip(mocap::ClipReference::parse(stage_.file("t.bvh")));
    Dancer dancer{"t", latent::encode(model.codec(), travelling)};
    dancer.detail = latent::detail_of(model.codec(), travelling.motion);
    const auto found = mocap::joint_positions(model.decode(dancer));
    ASSERT_EQ(found.size(), wanted.size());
    for (std::size_t i = 0; i < found.size(); ++i) ASSERT_NEAR(found[i], wanted[i], 1e-4);
    dancer.path.root.reset();
    const mocap::Motion in_place = model.decode(dancer);
    EXPECT_EQ(in_place.root_position(50).x(), 0.0);
    EXPECT_LT(in_place.root_position(50).y(), original.root_position(50).y() - 0.3);
  }
}

TEST_F(OpenModelTest, AtAnotherRateTheWayIsTheSame) {
  codec::ModelData data = model().codec().data();
  data.clip_options.fps = 24.0;
  data.clip_options.root_rotation = mocap::RootRotation::kFaceForward;
  codec::save_model(codec::PoseAutoencoder(std::move(data)), stage_.file("slow.safetensors"));
  const OpenModel slow(stage_.file("slow.safetensors"), nullptr);
  const auto path =
      latent::encode(slow.codec(), slow.clip(mocap::ClipReference::parse(stage_.file("t.bvh"))));
  ASSERT_EQ(path.root->frames(), path.frames());
  const mocap::Motion original = mocap::read_bvh(stage_.file("t.bvh")).motion;
  for (const int t : {0, 4, 40, 68}) {  // every fourth of the one is every fifth of the other
    const mocap::Vec3 there = original.root_position(t / 4 * 5);
    EXPECT_NEAR(path.root->origin.x() + path.root->rows(t, latent::RootPath::kX), there.x(), 1e-4);
    EXPECT_NEAR(path.root->rows(t, latent::RootPath::kHeight), there.y(), 1e-4);
  }
}

TEST_F(OpenModelTest, WhoFollowsNoClipStaysInPlaceBesideOneWhoDoes) {
  latent::LatentPath still = model().path(clip());
  still.root.reset();
  const mocap::Motion before = model().decode({"still", still});
  model().complete_roots({&still});
  EXPECT_FALSE(still.root.has_value());
  latent::LatentPath travelling = model().path(stage_.file("t.bvh"));
  model().complete_roots({&still, &travelling});
  ASSERT_TRUE(still.root.has_value());
  const auto found = mocap::joint_positions(model().decode({"still", still}));
  const auto wanted = mocap::joint_positions(before);
  for (std::size_t i = 0; i < found.size(); ++i) ASSERT_NEAR(found[i], wanted[i], 1e-5);
}

TEST_F(OpenModelTest, ClipsAreEncodedOnceAndPosesHaveNames) {
  const auto& path = model().path(clip() + ":5:9");
  EXPECT_EQ(&path, &model().path(clip() + ":5:9"));
  EXPECT_EQ(model().pose(clip() + ":5"), path.points.row(0).transpose());
  EXPECT_EQ(model().first_pose(clip() + ":5:9"), path.points.row(0).transpose());
  EXPECT_EQ(model().pose("mean"), model().codec().latent().mean.cast<float>());
  EXPECT_EQ(model().pose("sample:7"), model().pose("sample:7"));
  EXPECT_THAT(complaint([&] { (void)model().pose(clip()); }), HasSubstr("which has 60 frames"));
  EXPECT_THAT(complaint([&] { (void)model().pose("sample:x"); }), HasSubstr("expected a seed"));
}

TEST_F(OpenModelTest, AttributesAreOfThisModelAlone) {
  latent::AttributeSet set;
  set.model = "mine.safetensors";
  set.attributes.resize(1);
  set.attributes[0].name = "energy";
  for (auto* vector :
       {&set.attributes[0].vector, &set.attributes[0].logistic, &set.attributes[0].probe}) {
    *vector = Eigen::Vector4f(1, 0, 2, 0);
  }
  set.model_sha256 = sha256_of_file(stage_.file("model.safetensors"));
  latent::save_attributes(set, stage_.file("mine.safetensors"));
  model().use_attributes(stage_.file("mine.safetensors"));
  EXPECT_EQ(model().direction("attribute:energy").vector, Eigen::Vector4f(1, 0, 2, 0));
  set.model_sha256[0] = set.model_sha256[0] == 'a' ? 'b' : 'a';
  latent::save_attributes(set, stage_.file("foreign.safetensors"));
  EXPECT_THAT(complaint([&] { model().use_attributes(stage_.file("foreign.safetensors")); }),
              HasSubstr("directions have no meaning in another model"));
}

/// Attributes of a model that was taken along from an older version's file are those of the new
/// one.
TEST_F(OpenModelTest, WhatBelongedToTheFileThatItWasMadeFromIsItsOwn) {
  codec::ModelData data = model().codec().data();
  data.provenance["exported_from_sha256"] = std::string(64, 'a');
  codec::save_model(codec::PoseAutoencoder(std::move(data)), stage_.file("new.safetensors"));
  OpenModel taken(stage_.file("new.safetensors"), nullptr);
  EXPECT_TRUE(taken.goes_by(std::string(64, 'a')));
  EXPECT_TRUE(taken.goes_by(sha256_of_file(stage_.file("new.safetensors"))));
  EXPECT_FALSE(taken.goes_by(std::string(64, 'b')));
  EXPECT_FALSE(model().goes_by(std::string(64, 'a')));
  latent::AttributeSet set;
  set.model_sha256 = std::string(64, 'a');
  latent::save_attributes(set, stage_.file("old.safetensors"));
  EXPECT_NO_THROW(taken.use_attributes(stage_.file("old.safetensors")));
  EXPECT_THROW(model().use_attributes(stage_.file("old.safetensors")), ModelError);
}

TEST_F(OpenModelTest, RandomPosesAreOfItsOwnKindUnlessSet) {
  OpenModel flowing = stage_.with_flow();
  const auto& known = flowing.codec().latent();
  const auto drawn = [&](latent::Sampling sampling) -> Eigen::VectorXf {
    Random random(7);
    return latent::draw_of(known, sampling)(random).cast<float>();
  };
  EXPECT_EQ(flowing.pose("sample:7"), drawn(latent::Sampling::kMixture));
  for (const auto& [name, sampling] : latent::sampling_names()) {
    flowing.set_sampling(sampling);
    EXPECT_EQ(flowing.pose("sample:7"), drawn(sampling)) << name;
  }
  // The numbers of models without a flow are those of every version so far.
  Random random(7);
  EXPECT_EQ(model().pose("sample:7"), model().space().sample(random).cast<float>());
  EXPECT_EQ(model().flow(), nullptr);
  EXPECT_THAT(complaint([&] { model().set_sampling(latent::Sampling::kMixture); }),
              HasSubstr("expected prior"));
  EXPECT_EQ(model().pose("sample:7"), model().pose("sample:7"));
}

TEST_F(OpenModelTest, WalksBeginByTheKindThatIsSet) {
  OpenModel flowing = stage_.with_flow();
  const latent::WalkOptions options{.count = 30, .seed = 5};
  const double fps = flowing.fps();
  const auto draw = latent::draw_of(flowing.codec().latent(), latent::Sampling::kMixture);
  EXPECT_EQ(flowing.walk({}, options).points,
            latent::walk(flowing.space(), {}, options, fps, draw).points);
  EXPECT_EQ(flowing.walk({}, options, true).points,
            latent::likely_walk(*flowing.flow(), {}, options, fps,
                                latent::joint_positions(flowing.codec()))
                .points);
  flowing.set_sampling(latent::Sampling::kPrior);
  EXPECT_EQ(flowing.walk({}, options).points,
            latent::walk(flowing.space(), {}, options, fps).points);
  EXPECT_EQ(model().walk({}, options).points,
            latent::walk(model().space(), {}, options, fps).points);
  const auto speed = latent::joint_positions(flowing.codec());
  EXPECT_EQ(flowing.loop({}, {.seconds = 2}, true).points,
            latent::likely_loop(*flowing.flow(), {}, {.seconds = 2}, fps, speed).points);
  EXPECT_THAT(complaint([&] { (void)model().walk({}, options, true); }),
              HasSubstr("keep likely: expected a model with a flow"));
}

TEST_F(OpenModelTest, ASpreadInVainIsWarnedOf) {
  std::vector<std::string> warnings;
  OpenModel flowing(stage_.with_flow().file(),
                    [&](const std::string& line) { warnings.push_back(line); });
  const std::optional<Eigen::VectorXf> start = Eigen::VectorXf::Constant(4, 1.0F);
  const auto walk = [&](const char* kind, double spread, bool from_start, bool likely = false) {
    warnings.clear();
    (void)flowing.walk(from_start ? start : std::nullopt,
                       {.kind = kind, .count = 5, .spread = spread}, likely);
    return warnings;
  };
  const auto loop = [&](const char* kind, double spread, bool from_start, bool likely = false) {
    warnings.clear();
    (void)flowing.loop(from_start ? start : std::nullopt,
                       {.kind = kind, .seconds = 1, .spread = spread}, likely);
    return warnings;
  };
  using testing::ElementsAre;
  const auto vain = ElementsAre(HasSubstr("has no effect on sphere from a given start"));
  EXPECT_THAT(walk("sphere", 0.5, true), vain);
  EXPECT_THAT(walk("sphere", 2.0, true, true), vain);
  EXPECT_THAT(loop("great_circle", 2.0, true),
              ElementsAre(HasSubstr("has no effect on great_circle from a given start")));
  const auto beyond = ElementsAre(HasSubstr("beyond those that the model learned from"));
  EXPECT_THAT(walk("matern", 2.0, false, true), beyond);
  EXPECT_THAT(loop("fourier", 2.0, true, true), beyond);
  for (const auto& warned :
       {walk("sphere", 2.0, false), walk("sphere", 1.0, true), walk("matern", 2.0, true),
        walk("matern", 0.5, true, true), loop("great_circle", 2.0, false),
        loop("fourier", 2.0, true), loop("fourier", 0.5, false, true)}) {
    EXPECT_TRUE(warned.empty());
  }
}

TEST_F(OpenModelTest, WarningsGoWhereTheCallerSays) {
  mocap::ClipOptions options = model().codec().data().clip_options;
  options.source_fps = 25.0;
  EXPECT_EQ(model().clip(mocap::ClipReference::parse(clip()), options).motion.fps(), 25.0);
  model().warn("so far, so good");
  EXPECT_THAT(stage_.warnings(), testing::ElementsAre("so far, so good"));
}

TEST_F(OpenModelTest, ARunFolderIsNotItsModel) {
  std::filesystem::create_directory(stage_.file("run"));
  std::filesystem::copy_file(stage_.file("model.safetensors"), stage_.file("run/best.safetensors"));
  EXPECT_THAT(complaint([&] { OpenModel(stage_.file("run"), [](const std::string&) {}); }),
              HasSubstr("did you mean " + stage_.file("run/best.safetensors") + "?"));
}

TEST_F(OpenModelTest, AnotherSkeletonAndMissingAttributesAreSaidWithTheirFile) {
  mocap::ClipOptions options;
  options.remove_joints = {"ankle"};
  EXPECT_THAT(complaint([&] { (void)model().clip(mocap::ClipReference::parse(clip()), options); }),
              HasSubstr("a.bvh: "));
  EXPECT_THAT(complaint([&] { (void)model().direction("attribute:old"); }),
              HasSubstr("attributes.safetensors), found none"));
  write_file(stage_.file("attributes.h5"), std::string("\x89HDF\r\n\x1a\n", 8));
  EXPECT_THAT(complaint([&] { (void)model().direction("attribute:old"); }),
              HasSubstr("attributes.h5: expected attributes (attributes.safetensors"));
  EXPECT_EQ(model().direction("2").vector, Eigen::Vector4f(0, 0, 1, 0));
}

}  // namespace
}  // namespace poseaae::session
