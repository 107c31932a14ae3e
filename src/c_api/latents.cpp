#include "latents.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"
#include "poseaae/latent/interpolation.hpp"
#include "status.hpp"

namespace poseaae::c_api {

latent::Sampling sampling_of(const Model& model, const char* law) {
  if (law == nullptr) return latent::usual_sampling(model.codec.latent());
  for (const auto& [name, sampling] : latent::sampling_names()) {
    if (name == std::string_view(law)) return sampling;
  }
  throw UsageError(fmt::format("law: expected prior, mixture or flow, found '{}'", law));
}

namespace {

Eigen::VectorXf vector_of(const float* numbers, int dim) {
  return Eigen::Map<const Eigen::VectorXf>(numbers, dim);
}

}  // namespace

}  // namespace poseaae::c_api

using namespace poseaae::c_api;  // NOLINT(google-build-using-namespace): this file is the boundary

extern "C" {

poseaae_status poseaae_sample(const poseaae_model* model, const char* law, uint64_t seed,
                              float* latents, size_t latent_numbers) {
  return guarded([&] {
    require_address(model, "model");
    const Model& shared = *model->shared;
    const int dim = shared.codec.latent_dim();
    const int count = rows_in(latents, latent_numbers, dim, "latents");
    const auto draw = poseaae::latent::draw_of(shared.codec.latent(), sampling_of(shared, law));
    poseaae::Random random(seed);
    for (int i = 0; i < count; ++i) {
      const Eigen::VectorXf drawn = draw(random).cast<float>();
      std::copy_n(drawn.data(), dim, latents + static_cast<size_t>(i) * static_cast<size_t>(dim));
    }
  });
}

poseaae_status poseaae_interpolate(const poseaae_model* model, const float* a, const float* b,
                                   double t, float* latent, size_t numbers) {
  return guarded([&] {
    require_address(model, "model");
    const Model& shared = *model->shared;
    const int dim = shared.codec.latent_dim();
    require_array(a, static_cast<size_t>(dim), static_cast<size_t>(dim), "a");
    require_array(b, static_cast<size_t>(dim), static_cast<size_t>(dim), "b");
    require_array(latent, numbers, static_cast<size_t>(dim), "latent");
    require_finite(a, numbers, dim, "a");
    require_finite(b, numbers, dim, "b");
    constexpr double kFar = 1e6;
    if (!(std::abs(t) <= kFar)) {
      throw poseaae::UsageError(fmt::format("t: expected -{0} to {0}, found {1}", kFar, t));
    }
    if (t == 0.0 || t == 1.0) {
      std::copy_n(t == 0.0 ? a : b, dim, latent);
      return;
    }
    poseaae::Batch ends(2, dim);
    ends << vector_of(a, dim).transpose(), vector_of(b, dim).transpose();
    const poseaae::Batch white = shared.space.whiten(ends);
    const Eigen::VectorXf between =
        poseaae::latent::slerp(white.row(0).transpose(), white.row(1).transpose(), t);
    const poseaae::Batch found = shared.space.unwhiten(between.transpose());
    std::copy_n(found.data(), dim, latent);
  });
}

poseaae_status poseaae_mix(const poseaae_model* model, const float* latents, size_t latent_numbers,
                           const double* weights, size_t count, float* latent, size_t numbers) {
  return guarded([&] {
    require_address(model, "model");
    const Model& shared = *model->shared;
    const int dim = shared.codec.latent_dim();
    const int rows = rows_in(latents, latent_numbers, dim, "latents");
    require_array(weights, count, static_cast<size_t>(rows), "weights");
    require_array(latent, numbers, static_cast<size_t>(dim), "latent");
    require_finite(latents, latent_numbers, dim, "latents");
    const poseaae::Batch codes =
        shared.space.whiten(Eigen::Map<const poseaae::Batch>(latents, rows, dim));
    const Eigen::VectorXf mixed =
        poseaae::latent::multi_slerp(codes, Eigen::Map<const Eigen::VectorXd>(weights, rows));
    const poseaae::Batch found = shared.space.unwhiten(mixed.transpose());
    std::copy_n(found.data(), dim, latent);
  });
}

}  // extern "C"
