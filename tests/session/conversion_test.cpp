#include "poseaae/session/conversion.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/motion_io/load_clip.hpp"
#include "support/support.hpp"

namespace poseaae::session {
namespace {

namespace fs = std::filesystem;
using State = ConversionResult::State;
using mocap::Vec3;
using testing::ElementsAre;
using testing::HasSubstr;

mocap::Motion swinging(double height) {
  mocap::Motion motion(mocap::Skeleton({"hip", "knee"}, {-1, 0}, {Vec3::Zero(), {0, -0.9, 0}},
                                       {{1, {0, -0.8, 0}, ""}}),
                       30.0, 4);
  for (int t = 0; t < 4; ++t) motion.set_root_position(t, {0.1 * t, height, 0});
  return motion;
}

class Conversions : public testing::Test {
 protected:
  Conversions() {
    fs::create_directories(folder_ / "in" / fs::path("deep"));
    mocap::write_bvh(in("a.bvh"), swinging(1.0));
    mocap::write_bvh(in("b.bvh"), swinging(2.0));
    mocap::write_bvh(in("deep/a.bvh"), swinging(3.0));
  }
  [[nodiscard]] std::string in(const std::string& name) const {
    return (folder_.path() / "in" / name).string();
  }
  [[nodiscard]] fs::path out(const std::string& name = "") const {
    return name.empty() ? folder_ / "out" : folder_ / "out" / fs::path(name);
  }
  [[nodiscard]] std::vector<Conversion> plan() const {
    return plan_conversions({in("")}, out(), ".csv");
  }
  /// States of all conversions of the plan, in its order.
  [[nodiscard]] std::vector<State> run(const ConversionOptions& options = {}) const {
    std::vector<State> states;
    for (const auto& result : convert(plan(), options)) states.push_back(result.state);
    return states;
  }
  [[nodiscard]] std::string record() const { return read_file(out(kConversionRecord)); }

