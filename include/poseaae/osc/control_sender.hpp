#pragma once

#include <memory>
#include <vector>

#include "poseaae/live/instrument.hpp"
#include "poseaae/osc/endpoint.hpp"
#include "poseaae/osc/hosts.hpp"
#include "poseaae/osc/sent.hpp"

namespace poseaae::osc {

/// Tells targets by OSC what is set elsewhere, on a page or by another host, as "/poseaae/..." and
/// from a thread of its own. What a host has set is not told to targets on that host: a slider in a
/// hand must not be moved by its own echo. What the program sets is told to all. Up to 4096
/// messages wait; beyond that the oldest are dropped and counted.
class ControlSender : private live::Listener {
 public:
  /// @throws UsageError where a target is no host
  ControlSender(live::Instrument& instrument, std::shared_ptr<const Hosts> hosts,
                const std::vector<Endpoint>& targets);
  ~ControlSender() override;

  [[nodiscard]] Sent sent() const;

 private:
  void heard(const live::Message& message, live::Peer from) override;

  class Queue;
  std::unique_ptr<Queue> queue_;
  live::Instrument& instrument_;
};

}  // namespace poseaae::osc
