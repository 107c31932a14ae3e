#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

/// What the shared library with libav is to the programs, which know nothing of libav: it is loaded
/// when a file of a kind of video is asked for (base/plugin.hpp).
namespace poseaae::render {

/// H.264 in MP4, VP9 in WebM, and APNG.
enum class VideoKind { kMp4, kWebm, kApng };

/// A positive fraction in lowest terms.
struct Ratio {
  int numerator = 1;
  int denominator = 1;
  friend bool operator==(const Ratio&, const Ratio&) = default;
};

/// What an encoder has to know before the first frame. Time is counted in ticks.
struct VideoSetup {
  VideoKind kind = VideoKind::kMp4;
  int width = 0;  ///< in pixels; even for MP4 and WebM
  int height = 0;
  Ratio rate;           ///< frames per second
  Ratio tick;           ///< seconds
  int frame_ticks = 1;  ///< from one frame to the next
  int frames = 0;       ///< that will come
  int last_ticks = 1;   ///< how long the last one is shown
};

/// Memory of frames that nobody needs any longer, for those that follow: a film is hundreds of
/// megabytes, and fresh pages of memory cost as much time as what is written there. From any
/// thread.
class SpareFrames {
 public:
  void give(std::string frame) {
    if (frame.empty()) return;
    const std::lock_guard lock(mutex_);
    frames_.push_back(std::move(frame));
  }
  /// "" where there is none.
  [[nodiscard]] std::string take() {
    const std::lock_guard lock(mutex_);
    if (frames_.empty()) return {};
    std::string frame = std::move(frames_.back());
    frames_.pop_back();
    return frame;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> frames_;
};

/// Frames to the bytes of a file. The same frames give the same bytes, on any machine with the same
/// libraries: its threads are always as many.
class VideoEncoder {
 public:
  virtual ~VideoEncoder() = default;
  /// The next frame. MP4 and WebM take the planes of I420 one after the other (FilmCanvas), APNG
  /// takes rows of r g b. Gives back memory that it needs no longer, of this frame or an earlier
  /// one, for a later one; "" where it needs all. @throws OutputError
  virtual std::string add(std::string frame) = 0;
  /// The whole file. @throws OutputError
  [[nodiscard]] virtual std::string finish() = 0;
};

/// Changes with the classes above.
inline constexpr int kVideoInterface = 2;

/// What the library registers, by its function poseaae_video().
struct VideoPlugin {
  int interface = kVideoInterface;
  /// What the kind needs and libav was built without, such as "libx264"; "" for nothing.
  std::string (*lacks)(VideoKind) = nullptr;
  VideoEncoder* (*open)(const VideoSetup&) = nullptr;  ///< for the caller to delete
};

}  // namespace poseaae::render
