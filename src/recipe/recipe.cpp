#include "poseaae/recipe/recipe.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kinds.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/latent/retime.hpp"
#include "poseaae/latent/transition.hpp"

namespace poseaae::recipe {

namespace {

using latent::TransitionOptions;
using session::Dancer;

constexpr const char* kTransition = "transition";

template <typename Kind>
const Kind* find_kind(const std::vector<Kind>& kinds, const std::string& name) {
  const auto found = std::ranges::find_if(kinds, [&](const Kind& k) { return k.name == name; });
  return found == kinds.end() ? nullptr : &*found;
}

std::vector<std::string> phrase_words() {
  std::vector<std::string> words;
  for (const auto& kind : sources()) words.push_back(kind.name);
  for (const auto& kind : changes()) words.push_back(kind.name);
  words.emplace_back(kTransition);
  return words;
}

/// One of these, where the key is given.
template <typename Enum>
void read_choice(Keys& keys, const std::string& key, std::optional<Enum>& field,
                 const Names<Enum>& names) {
  if (const auto word = keys.word(key, words_of(names))) field = value_of(*word, names);
}

TransitionOptions read_transition(const Item& item, TransitionOptions options) {
  Keys keys(item, "a transition", "seconds");
  keys.read("seconds", options.seconds, config::at_least(0.0));
  read_choice(keys, "easing", options.easing, latent::easing_names());
  read_choice(keys, "interpolation", options.interpolation, latent::interpolation_names());
  keys.finish();
  return options;
}

/// What a library call finds wrong is wrong at this place of the file.
template <typename Call>
auto at_place(const Item& item, const Call& call) {
  try {
    return call();
  } catch (const UsageError& problem) {
    throw UsageError(fmt::format("{}: {}", item.where(), problem.what()));
  }
}

struct Phrase {
  LatentPath path;
  TransitionOptions transition;  ///< from the phrase before
};

Phrase read_phrase(const Item& item, OpenModel& model, const TransitionOptions& usual) {
  const auto entries = item.mapping("a phrase");
  const Source* source = nullptr;
  Phrase phrase{{}, usual};
  for (const auto& entry : entries) {
    if (const Source* kind = find_kind(sources(), entry.name)) {
      if (source != nullptr) {
        entry.key.fail("one source per phrase",
                       fmt::format("'{}' after '{}'", entry.name, source->name));
      }
      source = kind;
      phrase.path = at_place(entry.value, [&] {
        Keys keys(entry.value, "a " + kind->name, kind->main);
        return kind->make(keys, model);
      });
    } else if (entry.name == kTransition) {
      phrase.transition = read_transition(entry.value, usual);
    } else if (find_kind(changes(), entry.name) == nullptr) {
      entry.key.refuse(entry.name, "a source or a change", phrase_words());
    }
  }
  if (source == nullptr) {
    item.fail("a phrase with a source (a clip, a walk, ...)", "only changes");
  }
  for (const auto& entry : entries) {
    const Change* kind = find_kind(changes(), entry.name);
    if (kind == nullptr) continue;
    phrase.path = at_place(entry.value, [&] {
      Keys keys(entry.value, kind->name, kind->main);
      return kind->apply(std::move(phrase.path), keys, model);
    });
  }
  return phrase;
}

LatentPath joined(const std::vector<const LatentPath*>& parts) {
  if (parts.size() == 1) return *parts.front();
  Eigen::Index frames = 0;
  for (const LatentPath* part : parts) frames += part->points.rows();
  LatentPath whole{Batch(frames, parts.front()->dim()), parts.front()->fps, parts.front()->root};
  const auto led = [](const LatentPath* part) { return part->by_feet.has_value(); };
  if (std::ranges::any_of(parts, led)) whole.by_feet = Batch::Zero(frames, 1);
  Eigen::Index row = 0;
  for (const LatentPath* part : parts) {
    whole.points.middleRows(row, part->points.rows()) = part->points;
    if (part->by_feet) whole.by_feet->middleRows(row, part->points.rows()) = *part->by_feet;
    if (row > 0 && whole.root) latent::append(*whole.root, *part->root);
    row += part->points.rows();
  }
  return whole;
}

LatentPath in_sequence(std::vector<Phrase> phrases, OpenModel& model, bool closed) {
  std::vector<LatentPath*> paths;
  for (Phrase& phrase : phrases) {
    if (closed || phrases.size() > 1) phrase.path = latent::every_hop(std::move(phrase.path));
    paths.push_back(&phrase.path);
  }
  model.complete_roots(paths);
  // The time between the last frame of one and the first of the next: windows last a while.
  const auto options_of = [&](const Phrase& phrase) {
    TransitionOptions options = phrase.transition;
    if (model.windowed())
      options.seconds += model.codec().format().shape().frames / model.motion_fps();
    return options;
  };
  std::vector<LatentPath> bridges;
  for (std::size_t i = 0; i + 1 < phrases.size(); ++i) {
    const Phrase& next = phrases[i + 1];
    bridges.push_back(latent::bridge(phrases[i].path, next.path, model.space(), options_of(next)));
  }
  if (closed) {
    const Phrase& first = phrases.front();
    bridges.push_back(
        latent::bridge(phrases.back().path, first.path, model.space(), options_of(first)));
  }
  std::vector<const LatentPath*> parts;
  for (std::size_t i = 0; i < phrases.size(); ++i) {
    parts.push_back(&phrases[i].path);
    if (i < bridges.size()) parts.push_back(&bridges[i]);
  }
  LatentPath whole = joined(parts);
  if (closed && whole.root) whole.root = latent::returning(*whole.root);
  return whole;
}

LatentPath read_phrases(const Item& list, OpenModel& model, const TransitionOptions& usual,
                        bool closed) {
  std::vector<Phrase> phrases;
  for (const Item& item : list.list("phrases")) {
    phrases.push_back(read_phrase(item, model, usual));
  }
  if (phrases.empty()) list.fail("phrases as a list with at least one entry");
  return in_sequence(std::move(phrases), model, closed);
}

/// Whether phrases are a loop, or a closed tour, and nothing else.
bool loops_alone(const Item& phrases) {
  const auto list = phrases.list("phrases");
  if (list.size() != 1) return false;
  const auto entries = list.front().mapping("a phrase");
  if (entries.size() != 1) return false;
  if (entries.front().name == "loop") return true;
  if (entries.front().name != "tour" || entries.front().value.is_list()) return false;
  bool closed = false;
  Keys(entries.front().value, "a tour", "through").read("closed", closed);
  return closed;
}

/// What holds for a whole file unless a dancer says otherwise.
struct Manner {
  TransitionOptions transition;
  bool closed = false;
  latent::Travel travel = latent::Travel::kClip;

