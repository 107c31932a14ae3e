#include "control.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"
#include "poseaae/io/checksum.hpp"
#include "poseaae/mocap/edit.hpp"

namespace poseaae::live {

namespace {

constexpr double kRing_s = 8.0;  // of frames that wait to be recorded
constexpr auto kLateEvery = std::chrono::milliseconds(250);

double rate_of(const session::OpenModel& model, const InstrumentSetup& setup) {
  if (model.windowed()) {
    throw UsageError(
        "the instrument plays models of poses: expected one, found a model of windows, whose "
        "points are stretches of time; train one with data.window=0");
  }
  const double fps = setup.fps > 0.0 ? setup.fps : model.motion_fps();
  require_between("frames a second", fps, 1.0, 240.0);
  return fps;
}

/// Nothing is played yet; everything has its size.
Settings first_settings(int dim, std::size_t styles, const Eigen::VectorXd& mean) {
  Settings settings;
  settings.sliders = settings.offset = settings.amounts = Eigen::VectorXd::Zero(dim);
  settings.styles = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(styles));
  settings.point = mean;
  settings.clip.point = settings.a.point = settings.b.point = mean;
  return settings;
}

StandOptions stand_of(const session::OpenModel& model, StandOptions options) {
  options.turns = model.codec().data().clip_options.root_rotation != mocap::RootRotation::kKeep;
  return options;
}

std::vector<Eigen::VectorXd> vectors_of(const std::vector<latent::Attribute>& styles) {
  std::vector<Eigen::VectorXd> vectors;
  for (const auto& style : styles) vectors.push_back(style.vector.cast<double>());
  return vectors;
}

std::size_t width_of(const codec::PoseAutoencoder& model) {
  return static_cast<std::size_t>(3 + model.pose_dim() + model.latent_dim());
}

}  // namespace

PoseInstrument::Control::Control(session::OpenModel& model, InstrumentSetup setup)
    : model_(model),
      setup_(std::move(setup)),
      fps_(rate_of(model, setup_)),
      repertoire_(model.codec(), setup_.clips, setup_.map),
      presets_(setup_.presets),
      random_(setup_.seed + 1),
      settings_(first_settings(model.dim(), setup_.styles.size(), model.space().mean())),
      settings_buffer_(settings_),
      performer_buffer_(Performer{}),
      ring_(static_cast<std::size_t>(kRing_s * fps_), width_of(model.codec())),
      recorder_(setup_.recordings, model.codec().skeleton(), model.dim(), fps_,
                model.file().string(), [&model] { return sha256_of_file(model.file()); }),
      player_({.model = model.codec(),
               .space = model.space(),
               .styles = vectors_of(setup_.styles),
               .fps = fps_,
               .seed = setup_.seed,
               .stand = stand_of(model, setup_.stand),
               .settings = settings_buffer_,
               .performer = performer_buffer_,
               .recorded = ring_}) {
  set_values();
  make_loop();
  publish();
}

std::vector<std::string> PoseInstrument::Control::style_names() const {
  std::vector<std::string> names;
  for (const auto& style : setup_.styles) names.push_back(style.name);
  return names;
}

std::vector<std::string> PoseInstrument::Control::sources() const {
  std::vector<std::string> names;
  const bool clips = !setup_.clips.empty();
  const bool map = repertoire_.has_map();
  for (const auto& [name, kind] : source_names()) {
    if (kind == SourceKind::kClip && !clips) continue;
    if (kind == SourceKind::kMix && !clips && !map) continue;
    if ((kind == SourceKind::kPoint || kind == SourceKind::kPath) && !map) continue;
    names.push_back(name);
  }
  return names;
}