  poseaae::test::TemporaryFolder folder_;
};

TEST_F(Conversions, KeepTheFoldersOfTheirInputs) {
  std::vector<std::string> outputs;
  for (const Conversion& each : plan()) {
    outputs.push_back(each.output.lexically_relative(out()).string());
  }
  EXPECT_THAT(outputs, ElementsAre("a.csv", "b.csv", "deep/a.csv"));
  EXPECT_THAT(run(), ElementsAre(State::kWritten, State::kWritten, State::kWritten));
  // The height of the root in the last row of each.
  EXPECT_THAT(read_file(out("b.csv")), HasSubstr("3,0.100000,0.300000,2.000000,"));
  EXPECT_THAT(read_file(out("deep/a.csv")), HasSubstr("3,0.100000,0.300000,3.000000,"));
}

TEST_F(Conversions, AreOfTheClipsThatLieBelowAFolder) {
  std::vector<std::string> found;
  for (const auto& clip : clips_below(in("") + ":1:3")) {
    found.push_back(clip.path.lexically_relative(in("")).string());
    EXPECT_EQ(clip.first, 1);
    EXPECT_EQ(clip.last, 3);
  }
  EXPECT_THAT(found, ElementsAre("a.bvh", "b.bvh", "deep/a.bvh"));
  EXPECT_EQ(clips_below(in("b.bvh")).size(), 1u);
  EXPECT_THROW((void)clips_below(in("nothing.bvh")), InputError);
}

TEST_F(Conversions, MakeAFolderForOneClipToo) {
  const auto results = convert(plan_conversions({in("a.bvh")}, out("new"), ".csv"), {});
  EXPECT_EQ(results.front().state, State::kWritten) << results.front().problem;
  EXPECT_TRUE(fs::exists(out("new") / "a.csv"));
}

TEST_F(Conversions, DoNotReadWhatLiesBelowTheirOutput) {
  const auto inside = fs::path(in("converted"));
  static_cast<void>(convert(plan_conversions({in("")}, inside, ".bvh"), {}));
  EXPECT_TRUE(fs::exists(inside / "deep/a.bvh"));
  EXPECT_EQ(plan_conversions({in("")}, inside, ".bvh").size(), 3u);
}

TEST_F(Conversions, AreKeptUnlessTheirSourceOrTheOptionsChange) {
  static_cast<void>(run());
  EXPECT_THAT(run(), ElementsAre(State::kKept, State::kKept, State::kKept));
  EXPECT_THAT(run({.resume = false}),
              ElementsAre(State::kWritten, State::kWritten, State::kWritten));

  mocap::write_bvh(in("b.bvh"), swinging(5.0));
  fs::last_write_time(in("b.bvh"), fs::last_write_time(in("b.bvh")) + std::chrono::seconds(2));
  EXPECT_THAT(run(), ElementsAre(State::kKept, State::kWritten, State::kKept));
  EXPECT_THAT(read_file(out("b.csv")), HasSubstr(",5.000000,"));

  ConversionOptions metres;
  metres.clip.unit = mocap::Unit::parse("m");
  EXPECT_THAT(run(metres), testing::Each(State::kWritten));
  ConversionOptions changed = metres;
  changed.changes = "onto another";
  EXPECT_THAT(run(changed), testing::Each(State::kWritten));

  fs::remove(out("a.csv"));
  EXPECT_THAT(run(changed), ElementsAre(State::kWritten, State::kKept, State::kKept));
}

TEST_F(Conversions, GoOnAfterARecordThatWasCutOff) {
  static_cast<void>(run());
  const std::string whole = record();
  write_file(out(kConversionRecord), whole.substr(0, whole.size() - 5));
  const auto states = run();
  EXPECT_EQ(std::ranges::count(states, State::kKept), 2);
  EXPECT_THAT(run(), testing::Each(State::kKept));
}

TEST_F(Conversions, KeepNobodyFromTheOthers) {
  write_file(in("b.bvh"), "HIERARCHY\nROOT hip\n{\n");
  const auto results = convert(plan(), {});
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(results[0].state, State::kWritten);
  EXPECT_EQ(results[1].state, State::kFailed);
  EXPECT_THAT(results[1].problem, HasSubstr("b.bvh"));
  EXPECT_EQ(results[2].state, State::kWritten);
  EXPECT_FALSE(fs::exists(out("b.csv")));
}

TEST_F(Conversions, AreTheSameOnAnyNumberOfThreads) {
  ConversionOptions one{.threads = 1};
  static_cast<void>(run(one));
  const std::string bytes = read_file(out("deep/a.csv"));
  ConversionOptions many{.resume = false, .threads = 4};
  EXPECT_THAT(run(many), testing::Each(State::kWritten));
  EXPECT_EQ(read_file(out("deep/a.csv")), bytes);
}

TEST_F(Conversions, ChangeClipsOnTheWay) {
  ConversionOptions options;
  options.change = [](mocap::Clip& clip, mocap::WriteOptions&) {
    clip.motion = clip.motion.slice(0, 1);
    clip.warnings.push_back("cut");
  };
  const auto results =
      convert(plan_conversions({in("a.bvh")}, out().string() + ".csv", ""), options);
  EXPECT_EQ(results.front().frames, 1);
  EXPECT_THAT(results.front().warnings, testing::Contains("cut"));
}

TEST_F(Conversions, TakeFramesFromTheNameOfAnInput) {
  const auto plan = plan_conversions({in("a.bvh") + ":1:3"}, out().string() + ".csv", "");
  EXPECT_EQ(convert(plan, {}).front().frames, 2);
}

template <typename Problem>
void expect_refused(const std::vector<std::string>& inputs, const fs::path& out,
                    const std::string& extension, const std::string& part) {
  try {
    static_cast<void>(plan_conversions(inputs, out, extension));
    FAIL() << "expected an error with: " << part;
  } catch (const Problem& problem) {
    EXPECT_THAT(problem.what(), HasSubstr(part));
  }
}

TEST_F(Conversions, RefuseWhatWouldLoseAFile) {
  expect_refused<UsageError>({in("a.bvh"), in("deep/a.bvh")}, out(), ".csv", "found two: ");
  expect_refused<UsageError>({in("")}, fs::path(in("")), ".bvh", "a.bvh");
  expect_refused<UsageError>({in("")}, out("x.csv"), "", "found 3");
  expect_refused<InputError>({in("nothing")}, out(), ".csv", "no such file");
  fs::create_directories(in("empty"));
  expect_refused<InputError>({in("empty")}, out(), ".csv", "found none");
  EXPECT_THROW((void)convert({{{in("a.bvh")}, out("x.xyz")}}, {}), UsageError);
}

}  // namespace
}  // namespace poseaae::session
