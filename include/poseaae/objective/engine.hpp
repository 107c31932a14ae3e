#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "poseaae/base/noise.hpp"
#include "poseaae/kernels/rotation_form.hpp"
#include "poseaae/kernels/table.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/math/batch_rows.hpp"
#include "poseaae/mocap/row_shape.hpp"
#include "poseaae/mocap/skeleton.hpp"
#include "poseaae/nn/network.hpp"
#include "poseaae/nn/optimiser.hpp"
#include "poseaae/objective/loss_terms.hpp"

namespace poseaae::objective {

/// The networks; a row has F features (mocap::RowShape::features()). Discriminators output a logit;
/// the sigmoid is part of the losses.
struct Networks {
  nn::Network encoder;        ///< F -> Z; F -> 2Z where it is Gaussian, mean and log variance
  nn::Network decoder;        ///< Z -> F
  nn::Network discriminator;  ///< Z -> 1
  /// Positions of joints, 3 J of a pose (GeneratedRows::width()) -> 1; without layers where no loss
  /// needs it.
  nn::Network pose_discriminator{};

  [[nodiscard]] int latent_dim() const { return decoder.inputs(); }
  [[nodiscard]] bool gaussian() const { return encoder.outputs() != decoder.inputs(); }
};

/// Where the tutorial computes a term differently.
struct LossForm {
  kernels::PoseLossForm poses = kernels::PoseLossForm::kRotations;
  bool file_units = false;  ///< positions are in units of the files instead of metres
  /// Whether the gradient of the prior's term, log(1 + e^-logit), trains the encoder; if not, the
  /// term is 100 sigmoid(logit) and only reported.
  bool prior_reaches_encoder = true;

  /// The tutorial's. Without it, the corrected one.
  [[nodiscard]] static LossForm tutorial() {
    return {kernels::PoseLossForm::kNumbers, true, false};
  }
};

/// The loss: its form, and the weights of terms and joints.
struct Objective {
  LossForm form;
  std::vector<double> weights;        ///< one per loss term, in the order of loss_terms()
  std::vector<double> joint_weights;  ///< J, scaled to mean 1; empty: all 1
  /// W, of mean 1: of frames in the terms of poses, `velocity` and `stay`, where a step counts as
  /// much as its two frames on average; empty: all 1.
  std::vector<double> frame_weights{};
  double file_unit_m = 0.01;  ///< metres per unit of the files
  kernels::RotationForm rotation = kernels::RotationForm::kQuaternion;  ///< in the networks
  int body = 0;  ///< where the body begins: no position depends on the joints above it
  std::vector<int> contact_joints{};  ///< C: the joint of each contact's point of a sole

  /// Metres per unit of the position term.
  [[nodiscard]] double position_unit_m() const { return form.file_units ? file_unit_m : 1.0; }
};

/// Regularisation of the discriminators; off by default.
struct DiscriminatorOptions {
  /// Prior samples are labelled 1 - this instead of 1 (Salimans et al. 2016, section 3.4).
  double label_smoothing = 0.0;
  /// Weight of R1 / 2 E|d logit / dz|^2 at prior samples (Mescheder et al. 2018, equation 9).
  double r1 = 0.0;
  /// Each weight matrix is divided by its largest singular value (Miyato et al. 2018).
  bool spectral_norm = false;
};

enum class Device { kAuto, kCpu, kCuda };

/// Which implementation of Engine; see engine_choice.hpp.
enum class EngineKind { kAuto, kTorch, kFused };

/// How an engine learns and computes.
struct EngineOptions {
  nn::OptimiserOptions optimiser{};
  DiscriminatorOptions discriminator{};
  double dropout = 0.0;  ///< in every hidden layer of encoder and decoder
  EngineKind kind = EngineKind::kAuto;
  Device device = Device::kAuto;
  int threads = 1;
};

/// Everything an engine is made from.
struct EngineSetup {
  mocap::Skeleton skeleton;
  Networks initial;
  Objective objective;
  EngineOptions options{};
  mocap::RowShape rows{.joints = skeleton.joints()};  ///< poses, or windows