void PoseInstrument::Control::set_values() {
  const auto put = [&](const std::string& address, std::vector<Value> values) {
    keep({address, std::move(values)});
  };
  put("/poseaae/source", {"walk"});
  for (int k = 0; k < model_.dim(); ++k) put(fmt::format("/poseaae/latent/{}", k), {0.0F});
  for (const auto& name : style_names()) put("/poseaae/style/" + name, {0.0F});
  put("/poseaae/walk/kind", {"matern"});
  for (const Address& row : addresses()) {
    if (row.lasts && row.initial && row.takes == Takes::kNumber && !row.pattern.ends_with("/3") &&
        !row.pattern.ends_with("/NAME")) {
      put(row.pattern, {static_cast<float>(*row.initial)});
    }
  }
  put("/poseaae/mix/amount", {0.0F});
  const auto clips = repertoire_.clips();
  if (!clips.empty()) put("/poseaae/clip", {clips.front()});
  const auto whole = [](int i) { return Value(static_cast<std::int32_t>(i)); };
  put("/poseaae/mix/a", {clips.empty() ? whole(0) : Value(clips.front())});
  put("/poseaae/mix/b", {clips.empty() ? whole(1) : Value(clips[clips.size() > 1 ? 1 : 0])});
  std::vector<Value> saved, cues;
  for (const int n : presets_.saved()) saved.push_back(whole(n));
  for (const int n : presets_.cues()) cues.push_back(whole(n));
  put("/poseaae/preset/saved", saved);
  put("/poseaae/cue/list", cues);
  put("/poseaae/cue/at", {whole(-1)});
  put("/poseaae/record", {whole(0)});
  put("/poseaae/late", {whole(0)});
}

void PoseInstrument::Control::keep(const Message& message) {
  if (message.address == "/poseaae/latent") {
    for (std::size_t k = 0; k < message.values.size(); ++k) {
      keep({fmt::format("/poseaae/latent/{}", k), {message.values[k]}});
    }
    return;
  }
  if (!values_.contains(message.address)) order_.push_back(message.address);
  values_[message.address] = message.values;
}

void PoseInstrument::Control::tell(const Message& message, Peer from) {
  for (const Hearing& hearing : listeners_) {
    if (from == kProgram || hearing.own != from) hearing.listener->heard(message, from);
  }
}

void PoseInstrument::Control::say(Message message) {
  keep(message);
  tell(message, kProgram);
}

void PoseInstrument::Control::check(const FoundAddress& found, const Message& message) const {
  if (found.row == nullptr) {
    std::vector<std::string> known;
    for (const Address& row : addresses()) known.push_back(row.pattern);
    const std::string near = nearest_word(message.address, known);
    throw UsageError(fmt::format("{}: expected an address of the instrument{}", message.address,
                                 near.empty() ? "" : fmt::format("; did you mean {}?", near)));
  }
  const std::string& pattern = found.row->pattern;
  if (found.row->from_program) {
    throw UsageError(fmt::format("{}: is told by the program, and cannot be set", message.address));
  }
  if (const std::string wrong = complaint(*found.row, message); !wrong.empty()) {
    throw UsageError(wrong);
  }
  const int dim = model_.dim();
  if (pattern == "/poseaae/latent/3" && found.number >= dim) {
    throw UsageError(fmt::format("{}: expected a latent from 0 to {}", message.address, dim - 1));
  }
  const bool lists = pattern == "/poseaae/latent" || pattern == "/poseaae/offset";
  if (lists && std::ssize(message.values) > dim) {
    throw UsageError(fmt::format("{}: expected up to {} numbers, found {}", message.address, dim,
                                 message.values.size()));
  }
  if (pattern == "/poseaae/mix/amount" && message.values.size() != 1 &&
      std::ssize(message.values) != dim) {
    throw UsageError(fmt::format("{}: expected 1 number or {}, found {}", message.address, dim,
                                 message.values.size()));
  }
}

void PoseInstrument::Control::follow(const Message& message, Peer from) {
  const FoundAddress found = find_address(addresses(), message.address);
  check(found, message);
  Message within = limited(*found.row, message);
  const Part part{found, within, from};
  if (const auto number = numbers().find(found.row->pattern); number != numbers().end()) {
    settings_.*(number->second) = part.number();
  }
  (this->*deeds().at(found.row->pattern))(part);
  if (!found.row->lasts) return;
  keep(within);
  tell(within, from);
}

std::string PoseInstrument::Control::take(const Message& message, Peer from) {
  const std::lock_guard lock(mutex_);
  std::string wrong;
  try {
    follow(message, from);
  } catch (const Error& problem) {
    wrong = problem.what();
  }
  publish();
  return wrong;
}

