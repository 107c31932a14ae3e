#include "poseaae/render/gif.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

#include "gif_frames.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/parallel.hpp"
#include "render/in_order.hpp"

namespace poseaae::render {

namespace {

constexpr int kLargestSide = 65535;

// Frames that one thread encodes in a row. The length is fixed, so that bytes do not depend on the
// number of threads; each chunk paints one frame more than it encodes.
constexpr std::size_t kChunk = 32;

/// All that stands before the first frame: size, palette, and that it loops for ever.
std::string header(int width, int height, const Palette& palette) {
  std::string bytes = "GIF89a";
  append_word(bytes, width);
  append_word(bytes, height);
  const int bits = palette.bits();
  bytes += {static_cast<char>(0x80 | 0x70 | (bits - 1)), 0, 0};
  for (int i = 0; i < 1 << bits; ++i) {
    const Colour c = i < palette.size() ? palette.colours()[i] : Colour{};
    bytes += {static_cast<char>(c.r), static_cast<char>(c.g), static_cast<char>(c.b)};
  }
  bytes += std::string_view("\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00", 19);
  return bytes;
}

using Put = std::function<void(const std::string&)>;

/// Gives the bytes to `put`, in order. `name` begins messages.
void encode(const std::string& name, const Painter& painter, const Style& style, double fps,
            const GifOptions& options, const Put& put) {
  const std::vector<GifTiming> timing = gif_timing(painter.frames(), fps, options.highest_fps);
  const int width = painter.width(), height = painter.height();
  if (width > kLargestSide || height > kLargestSide) {
    throw UsageError(fmt::format("{}: expected 1 to {} pixels per side of a GIF, found {} x {}",
                                 name, kLargestSide, width, height));
  }
  const Palette palette = Palette::for_style(style);
  const Tolerance tolerance(palette);
  const auto chunk = [&](std::size_t part) {
    return std::span(timing).subspan(part * kChunk,
                                     std::min(kChunk, timing.size() - part * kChunk));
  };
  const auto new_encoder = [&]() -> PartMaker {
    auto encoder = std::make_shared<FrameEncoder>(painter, palette, tolerance);
    return [&, encoder](std::size_t part) {
      const int before = part == 0 ? -1 : timing[part * kChunk - 1].frame;
      return encoder->encode(before, chunk(part));
    };
  };

  put(header(width, height, palette));
  const auto write = [&](std::size_t part, const std::string& bytes) {
    put(bytes);
    if (!options.progress) return;
    for (std::size_t i = 0; i < chunk(part).size(); ++i) {
      options.progress(part * kChunk + i + 1, timing.size());
    }
  };
  in_order((timing.size() + kChunk - 1) / kChunk, thread_count(options.threads), new_encoder,
           write);
  put(";");
}

}  // namespace

void write_gif(const std::filesystem::path& path, const Painter& painter, const Style& style,
               double fps, const GifOptions& options) {
  AtomicFile file(path);
  encode(path.string(), painter, style, fps, options,
         [&](const std::string& bytes) { file.write(bytes); });
  file.commit();
}

std::string gif_bytes(const Painter& painter, const Style& style, double fps,
                      const GifOptions& options) {
  std::string all;
  encode("GIF", painter, style, fps, options, [&](const std::string& bytes) { all += bytes; });
  return all;
}

}  // namespace poseaae::render
