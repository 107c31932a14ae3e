#include "pose_live/osc_part.hpp"

#include <fmt/format.h>

#include <utility>

namespace poseaae::tools {

namespace {

constexpr int kLargestPort = 65535;
constexpr double kCentimetres = 100.0;
constexpr const char* kNowhere = "off";

std::string listed(const std::vector<osc::Endpoint>& targets) {
  std::string list;
  for (const osc::Endpoint& target : targets) {
    list += (list.empty() ? "" : ", ") + target.text();
  }
  return list;
}

std::vector<osc::Endpoint> endpoints(const std::vector<std::string>& texts, int port,
                                     const char* option) {
  std::vector<osc::Endpoint> all;
  for (const std::string& text : texts) {
    if (text != kNowhere) all.push_back(osc::Endpoint::parse(text, {"127.0.0.1", port}, option));
  }
  return all;
}

}  // namespace

void OscPart::add_to(CommandLine& app) {
  app.group("OSC and VMC");
  app.add_option("--osc-in PORT", in_, "UDP port at which OSC is heard")->between(1, kLargestPort);
  app.add_option("--osc-bind HOST", bind_,
                 "Address at which it is heard: 127.0.0.1 hears this machine alone; with 0.0.0.0 "
                 "every machine that reaches this one may play");
  app.add_option("--osc-out HOST:PORT", out_texts_,
                 "Where poses and what is set are sent to; may be given several times; off: "
                 "nowhere (default: 127.0.0.1:9004)");
  app.add_option("--osc-unit", unit_, "Unit of places over OSC, in and out: m or cm")
      ->one_of({"m", "cm"});
  app.add_option("--osc-up", up_, "Which axis is up over OSC, in and out: y or z")
      ->one_of({"y", "z"});
  app.add_flag(
      "--osc-no-index", no_index_,
      "Send poses to the older addresses, /mocap/joint/... in place of /mocap/0/joint/...");
  app.add_flag("--osc-bundle", bundle_, "Send the three messages of a frame as one bundle");
  app.add_option("--vmc-out HOST:PORT", vmc_texts_,
                 "Where the pose is sent to by the VMC protocol, for avatars; may be given several "
                 "times (port: 39539)");
  app.add_flag("--no-osc", none_, "No OSC, neither in nor out");
  app.group();
}

void OscPart::check() {
  if (out_texts_.empty()) out_texts_.emplace_back();
  out_ = endpoints(out_texts_, osc::kOutPort, "--osc-out");
  if (none_) out_.clear();
  vmc_ = endpoints(vmc_texts_, osc::kVmcPort, "--vmc-out");
}

std::vector<live::Address> OscPart::addresses() const { return osc::address_rows(); }

void OscPart::start(live::Instrument& instrument) {
  if (!poses_) poses_.emplace(instrument.description().skeleton, 1.0, 1);
  const osc::Room room{.per_metre = unit_ == "cm" ? kCentimetres : 1.0, .z_up = up_ == "z"};
  const auto hosts = std::make_shared<osc::Hosts>();
  if (!vmc_.empty()) {
    vmc_sender_ = std::make_unique<osc::VmcSender>(*poses_, osc::VmcSenderOptions{.targets = vmc_});
  }
  if (!out_.empty()) {
    pose_sender_ = std::make_unique<osc::PoseSender>(
        poses_->joints(),
        osc::PoseSenderOptions{
            .targets = out_, .room = room, .index = !no_index_, .bundle = bundle_});
    control_sender_ = std::make_unique<osc::ControlSender>(instrument, hosts, out_);
  }
  if (!none_) {
    server_ = std::make_unique<osc::Server>(
        instrument, hosts, osc::ServerOptions{.bind = {bind_, in_}, .receiver = {.room = room}});
  }
}

void OscPart::show(const live::Frame& frame) noexcept {
  if (pose_sender_) pose_sender_->show(frame);
  if (vmc_sender_) vmc_sender_->show(frame);
}

std::string OscPart::greeting() const {
  std::string line;
  const auto add = [&](const char* what, const std::string& where) {
    line += fmt::format("{}{} {}", line.empty() ? "" : ", ", what, where);
  };
  if (server_) add("OSC in", osc::Endpoint{bind_, in_}.text());
  if (pose_sender_) add("OSC out", listed(out_));
  if (vmc_sender_) add("VMC out", listed(vmc_));
  return line;
}

std::string OscPart::report() const { return report_; }

void OscPart::stop() {
  std::string lines;
  const auto add = [&](std::string line) {
    lines += (lines.empty() ? "" : "\n") + std::move(line);
  };
  const auto sent = [&](const char* what, const osc::Sent& counts) {
    add(fmt::format("{}: {} packets sent, {} dropped", what, counts.packets, counts.dropped));
  };
  if (server_) {
    server_->stop();
    const live::Received received = server_->received();
    add(fmt::format("OSC in: {} messages followed, {} refused", received.taken, received.refused));
  }
  if (pose_sender_) sent("OSC out, poses", pose_sender_->sent());
  if (control_sender_) sent("OSC out, what is set", control_sender_->sent());
  if (vmc_sender_) sent("VMC out", vmc_sender_->sent());
  report_ = lines;
  server_.reset();
  control_sender_.reset();
}

}  // namespace poseaae::tools
