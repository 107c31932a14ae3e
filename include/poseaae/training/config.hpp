#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "poseaae/dataset/split.hpp"
#include "poseaae/io/config.hpp"
#include "poseaae/kernels/rotation_form.hpp"
#include "poseaae/nn/network.hpp"
#include "poseaae/objective/engine.hpp"
#include "poseaae/training/augmentation.hpp"
#include "poseaae/training/schedule.hpp"

namespace poseaae::training {

/// The choice between q and -q, which are one rotation, in the data. kFile: as read (the tutorial);
/// kContinuous: no sign flips within a clip; kCanonical: each joint on the hemisphere of its mean,
/// so that one rotation has one encoding in every clip.
enum class SignRule { kFile, kContinuous, kCanonical };

/// Which loss the column ae_test and best.safetensors follow. The tutorial evaluates its "test
/// loss" on the last training batch.
enum class TestSet { kHeldOut, kLastBatch };

/// Initial weights of a linear map beside the hidden layers of encoder and decoder: none (there is
/// no such map), random, the principal components of the training poses, the same whitened, so that
/// the encodings start with mean 0 and covariance I, or whitened components of rotations weighted
/// by how far they move the body (lever_arms.hpp), or such in the metric of the joints' positions
/// (body_components.hpp). With components, the hidden layers initially
/// contribute nothing.
enum class SkipStart { kNone, kRandom, kPca, kWhitenedPca, kLeverPca, kBodyPca };

/// Where a model's latents are: those that its networks encode, or points that a map of these
/// (codec::FlowMap) makes very nearly N(0, I).
enum class LatentSpace { kEncodings, kNormal };

/// A complete training configuration, in which every field has its value.
struct Config {
  explicit Config(objective::Preset preset = objective::Preset::kCorrected);

  objective::Preset preset;

  struct Data {
    dataset::DatasetOptions source{};
    SignRule sign;
    dataset::SplitOptions split{.seed = 0};  ///< seed 0: training.seed
    AugmentationOptions augmentation{};
  } data;

  struct Model {
    objective::ModelKind kind = objective::ModelKind::kAae;
    kernels::RotationForm rotation = kernels::RotationForm::kQuaternion;
    SkipStart skip = SkipStart::kNone;
    int components = 0;  ///< fixed principal components that the networks see; 0: features
    bool gaussian = false;
    int window = 0;  ///< frames of a row; below 2: poses
    int hop = 24;    ///< frames from one window of a path to the next
    int latent = 8;
    std::vector<int> encoder{64, 16};
    std::vector<int> decoder;
    nn::Activation activation = nn::Activation::kRelu;
    nn::Activation latent_activation;
    std::vector<int> discriminator{32, 32};
    std::vector<int> pose_discriminator{256, 256};
    nn::Activation discriminator_activation = nn::Activation::kElu;
    bool standardise = false;
    LatentSpace space = LatentSpace::kEncodings;
  } model;

  struct LossWeights {
    std::vector<double> weights;  ///< in the order of loss_terms()
    std::map<std::string, double> joint_weights;
    int prior_warmup = 0;
    double prior_end = 1.0;
  } losses;

  struct Training {
    int epochs = 100;
    int batch = 16;
    double learning_rate = 0.0;  ///< the preset's
    double discriminator_learning_rate = 0.0;
    Schedule schedule;
    int patience = 0;
    TestSet test_set;
    std::uint64_t seed = 1;
  } training;

  objective::EngineOptions engine{};  ///< threads 0: all cores

  struct Output {
    std::string dir = "runs/dance";
    int checkpoint_every = 10;
    double checkpoint_s = 60.0;
    int preview_every = 0;
    int test_every = 0;
    bool tensorboard = false;
  } output;

  /// Reads a file over the defaults of the preset it names, then applies --set assignments.
  /// @throws InputError when it cannot be read, ConfigError for what is wrong in it
  [[nodiscard]] static Config load(const std::string& path,
                                   const std::vector<std::string>& assignments);
  /// The same from text; `file` appears in messages.
  [[nodiscard]] static Config parse(const std::string& yaml, const std::string& file,
                                    const std::vector<std::string>& assignments);
  /// Every key with value, unit and comment: the reference file, and config.yaml of a run.
  [[nodiscard]] std::string print() const;
  /// Every key with its value, in the same order and form.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> values() const;

  /// Sets some keys, "training.epochs=50", all or none. Fields can also be assigned to. The other
  /// keys keep their values, even with another preset, which then gives only the form of the
  /// losses.
  /// @throws ConfigError
  void set(const std::vector<std::string>& assignments);
  /// Checks conditions that involve several keys. @throws ConfigError
  void validate() const;

  /// The weight of each loss term that counts in this kind of model, in the order of loss_terms();
  /// 0 for the others.
  [[nodiscard]] std::vector<double> effective_weights() const;
  /// Factor, in an epoch (from 0), of the weights of the terms that pull towards the prior: it
  /// rises from 0 over the warm-up, then goes linearly to `prior_end`.
  [[nodiscard]] double prior_factor(int epoch) const;
  /// Whether the encoder outputs mean and variance.
  [[nodiscard]] bool gaussian_encoder() const {
    return model.gaussian || model.kind == objective::ModelKind::kVae;
  }

 private:
  /// parse(), which throws a ParseError for what is not YAML.
  static Config parse_valid(const std::string& yaml, const std::string& file,
                            const std::vector<std::string>& assignments);
  /// Binds every key to its field of `*this`.
  [[nodiscard]] config::Schema schema();
};

}  // namespace poseaae::training
