#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/diffusion/latent_diffusion.hpp"
#include "poseaae/safetensors/safetensors.hpp"
#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae::diffusion {
namespace {

namespace fs = std::filesystem;
using test::sample_data;
using testing::HasSubstr;

class DiffusionFile : public testing::Test {
 protected:
  std::string refusal_of(const fs::path& path) {
    try {
      (void)LatentDiffusion::load(path);
      return "";
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), HasSubstr(path.string()));
      return error.what();
    }
  }
  poseaae::test::TemporaryFolder folder_;
};

TEST_F(DiffusionFile, KeepsEveryFact) {
  for (const int window : {1, 5}) {
    const LatentDiffusion written(sample_data(window));
    written.save(folder_ / "d.safetensors");
    const LatentDiffusion read = LatentDiffusion::load(folder_ / "d.safetensors");
    const DiffusionData& a = written.data();
    const DiffusionData& b = read.data();
    EXPECT_EQ(b.code.window, window);
    EXPECT_EQ(b.code.latents, 2);
    EXPECT_EQ(b.code.pca.mean, a.code.pca.mean);
    EXPECT_EQ(b.code.pca.variances, a.code.pca.variances);
    EXPECT_TRUE(b.code.pca.encode.isApprox(a.code.pca.encode, 1e-12));
    EXPECT_TRUE(b.code.pca.decode.isApprox(a.code.pca.decode, 1e-12));
    EXPECT_EQ(b.schedule_offset, a.schedule_offset);
    EXPECT_EQ(b.labels.key, "style");
    EXPECT_EQ(b.labels.values, a.labels.values);
    EXPECT_EQ(b.label_means, a.label_means);
    EXPECT_EQ(b.fps, a.fps);
    EXPECT_EQ(b.model_sha256, a.model_sha256);
    EXPECT_EQ(b.provenance, a.provenance);
    Random random(1);
    const Batch noisy = test::normal(random, 3, written.code().size());
    EXPECT_EQ(read.velocity(noisy, 0.3, 1), written.velocity(noisy, 0.3, 1));
  }
}

TEST_F(DiffusionFile, NeedsNoLabels) {
  DiffusionData data = sample_data(1);
  data.labels = {};
  data.label_means.resize(0, 0);
  Random random(1);
  const std::vector<int> sizes{denoiser_inputs(2, {}), 4, 2};
  data.network =
      nn::Network(nn::make_mlp(sizes, nn::Activation::kSilu, nn::Activation::kLinear), random);
  LatentDiffusion(data).save(folder_ / "d.safetensors");
  EXPECT_TRUE(LatentDiffusion::load(folder_ / "d.safetensors").labels().values.empty());
}

TEST_F(DiffusionFile, RefusesOtherFiles) {
  EXPECT_NE(refusal_of(folder_ / "missing.safetensors"), "");
  write_file(folder_ / "text.safetensors", "no safetensors");
  EXPECT_NE(refusal_of(folder_ / "text.safetensors"), "");
  safetensors::Builder other;
  other.text("format", "PoseAAE model");
  other.text("version", "2");
  other.write(folder_ / "other.safetensors");
  EXPECT_THAT(refusal_of(folder_ / "other.safetensors"), HasSubstr("expected a diffusion"));
  other.text("format", "PoseAAE diffusion");
  other.text("version", "3");
  other.write(folder_ / "newer.safetensors");
  EXPECT_THAT(refusal_of(folder_ / "newer.safetensors"), HasSubstr("version 2, found 3"));
  write_file(folder_ / "old.h5", std::string("\x89HDF\r\n\x1a\n", 8));
  EXPECT_THAT(refusal_of(folder_ / "old.h5"), HasSubstr("pose_export OLD.h5"));
}

