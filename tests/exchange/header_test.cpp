#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "arrays.hpp"
#include "exchange/c/text.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/exchange/formats.hpp"
#include "samples.hpp"
#include "support/support.hpp"

/// Exported headers, compiled without a warning and run by tests/exchange/use_header.c.
namespace poseaae::exchange::test {
namespace {

class Header : public testing::TestWithParam<std::string> {
 protected:
  void compile(const std::vector<std::string>& compiler) {
    const auto folder = folder_.path().string();
    const auto program = poseaae::test::source_dir() / "tests" / "exchange" / "use_header.c";
    std::vector<std::string> arguments{compiler.begin() + 1, compiler.end()};
    arguments.insert(arguments.end(), {"-Wall", "-Wextra", "-pedantic", "-Werror", "-I", folder,
                                       program.string(), "-o", folder + "/use_header", "-lm"});
    const auto done = poseaae::test::run_program(compiler.front(), arguments);
    ASSERT_EQ(done.exit_code, 0) << done.err;
  }
  void expect_close(const std::string& name, const Batch& expected) const {
    const Batch found = read_array(folder_.path(), name, expected.rows(), expected.cols());
    EXPECT_LT((found - expected).cwiseAbs().maxCoeff(), 1e-5) << name;
    EXPECT_FALSE(std::isnan(found.sum())) << name;
  }

  poseaae::test::TemporaryFolder folder_;
};

TEST_P(Header, IsTheCodecInC99) {
  const Sample given = sample(GetParam());
  write_model(folder_ / "pose.h", given.model);
  write_array(folder_.path(), "rows", given.rows);
  write_array(folder_.path(), "points", given.latents);
  compile({"/usr/bin/cc", "-std=c99", "-O1"});
  const auto done =
      poseaae::test::run_program((folder_ / "use_header").string(), {folder_.path().string()});
  ASSERT_EQ(done.exit_code, 0) << done.err;
  const Batch decoded = given.model.decode(given.latents);
  expect_close("latents", given.model.encode(given.rows));
  expect_close("decoded", decoded);
  expect_close("positions", arrays_of(given.model, decoded).at("positions"));
  const mocap::Skeleton& skeleton = given.model.skeleton();
  const int last = skeleton.joints() - 1;
  EXPECT_EQ(done.out, fmt::format("{} {}\n", skeleton.name(last), skeleton.parent(last)));
}

INSTANTIATE_TEST_SUITE_P(Samples, Header, testing::ValuesIn(sample_names()),
                         [](const auto& info) { return info.param; });

using HeaderFile = Header;

TEST_F(HeaderFile, IsCpp11Too) {
  write_model(folder_ / "pose.h", sample("six").model);
  compile({"/usr/bin/c++", "-std=c++11", "-x", "c++"});
}

TEST(HeaderText, NamesAreThoseOfC) {
  EXPECT_EQ(c::identifier("best"), "best");
  EXPECT_EQ(c::identifier("My Dance-2"), "my_dance_2");
  EXPECT_EQ(c::identifier("3d"), "model_3d");
  EXPECT_EQ(c::identifier("Tänzer"), "t_nzer");
  EXPECT_EQ(c::identifier("_x__y_"), "model_x_y");
  EXPECT_EQ(c::identifier("a (copy)"), "a_copy");
  EXPECT_EQ(c::identifier("--"), "model");
  EXPECT_EQ(c::identifier(""), "model");
}

// Names with "__" belong to the implementation (C++ [lex.name], 3).
TEST(HeaderText, NoNameHasTwoUnderscoresInARow) {
  const poseaae::test::TemporaryFolder folder;
  for (const char* const name : {"a  b.h", "_a-.h", "\xC3\xA4.h"}) {
    write_model(folder / name, sample("six").model);
    EXPECT_THAT(read_file(folder / name), testing::Not(testing::HasSubstr("__"))) << name;
  }
}

TEST(HeaderText, NumbersAreThoseOfCAndExact) {
  EXPECT_EQ(c::number(1.0F), "1.0f");
  EXPECT_EQ(c::number(-0.1F), "-0.1f");
  EXPECT_EQ(c::number(1e-20F), "1e-20f");
  EXPECT_EQ(c::number(16777216.0F), "16777216.0f");
}

TEST(HeaderText, NamesOfJointsAreQuoted) {
  EXPECT_EQ(c::literal("Left Foot"), "\"Left Foot\"");
  EXPECT_EQ(c::literal("a\"b\\c?"), "\"a\\042b\\134c\\077\"");
  EXPECT_EQ(c::literal("\xC3\xBC"
                       "1"),
            "\"\\303\\2741\"");
}

}  // namespace
}  // namespace poseaae::exchange::test
