#include <gtest/gtest.h>

#include <algorithm>

#include "fused_engine/fused_step.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/fused_engine/fused_engine.hpp"
#include "poseaae/objective/engine_plugin.hpp"
#include "poseaae/torch_engine/torch_engine.hpp"
#include "support/golden_steps.hpp"

// Every term of the loss, alone, on every engine.
namespace poseaae {
namespace {

using objective::EngineSetup;
using objective::Preset;

constexpr int kLatent = 3;

/// Of poses, or of windows of so many frames.
struct Case {
  std::string term;
  Preset preset = Preset::kCorrected;
  kernels::RotationForm rotation = kernels::RotationForm::kQuaternion;
  int frames = 0;
};

mocap::RowShape rows_of(const Case& c) {
  if (c.frames == 0) return {.joints = 5};
  return {.joints = 5, .frames = c.frames, .travels = true, .contacts = 2, .fps = 12.0};
}

/// Five joints, of which the second carries the body in windows; small smooth networks; a weight
/// for this term alone.
EngineSetup setup_of(const Case& c) {
  using mocap::Vec3;
  const auto& term = objective::loss_terms()[objective::term_index(c.term)];
  const bool gaussian = term.kinds == std::vector{objective::ModelKind::kVae};
  const mocap::RowShape rows = rows_of(c);
  const int features = rows.features(c.rotation);
  Random random(41);
  const auto network = [&](const std::vector<int>& widths) {
    return nn::Network(nn::make_mlp(widths, nn::Activation::kTanh, nn::Activation::kLinear),
                       random);
  };
  EngineSetup setup{
      .skeleton = {{"root", "spine", "head", "arm", "hand"},
                   {-1, 0, 1, 1, 3},
                   {Vec3(0.1, 0.9, 0), Vec3(0, 0.5, 0), Vec3(0, 0.3, 0.1), Vec3(0.4, 0.1, 0),
                    Vec3(0.3, 0, 0)}},
      .initial = {network({features, 9, gaussian ? 2 * kLatent : kLatent}),
                  network({kLatent, 9, features}), network({kLatent, 6, 1}),
                  network({3 * 5 * std::clamp(c.frames, 1, 4), 6, 1})},
      .objective = {.form = test::form_of(c.preset),
                    .weights = std::vector<double>(objective::loss_terms().size(), 0.0),
                    .joint_weights = {0.5, 1.5, 2.0, 0.25, 0.75},
                    .rotation = c.rotation,
                    .body = rows.travels ? 1 : 0},
      .options = {.device = objective::Device::kCpu},
      .rows = rows};
  if (rows.travels) setup.objective.contact_joints = {4, 2};
  for (int t = 0; rows.travels && t < rows.frames; ++t) {  // of mean 1
    setup.objective.frame_weights.push_back(rows.frames == 1 ? 1.0 : 0.5 + t / (rows.frames - 1.0));
  }
  setup.objective.weights[objective::term_index(c.term)] = 0.7;
  return setup;
}

Batch normal(Random& random, int rows, int columns) {
  Batch batch(rows, columns);
  random.fill_normal({batch.data(), static_cast<std::size_t>(batch.size())});
  return batch;
}

/// A batch whose last rows are synthetic, but for a Gaussian encoder. Windows overlap: each begins
/// a frame after another.
struct Input {
  explicit Input(const EngineSetup& setup)
      : frames(normal(random, 20 + setup.rows.frames, setup.rows.frame_width())),
        recorded(setup.initial.gaussian() ? 21 : 13) {
    for (auto frame : frames.rowwise()) {
      math::normalise_wxyz(
          std::span<float>(frame.data(), static_cast<std::size_t>(setup.rows.rotations())));
      if (setup.rows.travels)
        frame.rightCols(2) = (frame.rightCols(2).array() > 0.0F).cast<float>();
    }
    for (int row = 20; row >= 0; --row) which.push_back(row);
    noise = normal(random, recorded, setup.initial.encoder.outputs());
    rows = setup.rows.frames;
  }
  [[nodiscard]] objective::StepInput get() const {
    return test::input_of({frames, which, rows}, recorded, noise, kLatent, 5);
  }

