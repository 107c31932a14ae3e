#include "support/workload.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <numbers>

#include "poseaae/base/random.hpp"
#include "poseaae/math/quaternion.hpp"
#include "poseaae/mocap/pose_view.hpp"
#include "poseaae/training/session.hpp"

namespace poseaae::bench {

namespace {

std::size_t products(const nn::Network& network) {
  std::size_t sum = 0;
  for (const auto& layer : network.layers()) sum += layer.array("weight").size();
  return sum;
}

std::size_t first_products(const nn::Network& network) {
  return network.layers().front().array("weight").size();
}

/// amplitude sin(frequency t + phase)
struct Wave {
  explicit Wave(Random& random)
      : amplitude(random.uniform(0.1, 1.0)),
        frequency(random.uniform(0.01, 0.2)),
        phase(random.uniform(0.0, 2.0 * std::numbers::pi)) {}
  [[nodiscard]] double at(int t) const { return amplitude * std::sin(frequency * t + phase); }

  double amplitude;
  double frequency;
  double phase;
};

std::string recorded_clip() {
  const char* folder = std::getenv("POSEAAE_MOCAP_DIR");
  const std::filesystem::path recordings =
      folder != nullptr && *folder != '\0' ? folder : "../shared/mocap";
  return (recordings / "bandai-namco" / "dance-short_normal_001.bvh").string();
}

}  // namespace

mocap::Skeleton synthetic_skeleton(int joints) {
  constexpr int kChains = 5;
  std::vector<std::string> names;
  std::vector<int> parents;
  std::vector<mocap::Vec3> offsets;
  for (int j = 0; j < joints; ++j) {
    const double direction = 2.0 * std::numbers::pi * (j % kChains) / kChains;
    names.push_back(fmt::format("joint_{}", j));
    parents.push_back(j == 0 ? -1 : std::max(0, j - kChains));
    offsets.emplace_back(0.15 * std::cos(direction), 0.15 * std::sin(direction), 0.0);
  }
  return {names, parents, offsets};
}

Batch smooth_poses(int count, int joints, std::uint64_t seed) {
  Random random(seed);
  std::vector<Wave> waves;
  waves.reserve(3 * static_cast<std::size_t>(joints));
  for (int i = 0; i < 3 * joints; ++i) waves.emplace_back(random);
  Batch poses(count, mocap::PoseView<float>::width(joints));
  for (int t = 0; t < count; ++t) {
    const mocap::PoseView pose(poses.row(t).data());
    for (int j = 0; j < joints; ++j) {
      const Wave* wave = &waves[3 * static_cast<std::size_t>(j)];
      pose.set_rotation(j,
                        math::from_rotation_vector({wave[0].at(t), wave[1].at(t), wave[2].at(t)}));
    }
  }
  return poses;
}

Workload recorded_workload() {
  auto data = dataset::gather({.clips = {recorded_clip()}});
  return {std::move(data.skeleton), std::move(data.poses)};
}

const Workload& workload_of(int joints) {
  constexpr int kRecordedJoints = 22;
  static std::map<int, Workload> known;
  const auto found = known.find(joints);
  if (found != known.end()) return found->second;
  return known
      .emplace(joints, joints == kRecordedJoints
                           ? recorded_workload()
                           : Workload{synthetic_skeleton(joints), smooth_poses(4096, joints, 1)})
      .first->second;
}

std::string NetShape::name() const { return fmt::format("{}-{}", fmt::join(hidden, "-"), latent); }

const NetShape& tutorial_net() {
  static const NetShape net{{64, 16}, 8};
  return net;
}

const NetShape& wide_net() {
  static const NetShape net{{512, 512}, 32};
  return net;
}

const NetShape& window_net() {
  static const NetShape net{{512, 512}, 64};
  return net;
}

objective::EngineSetup engine_setup(const mocap::Skeleton& skeleton, const NetShape& net,
                                    objective::Preset preset, int threads) {
  using nn::Activation;
  const bool tutorial = preset == objective::Preset::kTutorial;
  std::vector<int> down{codec::PoseFormat(skeleton).width()};
  down.insert(down.end(), net.hidden.begin(), net.hidden.end());
  down.push_back(net.latent);
  const std::vector<int> up(down.rbegin(), down.rend());
  const std::vector<int> discriminator{net.latent, 32, 32, 1};
  Random random(1);
  objective::EngineSetup setup{.skeleton = skeleton,
                               .initial = {},
                               .objective = {},
                               .options = {.device = objective::Device::kCpu, .threads = threads}};
  setup.initial.encoder = {
      nn::make_mlp(down, Activation::kRelu, tutorial ? Activation::kRelu : Activation::kLinear),
      random};
  setup.initial.decoder = {nn::make_mlp(up, Activation::kRelu, Activation::kLinear), random};
  setup.initial.discriminator = {nn::make_mlp(discriminator, Activation::kElu, Activation::kLinear),
                                 random};
  if (tutorial) setup.objective.form = objective::LossForm::tutorial();
  for (const auto& term : objective::loss_terms()) {
    setup.objective.weights.push_back(tutorial ? term.tutorial : term.corrected);
  }
  return setup;
}

WindowWorkload window_workload(const NetShape& net, int threads) {
  using nn::Activation;
  constexpr int kJoints = 22;
  const mocap::RowShape rows{.joints = kJoints, .frames = 32, .travels = true, .contacts = 4};
  const int features = rows.features(kernels::RotationForm::kSixD);
  std::vector<int> down{kComponents};
  down.insert(down.end(), net.hidden.begin(), net.hidden.end());
  down.push_back(net.latent);
  const std::vector<int> up(down.rbegin(), down.rend());
  Random random(1);
  WindowWorkload work{.setup = engine_setup(synthetic_skeleton(kJoints), net,
                                            objective::Preset::kCorrected, threads),
                      .frames = Batch(4096, rows.frame_width()),
                      .span = rows.frames};
  work.setup.rows = rows;
  const nn::LayerSpec into{features, kComponents, Activation::kLinear, "fixed"};
  const nn::LayerSpec back{kComponents, features, Activation::kLinear, "fixed"};
  const auto perceptron = [](const std::vector<int>& widths) {
    return nn::make_mlp(widths, Activation::kSilu, Activation::kLinear, nn::Skip::kInput);
  };
  nn::NetworkSpec encoder = perceptron(down);
  encoder.layers.insert(encoder.layers.begin(), into);
  nn::NetworkSpec decoder = perceptron(up);
  decoder.layers.push_back(back);
  work.setup.initial.encoder = {encoder, random};
  work.setup.initial.decoder = {decoder, random};
  work.setup.objective.rotation = kernels::RotationForm::kSixD;
  work.setup.objective.contact_joints = {17, 18, 20, 21};
  for (const char* term : {"room", "velocity", "stay", "contact", "root", "rotation"}) {
    work.setup.objective.weights[objective::term_index(term)] = 1.0;
  }
  for (const char* term : {"norm", "quaternion", "kl"}) {
    work.setup.objective.weights[objective::term_index(term)] = 0.0;
  }
  random.fill_normal({work.frames.data(), static_cast<std::size_t>(work.frames.size())});
  work.frames.leftCols(rows.rotations()) =
      smooth_poses(static_cast<int>(work.frames.rows()), kJoints, 1);
  auto contacts = work.frames.rightCols(rows.contacts);
  contacts = (contacts.array() > 0.0F).cast<float>();
  return work;
}

BestWorkload best_workload(int threads) {
  constexpr int kBatches = 16;
  training::Config config(objective::Preset::kBest);
  config.data.source.clips = {recorded_clip()};
  config.engine.threads = threads;
  const training::Session session = training::prepare(config);
  BestWorkload work{.setup = session.engine_setup(),
                    .batches = {},
                    .recorded = config.training.batch,
                    .rate = config.training.learning_rate,
                    .discriminator_rate = config.training.discriminator_learning_rate};
  Random random(1);
  for (int i = 0; i < kBatches; ++i) {
    std::vector<int> rows(static_cast<std::size_t>(config.training.batch));
    for (int& row : rows) row = session.split.train[random.below(session.split.train.size())];
    Batch& batch = work.batches.emplace_back(session.rows(rows).copy());
    if (session.augmentation) work.recorded = session.augmentation->apply(batch, {1, i, 0});
  }
  return work;
}

double step_flops(const objective::EngineSetup& setup, int batch) {
  const auto& networks = setup.initial;
  const auto e = static_cast<double>(products(networks.encoder));
  const auto e1 = static_cast<double>(first_products(networks.encoder));
  const auto d = static_cast<double>(products(networks.decoder));
  const auto k = static_cast<double>(products(networks.discriminator));
  const auto k1 = static_cast<double>(first_products(networks.discriminator));
  const bool gradient_to_encoder = setup.objective.form.prior_reaches_encoder;
  const double discriminator_half = e + 2 * k + 2 * k + 2 * (k - k1);
  const double autoencoder_half =
      (d + k) + (e + d) + (d + e - e1) + (gradient_to_encoder ? k : 0.0);
  return 2.0 * batch * (discriminator_half + autoencoder_half);
}

Batches::Batches(const Batch& poses, int batch, int latent, std::uint64_t seed) {
  constexpr int kBatches = 16;
  Random random(seed);
  for (int i = 0; i < kBatches; ++i) {
    Batch rows(batch, poses.cols());
    for (int row = 0; row < batch; ++row) {
      rows.row(row) = poses.row(
          static_cast<Eigen::Index>(random.below(static_cast<std::uint64_t>(poses.rows()))));
    }
    poses_.push_back(std::move(rows));
    Batch prior(batch, latent);
    random.fill_normal({prior.data(), static_cast<std::size_t>(prior.size())});
    priors_.push_back(std::move(prior));
  }
}

}  // namespace poseaae::bench
