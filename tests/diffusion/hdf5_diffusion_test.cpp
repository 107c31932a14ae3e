#include "poseaae/diffusion/hdf5_diffusion.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "diffusion/hdf5_diffusions.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/io/hdf5.hpp"
#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae::diffusion {
namespace {

namespace fs = std::filesystem;
using test::sample_data;
using testing::HasSubstr;

class Hdf5Diffusion : public testing::Test {
 protected:
  std::string refusal_of(const fs::path& path) {
    try {
      (void)load_hdf5(path);
      return "";
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), HasSubstr(path.string()));
      return error.what();
    }
  }
  poseaae::test::TemporaryFolder folder_;
};

TEST_F(Hdf5Diffusion, KeepsEveryFact) {
  for (const int window : {1, 5}) {
    const LatentDiffusion written(sample_data(window));
    test::save_hdf5(written, folder_ / "d.h5");
    const LatentDiffusion read = load_hdf5(folder_ / "d.h5");
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

TEST_F(Hdf5Diffusion, NeedsNoLabels) {
  DiffusionData data = sample_data(1);
  data.labels = {};
  data.label_means.resize(0, 0);
  Random random(1);
  const std::vector<int> sizes{denoiser_inputs(2, {}), 4, 2};
  data.network =
      nn::Network(nn::make_mlp(sizes, nn::Activation::kSilu, nn::Activation::kLinear), random);
  test::save_hdf5(LatentDiffusion(data), folder_ / "d.h5");
  EXPECT_TRUE(load_hdf5(folder_ / "d.h5").labels().values.empty());
}

TEST_F(Hdf5Diffusion, RefusesOtherFiles) {
  EXPECT_NE(refusal_of(folder_ / "missing.h5"), "");
  write_file(folder_ / "text.h5", "no HDF5");
  EXPECT_NE(refusal_of(folder_ / "text.h5"), "");
  h5::write_file(folder_ / "other.h5",
                 [](h5::Group& root) { root.set_attribute("format", "PoseAAE model"); });
  EXPECT_THAT(refusal_of(folder_ / "other.h5"),
              HasSubstr("expected a diffusion of an older version"));
  h5::write_file(folder_ / "newer.h5", [](h5::Group& root) {
    root.set_attribute("format", "PoseAAE diffusion");
    root.set_attribute("version", 2.0);
  });
  EXPECT_THAT(refusal_of(folder_ / "newer.h5"), HasSubstr("found 2"));
}

TEST_F(Hdf5Diffusion, FindsDamageAnywhere) {
  test::save_hdf5(LatentDiffusion(sample_data(3)), folder_ / "whole.h5");
  const std::string bytes = read_file(folder_ / "whole.h5");
  for (std::size_t at = 0; at < bytes.size(); at += bytes.size() / 97) {
    std::string spoilt = bytes;
    spoilt[at] = static_cast<char>(spoilt[at] ^ 0x10);
    write_file(folder_ / "spoilt.h5", spoilt);
    EXPECT_NE(refusal_of(folder_ / "spoilt.h5"), "") << "byte " << at;
  }
  write_file(folder_ / "short.h5", bytes.substr(0, bytes.size() / 2));
  EXPECT_NE(refusal_of(folder_ / "short.h5"), "");
}

/// As another program would: the file is written again, with one fact changed and no seal broken.
TEST_F(Hdf5Diffusion, FindsFactsThatOthersChanged) {
  const LatentDiffusion whole(sample_data(3));
  test::save_hdf5(whole, folder_ / "whole.h5");
  const std::string checksum = [&] {
    return h5::open_file(folder_ / "whole.h5").text_attribute("checksum_sha256");
  }();
  DiffusionData data = sample_data(3);
  data.label_means(0, 0) += 0.5F;
  test::save_hdf5(LatentDiffusion(data), folder_ / "changed.h5");
  EXPECT_NE(h5::open_file(folder_ / "changed.h5").text_attribute("checksum_sha256"), checksum);
  std::string bytes = read_file(folder_ / "changed.h5");
  const std::string own = h5::open_file(folder_ / "changed.h5").text_attribute("checksum_sha256");
  bytes.replace(bytes.find(own), own.size(), checksum);
  bytes.resize(bytes.find("POSEAAE-SHA256"));
  write_file(folder_ / "changed.h5", bytes);
  EXPECT_THAT(refusal_of(folder_ / "changed.h5"), HasSubstr("do not match their checksum"));
}

}  // namespace
}  // namespace poseaae::diffusion
