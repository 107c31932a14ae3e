#include "poseaae/evaluation/write.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/evaluation/evaluator.hpp"
#include "poseaae/evaluation/verdict.hpp"
#include "poseaae/io/csv.hpp"
#include "poseaae/io/hdf5.hpp"
#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae::evaluation {
namespace {

using testing::HasSubstr;

/// Two codecs on small dances.
const Comparison& comparison() {
  static const Comparison made = [] {
    const test::TemporaryFolder folder;
    test::write_dances(folder.path());
    const auto data = test::dances(folder.path());
    const auto split = test::last_clip_held_out(data);
    const Evaluator evaluator(data, split, {.generated = 50, .paths = 3, .steps = 4});
    const BatchRows train(data.poses, split.train);
    return Comparison{"small dances",
                      data.skeleton,
                      data.fps,
                      {evaluator.evaluate(pca_codec(data.format(), train, 5)),
                       evaluator.evaluate(test::constant_codec(data.poses.row(0), 5))},
                      {}};
  }();
  return made;
}

TEST(WriteTest, TheTableHasABlockAGroupAndAColumnAReport) {
  const std::string table = format_table(comparison());
  EXPECT_THAT(table, HasSubstr("pca"));
  EXPECT_THAT(table, HasSubstr("constant"));
  for (const char* group : {"\ndata\n", "\nreconstruction\n", "\nprior\n", "\ngeneration\n",
                            "\ninterpolation\n", "\nsmoothness\n"}) {
    EXPECT_THAT(table, HasSubstr(group));
  }
  EXPECT_THAT(table, HasSubstr("  mpjpe, mm "));
  EXPECT_THAT(table, Not(HasSubstr("["))) << "a single clip says nothing of others";
}

TEST(WriteTest, IntervalsStandInBrackets) {
  Comparison two = comparison();
  two.reports = {{"a", 1, {{"reconstruction", "mpjpe", "mm", 2.0, 1.5, 3.0}}, {}}};
  EXPECT_THAT(format_table(two), HasSubstr("2 [1.5, 3]"));
}

/// However long names and cells are, two spaces stand between columns, which begin where their
/// names do.
TEST(WriteTest, TheColumnsOfATableStandApart) {
  const std::string longest = "a method whose name is longer than a column, 2 runs";
  Comparison wide = comparison();
  wide.reports = {{longest}, {"b"}};
  const std::string name = "a measure whose name is also longer than the first column";
  wide.reports[0].measures = {{"gaps", name, "mm", 1.25}, {"gaps", "short", "", 2.5}};
  wide.reports[1].measures = {{"gaps", name, "mm", 3.75}};
  const std::string table = format_table(wide);
  const std::size_t first = std::string("  " + name + ", mm").size() + 2;
  const std::size_t second = first + longest.size() + 2;
  const auto line = [&](std::size_t number) {
    std::size_t begin = 0;
    for (; number > 0; --number) begin = table.find('\n', begin) + 1;
    return table.substr(begin, table.find('\n', begin) - begin);
  };
  EXPECT_EQ(line(0).find(longest), first);
  EXPECT_EQ(line(0).find("b", second), second);
  EXPECT_EQ(line(1), "gaps");
  EXPECT_EQ(line(2).find("1.25"), first);
  EXPECT_EQ(line(2).find("3.75"), second);
  EXPECT_EQ(line(3).find("2.5"), first);
}

TEST(WriteTest, OverRunsTheTableHasDeviations) {
  Comparison runs = comparison();
  runs.reports = {over_runs("method", {comparison().reports[0], comparison().reports[0]})};
  EXPECT_THAT(format_table(runs), HasSubstr("method, 2 runs"));
  EXPECT_THAT(format_table(runs), HasSubstr(" +- 0"));
}

TEST(WriteTest, CsvHoldsEveryNumberExactly) {
  const test::TemporaryFolder folder;
  write_comparison(folder / "report.csv", comparison());
  const std::string text = read_file(folder / "report.csv");
  const double mpjpe = comparison().reports[0].value("reconstruction", "mpjpe");
  EXPECT_THAT(text, HasSubstr(fmt::format("pca,reconstruction,mpjpe,mm,{},", mpjpe)));
  EXPECT_THAT(text, HasSubstr("pca,joint position,Head,mm,"));
  EXPECT_THAT(text, Not(HasSubstr("joint position,Hips")));  // the root is not compared
  EXPECT_THAT(text, HasSubstr("constant,prior,mean ks,,0.5,,,\n"));
}

TEST(WriteTest, Hdf5HoldsMeasuresAndArrays) {
  const test::TemporaryFolder folder;
  write_comparison(folder / "report.h5", comparison());
  const auto file = h5::open_file(folder / "report.h5");
  EXPECT_EQ(file.text_attribute("format"), "PoseAAE report");
  const auto pca = file.group("reports/pca");
  const auto names = pca.read_strings("name", "measures/value");
  const auto values = pca.read<double>("measures/value").values;
  ASSERT_EQ(names.size(), values.size());
  const auto place = std::find(names.begin(), names.end(), "mpjpe") - names.begin();
  EXPECT_EQ(values[static_cast<std::size_t>(place)],
            comparison().reports[0].value("reconstruction", "mpjpe"));
  EXPECT_EQ(file.text_attribute("verdict"),
            fmt::format("{}", fmt::join(verdict(comparison().reports), "\n")));
  EXPECT_EQ(pca.shape("latents"), (h5::Shape{60, 5}));
  EXPECT_EQ(pca.shape("generated"), (h5::Shape{8, 7, 4}));
  EXPECT_EQ(pca.read_strings("names", "joints/position_m").size(), 7U);
}

TEST(WriteTest, ThePageIsAPictureInEveryFormat) {
  const test::TemporaryFolder folder;
  const render::Picture page = draw_page(comparison());
  EXPECT_GT(page.height, 900);
  const render::Image image = render::rasterise(page);
  EXPECT_EQ(image.at(2, 2), 0xffffffU);
  std::vector<std::string> texts;
  for (const auto& layer : page.layers) {
    for (const auto& shape : layer.shapes) {
      if (const auto* label = std::get_if<render::Label>(&shape)) texts.push_back(label->text);
    }
  }
  for (const std::string& sentence : verdict(comparison().reports)) {
    EXPECT_THAT(texts, testing::Contains(sentence));
  }
  write_comparison(folder / "report.svg", comparison());
  const std::string svg = read_file(folder / "report.svg");
  EXPECT_THAT(svg, HasSubstr("<svg"));
  write_comparison(folder / "report.png", comparison());
  EXPECT_THAT(read_file(folder / "report.png"), HasSubstr("PNG"));
}

TEST(WriteTest, AnUnknownExtensionIsRefusedAtOnce) {
  const test::TemporaryFolder folder;
  EXPECT_THROW(check_report_output(folder / "report.doc"), UsageError);
  EXPECT_THROW(check_report_output(folder / "no/such/report.csv"), OutputError);
  check_report_output(folder / "report.csv");
  EXPECT_TRUE(folder.entries().empty());
}

}  // namespace
}  // namespace poseaae::evaluation