  void read(Keys& keys) {
    if (const auto item = keys.find(kTransition)) transition = read_transition(*item, transition);
    keys.read("closed", closed);
    bool in_place = travel == latent::Travel::kNone;
    keys.read("in_place", in_place);
    if (in_place != (travel == latent::Travel::kNone)) {
      travel = in_place ? latent::Travel::kNone : latent::Travel::kClip;
    }
    keys.read("travel", travel, latent::travel_names());
  }

  /// All phrases of one dancer.
  [[nodiscard]] LatentPath dance(const Item& phrases, OpenModel& model) const {
    LatentPath path = read_phrases(phrases, model, transition, closed);
    if (travel != latent::Travel::kClip) path.root.reset();
    return path;
  }

  [[nodiscard]] Dancer dancer(const std::string& name, const Item& phrases,
                              OpenModel& model) const {
    return {.name = name,
            .path = dance(phrases, model),
            // The way of windows is in them, and comes back only in a loop.
            .loops = closed || (model.windowed() && loops_alone(phrases)),
            .travel = travel};
  }
};

Dancer read_dancer(const Item& item, OpenModel& model, Manner manner, std::size_t number) {
  Keys keys(item, "a dancer");
  std::string name = fmt::format("dancer {}", number);
  keys.read("name", name);
  manner.read(keys);
  (void)keys.find("phrases");
  keys.finish();
  return manner.dancer(name, keys.need("phrases"), model);
}

Performance perform(const Item& file, OpenModel& model) {
  Keys keys(file, "a path file");
  Performance performance;
  keys.read("title", performance.title);
  std::string attributes;
  keys.read("attributes", attributes);
  if (!attributes.empty()) model.use_attributes(attributes);
  if (const auto item = keys.find("sample")) {
    at_place(*item, [&] {
      const auto& names = latent::sampling_names();
      const auto sampling =
          value_of(item->word("how random poses are drawn", words_of(names)), names);
      if (sampling) model.set_sampling(*sampling);
    });
  }
  Manner manner;
  manner.read(keys);
  double fps = model.motion_fps();
  keys.read("fps", fps, config::between(1.0, 1000.0));
  const auto dancers = keys.find("dancers");
  const auto phrases = keys.find("phrases");
  keys.finish();
  if (dancers.has_value() == phrases.has_value()) {
    file.fail("a path file with either phrases or dancers", dancers ? "both" : "neither");
  }
  if (phrases) {
    performance.dancers.push_back(manner.dancer("", *phrases, model));
  } else {
    for (const Item& item : dancers->list("dancers")) {
      const std::size_t number = performance.dancers.size() + 1;
      performance.dancers.push_back(read_dancer(item, model, manner, number));
    }
    if (performance.dancers.empty()) dancers->fail("dancers as a list with at least one entry");
  }
  for (Dancer& dancer : performance.dancers) {
    if (model.windowed()) {
      dancer.fps = fps;
      continue;
    }
    const auto at_rate = [&](const LatentPath& path) { return latent::upsample(path, fps); };
    dancer.path = dancer.loops ? latent::over_seam(dancer.path, at_rate) : at_rate(dancer.path);
  }
  return performance;
}

}  // namespace

LatentPath path_of(const Item& item, OpenModel& model) {
  if (item.is_scalar()) return model.path(item.text("a clip"));
  const TransitionOptions usual;
  if (item.is_list()) return read_phrases(item, model, usual, false);
  return read_phrase(item, model, usual).path;
}

Performance perform(const std::filesystem::path& file, OpenModel& model) {
  return perform(Item::load(file), model);
}

Performance perform_text(const std::string& yaml, const std::filesystem::path& name,
                         OpenModel& model) {
  return perform(Item::parse(yaml, name), model);
}

}  // namespace poseaae::recipe
