#include "poseaae/render/output.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/io/hdf5.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/motion_io/formats.hpp"
#include "render/formats.hpp"
#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae::render {
namespace {

using test::TemporaryFolder;
using testing::ElementsAre;
using testing::HasSubstr;

template <typename Action>
std::string message_of(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

OutputOptions small() {
  OutputOptions options;
  options.style.width = options.style.height = 120;
  options.strip_frames = 4;
  return options;
}

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields(1);
  for (const char c : line) {
    if (c == ',') {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

double number(const std::string& text) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  EXPECT_TRUE(error == std::errc{} && end == text.data() + text.size()) << text;
  return value;
}

class Output : public testing::Test {
 protected:
  TemporaryFolder folder_;
  mocap::Motion motion_ = test::dance(9, 30.0, 1.5);
  Scene scene_{motion_};
  std::vector<double> positions_ = mocap::joint_positions(motion_);
};

TEST_F(Output, PngIsOnePoseOrAStrip) {
  write_output(folder_ / "strip.png", scene_, small());
  const Image strip = test::read_png(folder_ / "strip.png");
  EXPECT_EQ(strip.width, 4 * 79);
  EXPECT_EQ(strip.height, 120);
  write_output(folder_ / "pose.PNG", Scene(motion_.slice(3, 4)), small());
  const Image pose = test::read_png(folder_ / "pose.PNG");
  EXPECT_EQ(pose.width, 120);
  for (const Image& image : {strip, pose}) {
    const Style style;
    EXPECT_GT(test::count_pixels(image, packed(style.left), 40), 60);
    EXPECT_GT(test::count_pixels(image, packed(style.right), 40), 60);
    EXPECT_GT(test::count_pixels(image, packed(style.centre_colour()), 40), 60);
    EXPECT_GT(test::count_pixels(image, packed(style.background), 0), 4000);
  }
}

TEST_F(Output, SvgAndPdfHoldVectors) {
  write_output(folder_ / "strip.svg", scene_, small());
  const std::string svg = read_file(folder_ / "strip.svg");
  EXPECT_TRUE(svg.starts_with("<?xml"));
  EXPECT_THAT(svg, HasSubstr("</svg>"));
  EXPECT_THAT(svg, HasSubstr("<path"));
  EXPECT_THAT(svg, testing::Not(HasSubstr("<image")));
  const auto read = test::run_program(
      "/usr/bin/env", {"python3", "-c",
                       "import sys, xml.dom.minidom as m; d = m.parse(sys.argv[1]); "
                       "print(len(d.getElementsByTagName('path')) > 50)",
                       (folder_ / "strip.svg").string()});
  EXPECT_EQ(read.out, "True\n") << read.err;
  write_output(folder_ / "strip.pdf", scene_, small());
  const std::string pdf = read_file(folder_ / "strip.pdf");
  EXPECT_TRUE(pdf.starts_with("%PDF-"));
  EXPECT_THAT(pdf.substr(pdf.size() - 8), HasSubstr("%%EOF"));
}

TEST_F(Output, GifObeysTheFrameRate) {
  OutputOptions options = small();
  write_output(folder_ / "a.gif", scene_, options);
  EXPECT_EQ(test::read_gif(folder_ / "a.gif").frames.size(), 9u);
  options.fps = 10.0;
  std::vector<std::size_t> seen;
  options.progress = [&](std::size_t done, std::size_t total) {
    seen.push_back(done);
    EXPECT_EQ(total, 3u);
  };
  write_output(folder_ / "b.gif", scene_, options);
  EXPECT_THAT(test::read_gif(folder_ / "b.gif").delays_cs, ElementsAre(10, 10, 10));
  EXPECT_THAT(seen, ElementsAre(1u, 2u, 3u));
}

TEST_F(Output, CsvHoldsPositions) {
  write_output(folder_ / "a.csv", scene_, small());
  std::ifstream file(folder_ / "a.csv");
  std::string line;
  std::getline(file, line);
  EXPECT_TRUE(line.starts_with("frame,time_s,Hips.x,Hips.y,Hips.z,Spine.x")) << line;
  for (int t = 0; t < 9; ++t) {
    ASSERT_TRUE(std::getline(file, line));
    const auto fields = fields_of(line);
    ASSERT_EQ(fields.size(), 2u + 33u);
    EXPECT_EQ(fields[0], std::to_string(t));
    EXPECT_NEAR(number(fields[1]), t / 30.0, 1e-6);
    for (int c = 0; c < 33; ++c) EXPECT_NEAR(number(fields[2 + c]), positions_[33 * t + c], 1e-6);
  }
  EXPECT_FALSE(std::getline(file, line));
}

TEST_F(Output, Hdf5HoldsPositionsAndRotations) {
  write_output(folder_ / "a.h5", scene_, small());
  const h5::Group file = h5::open_file(folder_ / "a.h5");
  EXPECT_EQ(file.read<double>("positions", {9, 11, 3}), positions_);
  EXPECT_THAT(file.read<double>("rotations_wxyz", {9, 11, 4}),
              testing::ElementsAreArray(motion_.rotations()));
  EXPECT_THAT(file.read<double>("root_positions", {9, 3}),
              testing::ElementsAreArray(motion_.root_positions()));
  EXPECT_EQ(file.read_strings("joint_names", "parents"), motion_.skeleton().names());
  EXPECT_EQ(file.number_attribute("fps"), 30.0);
  EXPECT_EQ(file.text_attribute("unit"), "m");
}

TEST_F(Output, BvhComesBack) {
  write_output(folder_ / "a.bvh", scene_, small());
  const mocap::Motion back = mocap::read_bvh(folder_ / "a.bvh").motion;
  EXPECT_EQ(back.fps(), 30.0);
  const auto positions = mocap::joint_positions(back);
  ASSERT_EQ(positions.size(), positions_.size());
  for (std::size_t i = 0; i < positions.size(); ++i) EXPECT_NEAR(positions[i], positions_[i], 1e-6);
}

TEST_F(Output, DataComesFromThePrimaryPanel) {
  std::vector<Panel> panels;
  panels.push_back({"a", test::dance(4)});
  panels.push_back({"b", motion_});
  const Scene scene(std::move(panels));
  OutputOptions options = small();
  options.primary_panel = 1;
  write_output(folder_ / "a.h5", scene, options);
  EXPECT_EQ(h5::open_file(folder_ / "a.h5").read<double>("positions").values, positions_);
  options.primary_panel = 2;
  EXPECT_THROW(write_output(folder_ / "b.h5", scene, options), UsageError);
}

/// The lines of describe_outputs(), one for an extension.
std::vector<std::string> described() {
  std::istringstream lines(describe_outputs());
  std::vector<std::string> found;
  for (std::string line; std::getline(lines, line);) found.push_back(line);
  return found;
}

std::vector<std::string> extensions() {
  std::vector<std::string> found = described();
  for (std::string& line : found) line = line.substr(0, line.find(' '));
  return found;
}

/// A format that is added stands among these, so that it changes no line here.
TEST(OutputFormats, AreTheSevenOfOldInTheirOrderWithTheirWordsAndNoneTwice) {
  const std::vector<std::string> seven{
      ".gif  looping animation",
      ".png  one pose, or several poses side by side",
      ".svg  the same as vector graphics",
      ".pdf  the same as vector graphics",
      ".bvh  motion for Blender and other 3D software, in centimetres",
      ".h5   joint positions in metres and rotations w x y z (HDF5)",
      ".csv  joint positions in metres, one row per frame",
  };
  std::vector<std::string> found = described();
  const auto written = std::ranges::count_if(
      mocap::motion_formats(), [](const auto& format) { return format.write != nullptr; });
  EXPECT_EQ(found.size(), picture_formats().size() + static_cast<std::size_t>(written));
  std::erase_if(found, [&](const std::string& line) {
    return std::ranges::find(seven, line) == seven.end();
  });
  EXPECT_EQ(found, seven);
  auto names = extensions();
  EXPECT_THAT(names, testing::Each(testing::MatchesRegex("\\.[a-z0-9]+")));
  std::ranges::sort(names);
  EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
}

TEST(OutputFormats, TakeTheFirstContentThatTheyCanShow) {
  const std::set<std::string> seven{".gif", ".png", ".svg", ".pdf", ".bvh", ".h5", ".csv"};
  const std::vector<Content> all{Content::kPicture, Content::kTable, Content::kScene};
  EXPECT_EQ(content_of("a.PNG", all), Content::kPicture);
  EXPECT_EQ(content_of("a.csv", all), Content::kTable);
  EXPECT_EQ(content_of("a.csv", {Content::kScene, Content::kTable}), Content::kScene);
  EXPECT_EQ(content_of("a.bvh", all), Content::kScene);
  EXPECT_EQ(content_of("a.h5", {Content::kArrays}), Content::kArrays);
  std::string message = message_of([] {
    (void)content_of("a.gif", {Content::kPicture, Content::kTable});
  });
  for (const OutputFormat& format : picture_formats()) {  // those that were added since
    if (seven.contains(format.extension)) continue;
    message = std::regex_replace(message, std::regex(", \\" + format.extension + "\\b"), "");
  }
  EXPECT_EQ(message, "a.gif: expected an output named .png, .svg, .pdf, .csv, found '.gif'");
}

TEST_F(Output, IsTheSameTwice) {
  for (const std::string& extension : extensions()) {
    const auto path = folder_ / ("a" + extension);  // some formats have the name inside
    write_output(path, scene_, small());
    const std::string first = read_file(path);
    write_output(path, scene_, small());
    EXPECT_TRUE(read_file(path) == first) << extension;
  }
}

TEST_F(Output, RefusesBeforeLongWork) {
  EXPECT_THAT(message_of([&] { check_output(folder_ / "a.mov"); }),
              HasSubstr(fmt::format("expected an output named {}, found '.mov'",
                                    fmt::join(extensions(), ", "))));
  EXPECT_THROW(check_output(folder_ / "a"), UsageError);
  EXPECT_THROW(check_output(folder_ / "no" / "a.gif"), OutputError);
  std::filesystem::create_directory(folder_ / "b.gif");
  EXPECT_THROW(check_output(folder_ / "b.gif"), OutputError);
  EXPECT_NO_THROW(check_output(folder_ / "a.gif"));
  EXPECT_NO_THROW(check_output("a.gif"));
  if (::geteuid() != 0) {  // root may write anywhere
    std::filesystem::permissions(folder_.path(), std::filesystem::perms::owner_exec);
    EXPECT_THROW(check_output(folder_ / "a.gif"), OutputError);
    std::filesystem::permissions(folder_.path(), std::filesystem::perms::owner_all);
  }
}

TEST_F(Output, RefusesNonsense) {
  OutputOptions options = small();
  options.strip_frames = 0;
  EXPECT_THROW(write_output(folder_ / "a.png", scene_, options), UsageError);
  options = small();
  options.fps = -1.0;
  EXPECT_THROW(write_output(folder_ / "a.gif", scene_, options), UsageError);
  options = small();
  options.camera.elevation_deg = 200.0;
  EXPECT_THROW(write_output(folder_ / "a.gif", scene_, options), UsageError);
  EXPECT_THAT(folder_.entries(), testing::IsEmpty());
}

TEST_F(Output, AFullDiskIsAnErrorAndOldFilesSurvive) {
  for (const std::string& extension : extensions()) {
    std::filesystem::create_symlink("/dev/full", folder_ / ("full" + extension));
    EXPECT_THROW(write_output(folder_ / ("full" + extension), scene_, small()), OutputError)
        << extension;
  }
  // An animation that stops half way leaves what stood there before, and nothing beside it.
  const auto before = folder_.entries();
  std::ofstream(folder_ / "old.gif") << "old";
  OutputOptions options = small();
  options.progress = [](std::size_t done, std::size_t) {
    if (done == 3) throw Interrupted("stopped");
  };
  EXPECT_THROW(write_output(folder_ / "old.gif", scene_, options), Interrupted);
  EXPECT_EQ(read_file(folder_ / "old.gif"), "old");
  EXPECT_EQ(folder_.entries().size(), before.size() + 1);
}

}  // namespace
}  // namespace poseaae::render
