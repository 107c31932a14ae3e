#include <fmt/format.h>

#include <cstring>

#include "latents.hpp"
#include "poseaae/base/error.hpp"
#include "status.hpp"

namespace poseaae::c_api {

namespace {

poseaae_walk_options usual_options() {
  poseaae_walk_options options{};
  options.size = sizeof options;
  options.seed = latent::WalkOptions{}.seed;
  options.spread = latent::WalkOptions{}.spread;
  return options;
}

/// Those that a program of an older header knows, with the usual values of the others.
poseaae_walk_options options_of(const poseaae_walk_options* given) {
  poseaae_walk_options options = usual_options();
  if (given == nullptr) return options;
  if (given->size <= sizeof(size_t) || given->size > 4096) {
    throw UsageError(
        fmt::format("options: expected their size, such as {}, found {}; begin with "
                    "poseaae_walk_options_init()",
                    sizeof options, given->size));
  }
  std::memcpy(&options, given, std::min(given->size, sizeof options));
  return options;
}

latent::WalkOptions walk_of(const Model& model, const poseaae_walk_options& options) {
  latent::WalkOptions walk;
  if (options.kind != nullptr) {
    walk.kind = options.kind;
  } else if (model.space.steps().size() > 0) {
    walk.kind = "steps";
  }
  walk.seed = options.seed;
  walk.spread = options.spread;
  if (options.time_scale_s != 0.0) walk.time_scale_s = options.time_scale_s;
  return walk;
}

poseaae_walk begun(const poseaae_model& handle, const poseaae_walk_options& options) {
  const Model& model = *handle.shared;
  std::optional<Eigen::VectorXf> start;
  if (options.start != nullptr) {
    const int dim = model.codec.latent_dim();
    require_array(options.start, options.start_numbers, static_cast<size_t>(dim), "start");
    start = Eigen::Map<const Eigen::VectorXf>(options.start, dim);
  }
  const latent::Sampling law = sampling_of(model, options.law);
  latent::Draw draw;  // none for the prior, which is the walk's own law
  if (law != latent::Sampling::kPrior) draw = latent::draw_of(model.codec.latent(), law);
  const double fps = options.fps != 0.0 ? options.fps : model.fps();
  return {handle.shared, latent::Walker(model.space, start, walk_of(model, options), fps, draw)};
}

}  // namespace

}  // namespace poseaae::c_api

using namespace poseaae::c_api;  // NOLINT(google-build-using-namespace): this file is the boundary

extern "C" {

void poseaae_walk_options_init(poseaae_walk_options* options) {
  if (options != nullptr) *options = usual_options();
}

poseaae_status poseaae_walk_begin(const poseaae_model* model, const poseaae_walk_options* options,
                                  poseaae_walk** walk) {
  return guarded([&] {
    require_address(walk, "walk");
    *walk = nullptr;
    require_address(model, "model");
    *walk = new poseaae_walk(begun(*model, options_of(options)));
  });
}

poseaae_status poseaae_walk_next(poseaae_walk* walk, float* latents, size_t latent_numbers) {
  return guarded([&] {
    require_address(walk, "walk");
    const int dim = walk->model->codec.latent_dim();
    const int count = rows_in(latents, latent_numbers, dim, "latents");
    const poseaae::Batch points = walk->walker.next(count);
    std::copy_n(points.data(), points.size(), latents);
  });
}

void poseaae_walk_free(poseaae_walk* walk) { delete walk; }

}  // extern "C"
