#include "pose_live/instrument_arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "poseaae/atlas/plane.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/latent/attribute_file.hpp"
#include "poseaae/live/presets.hpp"
#include "poseaae/recipe/recipe.hpp"
#include "support/texts.hpp"

namespace poseaae::tools {

namespace {

namespace fs = std::filesystem;

constexpr int kPoints = 700;  // of the map

/// "dance" of runs/dance/best.safetensors, otherwise the name of the file.
std::string name_of_model(const fs::path& path) {
  const fs::path file = fs::absolute(path);
  const std::string stem = file.stem().string();
  const bool of_run = (stem == "best" || stem == "last") && file.has_parent_path();
  return of_run ? file.parent_path().filename().string() : stem;
}

/// "waltz" of data/waltz.bvh, "waltz 300:600" of data/waltz.bvh:300:600.
std::string name_of_clip(const std::string& text) {
  const auto clip = mocap::ClipReference::parse(text);
  std::string name = clip.path.stem().string();
  if (!clip.selector.empty()) name += " " + clip.selector;
  if (clip.last >= 0) name += fmt::format(" {}:{}", clip.first, clip.last);
  return name;
}

page::PoseMap neighbours_map(const session::OpenModel& model, std::uint64_t seed) {
  Random random(seed);
  Batch latents(kPoints, model.dim());
  for (Eigen::Index n = 0; n < latents.rows(); ++n) latents.row(n) = model.sample(random);
  return page::map_of(atlas::Plane::neighbours(latents, {}, kPoints), latents);
}

/// The name, or "name 2" where that is taken.
std::string unlike(const std::string& name, std::set<std::string>& taken) {
  std::string free = name;
  for (int n = 2; !taken.insert(free).second; ++n) free = fmt::format("{} {}", name, n);
  return free;
}

}  // namespace

void InstrumentArguments::add_to(CommandLine& app) {
  app.group("What is danced");
  app.add_option("--source NAME", source_,
                 "What it begins with: a walk through the space (default), a loop, a clip, a mix "
                 "of two, a point of the map, a path drawn on it, or live, a pose that is "
                 "streamed")
      ->one_of(words_of(live::source_names()));
  app.add_option("--clip FILE[:FIRST[:LAST]]", clips_,
                 "A clip that can be danced and mixed; may be given several times");
  app.add_option("--path FILE", paths_,
                 "A path file (docs/PATHS.md), to be danced as a clip; may be given several times");
  app.add_option("--mix A B", mix_, "Two clips to be mixed: their names, or files as for --clip")
      ->several_values();
  app.add_option("--seed", seed_, text::kSeed);
  app.add_option("--map", map_,
                 "Map of random poses: pca, the plane of largest variance, or tsne, which keeps "
                 "neighbours together and takes seconds to make")
      ->one_of({"pca", "tsne"});
  app.add_option("--attributes FILE", attributes_, text::kAttributes);
  app.add_option("--title TEXT", title_, "Text at the head of pages (default: the model's name)");
  app.group("How it is danced");
  app.add_option("--fps", fps_, "Frames a second (default: the model's)")->between(1.0, 240.0);
  app.add_option("--glide", glide_,
                 "Seconds in which 95 % of a change is made (default: 0.6; 0: at once)")
      ->between(0.0, 5.0);
  app.add_option("--tempo", tempo_, "How fast the dance goes on (default: 1)")->between(0.0, 3.0);
  app.add_option("--travel", travel_,
                 "What takes the dancer through the room: feet, those that carry weight, or none, "
                 "to stay in place")
      ->one_of({"feet", "none"});
  app.add_option("--home", home_s_,
                 "Seconds in which the floor carries a dancer back two thirds of the way to the "
                 "middle of the room; 0: never")
      ->between(0.0, 3600.0);
  app.group("What is kept");
  app.add_option("--presets FILE", presets_,
                 "File of presets and cues (default: presets.json beside the model)");
  app.add_option("--recordings DIR", recordings_,
                 "Folder of what is recorded, made when it is needed");
  app.group();
}

void InstrumentArguments::check() const {
  if (!mix_.empty() && mix_.size() != 2) {
    throw UsageError(fmt::format("--mix: expected two clips, found {}", mix_.size()));
  }
}

std::vector<live::ClipEntry> InstrumentArguments::clips(session::OpenModel& model) const {
  std::vector<live::ClipEntry> entries;
  std::set<std::string> taken;
  for (const std::string& clip : clips_) {
    entries.push_back(
        {unlike(name_of_clip(clip), taken), [&model, clip] { return model.path(clip); }});
  }
  for (const std::string& file : paths_) {
    entries.push_back({unlike(fs::path(file).stem().string(), taken), [&model, file] {
                         return recipe::perform(file, model).dancers.front().path;
                       }});
  }
  for (const std::string& clip : mix_) {
    if (taken.contains(clip)) continue;
    const std::string name = name_of_clip(clip);
    if (!taken.insert(name).second) continue;
    entries.push_back({name, [&model, clip] { return model.path(clip); }});
  }
  return entries;
}

std::vector<latent::Attribute> InstrumentArguments::styles(session::OpenModel& model) const {
  if (!attributes_.empty()) {
    model.use_attributes(attributes_);
  } else if (!fs::exists(latent::attributes_beside(model.file()))) {
    return {};
  }
  return model.attributes().attributes;
}

live::InstrumentSetup InstrumentArguments::setup(session::OpenModel& model) const {
  live::InstrumentSetup setup;
  setup.title = title_.empty() ? name_of_model(model.file()) : title_;
  setup.fps = fps_.value_or(0.0);
  setup.seed = seed_;
  setup.clips = clips(model);
  setup.styles = styles(model);
  setup.map = map_ == "tsne" ? [&model, seed = seed_] { return neighbours_map(model, seed); }
                             : live::InstrumentSetup::principal_map(model, seed_, kPoints);
  setup.presets = presets_.empty() ? live::presets_beside(model.file()) : fs::path(presets_);
  setup.recordings = recordings_;
  setup.stand = {.travels = travel_ == "feet", .turns = false, .home_s = home_s_};
  return setup;
}

std::string InstrumentArguments::first_source() const {
  if (source_) return *source_;
  if (!mix_.empty()) return "mix";
  return clips_.empty() && paths_.empty() ? "walk" : "clip";
}

void InstrumentArguments::read_first(session::OpenModel& model) const {
  const std::string source = first_source();
  const auto entries = clips(model);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto is_this = [&](const std::string& clip) {
      return entries[i].name == clip || entries[i].name == name_of_clip(clip);
    };
    const bool mixed = source == "mix" && std::ranges::any_of(mix_, is_this);
    if (mixed || (source == "clip" && i == 0)) static_cast<void>(entries[i].load());
  }
}

void InstrumentArguments::begin(live::PoseInstrument& instrument, session::OpenModel& model) const {
  const auto set = [&](const std::string& address, live::Value value) {
    const std::string wrong = instrument.take({address, {std::move(value)}}, live::kProgram);
    if (!wrong.empty()) throw UsageError(wrong);
  };
  read_first(model);
  const std::vector<std::string> there = instrument.description().clips;
  const auto name_of = [&](const std::string& clip) {
    return std::ranges::find(there, clip) == there.end() ? name_of_clip(clip) : clip;
  };
  if (glide_) set("/poseaae/glide", static_cast<float>(*glide_));
  if (tempo_) set("/poseaae/tempo", static_cast<float>(*tempo_));
  if (!mix_.empty()) {
    set("/poseaae/mix/a", name_of(mix_[0]));
    set("/poseaae/mix/b", name_of(mix_[1]));
  }
  set("/poseaae/source", first_source());
}

}  // namespace poseaae::tools
