#include "poseaae/objective/window_path.hpp"

#include <gtest/gtest.h>

#include "poseaae/base/random.hpp"
#include "poseaae/footing/root_path.hpp"

namespace poseaae {
namespace {

using objective::PanelFrames;
using objective::WindowPath;
using Root = mocap::RowShape::Root;

constexpr double kFps = 12.0;
constexpr std::size_t kLane = 5;

mocap::RowShape rows_of(int frames) {
  return {.joints = 2, .frames = frames, .travels = true, .contacts = 1, .fps = kFps};
}

std::vector<double> random_panel(const PanelFrames& frames) {
  Random random(3);
  std::vector<double> panel(frames.row() * kernels::kLanes);
  for (double& number : panel) number = random.normal();
  return panel;
}

double& number(const PanelFrames& frames, std::vector<double>& panel, std::size_t t, Root root) {
  return frames.root(panel.data(), t)[root * kernels::kLanes + kLane];
}

footing::Step step_of(const PanelFrames& frames, std::vector<double>& panel, std::size_t t) {
  return (1.0 / kFps) * footing::Step{number(frames, panel, t, Root::kSideways),
                                      number(frames, panel, t, Root::kForwards),
                                      number(frames, panel, t, Root::kTurn)};
}

// Each step leads where footing says, and the middle of the window is the origin.
TEST(WindowPath, GoesAsFootingMovesADancer) {
  for (const int count : {1, 2, 7, 8}) {
    const PanelFrames frames(rows_of(count), kernels::RotationForm::kSixD);
    auto panel = random_panel(frames);
    WindowPath<double> path(frames.count, kFps);
    path.follow(frames, panel.data());
    const auto place = [&](std::size_t t) {
      return footing::Place{path.x(t)[kLane], path.z(t)[kLane],
                            std::atan2(path.sine(t)[kLane], path.cosine(t)[kLane])};
    };
    const auto middle = place(frames.count / 2);
    EXPECT_EQ(std::tuple(middle.x, middle.z, middle.heading), std::tuple(0.0, 0.0, 0.0));
    for (std::size_t t = 0; t + 1 < frames.count; ++t) {
      const auto expected = footing::moved(place(t), step_of(frames, panel, t));
      EXPECT_NEAR(place(t + 1).x, expected.x, 1e-12);
      EXPECT_NEAR(place(t + 1).z, expected.z, 1e-12);
      EXPECT_NEAR(footing::continued(place(t + 1).heading, expected.heading), expected.heading,
                  1e-12);
    }
  }
}

// Of a sum of all places and headings, with weights of their own.
TEST(WindowPath, GradientIsTheSlope) {
  const PanelFrames frames(rows_of(6), kernels::RotationForm::kQuaternion);
  auto panel = random_panel(frames);
  WindowPath<double> path(frames.count, kFps);
  const auto weight = [](std::size_t t, double phase) {
    return std::sin(2.0 * static_cast<double>(t) + phase);
  };
  const auto value = [&] {
    path.follow(frames, panel.data());
    double sum = 0.0;
    for (std::size_t t = 0; t < frames.count; ++t) {
      sum += weight(t, 0.1) * path.x(t)[kLane] + weight(t, 0.2) * path.z(t)[kLane] +
             weight(t, 0.3) * std::atan2(path.sine(t)[kLane], path.cosine(t)[kLane]);
    }
    return sum;
  };
  (void)value();
  for (std::size_t t = 0; t < frames.count; ++t) {
    path.by_x(t)[kLane] = weight(t, 0.1);
    path.by_z(t)[kLane] = weight(t, 0.2);
    path.by_heading(t)[kLane] = weight(t, 0.3);
  }
  std::vector<double> gradient(panel.size(), 0.0);
  path.backward(frames, kLane + 1, gradient.data());
  for (std::size_t t = 0; t < frames.count; ++t) {
    for (const Root root : {Root::kSideways, Root::kForwards, Root::kTurn, Root::kHeight}) {
      double& x = number(frames, panel, t, root);
      const double kept = x;
      constexpr double kStep = 1e-6;
      x = kept + kStep;
      const double above = value();
      x = kept - kStep;
      const double below = value();
      x = kept;
      EXPECT_NEAR(number(frames, gradient, t, root), (above - below) / (2 * kStep), 1e-8);
    }
  }
}

}  // namespace
}  // namespace poseaae
