#pragma once

#include <memory>
#include <optional>
#include <string>

#include "memory_file.hpp"
#include "poseaae/render/video_encoder.hpp"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

namespace poseaae::render {

/// The name by which libav has the encoder of a kind.
[[nodiscard]] const char* encoder_name(VideoKind kind);

/// An encoder and a muxer of libav, and the file that they write.
class LibavEncoder : public VideoEncoder {
 public:
  /// @throws OutputError
  explicit LibavEncoder(const VideoSetup& setup);

  std::string add(std::string frame) override;
  [[nodiscard]] std::string finish() override;

 private:
  template <auto release>
  struct Release {
    template <typename T>
    void operator()(T* object) const {
      release(&object);
    }
  };
  struct ReleaseContext {
    void operator()(AVFormatContext* context) const { avformat_free_context(context); }
  };

  void open_encoder();
  void begin_file();
  void set_picture(std::string frame);
  void send(const AVFrame* picture);

  VideoSetup setup_;
  std::shared_ptr<SpareFrames> spare_ = std::make_shared<SpareFrames>();
  std::unique_ptr<AVFormatContext, ReleaseContext> context_;
  std::unique_ptr<AVCodecContext, Release<avcodec_free_context>> encoder_;
  std::unique_ptr<AVFrame, Release<av_frame_free>> picture_;
  std::unique_ptr<AVPacket, Release<av_packet_free>> packet_;
  std::optional<MemoryFile> file_;  // goes before the context
  int added_ = 0;
};

}  // namespace poseaae::render
