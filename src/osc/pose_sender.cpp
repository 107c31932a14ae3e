#include "poseaae/osc/pose_sender.hpp"

#include <span>

#include "fan.hpp"
#include "frame_packets.hpp"

namespace poseaae::osc {

namespace {

constexpr std::size_t kLargestDatagram = 65507;

}  // namespace

class PoseSender::Packets {
 public:
  Packets(std::size_t joints, const PoseSenderOptions& options)
      : joints_(joints), room_(options.room), fan_(options.targets, "--osc-out") {
    const std::string begin = options.index ? "/mocap/0/joint/" : "/mocap/joint/";
    places_ = packets_.add(begin + "pos_world", {}, 3 * joints);
    world_ = packets_.add(begin + "rot_world", {}, 4 * joints);
    local_ = packets_.add(begin + "rot_local", {}, 4 * joints);
    if (options.bundle) {
      packets_.finish_bundled(kLargestDatagram);
    } else {
      packets_.finish();
    }
    fan_.set_packets(packets_.packets());
  }

  void send(const live::Frame& frame) noexcept {
    const std::size_t joints = frame.rotations.size() / 4;
    if (joints != joints_) return;
    const auto scale = static_cast<float>(room_.per_metre);
    for (std::size_t j = 0; j < joints; ++j) {
      put_vector(places_, 3 * j, frame.world_positions.subspan(3 * j, 3), scale);
      put_rotation(world_, j, frame.world_rotations.subspan(4 * j, 4));
      put_rotation(local_, j, frame.rotations.subspan(4 * j, 4));
    }
    fan_.send();
  }
  [[nodiscard]] Sent sent() const noexcept { return fan_.sent(); }

 private:
  void put_rotation(std::size_t message, std::size_t joint, std::span<const float> wxyz) noexcept {
    packets_.put(message, 4 * joint, wxyz[0]);
    put_vector(message, 4 * joint + 1, wxyz.subspan(1), 1.0F);
  }
  void put_vector(std::size_t message, std::size_t at, std::span<const float> xyz,
                  float scale) noexcept {
    packets_.put(message, at, scale * xyz[0]);
    packets_.put(message, at + 1, scale * (room_.z_up ? -xyz[2] : xyz[1]));
    packets_.put(message, at + 2, scale * (room_.z_up ? xyz[1] : xyz[2]));
  }

  std::size_t joints_;
  Room room_;
  Fan fan_;
  FramePackets packets_;
  std::size_t places_ = 0;
  std::size_t world_ = 0;
  std::size_t local_ = 0;
};

PoseSender::PoseSender(int joints, const PoseSenderOptions& options)
    : packets_(std::make_unique<Packets>(static_cast<std::size_t>(joints), options)) {}

PoseSender::~PoseSender() = default;

void PoseSender::show(const live::Frame& frame) noexcept { packets_->send(frame); }

Sent PoseSender::sent() const noexcept { return packets_->sent(); }

}  // namespace poseaae::osc
