#include "training/checkpoint.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "poseaae/base/error.hpp"
#include "poseaae/io/file_kind.hpp"

namespace poseaae::training {

namespace {

constexpr h5::FileKind kKind{.format = "PoseAAE training state",
                             .version = 1.0,
                             .noun = "training state",
                             .what = "a PoseAAE training state (state.h5)",
                             .remedy = "train again"};

/// In the form of state.h5: `parameters/0` (W of the first layer), `parameters/1` (its b), ...,
/// `first_moments/`, `second_moments/`, and `steps`.
void save(h5::Group group, const nn::OptimiserState& state) {
  group.set_attribute("steps", state.steps);
  const auto save_array = [&](const char* name, const std::vector<nn::Array>& arrays) {
    for (std::size_t i = 0; i < arrays.size(); ++i) {
      group.write<float>(fmt::format("{}/{}", name, i), arrays[i].values, arrays[i].sizes);
    }
  };
  save_array("parameters", state.parameters);
  save_array("first_moments", state.first_moments);
  save_array("second_moments", state.second_moments);
}

[[nodiscard]] nn::OptimiserState load(const h5::Group& group) {
  const auto load_array = [&](const std::string& name) {
    std::vector<nn::Array> arrays;
    for (std::size_t i = 0; group.has(fmt::format("{}/{}", name, i)); ++i) {
      auto array = group.read<float>(fmt::format("{}/{}", name, i));
      arrays.push_back({std::move(array.shape), std::move(array.values)});
    }
    return arrays;
  };
  return {static_cast<std::int64_t>(group.number_attribute("steps")), load_array("parameters"),
          load_array("first_moments"), load_array("second_moments")};
}

}  // namespace

void save_checkpoint(const std::filesystem::path& path, const Progress& progress,
                     const objective::Engine& engine, const Origin& origin) {
  h5::write_file(path, [&](h5::Group& root) {
    h5::write_kind(root, kKind);
    root.set_attribute("data_hash", origin.data_hash);
    root.set_attribute("config", origin.config);
    root.set_attribute("epochs_done", static_cast<std::int64_t>(progress.epochs_done));
    root.set_attribute("next", static_cast<std::int64_t>(progress.next));
    root.set_attribute("batches", static_cast<std::int64_t>(progress.batches));
    root.set_attribute("epoch_seconds", progress.epoch_seconds);
    root.set_attribute("best_test_loss", progress.best_test_loss);
    root.set_attribute("best_epoch", static_cast<std::int64_t>(progress.best_epoch));
    root.set_attribute("tested_epoch", static_cast<std::int64_t>(progress.tested_epoch));
    root.set_attribute("test_loss", progress.test_loss);
    root.set_attribute("random_state", progress.random_state);
    root.write<std::int32_t>("order", progress.order, {progress.order.size()});
    root.write<double>("sums/terms", {progress.sums.terms.begin(), progress.sums.terms.size()},
                       {progress.sums.terms.size()});
    root.set_attribute("total", progress.sums.total, "sums");
    root.set_attribute("discriminator", progress.sums.discriminator, "sums");
    root.set_attribute("pose_discriminator", progress.sums.pose_discriminator, "sums");
    const objective::EngineState state = engine.state();
    save(root.create_group("engine/autoencoder"), state.autoencoder);
    save(root.create_group("engine/discriminator"), state.discriminator);
    save(root.create_group("engine/pose_discriminator"), state.pose_discriminator);
  });
}

std::string saved_config(const std::filesystem::path& path) {
  const h5::Group root = h5::open_file(path);
  h5::require_kind(root, kKind, path);
  return root.has_attribute("config") ? root.text_attribute("config") : "";
}

Progress load_checkpoint(const std::filesystem::path& path, objective::Engine& engine,
                         const std::string& data_hash) {
  const h5::Group root = h5::open_file(path);
  h5::require_kind(root, kKind, path);
  if (root.text_attribute("data_hash") != data_hash) {
    throw ModelError(
        fmt::format("{}: expected the training poses that the state was saved with, found others; "
                    "resume with the same data, split and seed",
                    path.string()));
  }
  Progress progress;
  progress.epochs_done = static_cast<int>(root.number_attribute("epochs_done"));
  progress.next = static_cast<std::size_t>(root.number_attribute("next"));
  progress.batches = static_cast<int>(root.number_attribute("batches"));
  progress.epoch_seconds = root.number_attribute("epoch_seconds");
  progress.best_test_loss = root.number_attribute("best_test_loss");
  progress.best_epoch = static_cast<int>(root.number_attribute("best_epoch"));
  if (root.has_attribute("tested_epoch")) {
    progress.tested_epoch = static_cast<int>(root.number_attribute("tested_epoch"));
    progress.test_loss = root.number_attribute("test_loss");
  }
  progress.random_state = root.text_attribute("random_state");
  progress.order = root.read<std::int32_t>("order").values;
  const auto terms = root.read<double>("sums/terms").values;
  const std::size_t today = objective::loss_terms().size();
  if (terms.size() > today) {
    throw ModelError(
        fmt::format("{}: expected sums of {} loss terms, found {}, as of a newer "
                    "version; resume with that one",
                    path.string(), today, terms.size()));
  }
  progress.sums.terms = objective::TermValues(today, 0.0);  // an older version had only the first
  std::copy(terms.begin(), terms.end(), progress.sums.terms.begin());
  progress.sums.total = root.number_attribute("total", "sums");
  progress.sums.discriminator = root.number_attribute("discriminator", "sums");
  if (root.has_attribute("pose_discriminator", "sums")) {  // since there is one
    progress.sums.pose_discriminator = root.number_attribute("pose_discriminator", "sums");
  }
  const bool in_range =
      std::all_of(progress.order.begin(), progress.order.end(), [&](std::int32_t row) {
        return row >= 0 && static_cast<std::size_t>(row) < progress.order.size();
      });
  if (!in_range || progress.next > progress.order.size()) {
    throw ModelError(
        fmt::format("{}: the saved order of poses is damaged; start a new run", path.string()));
  }
  const nn::OptimiserState autoencoder = load(root.group("engine/autoencoder"));
  progress.steps = autoencoder.steps;
  try {
    nn::OptimiserState pose_discriminator;
    if (root.has("engine/pose_discriminator")) {
      pose_discriminator = load(root.group("engine/pose_discriminator"));
    }
    const bool begun_with = !pose_discriminator.parameters.empty();
    if (begun_with == engine.state().pose_discriminator.parameters.empty()) {
      throw ModelError(fmt::format(
          "the run was begun {0} losses.realism, found it {1}; leave it {0}, or start a new run",
          begun_with ? "with" : "without", begun_with ? "without" : "with"));
    }
    engine.set_state(
        {autoencoder, load(root.group("engine/discriminator")), std::move(pose_discriminator)});
  } catch (const ModelError& problem) {
    throw ModelError(fmt::format("{}: {}", path.string(), problem.what()));
  }
  return progress;
}

}  // namespace poseaae::training
