#include "osc_arguments.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "poseaae/osc/control_sender.hpp"
#include "poseaae/osc/pose_sender.hpp"
#include "poseaae/osc/server.hpp"
#include "poseaae/osc/vmc_sender.hpp"

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

std::string counted(const char* what, const osc::Sent& sent) {
  return fmt::format("{}: {} packets sent, {} dropped", what, sent.packets, sent.dropped);
}

class Parts : public OscParts {
 public:
  std::shared_ptr<osc::Hosts> hosts = std::make_shared<osc::Hosts>();
  std::unique_ptr<osc::PoseSender> poses;
  std::unique_ptr<osc::VmcSender> vmc;
  std::unique_ptr<osc::ControlSender> controls;
  std::unique_ptr<osc::Server> server;
  std::vector<std::string> lines;

  [[nodiscard]] std::vector<live::FrameSink*> sinks() override {
    std::vector<live::FrameSink*> all;
    if (poses) all.push_back(poses.get());
    if (vmc) all.push_back(vmc.get());
    return all;
  }
  [[nodiscard]] std::vector<std::string> places() const override { return lines; }
  [[nodiscard]] std::vector<std::string> report() const override {
    std::vector<std::string> all;
    if (server) {
      const live::Received received = server->received();
      all.push_back(fmt::format("OSC in: {} messages followed, {} refused", received.taken,
                                received.refused));
    }
    if (poses) all.push_back(counted("OSC out, poses", poses->sent()));
    if (controls) all.push_back(counted("OSC out, what is set", controls->sent()));
    if (vmc) all.push_back(counted("VMC out", vmc->sent()));
    return all;
  }
};

std::vector<osc::Endpoint> endpoints(const std::vector<std::string>& texts, int port,
                                     const char* option) {
  std::vector<osc::Endpoint> all;
  for (const std::string& text : texts) {
    if (text == kNowhere) continue;
    all.push_back(osc::Endpoint::parse(text, {"127.0.0.1", port}, option));
  }
  return all;
}

}  // namespace

void OscArguments::add_to(CommandLine& app) {
  app.group("OSC and VMC");
  app.add_option("--osc-in", in_, "UDP port at which OSC is heard")->between(1, kLargestPort);
  app.add_option("--osc-bind", bind_,
                 "Address at which it is heard: 127.0.0.1 hears this machine alone; 0.0.0.0 hears "
                 "every machine that reaches this one, and all of them may play");
  app.add_option("--osc-out", out_,
                 "HOST:PORT that poses and what is set are sent to; may be given several times; "
                 "off: nowhere (default: 127.0.0.1:9004)");
  app.add_option("--osc-unit", unit_, "Unit of places over OSC, in and out: m or cm")
      ->one_of({"m", "cm"});
  app.add_option("--osc-up", up_, "Which axis is up over OSC, in and out: y or z")
      ->one_of({"y", "z"});
  app.add_flag("--osc-no-index", no_index_,
               "Send to the older addresses, /mocap/joint/... in place of /mocap/0/joint/...");
  app.add_flag("--osc-bundle", bundle_, "Send the three messages of a frame as one bundle");
  app.add_option(
      "--vmc-out", vmc_,
      "HOST:PORT that the pose is sent to by the VMC protocol, for avatars; may be given "
      "several times; without :PORT, 39539");
  app.add_flag("--no-osc", none_, "No OSC, in or out");
  app.group();
}

std::unique_ptr<OscParts> OscArguments::start(live::Instrument& instrument,
                                              const mocap::Motion& poses, double clip_fps) const {
  auto parts = std::make_unique<Parts>();
  const osc::Room room{.per_metre = unit_ == "cm" ? kCentimetres : 1.0, .z_up = up_ == "z"};
  const auto out =
      endpoints(out_.empty() ? std::vector<std::string>{""} : out_, osc::kOutPort, "--osc-out");
  if (!none_) {
    const osc::ServerOptions options{.bind = {bind_, in_},
                                     .receiver = {.room = room, .clip_fps = clip_fps}};
    parts->server = std::make_unique<osc::Server>(instrument, parts->hosts, options);
    parts->lines.push_back(fmt::format("OSC in:  {}", options.bind.text()));
  }
  if (!none_ && !out.empty()) {
    parts->poses = std::make_unique<osc::PoseSender>(
        poses.joints(), osc::PoseSenderOptions{
                            .targets = out, .room = room, .index = !no_index_, .bundle = bundle_});
    parts->controls = std::make_unique<osc::ControlSender>(instrument, parts->hosts, out);
    parts->lines.push_back(fmt::format("OSC out: {}", listed(out)));
  }
  if (const auto vmc = endpoints(vmc_, osc::kVmcPort, "--vmc-out"); !vmc.empty()) {
    parts->vmc = std::make_unique<osc::VmcSender>(poses, osc::VmcSenderOptions{.targets = vmc});
    parts->lines.push_back(fmt::format("VMC out: {}", listed(vmc)));
  }
  return parts;
}

}  // namespace poseaae::tools
