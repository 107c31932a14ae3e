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

  void add(std::string_view frame) override;
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
  void fill_picture(std::string_view frame);
  void send(const AVFrame* picture);

  VideoSetup setup_;
  std::unique_ptr<AVFormatContext, ReleaseContext> context_;
  std::unique_ptr<AVCodecContext, Release<avcodec_free_context>> encoder_;
  std::unique_ptr<AVFrame, Release<av_frame_free>> picture_;
  std::unique_ptr<AVPacket, Release<av_packet_free>> packet_;
  std::optional<MemoryFile> file_;  // goes before the context
  int added_ = 0;
};

}  // namespace poseaae::render
