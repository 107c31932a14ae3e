#include "encoder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <new>
#include <utility>

#include "poseaae/base/error.hpp"

extern "C" {
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
}

namespace poseaae::render {

namespace {

// So many threads encode, whatever the machine has: some encoders' bytes depend on their number.
constexpr int kThreads = 4;
constexpr double kKeyframes_s = 5.0;  // at most so far apart, for seeking

int check(int result, const char* doing) {
  if (result >= 0) return result;
  std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
  av_strerror(result, text.data(), text.size());
  throw OutputError(fmt::format("{}: libav: {}", doing, text.data()));
}

/// Options of libav by their names there.
class Options {
 public:
  Options() = default;
  Options(const Options&) = delete;
  Options& operator=(const Options&) = delete;
  ~Options() { av_dict_free(&all_); }
  void set(const char* name, const std::string& value) {
    check(av_dict_set(&all_, name, value.c_str(), 0), "setting options");
  }
  [[nodiscard]] AVDictionary** get() { return &all_; }
  /// One that libav has not taken would be one that it does not know.
  void require_taken() const {
    const AVDictionaryEntry* const left = av_dict_get(all_, "", nullptr, AV_DICT_IGNORE_SUFFIX);
    if (left != nullptr) {
      throw OutputError(
          fmt::format("libav: expected an option {}, found none; install the libav "
                      "that this was built with",
                      left->key));
    }
  }

