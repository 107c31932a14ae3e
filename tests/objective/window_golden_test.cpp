#include <gtest/gtest.h>

#include "poseaae/fused_engine/fused_engine.hpp"
#include "poseaae/torch_engine/torch_engine.hpp"
#include "support/golden_steps.hpp"

// The terms of windows beside tests/golden/window_losses.h5, on every engine.
namespace poseaae {
namespace {

h5::Group golden_windows() { return h5::open_file(test::golden_dir() / "window_losses.h5"); }

/// A linear layer that gives `numbers`, whatever it sees.
nn::Network constant(int inputs, std::vector<float> numbers) {
  const auto outputs = static_cast<int>(numbers.size());
  std::vector<float> none(static_cast<std::size_t>(inputs) * numbers.size(), 0.0F);
  return nn::Network({nn::Layer{{inputs, outputs, nn::Activation::kLinear},
                                {std::move(none), std::move(numbers)}}});
}

/// Every term counts but that of a discriminator of poses, of which NumPy's script has none.
std::vector<double> weights_of_golden_terms() {
  std::vector<double> weights;
  for (const auto& term : objective::loss_terms()) weights.push_back(term.judges_poses ? 0.0 : 1.0);
  return weights;
}

/// The decoder gives the golden prediction.
objective::EngineSetup setup_of(const h5::Group& root, const std::string& form) {
  const auto parents = root.read<std::int32_t>("parents").values;
  const auto offsets = root.read<float>("offsets", {parents.size(), 3});
  const auto contacts = root.read<std::int32_t>("contact_joints").values;
  std::vector<std::string> names;
  std::vector<mocap::Vec3> places;
  for (std::size_t j = 0; j < parents.size(); ++j) {
    names.push_back(fmt::format("joint_{}", j));
    places.emplace_back(offsets[3 * j], offsets[3 * j + 1], offsets[3 * j + 2]);
  }
  const mocap::RowShape rows{.joints = static_cast<int>(parents.size()),
                             .frames = static_cast<int>(root.number_attribute("frames")),
                             .travels = true,
                             .contacts = static_cast<int>(contacts.size()),
                             .fps = root.number_attribute("fps")};
  const auto rotation =
      form == "6d" ? kernels::RotationForm::kSixD : kernels::RotationForm::kQuaternion;
  const int features = rows.features(rotation);
  objective::EngineSetup setup{
      .skeleton = {names, std::vector<int>(parents.begin(), parents.end()), places},
      .initial = {constant(features, {0.0F, 0.0F}),
                  constant(2, root.group(form).read<float>("prediction").values),
                  constant(2, {0.0F})},
      .objective = {.weights = weights_of_golden_terms(),
                    .joint_weights = root.read<double>("joint_weights").values,
                    .rotation = rotation,
                    .body = static_cast<int>(root.number_attribute("body")),
                    .contact_joints = {contacts.begin(), contacts.end()}},
      .options = {.device = objective::Device::kCpu},
      .rows = rows};
  return setup;
}

TEST(GoldenWindows, EveryTermOfEveryEngineIsNumpys) {
  const h5::Group root = golden_windows();
  const auto numbers = root.read<float>("rows");
  const Batch rows =
      Eigen::Map<const Batch>(numbers.values.data(), static_cast<Eigen::Index>(numbers.shape[0]),
                              static_cast<Eigen::Index>(numbers.shape[1]));
  for (const std::string form : {"quaternion", "6d"}) {
    const auto setup = setup_of(root, form);
    for (const auto& make : {fused_engine::make_fused_engine, torch_engine::make_torch_engine}) {
      const auto losses = make(setup)->evaluate(rows);
      for (const std::string term :
           {"position", "quaternion", "rotation", "room", "velocity", "stay", "contact", "root"}) {
        const double expected = root.group(form).number_attribute(term);
        EXPECT_NEAR(losses.terms[objective::term_index(term)], expected, 1e-5 * expected)
            << form << " " << term;
      }
    }
  }
}

TEST(GoldenWindows, AreOfTodaysScripts) { test::expect_todays_inputs(golden_windows(), 2); }

}  // namespace
}  // namespace poseaae
