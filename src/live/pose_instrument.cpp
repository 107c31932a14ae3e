#include "poseaae/live/pose_instrument.hpp"

#include "control.hpp"
#include "poseaae/atlas/plane.hpp"

namespace poseaae::live {

std::function<page::PoseMap()> InstrumentSetup::principal_map(session::OpenModel& model,
                                                              std::uint64_t seed, int points) {
  return [&model, seed, points] {
    Random random(seed);
    Batch latents(points, model.dim());
    for (Eigen::Index n = 0; n < latents.rows(); ++n) latents.row(n) = model.sample(random);
    return page::map_of(atlas::Plane::principal(latents), latents);
  };
}

PoseInstrument::PoseInstrument(session::OpenModel& model, InstrumentSetup setup)
    : control_(std::make_unique<Control>(model, std::move(setup))) {}

PoseInstrument::~PoseInstrument() = default;

std::string PoseInstrument::take(const Message& message, Peer from) {
  return control_->take(message, from);
}
std::string PoseInstrument::stream(const StreamedPose& pose) { return control_->stream(pose); }
Description PoseInstrument::description() const { return control_->description(); }
std::vector<Message> PoseInstrument::state() const { return control_->state(); }
std::string PoseInstrument::map_json() const { return control_->repertoire().map_json(); }
std::filesystem::path PoseInstrument::recording(const std::string& name) const {
  return control_->recording(name);
}
void PoseInstrument::add(Listener& listener, Peer own) { control_->add(listener, own); }
void PoseInstrument::remove(Listener& listener) { control_->remove(listener); }

double PoseInstrument::fps() const { return control_->fps(); }
const Frame& PoseInstrument::play(std::uint32_t number) { return control_->player().play(number); }
std::atomic<std::uint32_t>& PoseInstrument::late() { return control_->late(); }
std::string PoseInstrument::attend() { return control_->attend(); }
std::string PoseInstrument::finish() { return control_->finish(); }
std::vector<std::string> PoseInstrument::recorded() const { return control_->recorded(); }
void PoseInstrument::prepare() {
  if (control_->repertoire().has_map()) static_cast<void>(control_->repertoire().map());
}

}  // namespace poseaae::live
