#include "model/checksum.hpp"

#include <fmt/format.h>

#include <optional>

#include "poseaae/io/checksum.hpp"
#include "poseaae/model/network_io.hpp"

namespace poseaae::model {

namespace {

template <typename T>
void hash(Sha256& digest, const std::vector<T>& values) {
  digest.update(std::as_bytes(std::span(values)));
}

void hash(Sha256& digest, std::span<const double> numbers) {
  digest.update(std::as_bytes(numbers));
}

/// With its length, so that neighbours cannot exchange letters.
void hash(Sha256& digest, const std::string& text) {
  digest.update(fmt::format("{}:{}", text.size(), text));
}

void hash(Sha256& digest, const mocap::Skeleton& skeleton) {
  for (const auto& name : skeleton.names()) hash(digest, name);
  hash(digest, skeleton.parents());
  for (const auto& offset : skeleton.offsets()) hash(digest, std::span(offset.data(), 3));
  for (const auto& tip : skeleton.end_sites()) {
    hash(digest, std::vector<int>{tip.parent});
    hash(digest, std::span(tip.offset.data(), 3));
    hash(digest, tip.name);
  }
}

/// A clip option: as a double, or a list of texts.
template <typename Value>
void hash_option(Sha256& digest, const Value& value) {
  const auto number = static_cast<double>(value);
  hash(digest, std::span(&number, 1));
}
/// Nothing where older files have none.
void hash_option(Sha256& digest, mocap::Up up) {
  if (up != mocap::Up::kY) hash(digest, name_of(up, mocap::up_names()));
}
void hash_option(Sha256& digest, const std::vector<std::string>& texts) {
  for (const auto& text : texts) hash(digest, text);
}

void hash(Sha256& digest, const mocap::ClipOptions& options) {
  mocap::for_each_field(options, [&](std::string_view name, const auto& value) {
    if (name == "retarget" && !options.retarget) return;
    hash_option(digest, value);
  });
}

void hash_numbers(Sha256& digest, const Eigen::Ref<const Eigen::MatrixXd>& matrix) {
  hash(digest, std::span(matrix.data(), static_cast<std::size_t>(matrix.size())));
}

/// Nothing for a model without one, so that the checksums of older files hold.
void hash(Sha256& digest, const codec::Mixture& mixture) {
  hash_numbers(digest, mixture.weights);
  hash_numbers(digest, mixture.means);
  for (const Eigen::MatrixXd& covariance : mixture.covariances) hash_numbers(digest, covariance);
}

/// Likewise.
void hash(Sha256& digest, const codec::LatentFlow& flow) {
  hash(digest, flow.mixture);
  hash_numbers(digest, flow.quantiles);
  hash_numbers(digest, flow.log_densities);
}

/// Nothing for a model of poses, as older files have it.
void hash(Sha256& digest, const std::optional<codec::Window>& window) {
  if (!window) return;
  hash(digest, std::vector<int>{window->frames, window->hop, window->body});
  hash(digest, std::span(&window->fps, 1));
}

}  // namespace

std::string checksum_of(const codec::ModelData& data) {
  Sha256 digest;
  hash(digest, data.format.skeleton());
  hash_network(digest, data.encoder);
  hash_network(digest, data.decoder);
  if (data.format.form() != codec::RotationForm::kQuaternion) {  // as older files did without it
    hash(digest, name_of(data.format.form(), codec::rotation_names()));
  }
  const auto& [mean, covariance, mixture, step, flow] = data.latent;
  hash(digest, std::span(mean.data(), static_cast<std::size_t>(mean.size())));
  hash(digest, std::span(covariance.data(), static_cast<std::size_t>(covariance.size())));
  hash(digest, mixture);
  hash(digest, std::span(step.data(), static_cast<std::size_t>(step.size())));
  hash(digest, flow);
  hash(digest, data.space);
  hash(digest, data.format.reference());
  hash(digest, data.format.window());
  hash(digest, data.clip_options);
  hash(digest, std::span(&data.fps, 1));
  hash(digest, data.config);
  for (const auto& [name, value] : data.provenance) {
    hash(digest, name);
    hash(digest, value);
  }
  return digest.hex_digest();
}

}  // namespace poseaae::model
