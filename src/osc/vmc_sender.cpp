#include "poseaae/osc/vmc_sender.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <span>

#include "fan.hpp"
#include "frame_packets.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/mocap/t_pose.hpp"

namespace poseaae::osc {

namespace {

using mocap::Quat;
using mocap::Vec3;

constexpr std::size_t kMostBytes = 1400;
constexpr std::size_t kNumbers = 7;  // x y z, x y z w

}  // namespace

std::string unity_name(mocap::HumanBone bone) {
  std::string name = name_of(bone, mocap::human_bone_names());
  name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
  const auto thumb = name.find("Thumb");
  if (thumb == name.npos || name.ends_with("Distal")) return name;
  return name.substr(0, thumb + 5) + (name.ends_with("Metacarpal") ? "Proximal" : "Intermediate");
}

class VmcSender::Packets {
 public:
  Packets(const mocap::Motion& poses, const VmcSenderOptions& options)
      : body_(mocap::t_pose_of(poses)),
        turned_(body_.bones.size()),
        joints_(static_cast<std::size_t>(poses.joints())),
        fan_(options.targets, "--vmc-out") {
    if (std::ranges::find(body_.bones, mocap::HumanBone::kHead) == body_.bones.end()) {
      throw UsageError(
          "--vmc-out: expected the body of a human, found a skeleton in which no head "
          "above the hips is known by its name");
    }
    packets_.add("/VMC/Ext/OK", {1}, 0);
    time_ = packets_.add("/VMC/Ext/T", {}, 1);
    const std::size_t root = packets_.add("/VMC/Ext/Root/Pos", {"root"}, kNumbers);
    for (const mocap::HumanBone bone : body_.bones) {
      bones_.push_back(packets_.add("/VMC/Ext/Bone/Pos", {unity_name(bone)}, kNumbers));
    }
    packets_.finish_bundled(kMostBytes);
    put(root, Vec3::Zero(), Quat::Identity());
    fan_.set_packets(packets_.packets());
  }

  void send(const live::Frame& frame) noexcept {
    if (frame.world_rotations.size() != 4 * joints_) return;
    packets_.put(time_, 0, static_cast<float>(frame.time_s));
    for (std::size_t k = 0; k < bones_.size(); ++k) {
      const auto joint = static_cast<std::size_t>(body_.joints[k]);
      const auto wxyz = frame.world_rotations.subspan(4 * joint, 4);
      turned_[k] = Quat(wxyz[0], wxyz[1], wxyz[2], wxyz[3]) * body_.turns[k].conjugate();
      if (k == 0) {
        const auto at = frame.world_positions.subspan(3 * joint, 3);
        put(bones_[k], Vec3(at[0], at[1], at[2]), turned_[k]);
      } else {
        const Quat& above = turned_[static_cast<std::size_t>(body_.above[k])];
        put(bones_[k], body_.skeleton.offsets()[k], above.conjugate() * turned_[k]);
      }
    }
    fan_.send();
  }
  [[nodiscard]] Sent sent() const noexcept { return fan_.sent(); }

 private:
  void put(std::size_t message, const Vec3& place, const Quat& turn) noexcept {
    const double values[kNumbers] = {-place.x(), place.y(), place.z(), turn.x(),
                                     -turn.y(),  -turn.z(), turn.w()};
    for (std::size_t i = 0; i < kNumbers; ++i) {
      packets_.put(message, i, static_cast<float>(values[i]));
    }
  }

  mocap::TPose body_;
  std::vector<Quat> turned_;  ///< of each bone, in the room, from the T-pose
  std::size_t joints_;
  Fan fan_;
  FramePackets packets_;
  std::size_t time_ = 0;
  std::vector<std::size_t> bones_;
};

VmcSender::VmcSender(const mocap::Motion& poses, const VmcSenderOptions& options)
    : packets_(std::make_unique<Packets>(poses, options)) {}

VmcSender::~VmcSender() = default;

void VmcSender::show(const live::Frame& frame) noexcept { packets_->send(frame); }

Sent VmcSender::sent() const noexcept { return packets_->sent(); }

}  // namespace poseaae::osc
