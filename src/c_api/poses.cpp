#include "objects.hpp"
#include "status.hpp"

namespace poseaae::c_api {

namespace {

/// (rows, width) of an array, in memory that the thread keeps for its next call of this size.
const Batch& batch_of(const float* numbers, int rows, int width) {
  thread_local Batch batch;
  batch = Eigen::Map<const Batch>(numbers, rows, width);
  return batch;
}

void copy(const Batch& from, float* to) { std::copy_n(from.data(), from.size(), to); }

std::size_t times(int rows, int width) {
  return static_cast<std::size_t>(rows) * static_cast<std::size_t>(width);
}

/// call(first, count) for all rows, so many at a time that what a thread keeps of them stays small.
template <typename Call>
void in_pieces(int rows, const Call& call) {
  constexpr int kPiece = 1024;
  for (int first = 0; first < rows; first += kPiece) call(first, std::min(kPiece, rows - first));
}

void encode(const codec::PoseAutoencoder& codec, const float* rows, int count, float* latents) {
  in_pieces(count, [&](int first, int size) {
    const float* const from = rows + times(first, codec.pose_dim());
    copy(codec.encode(batch_of(from, size, codec.pose_dim())),
         latents + times(first, codec.latent_dim()));
  });
}

void decode(const codec::PoseAutoencoder& codec, const float* latents, int count, float* rows) {
  thread_local Batch decoded;
  in_pieces(count, [&](int first, int size) {
    const float* const from = latents + times(first, codec.latent_dim());
    codec.decode(batch_of(from, size, codec.latent_dim()), decoded);
    copy(decoded, rows + times(first, codec.pose_dim()));
  });
}

}  // namespace

}  // namespace poseaae::c_api

using namespace poseaae::c_api;  // NOLINT(google-build-using-namespace): this file is the boundary

extern "C" {

poseaae_status poseaae_encode(const poseaae_model* model, const float* rows, size_t row_numbers,
                              float* latents, size_t latent_numbers) {
  return guarded([&] {
    require_address(model, "model");
    const auto& codec = model->shared->codec;
    const int count = rows_in(rows, row_numbers, codec.pose_dim(), "rows");
    require_array(latents, latent_numbers, times(count, codec.latent_dim()), "latents");
    encode(codec, rows, count, latents);
  });
}

poseaae_status poseaae_decode(const poseaae_model* model, const float* latents,
                              size_t latent_numbers, float* rows, size_t row_numbers) {
  return guarded([&] {
    require_address(model, "model");
    const auto& codec = model->shared->codec;
    const int count = rows_in(latents, latent_numbers, codec.latent_dim(), "latents");
    require_array(rows, row_numbers, times(count, codec.pose_dim()), "rows");
    require_finite(latents, latent_numbers, codec.latent_dim(), "latents");
    decode(codec, latents, count, rows);
  });
}

poseaae_status poseaae_decode_poses(const poseaae_model* model, const float* latents,
                                    size_t latent_numbers, float* poses, size_t pose_numbers) {
  return guarded([&] {
    require_address(model, "model");
    const auto& codec = model->shared->codec;
    const int count = rows_in(latents, latent_numbers, codec.latent_dim(), "latents");
    const int width = 4 * codec.skeleton().joints();
    require_array(poses, pose_numbers, times(count, width), "poses");
    require_finite(latents, latent_numbers, codec.latent_dim(), "latents");
    if (!codec.format().window()) {
      decode(codec, latents, count, poses);
      return;
    }
    copy(codec.decode_poses(batch_of(latents, count, codec.latent_dim())), poses);
  });
}

poseaae_status poseaae_positions(const poseaae_model* model, const float* poses,
                                 size_t pose_numbers, float* positions, size_t position_numbers) {
  return guarded([&] {
    require_address(model, "model");
    const auto& skeleton = model->shared->codec.skeleton();
    const int count = rows_in(poses, pose_numbers, 4 * skeleton.joints(), "poses");
    require_array(positions, position_numbers, times(count, 3 * skeleton.joints()), "positions");
    poseaae::mocap::forward_kinematics<float>(model->shared->bones, {poses, pose_numbers},
                                              {positions, position_numbers});
  });
}

}  // extern "C"
