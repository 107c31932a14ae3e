#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "poseaae/render/gif.hpp"
#include "poseaae/render/painter.hpp"
#include "poseaae/render/video_encoder.hpp"

/// Films of a scene: MP4, WebM and APNG, by libav, which is loaded when the first is written.
/// Frames are painted by several threads and encoded in order.
namespace poseaae::render {

/// The highest rate of a film, in frames per second: what displays show.
inline constexpr double kFastestVideo = 120.0;

/// The rate that a decimal number means. n / 1.001 for n = 24, 30, 48, 60, 120 within 2e-4 of it,
/// so that 23.976, 23.98, 29.97 and 59.94 are 24000/1001, 24000/1001, 30000/1001 and 60000/1001,
/// and 24 is 24; else the whole number within 1e-6 of it; else the first convergent of its
/// continued fraction within 1e-9 of it whose terms are below 10^6 (12.5 is 25/2). All are relative
/// to the rate. @throws UsageError unless it is 0.001 to kMaxFps
[[nodiscard]] Ratio exact_rate(double fps);

/// Which frames of a motion a film shows, and when: its frame k at k * frame_ticks, the last for
/// last_ticks, so that it ends when the motion does.
struct VideoTiming {
  Ratio rate;
  Ratio tick;
  int frame_ticks = 1;
  int last_ticks = 1;
  std::vector<int> frames{};  ///< of the motion
};

/// The motion's own rate r = exact_rate(fps), every frame for 1/r, or the lowest of highest_fps
/// (where that is > 0) and kFastestVideo, h, if the motion's is higher: then frame k shows the
/// motion's frame floor(k r / h), and the last is cut short where the motion's T / r seconds are
/// not a whole number of 1/h. Where no tick above 1e-9 s divides both, the last lasts 1/h.
/// @throws UsageError for a rate that is not positive
[[nodiscard]] VideoTiming video_timing(int frames, double fps, double highest_fps = 0.0);

struct VideoOptions {
  double highest_fps = 0.0;  ///< 0: the motion's own
  int threads = 0;           ///< that paint; 0: as many as the machine has cores
  ProgressCallback progress;
};

/// Loads libav. @throws OutputError that says what to install where something is missing. `name`
/// begins messages.
void require_video(const std::string& name, VideoKind kind);

/// Writes the whole scene as a film; whole or not at all. The file is put together in memory.
///
/// MP4: H.264, its index before the frames. WebM: VP9; its times are whole milliseconds. Both have
/// 4:2:0 pixels of BT.709 in video range, tagged so; an odd side is padded by a row or column in
/// the background's colour. No frame refers to a later one, so that time begins at 0. APNG: every
/// pixel as painted; it loops for ever; a single frame is a PNG.
/// @throws UsageError (video_timing(); a side beyond 16384 pixels), OutputError, and what progress
/// throws
void write_video(const std::filesystem::path& path, VideoKind kind, const Painter& painter,
                 const Style& style, double fps, const VideoOptions& options = {});

/// The bytes that it writes. @throws UsageError, OutputError, and what progress throws
[[nodiscard]] std::string video_bytes(VideoKind kind, const Painter& painter, const Style& style,
                                      double fps, const VideoOptions& options = {});

}  // namespace poseaae::render