std::string PoseInstrument::Control::stream(const StreamedPose& pose) {
  const codec::PoseAutoencoder& model = model_.codec();
  const int joints = model.skeleton().joints();
  if (std::ssize(pose.rotations) != 4 * joints) {
    return fmt::format("pose: expected {} rotations (w x y z), found {} numbers", joints,
                       pose.rotations.size());
  }
  const auto is_finite = [](float value) { return std::isfinite(value); };
  if (!std::ranges::all_of(pose.rotations, is_finite) ||
      (pose.root && (pose.root->size() != 3 || !std::ranges::all_of(*pose.root, is_finite)))) {
    return "pose: expected finite numbers, three of them for the root";
  }
  mocap::Motion motion(model.skeleton(), fps_, 1);
  for (int j = 0; j < joints; ++j) {
    const mocap::Quat q = math::load_wxyz(pose.rotations.data() + 4 * j).cast<double>();
    motion.set_rotation(0, j, q.norm() > 1e-6 ? q : mocap::Quat::Identity());
  }
  Performer performer;
  performer.root_rotation = motion.rotation(0, 0);
  if (pose.root) performer.root = mocap::Vec3((*pose.root)[0], (*pose.root)[1], (*pose.root)[2]);
  switch (model.data().clip_options.root_rotation) {
    case mocap::RootRotation::kFaceForward:
      motion = mocap::remove_heading(motion);
      break;
    case mocap::RootRotation::kRemove:
      motion = mocap::remove_root_rotation(motion);
      break;
    case mocap::RootRotation::kKeep:
      break;
  }
  const Batch latents = model.encode(model.format().rows_of(motion));
  performer.latents = latents.row(0).cast<double>().transpose();
  const std::lock_guard lock(stream_mutex_);
  performer_buffer_.write(performer);
  return "";
}

Description PoseInstrument::Control::description() const {
  const std::lock_guard lock(mutex_);
  const codec::LatentStatistics& latent = model_.codec().latent();
  return {.title = setup_.title,
          .fps = fps_,
          .skeleton = model_.codec().skeleton(),
          .mean = latent.mean.cast<float>(),
          .standard_deviation = latent.covariance.diagonal().cwiseMax(0).cwiseSqrt().cast<float>(),
          .styles = style_names(),
          .sources = sources(),
          .clips = repertoire_.clips(),
          .presets = presets_.saved()};
}

std::vector<Message> PoseInstrument::Control::state() const {
  const std::lock_guard lock(mutex_);
  std::vector<Message> messages;
  for (const auto& address : order_) messages.push_back({address, values_.at(address)});
  return messages;
}

std::vector<std::string> PoseInstrument::Control::recorded() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> names;
  if (const auto found = values_.find("/poseaae/recorded"); found != values_.end()) {
    for (const Value& name : found->second) names.push_back(std::get<std::string>(name));
  }
  return names;
}

std::filesystem::path PoseInstrument::Control::recording(const std::string& name) const {
  const std::filesystem::path file = setup_.recordings / name;
  const bool plain = !name.empty() && name != "." && name != ".." &&
                     name.find_first_of("/\\") == std::string::npos;
  if (!plain || setup_.recordings.empty() || !std::filesystem::is_regular_file(file)) {
    throw InputError(
        fmt::format("recording '{}': expected the name of one that is finished", name));
  }
  return file;
}

void PoseInstrument::Control::add(Listener& listener, Peer own) {
  const std::lock_guard lock(mutex_);
  listeners_.push_back({&listener, own});
}

void PoseInstrument::Control::remove(Listener& listener) {
  const std::lock_guard lock(mutex_);
  std::erase_if(listeners_, [&](const Hearing& one) { return one.listener == &listener; });
}

std::string PoseInstrument::Control::attend() {
  std::vector<std::string> files;
  std::string wrong;
  {
    const std::lock_guard lock(recorder_mutex_);
    try {
      files = recorder_.collect(ring_);
    } catch (const Error& problem) {
      wrong = problem.what();
    }
  }
  const std::lock_guard lock(mutex_);
  if (!files.empty()) say({"/poseaae/recorded", {files.begin(), files.end()}});
  if (!wrong.empty()) tell({"/poseaae/error", {wrong}}, kProgram);
  const auto now = std::chrono::steady_clock::now();
  if (late_ != late_told_ && now - late_at_ >= kLateEvery) {
    late_told_ = late_;
    late_at_ = now;
    say({"/poseaae/late", {static_cast<std::int32_t>(late_told_)}});
  }
  return wrong;
}

std::string PoseInstrument::Control::finish() {
  if (settings_.take != 0) static_cast<void>(take({"/poseaae/record", {0}}, kProgram));
  player_.end_recording();
  return attend();
}

}  // namespace poseaae::live
