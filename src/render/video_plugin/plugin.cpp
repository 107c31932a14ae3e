// What programs load when a film is written, and only then: libavcodec brings a hundred libraries.
#include "encoder.hpp"

extern "C" {
#include <libavutil/log.h>
}

extern "C" const poseaae::render::VideoPlugin* poseaae_video() {
  using namespace poseaae::render;
  static const VideoPlugin plugin{
      .lacks =
          [](VideoKind kind) {
            const char* const name = encoder_name(kind);
            return std::string(avcodec_find_encoder_by_name(name) != nullptr ? "" : name);
          },
      .open = [](const VideoSetup& setup) -> VideoEncoder* { return new LibavEncoder(setup); }};
  av_log_set_level(AV_LOG_QUIET);  // errors are thrown, and encoders praise themselves
  return &plugin;
}
