#include "diffusion/hdf5_checksum.hpp"

#include <fmt/format.h>

#include "poseaae/model/network_io.hpp"

namespace poseaae::diffusion {

namespace {

/// With its length, so that neighbours cannot exchange letters.
void hash(Sha256& digest, const std::string& text) {
  digest.update(fmt::format("{}:{}", text.size(), text));
}

template <typename Matrix>
void hash_numbers(Sha256& digest, const Matrix& numbers) {
  digest.update(std::as_bytes(std::span(numbers.data(), static_cast<std::size_t>(numbers.size()))));
}

}  // namespace

std::string hdf5_checksum(const DiffusionData& data, const BatchOf<double>& directions) {
  Sha256 digest;
  hash(digest, fmt::format("{} {} {} {}", data.code.window, data.code.latents, data.fps,
                           data.schedule_offset));
  hash_numbers(digest, data.code.pca.mean);
  hash_numbers(digest, data.code.pca.variances);
  hash_numbers(digest, directions);
  hash(digest, data.labels.key);
  for (const auto& value : data.labels.values) hash(digest, value);
  hash_numbers(digest, data.label_means);
  model::hash_network(digest, data.network);
  hash(digest, data.model_sha256);
  for (const auto& [name, value] : data.provenance) {
    hash(digest, name);
    hash(digest, value);
  }
  return digest.hex_digest();
}

}  // namespace poseaae::diffusion
