#include "poseaae/render/gif.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "render/palette.hpp"
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
  EXPECT_EQ(palette.bits(), 2);
  EXPECT_EQ(palette.distance(1, 2), 255);
  EXPECT_THROW(Palette({}), UsageError);
  std::vector<Colour> greys;
  for (std::uint8_t i = 0; i < 64; ++i) greys.push_back({i, i, i});
  EXPECT_THROW(Palette{greys}, UsageError);
  greys.pop_back();
  EXPECT_EQ(Palette(greys).bits(), 6);  // 63 and "as before"
}

TEST(Palette, SuitsEveryStyle) {
  Style style;
  style.background = {0, 0, 60};
  style.centre = Colour{200, 190, 10};
  EXPECT_LE(Palette::for_style(style).size(), Palette::kMaxColours);
  EXPECT_EQ(Palette::for_style(style).colours()[0], style.background);
}

class GifFile : public testing::Test {
 protected:
  GifFile() { style_.width = style_.height = 160; }

  void write(const mocap::Motion& motion, int threads = 2) {
    write_gif(path_, painter(motion), style_, motion.fps(), {.threads = threads, .progress = {}});
  }
  [[nodiscard]] Painter painter(const mocap::Motion& motion) const {
    return {Scene(motion), {}, style_, kGifSteadiness};
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

/// The painted picture as nearest colours of the palette.
std::vector<std::uint8_t> indices_of(const Image& image, const Palette& palette) {
  std::vector<std::uint8_t> indices;
  for (const std::uint32_t pixel : image.pixels) indices.push_back(palette.nearest(pixel));
  return indices;
}

double largest_difference(const Colour& a, const Colour& b) {
  return std::max({std::abs(a.r - b.r), std::abs(a.g - b.g), std::abs(a.b - b.b)});
}

TEST_F(GifFile, ShowsWhatWasPainted) {
  const mocap::Motion motion = test::dance(75);  // more than two chunks
  write(motion);
  const auto gif = test::read_gif(path_);
  const Painter painted = painter(motion);
  const Palette palette = Palette::for_style(style_);
  ASSERT_EQ(gif.frames.size(), 75u);
  for (int t = 0; t < 75; ++t) {
    const Image image = painted.paint(t);
    const std::vector<std::uint8_t> indices = indices_of(image, palette);
    double error = 0.0;
    for (std::size_t i = 0; i < indices.size(); ++i) {
      const std::size_t x = i % 160, y = i / 160;
      const int left = indices[x > 0 ? i - 1 : i], right = indices[x < 159 ? i + 1 : i];
      const int up = indices[y > 0 ? i - 160 : i], down = indices[y < 159 ? i + 160 : i];
      int contrast = std::max(palette.distance(left, right), palette.distance(up, down));
      for (const int next : {left, right, up, down}) {
        contrast = std::max(contrast, palette.distance(indices[i], next));
      }
      // The nearest colour, or one that this contrast hides ...
      const Colour shown = unpacked(gif.frames[t].pixels[i]);
      const double allowed = contrast < 14 ? 0 : contrast < 70 ? 12 : contrast < 140 ? 32 : 92;
      ASSERT_LE(largest_difference(shown, palette.colours()[indices[i]]), allowed)
          << "frame " << t << " at " << x << ", " << y;
      error += largest_difference(shown, unpacked(image.pixels[i]));
    }
    EXPECT_LT(error / indices.size(), 2.0);  // ... and on average not to be seen
  }
}

/// Pixels on the way from the background to a limb, lighter than any shade of depth.
int count_between(const Image& image, const Palette& palette) {
  int count = 0;
  for (const std::uint32_t pixel : image.pixels) {
    const Colour c = unpacked(pixel);
    count += std::abs(c.b - c.r) > 10 && palette.distance(0, palette.nearest(pixel)) < 110;
  }
  return count;
}

TEST_F(GifFile, IsAntiAliased) {
  const mocap::Motion motion = test::dance(20);
  write(motion);
  const Palette palette = Palette::for_style(style_);
  const int painted = count_between(painter(motion).paint(19), palette);
  const int shown = count_between(test::read_gif(path_).frames[19], palette);
  EXPECT_GT(painted, 200);
  EXPECT_GT(shown, painted / 3);
}

TEST_F(GifFile, IsTheSameWithAnyNumberOfThreads) {
  const mocap::Motion motion = test::dance(150);
  write(motion, 1);
  const std::string alone = read_file(path_);
  for (const int threads : {2, 3, 7, 0}) {
    write(motion, threads);
    EXPECT_TRUE(read_file(path_) == alone) << threads << " threads";
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
  const mocap::Motion motion = test::dance(150);
  for (const int threads : {1, 3}) {
    const auto stop = [](std::size_t done, std::size_t) {
      if (done == 40) throw Interrupted("stopped");
    };
    EXPECT_THROW(
        write_gif(path_, painter(motion), style_, 30.0, {.threads = threads, .progress = stop}),
        Interrupted);
    EXPECT_THAT(folder_.entries(), testing::IsEmpty());
  }
  std::filesystem::create_symlink("/dev/full", path_);
  EXPECT_THROW(write(motion, 1), OutputError);
  EXPECT_THROW(write(motion, 3), OutputError);
}

}  // namespace
}  // namespace poseaae::render
