#include <fmt/format.h>

#include <cstring>
#include <filesystem>

#include "objects.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/codec/model_file.hpp"
#include "status.hpp"

namespace poseaae::c_api {

namespace {

template <typename Load>
poseaae_status loaded(poseaae_model** model, const Load& load) {
  return guarded([&] {
    require_address(model, "model");
    *model = nullptr;
    *model = new poseaae_model{std::make_shared<const Model>(load())};
  });
}

poseaae_model_info info_of(const Model& model) {
  const codec::PoseFormat& format = model.codec.format();
  poseaae_model_info info{};
  info.joints = format.skeleton().joints();
  info.latents = model.codec.latent_dim();
  info.row = format.width();
  info.window_frames = format.window() ? format.window()->frames : 1;
  info.hop = format.hop();
  info.has_mixture = model.codec.latent().mixture.empty() ? 0 : 1;
  info.has_flow = model.codec.latent().flow.empty() ? 0 : 1;
  info.fps = model.fps();
  return info;
}

}  // namespace

}  // namespace poseaae::c_api

using namespace poseaae::c_api;  // NOLINT(google-build-using-namespace): this file is the boundary

extern "C" {

poseaae_status poseaae_model_load(const char* path, poseaae_model** model) {
  return loaded(model, [&] {
    require_address(path, "path");
    return poseaae::codec::load_model(std::filesystem::path(path));
  });
}

poseaae_status poseaae_model_load_memory(const void* bytes, size_t size, poseaae_model** model) {
  return loaded(model, [&] {
    require_address(bytes, "bytes");
    return poseaae::codec::load_model({static_cast<const std::byte*>(bytes), size},
                                      "model in memory");
  });
}

void poseaae_model_free(poseaae_model* model) { delete model; }

poseaae_status poseaae_model_get_info(const poseaae_model* model, poseaae_model_info* info) {
  return guarded([&] {
    require_address(model, "model");
    require_address(info, "info");
    const size_t size = info->size;
    if (size <= sizeof(size_t) || size % sizeof(int32_t) != 0) {
      throw poseaae::UsageError(
          fmt::format("info: expected its size, such as {}, found {}; set info.size first",
                      sizeof(poseaae_model_info), size));
    }
    poseaae_model_info found = info_of(*model->shared);
    found.size = size;
    std::memcpy(info, &found, std::min(size, sizeof found));
  });
}

const char* poseaae_model_joint_name(const poseaae_model* model, int32_t joint) {
  if (model == nullptr || joint < 0) return nullptr;
  const auto& names = model->shared->codec.skeleton().names();
  return static_cast<size_t>(joint) < names.size() ? names[static_cast<size_t>(joint)].c_str()
                                                   : nullptr;
}

poseaae_status poseaae_model_parents(const poseaae_model* model, int32_t* parents, size_t numbers) {
  return guarded([&] {
    require_address(model, "model");
    const auto& found = model->shared->codec.skeleton().parents();
    require_array(parents, numbers, found.size(), "parents");
    std::copy(found.begin(), found.end(), parents);
  });
}

poseaae_status poseaae_model_offsets(const poseaae_model* model, float* offsets, size_t numbers) {
  return guarded([&] {
    require_address(model, "model");
    const auto& found = model->shared->codec.skeleton().offsets();
    require_array(offsets, numbers, 3 * found.size(), "offsets");
    for (const auto& offset : found) {
      for (const double value : offset) *offsets++ = static_cast<float>(value);
    }
  });
}

poseaae_status poseaae_model_mean(const poseaae_model* model, double* mean, size_t numbers) {
  return guarded([&] {
    require_address(model, "model");
    const Eigen::VectorXd& found = model->shared->codec.latent().mean;
    require_array(mean, numbers, static_cast<size_t>(found.size()), "mean");
    std::copy_n(found.data(), found.size(), mean);
  });
}

poseaae_status poseaae_model_covariance(const poseaae_model* model, double* covariance,
                                        size_t numbers) {
  return guarded([&] {
    require_address(model, "model");
    const Eigen::MatrixXd& found = model->shared->codec.latent().covariance;
    require_array(covariance, numbers, static_cast<size_t>(found.size()), "covariance");
    std::copy_n(found.data(), found.size(), covariance);  // symmetric: rows are columns
  });
}

}  // extern "C"
