#pragma once

#include <memory>

#include "poseaae/osc/endpoint.hpp"
#include "poseaae/osc/hosts.hpp"
#include "poseaae/osc/receiver.hpp"

namespace poseaae::osc {

inline constexpr int kInPort = 9002;  ///< where the tools of the AI-Toolbox listen

struct ServerOptions {
  /// "127.0.0.1" hears this machine alone, "0.0.0.0" or "::" all.
  Endpoint bind{"127.0.0.1", kInPort};
  ReceiverOptions receiver{};
};

/// Hears OSC over UDP in a thread of its own, as long as it lives. (liblo's own server listens at
/// every address of a machine, and keeps bundles that are meant for later, as many as are sent.)
class Server {
 public:
  /// @throws UsageError where the port is in use or the host is none of this machine's
  Server(live::Instrument& instrument, std::shared_ptr<Hosts> hosts,
         const ServerOptions& options = {});
  ~Server();

  [[nodiscard]] int port() const;
  [[nodiscard]] live::Received received() const;
  /// Hears nothing more; what it has received is then all that it will have.
  void stop();

 private:
  class Thread;
  std::unique_ptr<Thread> thread_;
};

}  // namespace poseaae::osc
