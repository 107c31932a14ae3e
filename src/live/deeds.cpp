#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "control.hpp"
#include "poseaae/base/error.hpp"

/// What each address does.
namespace poseaae::live {

const std::map<std::string, double Settings::*>& PoseInstrument::Control::numbers() {
  static const std::map<std::string, double Settings::*> all{
      {"/poseaae/walk/spread", &Settings::spread},
      {"/poseaae/walk/time_scale", &Settings::time_scale_s},
      {"/poseaae/loop/seconds", &Settings::loop_s},
      {"/poseaae/path/seconds", &Settings::path_s},
      {"/poseaae/tempo", &Settings::tempo},
      {"/poseaae/glide", &Settings::glide_s},
  };
  return all;
}

const std::map<std::string, PoseInstrument::Control::Deed>& PoseInstrument::Control::deeds() {
  static const std::map<std::string, Deed> all = [] {
    std::map<std::string, Deed> deeds{
        {"/poseaae/source", &Control::set_source},
        {"/poseaae/latent", &Control::set_latents},
        {"/poseaae/latent/3", &Control::set_latent},
        {"/poseaae/offset", &Control::set_offset},
        {"/poseaae/style/NAME", &Control::set_style},
        {"/poseaae/walk/kind", &Control::set_walk_kind},
        {"/poseaae/walk/spread", &Control::nothing},
        {"/poseaae/walk/time_scale", &Control::set_loop},
        {"/poseaae/loop/seconds", &Control::set_loop},
        {"/poseaae/point", &Control::set_point},
        {"/poseaae/path", &Control::set_path},
        {"/poseaae/path/seconds", &Control::nothing},
        {"/poseaae/clip", &Control::set_clip},
        {"/poseaae/mix/a", &Control::set_mix},
        {"/poseaae/mix/b", &Control::set_mix},
        {"/poseaae/mix/amount", &Control::set_amounts},
        {"/poseaae/tempo", &Control::nothing},
        {"/poseaae/glide", &Control::nothing},
        {"/poseaae/preset/save", &Control::save_preset},
        {"/poseaae/preset/recall", &Control::recall_preset},
        {"/poseaae/cue/list", &Control::set_cues},
        {"/poseaae/cue/next", &Control::next_cue},
        {"/poseaae/cue/at", &Control::set_cue},
        {"/poseaae/record", &Control::set_record},
    };
    for (const std::string deck : {"/poseaae/clip", "/poseaae/mix/a", "/poseaae/mix/b"}) {
      for (const std::string what : {"/frame", "/time", "/range", "/time_range", "/step"}) {
        deeds[deck + what] = &Control::set_deck;
      }
    }
    return deeds;
  }();
  return all;
}

void PoseInstrument::Control::nothing(const Part& /*part*/) {}

void PoseInstrument::Control::set_source(const Part& part) {
  const auto there = sources();
  if (std::ranges::find(there, part.text()) == there.end()) {
    throw UsageError(fmt::format("{}: expected one of {}, found '{}'", part.message.address,
                                 fmt::join(there, ", "), part.text()));
  }
  const SourceKind kind = *value_of(part.text(), source_names());
  const auto ready = [&](const std::string& prefix, Deck& deck) {
    if (deck.changed == 0) play_clip(prefix, deck, values_.at(prefix)[0]);
  };
  if (kind == SourceKind::kClip) ready("/poseaae/clip", settings_.clip);
  if (kind == SourceKind::kMix) {
    ready("/poseaae/mix/a", settings_.a);
    ready("/poseaae/mix/b", settings_.b);
  }
  settings_.source = kind;
}

void PoseInstrument::Control::set_latents(const Part& part) {
  for (std::size_t k = 0; k < part.message.values.size(); ++k) {
    settings_.sliders[static_cast<Eigen::Index>(k)] = part.number(k);
  }
}

void PoseInstrument::Control::set_latent(const Part& part) {
  settings_.sliders[part.found.number] = part.number();
}

void PoseInstrument::Control::set_offset(const Part& part) {
  settings_.offset.setZero();
  for (std::size_t k = 0; k < part.message.values.size(); ++k) {
    settings_.offset[static_cast<Eigen::Index>(k)] = part.number(k);
  }
}

void PoseInstrument::Control::set_style(const Part& part) {
  const auto names = style_names();
  const auto found = std::ranges::find(names, part.found.name);
  if (found == names.end()) {
    const std::string near = nearest_word(part.found.name, names);
    throw UsageError(fmt::format(
        "{}: expected {}, found '{}'{}", part.message.address,
        names.empty() ? "no style, since the model has none"
                      : fmt::format("one of the styles {}", fmt::join(names, ", ")),
        part.found.name, near.empty() ? "" : fmt::format("; did you mean '{}'?", near)));
  }
  settings_.styles[found - names.begin()] = part.number();
}

void PoseInstrument::Control::set_walk_kind(const Part& part) {
  settings_.walk = *value_of(part.text(), live_walk_names());
}

void PoseInstrument::Control::set_loop(const Part& /*part*/) { make_loop(); }

void PoseInstrument::Control::make_loop() {
  settings_.loop =
      std::make_shared<LoopCurve>(random_, model_.dim(), settings_.loop_s, settings_.time_scale_s);
  ++settings_.loop_made;
}

void PoseInstrument::Control::set_point(const Part& part) {
  settings_.point = repertoire_.map().latents_at({part.number(0), part.number(1)});
}

void PoseInstrument::Control::set_path(const Part& part) {
  const auto places = static_cast<Eigen::Index>(part.message.values.size() / 2);
  Eigen::MatrixX2d line(places, 2);
  for (Eigen::Index i = 0; i < line.size(); ++i) {
    line(i / 2, i % 2) = part.number(static_cast<std::size_t>(i));
  }
  settings_.path = std::make_shared<DrawnPath>(repertoire_.map(), line);
  ++settings_.path_made;
}

void PoseInstrument::Control::play_clip(const std::string& prefix, Deck& deck, const Value& what) {
  if (const auto* name = std::get_if<std::string>(&what)) {
    deck.track = repertoire_.track(*name);
  } else {
    deck.point = repertoire_.map().latents_of(static_cast<int>(number_of(what)));
    deck.track = nullptr;
  }
  ++deck.changed;
  if (deck.last > deck.first) set_range(prefix, deck, 0.0, 0.0);  // of another clip
}

void PoseInstrument::Control::set_clip(const Part& part) {
  play_clip(part.message.address, settings_.clip, part.message.values[0]);
}

void PoseInstrument::Control::set_mix(const Part& part) {
  Deck& deck = part.message.address.ends_with("/a") ? settings_.a : settings_.b;
  play_clip(part.message.address, deck, part.message.values[0]);
}

void PoseInstrument::Control::set_amounts(const Part& part) {
  const std::size_t count = part.message.values.size();
  for (Eigen::Index k = 0; k < settings_.amounts.size(); ++k) {
    settings_.amounts[k] = part.number(count == 1 ? 0 : static_cast<std::size_t>(k));
  }
}

void PoseInstrument::Control::go_to(Deck& deck, double frame) {
  const double frames = deck.track ? static_cast<double>(deck.track->latents.rows()) : 1.0;
  deck.frame = std::clamp(frame, 0.0, frames - 1.0);
  ++deck.gone_to;
}

void PoseInstrument::Control::set_range(const std::string& prefix, Deck& deck, double first,
                                        double last) {
  deck.first = std::min(first, last);
  deck.last = std::max(first, last);
  say({prefix + "/range",
       {static_cast<std::int32_t>(deck.first), static_cast<std::int32_t>(deck.last)}});
}

void PoseInstrument::Control::set_deck(const Part& part) {
  const std::string& address = part.message.address;
  const std::size_t slash = address.rfind('/');
  const std::string prefix = address.substr(0, slash);
  const std::string what = address.substr(slash + 1);
  Deck& deck = prefix == "/poseaae/clip"    ? settings_.clip
               : prefix == "/poseaae/mix/a" ? settings_.a
                                            : settings_.b;
  if (deck.changed == 0 && values_.contains(prefix)) {
    play_clip(prefix, deck, values_.at(prefix)[0]);
  }
  const double fps = deck.track ? deck.track->fps : fps_;
  if (what == "frame") go_to(deck, part.number());
  if (what == "time") go_to(deck, part.number() * fps);
  if (what == "step") deck.step = part.number();
  if (what == "range") {
    deck.first = std::min(part.number(0), part.number(1));
    deck.last = std::max(part.number(0), part.number(1));
  }
  if (what == "time_range") {
    set_range(prefix, deck, std::round(part.number(0) * fps), std::round(part.number(1) * fps));
  }
}

void PoseInstrument::Control::save_preset(const Part& part) {
  std::vector<Message> messages;
  for (const auto& address : order_) {
    const FoundAddress found = find_address(addresses(), address);
    if (found.row->in_presets) messages.push_back({address, values_.at(address)});
  }
  const auto told = [&] {
    std::vector<Value> numbers;
    for (const int n : presets_.saved()) numbers.emplace_back(static_cast<std::int32_t>(n));
    say({"/poseaae/preset/saved", numbers});
    for (const Hearing& hearing : listeners_) hearing.listener->described();
  };
  try {
    presets_.save(part.whole(), std::move(messages));
  } catch (const OutputError&) {
    told();  // it is saved as long as the program runs
    throw;
  }
  told();
}

void PoseInstrument::Control::recall(int preset) {
  const std::vector<Message>* messages = presets_.find(preset);
  if (messages == nullptr) {
    throw UsageError(fmt::format("preset {}: expected one that was saved, found none", preset));
  }
  std::string wrong;
  for (const Message& message : std::vector<Message>(*messages)) {
    try {
      follow(message, kProgram);
    } catch (const Error& problem) {  // of another model, or a clip that is not there
      if (wrong.empty()) wrong = problem.what();
    }
  }
  if (!wrong.empty()) throw UsageError(fmt::format("preset {}: {}", preset, wrong));
}

void PoseInstrument::Control::recall_preset(const Part& part) { recall(part.whole()); }

void PoseInstrument::Control::set_cues(const Part& part) {
  std::vector<int> cues;
  for (std::size_t i = 0; i < part.message.values.size(); ++i) cues.push_back(part.whole(i));
  cue_ = std::min(cue_, static_cast<int>(cues.size()) - 1);
  presets_.set_cues(std::move(cues));
}

void PoseInstrument::Control::next_cue(const Part& /*part*/) {
  const std::vector<int>& cues = presets_.cues();
  if (cues.empty()) {
    throw UsageError("/poseaae/cue/next: expected cues, found none; set /poseaae/cue/list first");
  }
  cue_ = (cue_ + 1) % static_cast<int>(cues.size());
  say({"/poseaae/cue/at", {static_cast<std::int32_t>(cue_)}});
  recall(cues[static_cast<std::size_t>(cue_)]);
}

void PoseInstrument::Control::set_cue(const Part& part) {
  const std::vector<int>& cues = presets_.cues();
  cue_ = std::clamp(part.whole(), -1, static_cast<int>(cues.size()) - 1);
  part.message.values = {static_cast<std::int32_t>(cue_)};
  if (cue_ >= 0) recall(cues[static_cast<std::size_t>(cue_)]);
}

void PoseInstrument::Control::set_record(const Part& part) {
  if (part.whole() == 1 && setup_.recordings.empty()) {
    throw UsageError(
        "/poseaae/record: expected a folder for recordings, and this program was given none; start "
        "it with --recordings DIR");
  }
  if (part.whole() == 0) {
    settings_.take = 0;
  } else if (settings_.take == 0) {
    settings_.take = ++takes_;
  }
}

}  // namespace poseaae::live
