#include "poseaae/render/video.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <numeric>
#include <regex>
#include <sstream>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/render/output.hpp"
#include "render/film_canvas.hpp"
#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae::render {
namespace {

using test::TemporaryFolder;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr VideoKind kKinds[] = {VideoKind::kMp4, VideoKind::kWebm, VideoKind::kApng};

std::string extension_of(VideoKind kind) {
  return kind == VideoKind::kMp4 ? ".mp4" : kind == VideoKind::kWebm ? ".webm" : ".apng";
}

Style small(int width, int height) {
  Style style;
  style.width = width;
  style.height = height;
  return style;
}

TEST(FilmRates, DecimalsOfBroadcastAreFractions) {
  for (const auto& [decimal, whole] : {std::pair{23.976, 24},
                                       {23.98, 24},
                                       {24.0 / 1.001, 24},
                                       {29.97, 30},
                                       {29.97003, 30},
                                       {47.952, 48},
                                       {59.94, 60},
                                       {59.9401, 60},
                                       {119.88, 120}}) {
    EXPECT_EQ(exact_rate(decimal), (Ratio{1000 * whole / std::gcd(1000 * whole, 1001),
                                          1001 / std::gcd(1000 * whole, 1001)}))
        << decimal;
  }
  for (const int whole : {1, 12, 24, 25, 30, 48, 50, 60, 72, 90, 100, 120, 240}) {
    EXPECT_EQ(exact_rate(whole), (Ratio{whole, 1}));
    EXPECT_EQ(exact_rate(whole * (1.0 + 3e-7)), (Ratio{whole, 1}));  // a rounded frame time
  }
  EXPECT_EQ(exact_rate(12.5), (Ratio{25, 2}));
  EXPECT_EQ(exact_rate(0.4), (Ratio{2, 5}));
  EXPECT_EQ(exact_rate(100.0 / 3.0), (Ratio{100, 3}));
  for (const double fps : {0.0013, 7.123456, 29.9, 31.41592653589793, 87.65, 9999.5}) {
    const Ratio rate = exact_rate(fps);
    EXPECT_NEAR(static_cast<double>(rate.numerator) / rate.denominator, fps, 1e-6 * fps);
    EXPECT_EQ(std::gcd(rate.numerator, rate.denominator), 1);
  }
  for (const double bad : {0.0, -1.0, 1e9, std::nan("")}) EXPECT_THROW(exact_rate(bad), UsageError);
}

/// How long the film is, in seconds.
double length_of(const VideoTiming& timing) {
  const double tick = static_cast<double>(timing.tick.numerator) / timing.tick.denominator;
  const auto before_last = static_cast<double>(timing.frames.size() - 1) * timing.frame_ticks;
  return tick * (before_last + timing.last_ticks);
}

TEST(FilmRates, AFilmIsAsLongAsItsMotion) {
  for (const double fps :
       {24.0, 23.976, 29.97, 30.0, 50.0, 59.94, 60.0, 100.0, 119.88, 120.0, 240.0, 1000.0}) {
    for (const double highest : {0.0, 10.0, 24.0, 25.0, 29.97, 30.0, 59.94, 60.0, 500.0}) {
      for (const int frames : {1, 2, 9, 100, 401}) {
        const VideoTiming timing = video_timing(frames, fps, highest);
        const Ratio own = exact_rate(fps);
        const double seconds = static_cast<double>(frames) * own.denominator / own.numerator;
        EXPECT_NEAR(length_of(timing), seconds, 1e-12 * seconds) << fps << " " << highest;
        EXPECT_GE(timing.last_ticks, 1);
        EXPECT_LE(timing.last_ticks, timing.frame_ticks);
        EXPECT_LE(static_cast<double>(timing.rate.numerator) / timing.rate.denominator, 120.0);
        EXPECT_EQ(timing.frames.front(), 0);
        EXPECT_LT(timing.frames.back(), frames);
      }
    }
  }
}

TEST(FilmRates, FramesAreLeftOutEvenly) {
  const VideoTiming every = video_timing(5, 60.0);
  EXPECT_THAT(every.frames, ElementsAre(0, 1, 2, 3, 4));
  EXPECT_EQ(every.rate, (Ratio{60, 1}));
  const VideoTiming half = video_timing(5, 60.0, 30.0);
  EXPECT_THAT(half.frames, ElementsAre(0, 2, 4));
  EXPECT_EQ(half.tick, (Ratio{1, 60}));
  EXPECT_EQ(half.frame_ticks, 2);
  EXPECT_EQ(half.last_ticks, 1);
  EXPECT_THAT(video_timing(7, 50.0, 30.0).frames, ElementsAre(0, 1, 3, 5, 6));
  EXPECT_EQ(video_timing(9, 240.0).frames.size(), 5u);  // displays show 120
}

class Film : public testing::Test {
 protected:
  std::string write(VideoKind kind, double fps, int frames, const Style& style,
                    double highest = 0.0) {
    OutputOptions options;
    options.style = style;
    options.fps = highest;
    const auto path = folder_ / (fmt::format("film{}", count_++) + extension_of(kind));
    write_output(path, Scene(test::dance(frames, fps, 1.5)), options);
    return path.string();
  }
  /// What ffprobe says, "NAME=VALUE" a line.
  static std::string probed(const std::string& file, const std::string& entries) {
    const auto result =
        test::run_program("/usr/bin/ffprobe", {"-v", "error", "-count_frames", "-show_entries",
                                               entries, "-of", "default=noprint_wrappers=1", file});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(result.err, "");
    return result.out;
  }
  static double number_in(const std::string& text, const std::string& name) {
    std::smatch found;
    EXPECT_TRUE(std::regex_search(text, found, std::regex(name + "=([0-9.]+)"))) << text;
    return std::stod(found[1]);
  }
  static double ratio_in(const std::string& text, const std::string& name) {
    std::smatch found;
    EXPECT_TRUE(std::regex_search(text, found, std::regex(name + "=([0-9]+)/([0-9]+)"))) << text;
    return std::stod(found[1]) / std::stod(found[2]);
  }
  /// A frame as ffmpeg shows it, in the colours of the file.
  Image extracted(const std::string& file, int frame) {
    const auto out = folder_ / fmt::format("frame{}.png", count_++);
    const auto result = test::run_program(
        "/usr/bin/ffmpeg",
        {"-v", "error", "-i", file, "-vf",
         fmt::format("select=eq(n\\,{}),scale=in_color_matrix=bt709:in_range=tv:flags="
                     "accurate_rnd+full_chroma_int+bilinear,format=rgb24",
                     frame),
         "-frames:v", "1", out.string()});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return test::read_png(out);
  }

