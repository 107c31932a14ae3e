#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <limits>
#include <numeric>
#include <thread>

#include "files.hpp"
#include "poseaae.h"
#include "poseaae/base/paths.hpp"
#include "poseaae/latent/interpolation.hpp"
#include "poseaae/latent/walk.hpp"
#include "poseaae/mocap/kinematics.hpp"

/// libposeaae beside the C++ library that it is made of: the same numbers, and nothing thrown.
namespace poseaae::test {
namespace {

using testing::HasSubstr;

/// A handle, freed at the end.
class Opened {
 public:
  explicit Opened(const std::filesystem::path& path) {
    EXPECT_EQ(poseaae_model_load(path.c_str(), &model_), POSEAAE_OK) << poseaae_message();
  }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  ~Opened() { poseaae_model_free(model_); }
  operator const poseaae_model*() const { return model_; }  // NOLINT: as C would pass it

 private:
  poseaae_model* model_ = nullptr;
};

std::size_t size_of(const auto& batch) { return static_cast<std::size_t>(batch.size()); }

/// Calls a function from (N, from) to (N, width) numbers.
Batch called(poseaae_status (*function)(const poseaae_model*, const float*, std::size_t, float*,
                                        std::size_t),
             const poseaae_model* model, const Batch& from, Eigen::Index width) {
  Batch to = Batch::Zero(from.rows(), width);
  EXPECT_EQ(function(model, from.data(), size_of(from), to.data(), size_of(to)), POSEAAE_OK)
      << poseaae_message();
  return to;
}

class CApi : public testing::Test {
 protected:
  void SetUp() override { (void)files(); }
};

TEST_F(CApi, RefusesLatentsThatAreNoNumbers) {
  for (const auto& path : {files().poses(), files().windows()}) {
    const Opened model(path);
    poseaae_model_info info{};
    info.size = sizeof info;
    ASSERT_EQ(poseaae_model_get_info(model, &info), POSEAAE_OK);
    const auto dim = static_cast<std::size_t>(info.latents);
    for (const float bad :
         {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}) {
      std::vector<float> latents(3 * dim, 0.5F);
      latents[2 * dim + 1] = bad;
      std::vector<float> rows(3 * static_cast<std::size_t>(info.row), 7.0F);
      EXPECT_EQ(poseaae_decode(model, latents.data(), latents.size(), rows.data(), rows.size()),
                POSEAAE_USAGE);
      EXPECT_EQ(std::string(poseaae_message()),
                fmt::format("latents: expected finite numbers, found {} at {} (row 2, column 1)",
                            bad, 2 * dim + 1));
      EXPECT_THAT(rows, testing::Each(7.0F));
      std::vector<float> poses(12 * static_cast<std::size_t>(info.joints), 7.0F);
      EXPECT_EQ(
          poseaae_decode_poses(model, latents.data(), latents.size(), poses.data(), poses.size()),
          POSEAAE_USAGE);
      EXPECT_THAT(poses, testing::Each(7.0F));
    }
  }
}

TEST_F(CApi, CodesManyRowsAsItCodesFew) {
  const Opened model(files().poses());
  const auto codec = codec::load_model(files().poses());
  Random random(6);
  Batch latents(2100, codec.latent_dim());
  for (float& value : latents.reshaped()) value = static_cast<float>(random.normal());
  const Batch rows = codec.decode(latents);
  EXPECT_EQ(called(poseaae_decode, model, latents, codec.pose_dim()), rows);
  EXPECT_EQ(called(poseaae_encode, model, rows, codec.latent_dim()), codec.encode(rows));
}

TEST_F(CApi, SaysItsVersions) {
  EXPECT_EQ(poseaae_abi(), POSEAAE_ABI);
  EXPECT_THAT(poseaae_version(), testing::MatchesRegex(R"([0-9]+\.[0-9]+\.[0-9]+)"));
}

TEST_F(CApi, TellsWhatAModelIs) {
  for (const auto& path : {files().poses(), files().windows()}) {
    const Opened model(path);
    const auto codec = codec::load_model(path);
    poseaae_model_info info{};
    info.size = sizeof info;
    ASSERT_EQ(poseaae_model_get_info(model, &info), POSEAAE_OK) << poseaae_message();
    EXPECT_EQ(info.joints, codec.skeleton().joints());
    EXPECT_EQ(info.latents, codec.latent_dim());
    EXPECT_EQ(info.row, codec.pose_dim());
    EXPECT_EQ(info.window_frames, codec.format().window() ? 16 : 1);
    EXPECT_EQ(info.hop, codec.format().window() ? 12 : 1);
    EXPECT_EQ(info.has_mixture, codec.format().window() ? 0 : 1);
    EXPECT_EQ(info.has_flow, codec.format().window() ? 0 : 1);
    EXPECT_EQ(info.fps, codec.format().window() ? 2.5 : codec.data().fps);
    const auto joints = static_cast<std::size_t>(info.joints);
    std::vector<std::int32_t> parents(joints);
    std::vector<float> offsets(3 * joints);
    ASSERT_EQ(poseaae_model_parents(model, parents.data(), parents.size()), POSEAAE_OK);
    ASSERT_EQ(poseaae_model_offsets(model, offsets.data(), offsets.size()), POSEAAE_OK);
    for (int j = 0; j < info.joints; ++j) {
      EXPECT_EQ(poseaae_model_joint_name(model, j), codec.skeleton().name(j));
      EXPECT_EQ(parents[j], codec.skeleton().parent(j));
      for (int axis = 0; axis < 3; ++axis) {
        EXPECT_EQ(offsets[3 * j + axis], static_cast<float>(codec.skeleton().offset(j)[axis]));
      }
    }
    EXPECT_EQ(poseaae_model_joint_name(model, info.joints), nullptr);
    EXPECT_EQ(poseaae_model_joint_name(model, -1), nullptr);
    Eigen::VectorXd mean(info.latents);
    Eigen::MatrixXd covariance(info.latents, info.latents);
    ASSERT_EQ(poseaae_model_mean(model, mean.data(), size_of(mean)), POSEAAE_OK);
    ASSERT_EQ(poseaae_model_covariance(model, covariance.data(), size_of(covariance)), POSEAAE_OK);
    EXPECT_EQ(mean, codec.latent().mean);
    EXPECT_EQ(covariance, codec.latent().covariance);
  }
}

/// A program that was built when the struct ended with `latents`.
TEST_F(CApi, WritesNoMoreOfAStructThanItsProgramKnows) {
  const Opened model(files().poses());
  poseaae_model_info info{};
  info.row = -7;
  info.size = offsetof(poseaae_model_info, row);
  ASSERT_EQ(poseaae_model_get_info(model, &info), POSEAAE_OK);
  EXPECT_EQ(info.latents, kLatents);
  EXPECT_EQ(info.row, -7);
  for (const std::size_t wrong : {std::size_t{0}, sizeof(std::size_t)}) {
    info.size = wrong;
    EXPECT_EQ(poseaae_model_get_info(model, &info), POSEAAE_USAGE);
  }
}

TEST_F(CApi, EncodesAndDecodesToTheBit) {
  const Opened model(files().poses());
  const auto codec = codec::load_model(files().poses());
  const Batch latents = called(poseaae_encode, model, files().clip, kLatents);
  EXPECT_EQ(latents, codec.encode(files().clip));
  for (int repeat = 0; repeat < 2; ++repeat) {  // in memory of the call before
    for (const int count : {1, 7, kPoses, 3}) {
      const Batch some = latents.topRows(count);
      EXPECT_EQ(called(poseaae_decode, model, some, codec.pose_dim()), codec.decode(some));
      EXPECT_EQ(called(poseaae_decode_poses, model, some, codec.pose_dim()), codec.decode(some));
    }
  }
  const Batch poses = codec.decode(latents);
  const Batch found = called(poseaae_positions, model, poses, 3 * codec.skeleton().joints());
  const mocap::Motion motion = codec.format().motion_of(poses, 30.0);
  const std::vector<double> expected = mocap::joint_positions(motion);
  ASSERT_EQ(size_of(found), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(found.data()[i], expected[i], 1e-5);
}

TEST_F(CApi, KnowsModelsOfWindows) {
  const Opened model(files().windows());
  const auto codec = codec::load_model(files().windows());
  const Batch rows = codec.format().rows_of(walkers().front());
  const Batch latents = called(poseaae_encode, model, rows, codec.latent_dim());
  EXPECT_EQ(latents, codec.encode(rows));
  EXPECT_EQ(called(poseaae_decode, model, latents, codec.pose_dim()), codec.decode(latents));
  EXPECT_EQ(called(poseaae_decode_poses, model, latents, 4 * codec.skeleton().joints()),
            codec.decode_poses(latents));
}

std::string content_of(const std::filesystem::path& path) { return read_file(path); }

TEST_F(CApi, LoadsFromMemoryWhatIsThenNoLongerNeeded) {
  std::string bytes = content_of(files().poses());
  poseaae_model* model = nullptr;
  ASSERT_EQ(poseaae_model_load_memory(bytes.data(), bytes.size(), &model), POSEAAE_OK);
  std::ranges::fill(bytes, '\xAA');
  const auto codec = codec::load_model(files().poses());
  EXPECT_EQ(called(poseaae_encode, model, files().clip, kLatents), codec.encode(files().clip));
  poseaae_model_free(model);
}

TEST_F(CApi, DamagedModelsAreRefusedWhereverTheyAreDamaged) {
  const std::string whole = content_of(files().poses());
  const auto expect_refused = [](const std::string& bytes) {
    auto* model = reinterpret_cast<poseaae_model*>(8);
    EXPECT_EQ(poseaae_model_load_memory(bytes.data(), bytes.size(), &model), POSEAAE_INPUT);
    EXPECT_EQ(model, nullptr);
    EXPECT_THAT(poseaae_message(), HasSubstr("model in memory"));
  };
  for (std::size_t size = 0; size < whole.size(); size += 97) expect_refused(whole.substr(0, size));
  for (std::size_t at = 0; at < whole.size(); at += 211) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    expect_refused(damaged);
  }
}

TEST_F(CApi, SamplesByEveryLaw) {
  const Opened model(files().poses());
  const auto codec = codec::load_model(files().poses());
  const auto expect_drawn = [&](const char* law, latent::Sampling sampling) {
    Batch found(5, kLatents);
    ASSERT_EQ(poseaae_sample(model, law, 3, found.data(), size_of(found)), POSEAAE_OK)
        << poseaae_message();
    Random random(3);
    const auto draw = latent::draw_of(codec.latent(), sampling);
    for (int i = 0; i < 5; ++i) {
      EXPECT_EQ(found.row(i), draw(random).cast<float>().transpose()) << i;
    }
  };
  expect_drawn("prior", latent::Sampling::kPrior);
  expect_drawn("mixture", latent::Sampling::kMixture);
  expect_drawn("flow", latent::Sampling::kFlow);
  expect_drawn(nullptr, latent::Sampling::kMixture);
  Batch one(1, kLatents);
  EXPECT_EQ(poseaae_sample(model, "uniform", 3, one.data(), kLatents), POSEAAE_USAGE);
  EXPECT_THAT(poseaae_message(), HasSubstr("prior, mixture or flow, found 'uniform'"));
  const Opened windows(files().windows());
  Batch none(1, 24);
  EXPECT_EQ(poseaae_sample(windows, "flow", 3, none.data(), 24), POSEAAE_USAGE);
}

TEST_F(CApi, InterpolatesAndMixes) {
  const Opened model(files().poses());
  const auto codec = codec::load_model(files().poses());
  const latent::LatentGaussian space(codec.latent());
  const Batch latents = codec.encode(files().clip.topRows(3));
  const Batch white = space.whiten(latents);
  const Eigen::VectorXf a = latents.row(0);
  const Eigen::VectorXf b = latents.row(2);
  Eigen::VectorXf found(kLatents);
  for (const double t : {0.0, 0.3, 1.0, 1.2}) {
    ASSERT_EQ(poseaae_interpolate(model, a.data(), b.data(), t, found.data(), kLatents),
              POSEAAE_OK);
    if (t == 0.0) {
      EXPECT_EQ(found, a);
    }
    if (t == 1.0) {
      EXPECT_EQ(found, b);
    }
    const Eigen::VectorXf expected =
        latent::slerp(white.row(0).transpose(), white.row(2).transpose(), t);
    EXPECT_LT((space.whiten(found.transpose()).row(0) - expected.transpose()).norm(), 1e-4) << t;
  }
  const Eigen::Vector3d weights(0.2, 0.3, 0.5);
  ASSERT_EQ(poseaae_mix(model, latents.data(), size_of(latents), weights.data(), 3, found.data(),
                        kLatents),
            POSEAAE_OK);
  EXPECT_LT(
      (space.whiten(found.transpose()).row(0) - latent::multi_slerp(white, weights).transpose())
          .norm(),
      1e-4);
  const Eigen::Vector3d wrong(0.2, 0.3, 0.6);
  EXPECT_EQ(
      poseaae_mix(model, latents.data(), size_of(latents), wrong.data(), 3, found.data(), kLatents),
      POSEAAE_USAGE);
  EXPECT_EQ(poseaae_interpolate(model, a.data(), b.data(), std::nan(""), found.data(), kLatents),
            POSEAAE_USAGE);
}

/// The walk that pose_walk makes.
TEST_F(CApi, WalksOnAfterItsModelIsFreed) {
  poseaae_model* model = nullptr;
  ASSERT_EQ(poseaae_model_load(files().poses().c_str(), &model), POSEAAE_OK);
  poseaae_walk* walk = nullptr;
  ASSERT_EQ(poseaae_walk_begin(model, nullptr, &walk), POSEAAE_OK) << poseaae_message();
  poseaae_model_free(model);
  Batch found(100, kLatents);
  for (int first = 0; first < 100; first += 20) {
    ASSERT_EQ(poseaae_walk_next(walk, &found(first, 0), 20 * kLatents), POSEAAE_OK);
  }
  poseaae_walk_free(walk);
  const auto codec = codec::load_model(files().poses());
  const latent::LatentGaussian space(codec.latent());
  latent::WalkOptions options;
  options.count = 100;
  const auto expected = latent::walk(space, {}, options, codec.data().fps,
                                     latent::draw_of(codec.latent(), latent::Sampling::kMixture));
  EXPECT_LT((found - expected.points).cwiseAbs().maxCoeff(),
            1e-5F * expected.points.cwiseAbs().maxCoeff());
}

TEST_F(CApi, WalksAsAsked) {
  const Opened model(files().poses());
  const auto codec = codec::load_model(files().poses());
  const latent::LatentGaussian space(codec.latent());
  const Eigen::VectorXf start = codec.encode(files().clip.topRows(1)).row(0);
  poseaae_walk_options options;
  poseaae_walk_options_init(&options);
  options.kind = "ou";
  options.law = "prior";
  options.start = start.data();
  options.start_numbers = kLatents;
  options.seed = 9;
  options.fps = 10.0;
  options.time_scale_s = 0.4;
  options.spread = 0.5;
  poseaae_walk* walk = nullptr;
  ASSERT_EQ(poseaae_walk_begin(model, &options, &walk), POSEAAE_OK) << poseaae_message();
  Batch found(30, kLatents);
  ASSERT_EQ(poseaae_walk_next(walk, found.data(), size_of(found)), POSEAAE_OK);
  poseaae_walk_free(walk);
  latent::WalkOptions same;
  same.kind = "ou";
  same.seed = 9;
  same.time_scale_s = 0.4;
  same.spread = 0.5;
  EXPECT_EQ(found, latent::Walker(space, start, same, 10.0).next(30));
  EXPECT_EQ(found.row(0), start.transpose());
  // A program that knows nothing beyond the kind.
  options.size = offsetof(poseaae_walk_options, law);
  ASSERT_EQ(poseaae_walk_begin(model, &options, &walk), POSEAAE_OK);
  ASSERT_EQ(poseaae_walk_next(walk, found.data(), size_of(found)), POSEAAE_OK);
  poseaae_walk_free(walk);
  latent::WalkOptions usual;
  usual.kind = "ou";
  EXPECT_EQ(found, latent::Walker(space, {}, usual, codec.data().fps,
                                  latent::draw_of(codec.latent(), latent::Sampling::kMixture))
                       .next(30));
  const Opened windows(files().windows());
  ASSERT_EQ(poseaae_walk_begin(windows, nullptr, &walk), POSEAAE_OK) << poseaae_message();
  Batch steps(4, 24);
  ASSERT_EQ(poseaae_walk_next(walk, steps.data(), size_of(steps)), POSEAAE_OK);
  poseaae_walk_free(walk);
  const auto stepping = codec::load_model(files().windows());
  latent::WalkOptions step;
  step.kind = "steps";
  EXPECT_EQ(steps,
            latent::Walker(latent::LatentGaussian(stepping.latent()), {}, step, 2.5).next(4));
}

/// Whatever is wrong is said, and nothing is written.
TEST_F(CApi, RefusesWhatIsNotPossible) {
  const Opened model(files().poses());
  const poseaae_model* none = nullptr;
  const std::size_t row = static_cast<std::size_t>(codec::load_model(files().poses()).pose_dim());
  std::vector<float> in(2 * row, 0.0F);
  std::vector<float> out(2 * row, 5.0F);
  std::vector<double> doubles(16, 5.0);
  std::vector<std::int32_t> whole(64, 5);
  poseaae_walk* walk = nullptr;
  ASSERT_EQ(poseaae_walk_begin(model, nullptr, &walk), POSEAAE_OK);
  poseaae_walk_options wrong_kind;
  poseaae_walk_options_init(&wrong_kind);
  wrong_kind.kind = "matren";
  poseaae_walk_options no_size{};
  poseaae_walk* other = nullptr;
  const std::vector<std::pair<std::function<poseaae_status()>, std::string>> calls{
      {[&] { return poseaae_model_load(nullptr, nullptr); }, "model: expected an address"},
      {[&] { return poseaae_model_get_info(none, nullptr); }, "model: expected an address"},
      {[&] { return poseaae_model_get_info(model, nullptr); }, "info: expected an address"},
      {[&] { return poseaae_model_parents(model, whole.data(), 3); }, "parents: expected"},
      {[&] { return poseaae_model_parents(none, whole.data(), 3); }, "model: expected an address"},
      {[&] { return poseaae_model_offsets(model, out.data(), 1); }, "offsets: expected"},
      {[&] { return poseaae_model_mean(model, doubles.data(), 5); },
       "mean: expected 4 numbers, found 5"},
      {[&] { return poseaae_model_mean(model, nullptr, 4); }, "mean: expected an address"},
      {[&] { return poseaae_model_covariance(model, doubles.data(), 15); },
       "covariance: expected 16 numbers, found 15"},
      {[&] { return poseaae_encode(model, in.data(), row - 1, out.data(), 4); },
       "rows: expected " + std::to_string(row) + " numbers or a multiple"},
      {[&] { return poseaae_encode(model, in.data(), 0, out.data(), 0); }, "rows: expected"},
      {[&] { return poseaae_encode(model, in.data(), 2 * row, out.data(), 4); },
       "latents: expected 8 numbers, found 4"},
      {[&] { return poseaae_encode(none, in.data(), row, out.data(), 4); }, "model: expected"},
      {[&] { return poseaae_encode(model, nullptr, row, out.data(), 4); }, "rows: expected an"},
      {[&] { return poseaae_encode(model, in.data(), row, nullptr, 4); }, "latents: expected an"},
      {[&] { return poseaae_decode(model, in.data(), 4, out.data(), row + 1); }, "rows: expected"},
      {[&] { return poseaae_decode(model, in.data(), 5, out.data(), row); }, "latents: expected 4"},
      {[&] { return poseaae_decode(model, in.data(), SIZE_MAX / 8, out.data(), row); },
       "latents: expected"},
      {[&] { return poseaae_decode_poses(model, in.data(), 4, nullptr, row); }, "poses: expected"},
      {[&] { return poseaae_positions(model, in.data(), row, out.data(), row); }, "positions: ex"},
      {[&] { return poseaae_sample(model, nullptr, 1, out.data(), 3); }, "latents: expected 4"},
      {[&] { return poseaae_interpolate(model, in.data(), nullptr, 0.5, out.data(), 4); }, "b: ex"},
      {[&] { return poseaae_interpolate(model, in.data(), in.data(), 0.5, out.data(), 5); },
       "latent: expected 4 numbers, found 5"},
      {[&] { return poseaae_mix(model, in.data(), 8, doubles.data(), 3, out.data(), 4); },
       "weights: expected 2 numbers, found 3"},
      {[&] { return poseaae_walk_begin(none, nullptr, &other); }, "model: expected an address"},
      {[&] { return poseaae_walk_begin(model, nullptr, nullptr); }, "walk: expected an address"},
      {[&] { return poseaae_walk_begin(model, &wrong_kind, &other); }, "did you mean matern?"},
      {[&] { return poseaae_walk_begin(model, &no_size, &other); }, "poseaae_walk_options_init()"},
      {[&] { return poseaae_walk_next(walk, out.data(), 3); }, "latents: expected 4"},
      {[&] { return poseaae_walk_next(walk, nullptr, 4); }, "latents: expected an address"},
      {[&] { return poseaae_walk_next(nullptr, out.data(), 4); }, "walk: expected an address"},
  };
  for (const auto& [call, message] : calls) {
    EXPECT_EQ(call(), POSEAAE_USAGE) << message;
    EXPECT_THAT(poseaae_message(), HasSubstr(message));
  }
  EXPECT_THAT(out, testing::Each(5.0F));
  EXPECT_THAT(doubles, testing::Each(5.0));
  EXPECT_THAT(whole, testing::Each(5));
  EXPECT_EQ(other, nullptr);
  poseaae_walk_free(walk);
  poseaae_walk_free(nullptr);
  poseaae_model_free(nullptr);
  poseaae_walk_options_init(nullptr);
  poseaae_model* missing = nullptr;
  EXPECT_EQ(poseaae_model_load("no/such/model.safetensors", &missing), POSEAAE_INPUT);
  EXPECT_THAT(poseaae_message(), HasSubstr("no/such/model.safetensors"));
}

TEST_F(CApi, AMessageBelongsToTheThreadWhoseCallFailed) {
  EXPECT_EQ(poseaae_model_load("one", nullptr), POSEAAE_USAGE);
  const std::string mine = poseaae_message();
  std::string at_first = "not asked";
  std::string then;
  std::thread([&] {
    at_first = poseaae_message();
    (void)poseaae_walk_next(nullptr, nullptr, 0);
    then = poseaae_message();
  }).join();
  EXPECT_EQ(at_first, "");
  EXPECT_THAT(then, HasSubstr("walk: expected an address"));
  EXPECT_EQ(poseaae_message(), mine);
  EXPECT_THAT(mine, HasSubstr("model: expected an address"));
}

TEST_F(CApi, ManyThreadsUseOneModelAndHaveMessagesOfTheirOwn) {
  const Opened model(files().poses());
  const auto codec = codec::load_model(files().poses());
  const Batch latents = codec.encode(files().clip);
  const Batch expected = codec.decode(latents);
  std::vector<int> wrong(4, 0);
  std::vector<std::string> messages(4);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      Batch found(latents.rows(), expected.cols());
      std::vector<float> few(i + 1);
      for (int repeat = 0; repeat < 200; ++repeat) {
        const bool done = poseaae_decode(model, latents.data(), size_of(latents), found.data(),
                                         size_of(found)) == POSEAAE_OK;
        if (!done || found != expected) ++wrong[i];
        (void)poseaae_decode(model, latents.data(), kLatents, few.data(), few.size());
      }
      messages[i] = poseaae_message();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(wrong, testing::Each(0));
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_THAT(messages[i], testing::EndsWith("numbers, found " + std::to_string(i + 1)));
  }
}

}  // namespace
}  // namespace poseaae::test
