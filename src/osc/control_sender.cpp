#include "poseaae/osc/control_sender.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "fan.hpp"
#include "poseaae/osc/packet.hpp"

namespace poseaae::osc {

namespace {

constexpr std::size_t kMostWaiting = 4096;

}  // namespace

class ControlSender::Queue {
 public:
  Queue(std::shared_ptr<const Hosts> hosts, const std::vector<Endpoint>& targets)
      : hosts_(std::move(hosts)), fan_(targets, "--osc-out"), thread_([this] { send(); }) {}
  Queue(const Queue&) = delete;
  Queue& operator=(const Queue&) = delete;
  ~Queue() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    more_.notify_one();
    thread_.join();
  }

  void push(const live::Message& message, live::Peer from) {
    {
      const std::lock_guard lock(mutex_);
      waiting_.emplace_back(message, from);
      if (waiting_.size() > kMostWaiting) {
        waiting_.pop_front();
        ++dropped_;
      }
    }
    more_.notify_one();
  }

  [[nodiscard]] Sent sent() const {
    const std::lock_guard lock(mutex_);
    const Sent sent = fan_.sent();
    return {sent.packets, sent.dropped + dropped_};
  }

 private:
  void send() {
    std::unique_lock lock(mutex_);
    while (true) {
      more_.wait(lock, [&] { return ended_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      const auto [message, from] = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      send(message, from);
      lock.lock();
    }
  }

  void send(const live::Message& message, live::Peer from) {
    const auto packet = packet_of(message);
    const auto host = hosts_->host_of(from);
    for (std::size_t t = 0; t < fan_.targets().size(); ++t) {
      if (host != fan_.targets()[t].host()) fan_.send(packet, t);
    }
  }

  std::shared_ptr<const Hosts> hosts_;
  Fan fan_;
  mutable std::mutex mutex_;
  std::condition_variable more_;
  std::deque<std::pair<live::Message, live::Peer>> waiting_;
  std::uint64_t dropped_ = 0;
  bool ended_ = false;
  std::thread thread_;
};

ControlSender::ControlSender(live::Instrument& instrument, std::shared_ptr<const Hosts> hosts,
                             const std::vector<Endpoint>& targets)
    : queue_(std::make_unique<Queue>(std::move(hosts), targets)), instrument_(instrument) {
  instrument_.add(*this, live::next_peer());
}

ControlSender::~ControlSender() { instrument_.remove(*this); }

void ControlSender::heard(const live::Message& message, live::Peer from) {
  queue_->push(message, from);
}

Sent ControlSender::sent() const { return queue_->sent(); }

}  // namespace poseaae::osc
