#include "poseaae/diffusion/latent_diffusion.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "codec/samples.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/io/checksum.hpp"
#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae::diffusion {
namespace {

using test::sample_data;
using testing::HasSubstr;

template <typename Call>
std::string message_of(const Call& call) {
  try {
    call();
  } catch (const Error& problem) {
    return problem.what();
  }
  return "";
}

TEST(LabelSet, ReadsAssignments) {
  const LabelSet labels{"style", {"calm", "wild"}};
  EXPECT_EQ(labels.parse(""), LabelSet::kNone);
  EXPECT_EQ(labels.parse("style=wild"), 1);
  const auto refusal = [&](const std::string& text) {
    return message_of([&] { (void)labels.parse(text); });
  };
  EXPECT_THAT(refusal("style=wilt"), HasSubstr("did you mean 'wild'?"));
  EXPECT_THAT(refusal("mood=wild"), HasSubstr("'style'"));
  EXPECT_THAT(refusal("wild"), HasSubstr("KEY=VALUE"));
  EXPECT_THAT(message_of([] { (void)LabelSet{}.parse("style=old"); }), HasSubstr("--label"));
}

TEST(WriteCondition, TellsTheLevelAndTheLabel) {
  const LabelSet labels{"style", {"calm", "wild"}};
  std::vector<float> row(kTimeFeatures + 3, -1.0F);
  write_condition(0.4, 1, labels, row.data());
  std::vector<float> time(kTimeFeatures);
  write_time_features(0.4, time.data());
  EXPECT_TRUE(std::equal(time.begin(), time.end(), row.begin()));
  EXPECT_THAT(std::vector<float>(row.end() - 3, row.end()), testing::ElementsAre(0, 1, 0));
  write_condition(0.4, LabelSet::kNone, labels, row.data());
  EXPECT_THAT(std::vector<float>(row.end() - 3, row.end()), testing::ElementsAre(0, 0, 1));
  EXPECT_EQ(denoiser_inputs(5, labels), 5 + kTimeFeatures + 3);
}

TEST(LatentDiffusion, AsksTheNetworkWithCodesTimeAndLabel) {
  const LatentDiffusion diffusion(sample_data(3));
  Random random(1);
  const int codes = diffusion.code().size();
  const Batch noisy = test::normal(random, 4, codes);
  Batch inputs(4, diffusion.data().network.inputs());
  for (int i = 0; i < 4; ++i) {
    inputs.row(i).head(codes) = noisy.row(i);
    write_condition(diffusion.schedule().angle(0.7), 1, diffusion.labels(),
                    inputs.row(i).data() + codes);
  }
  EXPECT_TRUE(
      diffusion.velocity(noisy, 0.7, 1).isApprox(diffusion.data().network.forward(inputs), 1e-5F));
  EXPECT_THROW((void)diffusion.velocity(noisy.leftCols(1), 0.7), UsageError);
}

TEST(LatentDiffusion, GuidesTowardsALabel) {
  const LatentDiffusion diffusion(sample_data(1));
  Random random(2);
  const Batch noisy = test::normal(random, 3, 2);
  const Batch with = diffusion.velocity(noisy, 0.5, 1);
  const Batch without = diffusion.velocity(noisy, 0.5);
  EXPECT_EQ(diffusion.denoiser(1, 1.0)(noisy, 0.5), with);
  EXPECT_EQ(diffusion.denoiser(1, 0.0)(noisy, 0.5), without);
  EXPECT_EQ(diffusion.denoiser()(noisy, 0.5), without);
  EXPECT_TRUE(diffusion.denoiser(1, 3.0)(noisy, 0.5).isApprox(3.0F * with - 2.0F * without, 1e-4F));
}

TEST(LatentDiffusion, RefusesPartsThatDoNotFit) {
  const auto refused = [](const std::function<void(DiffusionData&)>& spoil) {
    DiffusionData data = sample_data(3);
    spoil(data);
    EXPECT_THROW(LatentDiffusion{std::move(data)}, ModelError);
  };
  refused([](DiffusionData& data) { data.code.window = 4; });
  refused([](DiffusionData& data) { data.code.pca.variances.conservativeResize(2); });
  refused([](DiffusionData& data) { data.labels.values.emplace_back("old"); });
  refused([](DiffusionData& data) { data.label_means.resize(1, 1); });
  refused([](DiffusionData& data) { data.network = {}; });
  refused([](DiffusionData& data) { data.fps = 0.0; });
}

TEST(LatentDiffusion, KnowsItsModel) {
  const poseaae::test::TemporaryFolder folder;
  write_file(folder / "mine.h5", "one model");
  write_file(folder / "other.h5", "another");
  DiffusionData data = sample_data(1);
  data.model_sha256 = sha256_of_file(folder / "mine.h5");
  const LatentDiffusion diffusion(data);
  codec::ModelData facts = codec::test::sample_data();
  const codec::PoseAutoencoder model(facts);
  EXPECT_NO_THROW(diffusion.require_model(model, folder / "mine.h5"));
  facts.provenance["exported_from_sha256"] = data.model_sha256;
  const codec::PoseAutoencoder taken_along(facts);
  EXPECT_NO_THROW(diffusion.require_model(taken_along, folder / "other.h5"));
  const std::string refusal =
      message_of([&] { diffusion.require_model(model, folder / "other.h5"); });
  EXPECT_THAT(refusal, HasSubstr("other.h5"));
  EXPECT_THAT(refusal, HasSubstr("best.safetensors"));  // what it was trained with
  EXPECT_THAT(refusal, HasSubstr(data.model_sha256.substr(0, 12)));
}

}  // namespace
}  // namespace poseaae::diffusion
