#include "poseaae/render/gif.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "poseaae/core/error.hpp"
#include "poseaae/core/paths.hpp"
#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae::render {
namespace {

using test::TemporaryFolder;
using testing::ElementsAre;
using testing::Field;

std::vector<int> delays(const std::vector<GifTiming>& timing) {
  std::vector<int> values;
  for (const GifTiming& t : timing) values.push_back(t.delay_cs);
  return values;
}

TEST(GifTiming, CarriesTheRemainder) {
  EXPECT_THAT(delays(gif_timing(6, 30.0)), ElementsAre(3, 4, 3, 3, 4, 3));
  EXPECT_THAT(delays(gif_timing(4, 25.0)), ElementsAre(4, 4, 4, 4));
  const auto minute = delays(gif_timing(1800, 30.0));
  EXPECT_EQ(std::accumulate(minute.begin(), minute.end(), 0), 6000);
}

TEST(GifTiming, LeavesFramesOutAboveFifty) {
  const auto timing = gif_timing(12, 120.0);  // 0.1 s: five frames of 2 cs
  EXPECT_THAT(delays(timing), ElementsAre(2, 2, 2, 2, 2));
  std::vector<int> frames;
  for (const GifTiming& t : timing) frames.push_back(t.frame);
  EXPECT_THAT(frames, ElementsAre(0, 2, 4, 7, 9));
  EXPECT_THAT(delays(gif_timing(6, 30.0, 15.0)), ElementsAre(7, 6, 7));
}

RC_GTEST_PROP(GifTiming, KeepsRealTime, ()) {
  const int frames = *rc::gen::inRange(10, 3000);
  const double fps = 0.01 * *rc::gen::inRange(50, 50000);
  const auto timing = gif_timing(frames, fps);
  const double duration_cs = 100.0 * frames / fps;
  int total = 0;
  for (std::size_t i = 0; i < timing.size(); ++i) {
    RC_ASSERT(timing[i].delay_cs >= 2);
    // Shown while it is its turn: never more than one shown frame away.
    RC_ASSERT(std::abs(total - 100.0 * timing[i].frame / fps) <= duration_cs / timing.size() + 1.0);
    total += timing[i].delay_cs;
  }
  if (duration_cs >= 2.0) RC_ASSERT(std::abs(total - duration_cs) <= 0.5 + 1e-6);
}

TEST(GifTiming, RefusesWhatTheFormatCannotHold) {
  EXPECT_THROW(static_cast<void>(gif_timing(3, 0.001)), UsageError);
  EXPECT_THROW(static_cast<void>(gif_timing(3, 0.0)), UsageError);
  EXPECT_THROW(static_cast<void>(gif_timing(3, INFINITY)), UsageError);
}

TEST(Palette, FindsTheNearest) {
  const Palette palette({{0, 0, 0}, {200, 0, 0}, {0, 0, 0}, {255, 255, 255}});
  EXPECT_EQ(palette.size(), 3);
  EXPECT_EQ(palette.nearest(0x640000), 0);  // 100: half way, the first of equals
  EXPECT_EQ(palette.nearest(0x650000), 1);
  EXPECT_EQ(palette.nearest(0xf0f0f0), 2);
  EXPECT_EQ(palette.transparent(), 3);
  EXPECT_THROW(Palette({}), UsageError);
}

TEST(GifPatch, IsTheSmallestRectangle) {
  IndexedImage a{5, 4, std::vector<std::uint8_t>(20, 0)}, b = a;
  EXPECT_EQ(changed_area(a, b), (PixelRect{}));
  b.indices[1 * 5 + 3] = 1;
  b.indices[3 * 5 + 1] = 1;
  EXPECT_EQ(changed_area(a, b), (PixelRect{1, 1, 3, 3}));
}

class GifFile : public testing::Test {
 protected:
  GifFile() { style_.width = style_.height = 160; }

  void write(const mocap::Motion& motion) {
    const Painter painter(Scene(motion), {}, style_);
    write_gif(path_, painter, style_, motion.fps());
  }

  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "dance.gif";
  Style style_;
};

TEST_F(GifFile, PlaysAtTheRightSpeedForEver) {
  write(test::dance(45, 30.0));
  const auto gif = test::read_gif(path_);
  EXPECT_EQ(gif.width, 160);
  EXPECT_EQ(gif.height, 160);
  EXPECT_EQ(gif.loops, 0);
  ASSERT_EQ(gif.frames.size(), 45u);
  EXPECT_EQ(std::accumulate(gif.delays_cs.begin(), gif.delays_cs.end(), 0), 150);
  EXPECT_GE(*std::min_element(gif.delays_cs.begin(), gif.delays_cs.end()), 2);
}

TEST_F(GifFile, ShowsWhatWasPainted) {
  const mocap::Motion motion = test::dance(8);
  write(motion);
  const auto gif = test::read_gif(path_);
  const Painter painter(Scene(motion), {}, style_);
  const Palette palette = Palette::for_style(style_);
  for (int t = 0; t < 8; ++t) {
    const Image painted = painter.paint(t);
    double error = 0.0;
    for (std::size_t i = 0; i < painted.pixels.size(); ++i) {
      // Exactly the nearest colour of the palette, at each pixel of each frame ...
      ASSERT_EQ(gif.frames[t].pixels[i],
                packed(palette.colours()[palette.nearest(painted.pixels[i])]));
      const Colour a = unpacked(gif.frames[t].pixels[i]), b = unpacked(painted.pixels[i]);
      const int worst = std::max({std::abs(a.r - b.r), std::abs(a.g - b.g), std::abs(a.b - b.b)});
      EXPECT_LE(worst, 48);  // ... which is never far off, and on average not to be seen
      error += worst;
    }
    EXPECT_LT(error / painted.pixels.size(), 0.6);
  }
}

TEST_F(GifFile, StoresOnlyWhatChanges) {
  style_.time_label = false;
  mocap::Motion still = test::dance(5);
  for (int t = 1; t < 5; ++t) {
    for (int j = 0; j < still.joints(); ++j) still.set_rotation(t, j, still.rotation(0, j));
  }
  write(still);
  auto gif = test::read_gif(path_);
  EXPECT_THAT(gif.patch_pixels, ElementsAre(160u * 160u, 1u, 1u, 1u, 1u));
  EXPECT_EQ(gif.frames[4], gif.frames[0]);
}

TEST_F(GifFile, IsTheSameTwice) {
  write(test::dance(6));
  const std::string first = read_file(path_);
  write(test::dance(6));
  EXPECT_EQ(read_file(path_), first);
}

TEST_F(GifFile, FailsWithoutALeftover) {
  {
    GifWriter writer(path_, 160, 160, Palette::for_style(style_));
    EXPECT_THROW(writer.add(Image{2, 2, std::vector<std::uint32_t>(4)}, 3), UsageError);
  }
  EXPECT_THROW(GifWriter(path_, 65536, 10, Palette::for_style(style_)), UsageError);
  EXPECT_THAT(folder_.entries(), testing::IsEmpty());
  std::filesystem::create_symlink("/dev/full", path_);
  EXPECT_THROW(write(test::dance(3)), OutputError);
}

}  // namespace
}  // namespace poseaae::render