TEST_F(DiffusionFile, FindsDamageAnywhere) {
  LatentDiffusion(sample_data(3)).save(folder_ / "whole.safetensors");
  const std::string bytes = read_file(folder_ / "whole.safetensors");
  for (std::size_t at = 0; at < bytes.size(); at += bytes.size() / 97) {
    std::string spoilt = bytes;
    spoilt[at] = static_cast<char>(spoilt[at] ^ 0x10);
    write_file(folder_ / "spoilt.safetensors", spoilt);
    EXPECT_NE(refusal_of(folder_ / "spoilt.safetensors"), "") << "byte " << at;
  }
  write_file(folder_ / "short.safetensors", bytes.substr(0, bytes.size() / 2));
  EXPECT_NE(refusal_of(folder_ / "short.safetensors"), "");
}

/// What docs/FILES.md says, as another program reads it.
TEST_F(DiffusionFile, HoldsWhatItsPageSays) {
  const LatentDiffusion diffusion(sample_data(5));
  diffusion.save(folder_ / "d.safetensors");
  const std::string bytes = read_file(folder_ / "d.safetensors");
  const safetensors::View file(std::as_bytes(std::span(bytes)));
  EXPECT_EQ(file.text("format"), "PoseAAE diffusion");
  EXPECT_EQ(file.text("version"), "2");
  EXPECT_EQ(file.text("labels"),
            R"([{"key":"style","value":"calm"},{"key":"style","value":"wild"}])");
  EXPECT_THAT(file.text("diffusion"), HasSubstr(R"("window":5,"latents":2,)"));
  const auto codes = static_cast<std::size_t>(diffusion.code().size());
  const auto rows = file.read<double>("code.components", {codes, 10});
  const BatchOf<double> components =
      Eigen::Map<const BatchOf<double>>(rows.data(), static_cast<Eigen::Index>(codes), 10);
  EXPECT_TRUE((components * components.transpose()).isIdentity(1e-9));
  EXPECT_EQ(file.shape("labels.mean_codes"), (safetensors::Shape{2, codes}));
  EXPECT_EQ(file.shape("denoiser.0.weight")[1],
            static_cast<std::size_t>(diffusion.data().network.inputs()));
}

TEST_F(DiffusionFile, RefusesCodesWithoutSpread) {
  DiffusionData data = sample_data(5);
  data.code.pca.variances[1] = 0.0;
  LatentDiffusion(data).save(folder_ / "flat.safetensors");
  EXPECT_THAT(refusal_of(folder_ / "flat.safetensors"), HasSubstr("code.variances"));
}

/// A text of the file replaced by one of the same length, without its checksum.
TEST_F(DiffusionFile, RefusesWhatDoesNotFit) {
  LatentDiffusion(sample_data(5)).save(folder_ / "whole.safetensors");
  std::string whole = read_file(folder_ / "whole.safetensors");
  whole.replace(whole.find("\"crc32\""), 7, "\"note5\"");
  const auto refusal = [&](const std::string& from, const std::string& to) {
    std::string bytes = whole;
    const auto at = bytes.find(from);
    EXPECT_TRUE(at != std::string::npos && from.size() == to.size()) << from;
    write_file(folder_ / "x.safetensors", bytes.replace(at, from.size(), to));
    return refusal_of(folder_ / "x.safetensors");
  };
  EXPECT_THAT(refusal(R"(\"window\":5)", R"(\"window\":4)"), HasSubstr("code.components"));
  EXPECT_THAT(refusal(R"(\"window\":5)", R"(\"window\":0)"), HasSubstr("above 0"));
  EXPECT_THAT(refusal(R"(\"window\")", R"(\"widow\" )"), HasSubstr("unknown key \"widow\""));
  EXPECT_THAT(refusal(R"(\"prediction\":\"v\")", R"(\"prediction\":\"x\")"),
              HasSubstr("unknown prediction 'x'"));
  EXPECT_THAT(refusal(R"(\"key\":\"style\")", R"(\"key\":\"stile\")"), HasSubstr("one key"));
  EXPECT_THAT(refusal(R"("code.mean":)", R"("code.main":)"), HasSubstr("code.mean: expected"));
}

TEST_F(DiffusionFile, LeavesWhatIsThereWhenItCannotBeWritten) {
  EXPECT_THROW(LatentDiffusion(sample_data(1)).save(folder_ / "no" / "d.safetensors"), OutputError);
  EXPECT_TRUE(folder_.entries().empty());
}

}  // namespace
}  // namespace poseaae::diffusion
