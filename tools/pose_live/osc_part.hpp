#pragma once

#include <memory>
#include <string>
#include <vector>

#include "pose_live/part.hpp"
#include "poseaae/mocap/motion.hpp"
#include "poseaae/osc/control_sender.hpp"
#include "poseaae/osc/pose_sender.hpp"
#include "poseaae/osc/server.hpp"
#include "poseaae/osc/vmc_sender.hpp"

namespace poseaae::tools {

/// OSC in and out, and VMC out.
class OscPart : public LivePart, private live::FrameSink {
 public:
  void add_to(CommandLine& app) override;
  void check() override;
  [[nodiscard]] std::vector<live::Address> addresses() const override;
  void look_at(const mocap::Motion& poses) override { poses_ = poses; }
  void start(live::Instrument& instrument) override;
  [[nodiscard]] live::FrameSink* sink() override { return this; }
  [[nodiscard]] std::string greeting() const override;
  [[nodiscard]] std::string report() const override;
  void stop() override;

 private:
  void show(const live::Frame& frame) noexcept override;

  bool none_ = false;
  int in_ = osc::kInPort;
  std::string bind_ = "127.0.0.1";
  std::vector<std::string> out_texts_;
  std::string unit_ = "m";
  std::string up_ = "y";
  bool no_index_ = false;
  bool bundle_ = false;
  std::vector<std::string> vmc_texts_;

  std::vector<osc::Endpoint> out_;
  std::vector<osc::Endpoint> vmc_;
  std::optional<mocap::Motion> poses_;
  std::unique_ptr<osc::PoseSender> pose_sender_;
  std::unique_ptr<osc::VmcSender> vmc_sender_;
  std::unique_ptr<osc::ControlSender> control_sender_;
  std::unique_ptr<osc::Server> server_;
  std::string report_;
};

}  // namespace poseaae::tools