  TemporaryFolder folder_;
  int count_ = 0;
};

TEST_F(Film, RatesAndDurationsAreExact) {
  for (const VideoKind kind : {VideoKind::kMp4, VideoKind::kWebm}) {
    for (const auto& [fps, rate] : {std::pair{24.0, "24/1"},
                                    {23.976, "24000/1001"},
                                    {29.97, "30000/1001"},
                                    {30.0, "30/1"},
                                    {50.0, "50/1"},
                                    {59.94, "60000/1001"},
                                    {120.0, "120/1"}}) {
      constexpr int kFrames = 25;
      const std::string file = write(kind, fps, kFrames, small(64, 48));
      const std::string found = probed(
          file, "stream=r_frame_rate,avg_frame_rate,nb_read_frames:format=duration,start_time");
      const Ratio exact = exact_rate(fps);
      const double value = static_cast<double>(exact.numerator) / exact.denominator;
      for (const char* name : {"r_frame_rate", "avg_frame_rate"}) {
        if (kind == VideoKind::kMp4 || exact.numerator <= 30000) {
          EXPECT_THAT(found, HasSubstr(fmt::format("{}={}\n", name, rate))) << file;
        } else {  // WebM has nanoseconds, which ffprobe turns into a fraction of smaller numbers
          EXPECT_NEAR(ratio_in(found, name), value, 1e-6 * value) << found;
        }
      }
      EXPECT_EQ(number_in(found, "nb_read_frames"), kFrames);
      EXPECT_EQ(number_in(found, "start_time"), 0.0);
      // WebM counts milliseconds.
      EXPECT_NEAR(number_in(found, "duration"), kFrames / value,
                  kind == VideoKind::kMp4 ? 1e-6 : 1.001e-3);
    }
  }
}

TEST_F(Film, EachFrameHasItsTime) {
  const std::string file = write(VideoKind::kMp4, 29.97, 40, small(64, 48));
  std::istringstream times(probed(file, "frame=best_effort_timestamp_time"));
  std::string line;
  for (int k = 0; k < 40; ++k) {
    ASSERT_TRUE(std::getline(times, line));
    EXPECT_NEAR(number_in(line, "best_effort_timestamp_time"), k * 1001.0 / 30000.0, 1e-6);
  }
}

/// Half the rate of five frames: the third is shown for half as long.
TEST_F(Film, FramesThatAreLeftOutLeaveTheLength) {
  const std::string mp4 = write(VideoKind::kMp4, 60.0, 5, small(64, 48), 30.0);
  const std::string found = probed(mp4, "stream=r_frame_rate,nb_read_frames,duration");
  EXPECT_THAT(found, HasSubstr("r_frame_rate=30/1\n"));
  EXPECT_EQ(number_in(found, "nb_read_frames"), 3);
  EXPECT_NEAR(number_in(found, "duration"), 5.0 / 60.0, 1e-6);
}

TEST_F(Film, IsTaggedAndPlaysFromItsFirstBytes) {
  const std::string mp4 = write(VideoKind::kMp4, 30.0, 9, small(64, 48));
  const std::string entries =
      "stream=codec_name,pix_fmt,color_range,color_space,color_transfer,color_primaries,has_b_"
      "frames,"
      "sample_aspect_ratio";
  EXPECT_THAT(
      probed(mp4, entries),
      testing::AllOf(HasSubstr("codec_name=h264\n"), HasSubstr("pix_fmt=yuv420p\n"),
                     HasSubstr("color_range=tv\n"), HasSubstr("color_space=bt709\n"),
                     HasSubstr("color_transfer=bt709\n"), HasSubstr("color_primaries=bt709\n"),
                     HasSubstr("has_b_frames=0\n"), HasSubstr("sample_aspect_ratio=1:1\n")));
  const std::string bytes = read_file(mp4);
  EXPECT_LT(bytes.find("moov"), bytes.find("mdat"));  // the index first
  EXPECT_THAT(probed(write(VideoKind::kWebm, 30.0, 9, small(64, 48)), entries),
              testing::AllOf(HasSubstr("codec_name=vp9\n"), HasSubstr("pix_fmt=yuv420p\n"),
                             HasSubstr("color_range=tv\n"), HasSubstr("color_space=bt709\n")));
}

/// Every frame, painted and as another program shows it.
TEST_F(Film, ShowsWhatWasPainted) {
  const Style style = small(200, 160);
  const Scene scene(test::dance(9, 30.0, 1.5));
  for (const VideoKind kind : kKinds) {
    const Painter painter(scene, {}, style,
                          kind == VideoKind::kApng ? kGifSteadiness : Steadiness{});
    const std::string file = write(kind, 30.0, 9, style);
    for (const int frame : {0, 4, 8}) {
      const Image painted = painter.paint(frame);
      const Image shown = extracted(file, frame);
      ASSERT_EQ(shown.width, painted.width);
      ASSERT_EQ(shown.height, painted.height);
      double sum = 0.0;
      for (std::size_t i = 0; i < painted.pixels.size(); ++i) {
        const Colour a = unpacked(painted.pixels[i]), b = unpacked(shown.pixels[i]);
        sum += std::abs(a.r - b.r) + std::abs(a.g - b.g) + std::abs(a.b - b.b);
      }
      const double mean = sum / 3.0 / static_cast<double>(painted.pixels.size());
      EXPECT_LE(mean, kind == VideoKind::kApng ? 0.0 : 2.0) << file << " " << frame;
      EXPECT_NEAR(test::count_pixels(shown, packed(style.left), 40),
                  test::count_pixels(painted, packed(style.left), 40), 200);
      EXPECT_EQ(test::count_pixels(shown, packed(style.background), 3) > 20000,
                test::count_pixels(painted, packed(style.background), 3) > 20000);
    }
  }
}

TEST_F(Film, OddSidesArePaddedWithTheBackground) {
  Style style = small(63, 47);
  style.background = Colour{200, 40, 90};
  style.grid = style.shadow = style.time_label = false;
  for (const VideoKind kind : {VideoKind::kMp4, VideoKind::kWebm}) {
    const Image shown = extracted(write(kind, 30.0, 3, style), 1);
    ASSERT_EQ(shown.width, 64);
    ASSERT_EQ(shown.height, 48);
    for (int x = 0; x < 64; x += 7) {
      const Colour c = unpacked(shown.at(x, 47));
      EXPECT_NEAR(c.r, 200, 4);
      EXPECT_NEAR(c.g, 40, 4);
      EXPECT_NEAR(c.b, 90, 4);
    }
  }
  const Image apng = extracted(write(VideoKind::kApng, 30.0, 3, style), 1);
  EXPECT_EQ(apng.width, 63);
  EXPECT_EQ(apng.height, 47);
}

/// Y' Cb Cr of colours, worked out by hand from ITU-R BT.709-6.
TEST_F(Film, PlanesAreThoseOfBt709) {
  for (const auto& [colour, expected] : {std::pair{Colour{0, 0, 0}, std::array{16, 128, 128}},
                                         {Colour{255, 255, 255}, std::array{235, 128, 128}},
                                         {Colour{255, 0, 0}, std::array{63, 102, 240}},
                                         {Colour{0, 255, 0}, std::array{173, 42, 26}},
                                         {Colour{0, 0, 255}, std::array{32, 240, 118}},
                                         {Colour{128, 128, 128}, std::array{126, 128, 128}}}) {
    Style style = small(17, 19);
    style.background = colour;
    style.grid = style.shadow = style.time_label = false;
    const Painter painter(Scene(test::dance(2)), {}, style);
    FilmCanvas canvas(painter, FilmCanvas::Layout::kPlanar, colour);
    EXPECT_EQ(canvas.width(), 18);
    EXPECT_EQ(canvas.height(), 20);
    const std::string& planes = canvas.paint(0);
    ASSERT_EQ(planes.size(), 540u);
    const auto at = [&](std::size_t i) {
      return static_cast<int>(static_cast<std::uint8_t>(planes[i]));
    };
    for (const std::size_t corner : {0, 17, 359}) EXPECT_EQ(at(corner), expected[0]);
    for (const std::size_t corner : {360, 449}) EXPECT_EQ(at(corner), expected[1]);
    for (const std::size_t corner : {450, 539}) EXPECT_EQ(at(corner), expected[2]);
  }
}

/// What is converted again where something moved is what is converted at once.
TEST_F(Film, FramesAfterOthersAreLikeFirstOnes) {
  const Style style = small(61, 45);
  const Painter painter(Scene(test::dance(9, 30.0, 1.5)), {}, style);
  for (const auto layout : {FilmCanvas::Layout::kRgb, FilmCanvas::Layout::kPlanar}) {
    FilmCanvas canvas(painter, layout, style.background);
    for (const int frame : {0, 8, 3, 4, 1}) {
      FilmCanvas fresh(painter, layout, style.background);
      EXPECT_TRUE(canvas.paint(frame) == fresh.paint(frame)) << frame;
    }
  }
}

TEST_F(Film, ApngLoopsForEverAndEachFrameHasItsDelay) {
  const auto script = test::source_dir() / "tests" / "render" / "apng_reader.py";
  const auto read = [&](const std::string& file) {
    const auto result = test::run_program("/usr/bin/python3", {script.string(), file});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return result.out;
  };
  EXPECT_EQ(read(write(VideoKind::kApng, 29.97, 3, small(63, 47))),
            "63 47 3 0\n1001/30000\n1001/30000\n1001/30000\n");
  EXPECT_EQ(read(write(VideoKind::kApng, 120.0, 2, small(64, 48))), "64 48 2 0\n1/120\n1/120\n");
  EXPECT_EQ(read(write(VideoKind::kApng, 60.0, 5, small(64, 48), 30.0)),
            "64 48 3 0\n1/30\n1/30\n1/60\n");
}

TEST_F(Film, ApngIsReadByTheFormatsDescription) {
  const Style style = small(90, 70);
  const std::string file = write(VideoKind::kApng, 30.0, 7, style);
  const auto script = test::source_dir() / "tests" / "render" / "apng_reader.py";
  const auto ppm = folder_ / "frame.ppm";
  const auto result =
      test::run_program("/usr/bin/python3", {script.string(), file, "5", ppm.string()});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const std::string bytes = read_file(ppm);
  const Image painted =
      Painter(Scene(test::dance(7, 30.0, 1.5)), {}, style, kGifSteadiness).paint(5);
  const std::string header = "P6\n90 70\n255\n";
  ASSERT_TRUE(bytes.starts_with(header));
  for (std::size_t i = 0; i < painted.pixels.size(); ++i) {
    std::uint32_t pixel = 0;
    for (std::size_t c = 0; c < 3; ++c) {
      pixel = pixel << 8 | static_cast<unsigned char>(bytes[header.size() + 3 * i + c]);
    }
    ASSERT_EQ(pixel, painted.pixels[i]) << i;
  }
}

TEST_F(Film, BytesDoNotDependOnThreadsNorOnTheTurn) {
  const Style style = small(120, 90);
  const Painter painter(Scene(test::dance(50, 30.0, 1.5)), {}, style, kGifSteadiness);
  for (const VideoKind kind : kKinds) {
    const auto bytes = [&](int threads) {
      return video_bytes(kind, painter, style, 30.0, {.threads = threads});
    };
    const std::string first = bytes(1);
    for (const int threads : {1, 2, 3, 7}) {
      EXPECT_TRUE(bytes(threads) == first) << extension_of(kind) << " " << threads;
    }
  }
}

TEST_F(Film, ProgressCountsFramesAndMayStop) {
  const Style style = small(64, 48);
  const Painter painter(Scene(test::dance(11)), {}, style);
  for (const VideoKind kind : kKinds) {
    std::vector<std::size_t> seen;
    static_cast<void>(video_bytes(kind, painter, style, 30.0,
                                  {.progress = [&](std::size_t done, std::size_t total) {
                                    seen.push_back(done);
                                    EXPECT_EQ(total, 11u);
                                  }}));
    EXPECT_THAT(seen, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
    const auto path = folder_ / ("old" + extension_of(kind));
    std::ofstream(path) << "old";
    const auto stop = [](std::size_t done, std::size_t) {
      if (done == 5) throw Interrupted("stopped");
    };
    EXPECT_THROW(write_video(path, kind, painter, style, 30.0, {.progress = stop}), Interrupted);
    EXPECT_EQ(read_file(path), "old");
  }
  EXPECT_EQ(folder_.entries().size(), 3u);
}

TEST_F(Film, OneFrameIsAFilmToo) {
  for (const VideoKind kind : {VideoKind::kMp4, VideoKind::kWebm}) {
    const std::string found =
        probed(write(kind, 30.0, 1, small(64, 48)), "stream=nb_read_frames:format=duration");
    EXPECT_EQ(number_in(found, "nb_read_frames"), 1);
    EXPECT_NEAR(number_in(found, "duration"), 1.0 / 30.0, 1e-3);
  }
  EXPECT_EQ(extracted(write(VideoKind::kApng, 30.0, 1, small(64, 48)), 0).width, 64);
}

TEST_F(Film, TooLargeIsRefused) {
  const mocap::Motion motion = test::dance(1);
  const Painter painter(Scene(std::vector<Panel>{{"a", motion}, {"b", motion}}), {},
                        small(8193, 16));
  for (const VideoKind kind : kKinds) {
    EXPECT_THROW(static_cast<void>(video_bytes(kind, painter, small(8193, 16), 30.0)), UsageError);
  }
}

}  // namespace
}  // namespace poseaae::render
