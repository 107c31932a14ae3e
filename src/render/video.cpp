#include "poseaae/render/video.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "film_canvas.hpp"
#include "formats.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/base/plugin.hpp"
#include "render/in_order.hpp"

namespace poseaae::render {

namespace {

constexpr int kLargestSide = 16384;

const VideoPlugin& plugin(const std::string& name) {
  static const VideoPlugin* const loaded = [&] {
    const auto [function, problem] = load_plugin("poseaae_video", "poseaae_video");
    if (function == nullptr) {
      throw OutputError(fmt::format(
          "{}: films are written by libav, which cannot be loaded ({}); install the package "
          "poseaae-video or build with -DPOSEAAE_WITH_VIDEO=ON, or write a .gif",
          name, problem));
    }
    const auto* const found = reinterpret_cast<const VideoPlugin* (*)()>(function)();
    if (found->interface != kVideoInterface) {
      throw OutputError(fmt::format(
          "{}: expected a library of films with interface {}, found {}; install programs and "
          "libraries of one version",
          name, kVideoInterface, found->interface));
    }
    return found;
  }();
  return *loaded;
}

/// `name` begins messages.
std::string encode(const std::string& name, VideoKind kind, const Painter& painter,
                   const Style& style, double fps, const VideoOptions& options) {
  require_video(name, kind);
  if (painter.width() > kLargestSide || painter.height() > kLargestSide) {
    throw UsageError(fmt::format("{}: expected 1 to {} pixels per side of a film, found {} x {}",
                                 name, kLargestSide, painter.width(), painter.height()));
  }
  const VideoTiming timing = video_timing(painter.frames(), fps, options.highest_fps);
  const auto layout =
      kind == VideoKind::kApng ? FilmCanvas::Layout::kRgb : FilmCanvas::Layout::kPlanar;
  const auto new_canvas = [&] {
    return std::make_shared<FilmCanvas>(painter, layout, style.background);
  };
  const std::shared_ptr<FilmCanvas> sizes = new_canvas();
  const std::unique_ptr<VideoEncoder> encoder(
      plugin(name).open({.kind = kind,
                         .width = sizes->width(),
                         .height = sizes->height(),
                         .rate = timing.rate,
                         .tick = timing.tick,
                         .frame_ticks = timing.frame_ticks,
                         .frames = static_cast<int>(timing.frames.size()),
                         .last_ticks = timing.last_ticks}));

  SpareFrames spare;
  const auto new_maker = [&]() -> PartMaker {
    return [&, canvas = new_canvas()](std::size_t k) {
      std::string frame = spare.take();
      frame = canvas->paint(timing.frames[k]);
      return frame;
    };
  };
  const auto take = [&](std::size_t k, std::string frame) {
    spare.give(encoder->add(std::move(frame)));
    if (options.progress) options.progress(k + 1, timing.frames.size());
  };
  in_order(timing.frames.size(), thread_count(options.threads), new_maker, take);
  return encoder->finish();
}

}  // namespace

void require_video(const std::string& name, VideoKind kind) {
  const std::string lacking = plugin(name).lacks(kind);
  if (lacking.empty()) return;
  throw OutputError(fmt::format(
      "{}: expected a libav with {}, found one that was built without it; install the system's "
      "libavcodec, or write another format",
      name, lacking));
}

void write_video(const std::filesystem::path& path, VideoKind kind, const Painter& painter,
                 const Style& style, double fps, const VideoOptions& options) {
  AtomicFile file(path);
  file.write(encode(path.string(), kind, painter, style, fps, options));
  file.commit();
}

void write_film(const std::filesystem::path& path, VideoKind kind, const Scene& scene,
                const OutputOptions& options) {
  // An APNG is stored as changes between frames, as a GIF is.
  const Steadiness steadiness = kind == VideoKind::kApng ? kGifSteadiness : Steadiness{};
  const Painter painter(scene, options.camera, options.style, steadiness);
  write_video(
      path, kind, painter, options.style, scene.fps(),
      {.highest_fps = options.fps, .threads = options.threads, .progress = options.progress});
}

std::string video_bytes(VideoKind kind, const Painter& painter, const Style& style, double fps,
                        const VideoOptions& options) {
  return encode("film", kind, painter, style, fps, options);
}

}  // namespace poseaae::render