 private:
  AVDictionary* all_ = nullptr;
};

AVRational rational(const Ratio& r) { return {r.numerator, r.denominator}; }

const char* muxer_name(VideoKind kind) {
  switch (kind) {
    case VideoKind::kMp4:
      return "mp4";
    case VideoKind::kWebm:
      return "webm";
    case VideoKind::kApng:
      break;
  }
  return "apng";
}

/// Of the encoder.
void set_quality(VideoKind kind, Options& options) {
  if (kind == VideoKind::kMp4) {
    options.set("preset", "veryfast");
    options.set("crf", "17");
    // Most of a frame is as it was: what looks for motion there in quarters of a pixel, far ahead,
    // or for cuts takes longer than everything else.
    options.set("x264-params", "subme=0:me=dia:rc-lookahead=5:scenecut=0:weightp=0");
  } else if (kind == VideoKind::kWebm) {
    options.set("crf", "24");
    options.set("b", "0");  // by quality alone
    options.set("deadline", "good");
    options.set("cpu-used", "4");
    options.set("row-mt", "1");
    options.set("tile-columns", "2");
    options.set("auto-alt-ref", "0");  // no frame refers to a later one
    options.set("lag-in-frames", "0");
  } else {
    options.set("pred", "none");  // flat colours: a fifth smaller, and faster, than with filters
  }
}

void tag_colours(AVCodecContext& encoder) {
  encoder.pix_fmt = AV_PIX_FMT_YUV420P;
  encoder.color_primaries = AVCOL_PRI_BT709;
  encoder.color_trc = AVCOL_TRC_BT709;
  encoder.colorspace = AVCOL_SPC_BT709;
  encoder.color_range = AVCOL_RANGE_MPEG;
  encoder.chroma_sample_location = AVCHROMA_LOC_CENTER;
}

}  // namespace

const char* encoder_name(VideoKind kind) {
  switch (kind) {
    case VideoKind::kMp4:
      return "libx264";
    case VideoKind::kWebm:
      return "libvpx-vp9";
    case VideoKind::kApng:
      break;
  }
  return "apng";
}

LibavEncoder::LibavEncoder(const VideoSetup& setup)
    : setup_(setup), picture_(av_frame_alloc()), packet_(av_packet_alloc()) {
  AVFormatContext* context = nullptr;
  check(avformat_alloc_output_context2(&context, nullptr, muxer_name(setup.kind), nullptr),
        "beginning a film");
  context_.reset(context);
  if (picture_ == nullptr || packet_ == nullptr) throw std::bad_alloc();
  open_encoder();
  begin_file();
}

void LibavEncoder::open_encoder() {
  const AVCodec* const codec = avcodec_find_encoder_by_name(encoder_name(setup_.kind));
  if (codec == nullptr) check(AVERROR_ENCODER_NOT_FOUND, encoder_name(setup_.kind));
  encoder_.reset(avcodec_alloc_context3(codec));
  if (encoder_ == nullptr) throw std::bad_alloc();
  encoder_->width = setup_.width;
  encoder_->height = setup_.height;
  encoder_->time_base = rational(setup_.tick);
  encoder_->framerate = rational(setup_.rate);
  encoder_->sample_aspect_ratio = {1, 1};
  encoder_->thread_count = kThreads;
  encoder_->max_b_frames = 0;
  const double rate = av_q2d(encoder_->framerate);
  encoder_->gop_size = std::clamp(static_cast<int>(kKeyframes_s * rate), 1, 1000);
  encoder_->flags |= AV_CODEC_FLAG_BITEXACT;
  if ((context_->oformat->flags & AVFMT_GLOBALHEADER) != 0) {
    encoder_->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  }
  if (setup_.kind == VideoKind::kApng) {
    encoder_->pix_fmt = AV_PIX_FMT_RGB24;
  } else {
    tag_colours(*encoder_);
  }
  Options options;
  set_quality(setup_.kind, options);
  check(avcodec_open2(encoder_.get(), codec, options.get()), encoder_name(setup_.kind));
  options.require_taken();
}

void LibavEncoder::begin_file() {
  AVStream* const stream = avformat_new_stream(context_.get(), nullptr);
  if (stream == nullptr) throw std::bad_alloc();
  check(avcodec_parameters_from_context(stream->codecpar, encoder_.get()), "beginning a film");
  stream->time_base = encoder_->time_base;
  stream->avg_frame_rate = stream->r_frame_rate = encoder_->framerate;
  stream->sample_aspect_ratio = encoder_->sample_aspect_ratio;
  context_->flags |= AVFMT_FLAG_BITEXACT;  // no date, no random numbers
  file_.emplace(*context_);
  Options options;
  if (setup_.kind == VideoKind::kMp4) {
    options.set("movflags", "+faststart");
    options.set("movie_timescale", fmt::format("{}", setup_.tick.denominator));  // else ms
  } else if (setup_.kind == VideoKind::kApng) {
    const std::int64_t last = std::int64_t{setup_.tick.numerator} * setup_.last_ticks;
    options.set("plays", "0");  // for ever
    options.set("final_delay", fmt::format("{}/{}", last, setup_.tick.denominator));
  }
  check(avformat_write_header(context_.get(), options.get()), "beginning a film");
  options.require_taken();
}

std::string LibavEncoder::add(std::string frame) {
  set_picture(std::move(frame));
  picture_->pts = std::int64_t{setup_.frame_ticks} * added_++;
  send(picture_.get());
  av_frame_unref(picture_.get());
  return spare_->take();
}

/// The frame's bytes as they lie, not copied: whoever drops the last reference gives them back.
void LibavEncoder::set_picture(std::string frame) {
  struct Lent {
    std::shared_ptr<SpareFrames> owner;
    std::string bytes;
  };
  auto lent = std::make_unique<Lent>(Lent{spare_, std::move(frame)});
  auto* const bytes = reinterpret_cast<std::uint8_t*>(lent->bytes.data());
  const auto give_back = [](void* opaque, std::uint8_t*) {
    const std::unique_ptr<Lent> back(static_cast<Lent*>(opaque));
    back->owner->give(std::move(back->bytes));
  };
  AVFrame& picture = *picture_;
  picture.buf[0] =
      av_buffer_create(bytes, lent->bytes.size(), give_back, lent.get(), AV_BUFFER_FLAG_READONLY);
  if (picture.buf[0] == nullptr) throw std::bad_alloc();
  static_cast<void>(lent.release());
  picture.format = encoder_->pix_fmt;
  picture.width = setup_.width;
  picture.height = setup_.height;
  check(av_image_fill_arrays(picture.data, picture.linesize, bytes, encoder_->pix_fmt, setup_.width,
                             setup_.height, 1),
        "adding a frame");
}

/// Null at the end.
void LibavEncoder::send(const AVFrame* picture) {
  check(avcodec_send_frame(encoder_.get(), picture), "encoding a frame");
  AVStream* const stream = context_->streams[0];
  const std::int64_t last = std::int64_t{setup_.frame_ticks} * (setup_.frames - 1);
  for (;;) {
    const int result = avcodec_receive_packet(encoder_.get(), packet_.get());
    if (result == AVERROR(EAGAIN) || result == AVERROR_EOF) return;
    check(result, "encoding a frame");
    packet_->duration = packet_->pts == last ? setup_.last_ticks : setup_.frame_ticks;
    packet_->stream_index = stream->index;
    av_packet_rescale_ts(packet_.get(), encoder_->time_base, stream->time_base);
    check(av_write_frame(context_.get(), packet_.get()), "writing a frame");
    av_packet_unref(packet_.get());
  }
}

std::string LibavEncoder::finish() {
  send(nullptr);
  check(av_write_trailer(context_.get()), "finishing a film");
  avio_flush(context_->pb);
  check(context_->pb->error, "finishing a film");
  return file_->take();
}

}  // namespace poseaae::render