  Random random{43};
  Batch frames;
  std::vector<int> which;
  int recorded;
  int rows;
  Batch noise;
};

void append(std::vector<float>& all, const nn::Network& network) {
  for (const auto& layer : network.layers()) {
    for (const auto& array : layer.arrays) all.insert(all.end(), array.begin(), array.end());
  }
}

/// The gradients by encoder and decoder, in double precision.
std::vector<float> gradient_of(const EngineSetup& setup, const objective::StepInput& input,
                               objective::Losses& losses) {
  fused_engine::FusedStep<double> step(setup);
  losses = step.gradients(input);
  std::vector<float> all;
  const auto& both = step.autoencoder();
  append(all, both.gradient_of_network(objective::kEncoder));
  append(all, both.gradient_of_network(objective::kDecoder));
  return all;
}

/// The same of an engine: a tenth of it is Adam's first moments after one step.
std::vector<float> gradient_of(objective::Engine& engine, const objective::StepInput& input,
                               objective::Losses& losses) {
  engine.set_learning_rates(1e-4, 0.0);  // the discriminator stays as it is
  losses = engine.step(input);
  std::vector<float> all;
  for (const auto& moments : engine.state().autoencoder.first_moments) {
    for (const float moment : moments.values) all.push_back(10.0F * moment);
  }
  return all;
}

class EveryTerm : public testing::TestWithParam<Case> {};

/// Moves one network as far as `by` in a random direction, and says how far each parameter went,
/// which are floats.
std::vector<double> move(EngineSetup& setup, bool decoder, float by) {
  auto& network = decoder ? setup.initial.decoder : setup.initial.encoder;
  Random random(47);
  std::vector<double> moved;
  auto layers = network.layers();
  for (auto& layer : layers) {
    for (auto& values : layer.arrays) {
      for (float& value : values) {
        const float before = value;
        value += by * static_cast<float>(random.normal());
        moved.push_back(static_cast<double>(value) - before);
      }
    }
  }
  network = nn::Network(std::move(layers), network.skip());
  return moved;
}

TEST_P(EveryTerm, HasTheSlopeOfItsValue) {
  const EngineSetup setup = setup_of(GetParam());
  const Input input(setup);
  if (!fused_engine::why_not_fused(setup).empty())
    return;  // the torch engine has no double precision
  objective::Losses losses;
  const auto gradient = gradient_of(setup, input.get(), losses);
  std::size_t first = 0;
  double any = 0.0;
  for (const bool decoder : {false, true}) {
    constexpr float kStep = 1.0F / (1U << 20U);  // so short that sorted samples keep their ranks
    double expected = 0.0;
    double slope = 0.0;
    std::size_t count = 0;
    for (const float sign : {1.0F, -1.0F}) {
      EngineSetup there = setup;
      const auto moved = move(there, decoder, sign * kStep);
      count = moved.size();
      for (std::size_t i = 0; i < count; ++i) {
        slope += sign * static_cast<double>(gradient[first + i]) * moved[i];
      }
      (void)gradient_of(there, input.get(), losses);
      expected += sign * losses.total;
    }
    first += count;
    const bool constant = !setup.objective.form.prior_reaches_encoder && GetParam().term == "prior";
    EXPECT_NEAR(slope, constant ? 0.0 : expected, 1e-3 * std::abs(expected) + 1e-9)
        << (decoder ? "decoder" : "encoder");
    any += std::abs(expected);
  }
  EXPECT_EQ(first, gradient.size());
  EXPECT_GT(any, 0.0) << "a term without gradient proves nothing";
}

TEST_P(EveryTerm, IsTheSameOnEveryEngine) {
  const EngineSetup setup = setup_of(GetParam());
  const Input input(setup);
  if (!fused_engine::why_not_fused(setup).empty()) return;  // only one engine has it
  objective::Losses expected;
  const auto gradient = gradient_of(setup, input.get(), expected);
  int engines = 0;
  for (const auto& make : {fused_engine::make_fused_engine, torch_engine::make_torch_engine}) {
    std::unique_ptr<objective::Engine> engine;
    try {
      engine = make(setup);
    } catch (const TrainingError&) {
      continue;  // one that lacks the term
    }
    SCOPED_TRACE(engine->description());
    ++engines;
    objective::Losses losses;
    const auto found = gradient_of(*engine, input.get(), losses);
    ASSERT_EQ(found.size(), gradient.size());
    const bool none =
        std::all_of(gradient.begin(), gradient.end(), [](float g) { return g == 0.0F; });
    if (none) {
      EXPECT_EQ(found, gradient);
    } else {
      EXPECT_LT(test::relative_difference(found, gradient), 1e-4);
    }
    const std::size_t index = objective::term_index(GetParam().term);
    EXPECT_NEAR(losses.terms[index], expected.terms[index],
                1e-5 * (1 + std::abs(expected.terms[index])));
    EXPECT_NEAR(losses.total, expected.total, 1e-5 * (1 + std::abs(expected.total)));
  }
  EXPECT_GE(engines, 1);
}

std::vector<Case> cases() {
  using kernels::RotationForm;
  std::vector<Case> all;
  for (const auto& term : objective::loss_terms()) {
    if (!term.of_windows) all.push_back({term.name});
    if (term.tutorial > 0.0) all.push_back({term.name, Preset::kTutorial});
    for (const auto form : {RotationForm::kQuaternion, RotationForm::kSixD}) {
      if (term.name == "norm" && form == RotationForm::kSixD) continue;  // it is 0
      all.push_back({term.name, Preset::kCorrected, form, 6});
    }
  }
  for (const std::string name :
       {"room", "contact", "root", "generated", "realism"}) {  // none of steps
    all.push_back({name, Preset::kCorrected, RotationForm::kSixD, 1});
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(Alone, EveryTerm, testing::ValuesIn(cases()), [](const auto& info) {
  const Case& c = info.param;
  std::string name = c.term + (c.preset == Preset::kTutorial ? "Tutorial" : "");
  if (c.frames > 0) name += fmt::format("Windows{}", c.frames);
  return name + (c.rotation == kernels::RotationForm::kSixD ? "SixD" : "");
});

// There are no steps in a window of one frame.
TEST(WindowTerms, OfOneFrameKnowNoVelocity) {
  for (const std::string name : {"velocity", "stay"}) {
    const EngineSetup setup = setup_of({name, Preset::kCorrected, kernels::RotationForm::kSixD, 1});
    const Input input(setup);
    for (const auto& make : {fused_engine::make_fused_engine, torch_engine::make_torch_engine}) {
      EXPECT_EQ(make(setup)->step(input.get()).total, 0.0) << name;
    }
  }
}

TEST(LossTerms, OneThatAnEngineLacksIsRefusedWithAWeightOnly) {
  std::vector<double> weights(objective::loss_terms().size(), 0.0);
  const auto has = [](const objective::LossTerm& term) { return term.name != "mmd"; };
  weights[objective::term_index("norm")] = 1.0;
  EXPECT_EQ(objective::lacking_term(weights, has), nullptr);
  weights[objective::term_index("mmd")] = 0.1;
  ASSERT_NE(objective::lacking_term(weights, has), nullptr);
  EXPECT_EQ(objective::lacking_term(weights, has)->name, "mmd");
}

TEST(StepInput, RowsThatDoNotFitAreRefused) {
  const Batch poses = Batch::Zero(4, 20);
  const Batch noise = Batch::Zero(4, 2 * kLatent);
  const auto check = [&](Eigen::Index recorded, const Batch& normal, bool gaussian) {
    test::input_of(poses, recorded, normal, kLatent, 0).check(kLatent, gaussian);
  };
  EXPECT_NO_THROW(check(4, noise, true));
  EXPECT_NO_THROW(check(2, noise.leftCols(kLatent), false));
  EXPECT_THROW(check(0, noise, false), Error);
  EXPECT_THROW(check(4, noise.leftCols(kLatent), true), Error);
  const objective::StepInput few{.poses = poses, .recorded = 3, .prior = noise.topLeftCorner(2, 3)};
  EXPECT_THROW(few.check(kLatent, false), Error);
}

// Rows of poses where the networks are for windows, and the other way round.
TEST(EngineSetup, RowsThatDoNotFitTheNetworksAreRefused) {
  const EngineSetup poses = setup_of({"position", Preset::kCorrected});
  EXPECT_NO_THROW(poses.check());
  EngineSetup windows = poses;
  windows.rows = {.joints = 5, .frames = 2, .travels = true, .contacts = 1};
  EXPECT_THROW(windows.check(), TrainingError);
  windows.rows = {.joints = 5, .frames = 1, .contacts = 1};  // of no use without a root
  EXPECT_NO_THROW(windows.check());
  windows = setup_of({"room", Preset::kCorrected, kernels::RotationForm::kQuaternion, 3});
  EXPECT_NO_THROW(windows.check());
  windows.objective.form = objective::LossForm::tutorial();
  EXPECT_THROW(windows.check(), TrainingError);
  EngineSetup moving = poses;
  moving.objective.weights[objective::term_index("stay")] = 1.0;
  EXPECT_THROW(moving.check(), TrainingError);
  EngineSetup tutorial = poses;
  tutorial.rows = {.joints = 4};
  EXPECT_THROW(tutorial.check(), TrainingError);
}

TEST(EngineChoice, APluginOfAnotherInterfaceIsRefused) {
  EXPECT_NO_THROW(objective::check_interface({}));
  EXPECT_THROW(objective::check_interface({.interface_number = objective::kEngineInterface - 1}),
               TrainingError);
}

}  // namespace
}  // namespace poseaae
