#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "poseaae/render/painter.hpp"

/// Animated GIF, in stages with plain inputs and outputs: timing, painted picture ->
/// palette indices -> patch of changes -> LZW -> bytes in order. Frames are processed in
/// independent chunks of fixed length, so that any number of threads gives the same bytes.
namespace poseaae::render {

/// A frame of the animation: the frame of the motion, and how long it is shown in centiseconds.
struct GifTiming {
  int frame = 0;
  int delay_cs = 0;
  friend bool operator==(const GifTiming&, const GifTiming&) = default;
};

/// delay_k = round(100 (k+1)/r) - round(100 k/r): whole centiseconds whose sum never differs from
/// real time by more than half a centisecond, for a rate r = fps of the file. 30 fps becomes 3, 4,
/// 3, 3, 4, 3 and so on. Above `highest_fps` (at most 50: players slow down delays below 2) frames
/// are left out evenly.
/// @throws UsageError when a frame would last longer than 655.35 s, or fps is not positive
[[nodiscard]] std::vector<GifTiming> gif_timing(int frames, double fps, double highest_fps = 50.0);

/// done, total
using ProgressCallback = std::function<void(std::size_t, std::size_t)>;

struct GifOptions {
  double highest_fps = 50.0;
  int threads = 0;  ///< 0: as many as the machine has cores
  ProgressCallback progress;
};

/// The steadiness for animations: a body moves by at least one pixel, which is not visible but
/// makes a dancer who stands still cost almost nothing; the time label counts in seconds, since
/// every change of it redraws a corner.
inline constexpr Steadiness kGifSteadiness{1.0, 1.0};

/// Writes the whole scene as a GIF that loops for ever, at its own frame rate or at highest_fps if
/// that is lower. Each frame shows the painted picture within Tolerance of its palette's colours.
/// The file appears whole or not at all.
/// @throws UsageError (gif_timing; a side beyond 65535 pixels), OutputError, and what progress
/// throws
void write_gif(const std::filesystem::path& path, const Painter& painter, const Style& style,
               double fps, const GifOptions& options = {});

/// The bytes that it writes. @throws UsageError, and what progress throws
[[nodiscard]] std::string gif_bytes(const Painter& painter, const Style& style, double fps,
                                    const GifOptions& options = {});

}  // namespace poseaae::render