  /// @throws TrainingError where the parts do not fit together
  void check() const;
};

/// A number for each loss term. It does not allocate, since engines make one in every step.
class TermValues {
 public:
  TermValues() = default;
  TermValues(std::initializer_list<double> values);
  /// @throws Error for more than kMaxLossTerms
  TermValues(std::size_t count, double value);

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] double& operator[](std::size_t i) { return values_[i]; }
  [[nodiscard]] double operator[](std::size_t i) const { return values_[i]; }
  [[nodiscard]] double* begin() noexcept { return values_.data(); }
  [[nodiscard]] double* end() noexcept { return values_.data() + size_; }
  [[nodiscard]] const double* begin() const noexcept { return values_.data(); }
  [[nodiscard]] const double* end() const noexcept { return values_.data() + size_; }
  friend bool operator==(const TermValues&, const TermValues&) = default;

 private:
  std::array<double, kMaxLossTerms> values_{};
  std::size_t size_ = 0;
};

/// The value of each term, unweighted, and their weighted sum.
struct Losses {
  TermValues terms;  ///< in the order of loss_terms()
  double total = 0.0;
  // Of the discriminators of encodings and of generated poses; 0 where not computed:
  double discriminator = 0.0;
  double pose_discriminator = 0.0;
};

/// Streams of a step's random numbers.
enum class NoiseStream : std::uint32_t { kPrior, kEncoder, kTurns };

/// What a step computes on. It refers to rows that live elsewhere. A matrix of which it picks rows
/// must not change while the engine lives, since the engine may keep a copy on its device.
struct StepInput {
  using Rows = Eigen::Ref<const Batch, 0, Eigen::OuterStride<>>;

  BatchRows poses;  ///< (B, P): poses, or windows of frames, P = RowShape::width()
  /// The first `recorded` poses are matched to the prior; the others are synthetic, such as mirror
  /// images, and only recorded poses should follow the prior.
  Eigen::Index recorded;
  /// (recorded, Z) samples of N(0, I), and (B, Z) for a Gaussian encoder's own samples, where they
  /// are given: without rows an engine makes them, each row the first Z numbers of noise_of().
  Rows prior = kNoRows;
  Rows noise = kNoRows;
  std::int64_t number = 0;  ///< of the step, from 0: chooses what is dropped, and directions
  std::uint64_t seed = 0;

  [[nodiscard]] Noise noise_of(NoiseStream stream) const {
    return {seed, number, static_cast<std::uint32_t>(stream)};
  }
  /// @throws Error where the rows do not fit together or to the networks
  void check(Eigen::Index latent, bool gaussian) const;

 private:
  static const Batch kNoRows;
};

/// Everything that the next step depends on, bit for bit, and the same for every engine.
struct EngineState {
  nn::OptimiserState autoencoder;  ///< the encoder's layers, then the decoder's
  nn::OptimiserState discriminator;
  nn::OptimiserState pose_discriminator{};  ///< of no arrays where there is none
};

/// An engine trains on one batch at a time. It knows nothing of epochs or files.
class Engine {
 public:
  Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  virtual ~Engine();

  /// One step of the discriminators, which are trained to distinguish samples of the prior from the
  /// encodings of recorded poses, and recorded poses from generated ones; then one step of the
  /// autoencoder against them as updated. Returns the losses before the respective update, as the
  /// tutorial prints them.
  /// Terms that match the prior are not computed at all if their weight is 0.
  virtual Losses step(const StepInput& input) = 0;
  /// The autoencoder's losses without learning, with the noise of seed 0 and step 0. The total
  /// leaves out what a discriminator of poses says (LossTerm::judges_poses): it becomes harder to
  /// please from step to step, so that totals with it could not be compared.
  [[nodiscard]] virtual Losses evaluate(const BatchRows& poses) = 0;
  /// (B, Z); of a Gaussian encoder, the means.
  [[nodiscard]] virtual Batch encode(const BatchRows& poses) = 0;
  /// (B, F): decoder(encode(poses)), without normalisation.
  [[nodiscard]] virtual Batch reconstruct(const BatchRows& poses) = 0;

  /// Factor, in step(), of the weights of the terms that pull the encodings towards the prior. It
  /// does not affect evaluate(), whose losses stay comparable.
  virtual void set_prior_factor(double factor) = 0;
  virtual void set_learning_rates(double autoencoder, double discriminator) = 0;
  [[nodiscard]] virtual Networks networks() const = 0;

  [[nodiscard]] virtual EngineState state() const = 0;
  /// @throws ModelError when the state is of another architecture
  virtual void set_state(const EngineState& state) = 0;

  /// One line for the log: device, threads, BLAS.
  [[nodiscard]] virtual std::string description() const = 0;
};

using EngineFactory = std::function<std::unique_ptr<Engine>(const EngineSetup&)>;

}  // namespace poseaae::objective
