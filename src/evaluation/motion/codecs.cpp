#include <memory>
#include <utility>

#include "poseaae/base/error.hpp"
#include "poseaae/evaluation/motion.hpp"
#include "poseaae/footing/planting.hpp"
#include "poseaae/footing/travel.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/walk.hpp"
#include "poseaae/metrics/pca.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/nn/affine_layer.hpp"

namespace poseaae::evaluation::motion {

namespace {

using codec::PoseAutoencoder;
using mocap::Motion;

/// The motion as the model's clips are, with or without heading and lean.
Motion as_learned(const PoseAutoencoder& model, const Motion& motion) {
  switch (model.data().clip_options.root_rotation) {
    case mocap::RootRotation::kKeep:
      return motion;
    case mocap::RootRotation::kFaceForward:
      return mocap::remove_heading(motion);
    case mocap::RootRotation::kRemove:
      return mocap::remove_root_rotation(motion);
  }
  throw Error("a rotation of the root that is not listed");
}

/// The way of a path of poses is that of its feet, and their turns are too where poses have none.
Motion sent_by_feet(const PoseAutoencoder& model, const latent::LatentPath& path) {
  const bool turns = model.data().clip_options.root_rotation != mocap::RootRotation::kKeep;
  return footing::travel_by_feet(latent::decode(model, path, {.plant = latent::Plant::kOff}),
                                 {.turns = turns});
}

Rebuilt rebuild(const PoseAutoencoder& model, const Motion& motion) {
  const codec::PoseFormat& format = model.format();
  if (!format.window()) {
    return {sent_by_feet(model, latent::encode(model, as_learned(model, motion)))};
  }
  const Batch rows = model.decode(model.encode(format.rows_of(motion)));
  const Batch frames = format.frames_of_rows(rows).topRows(motion.frames());
  return {latent::reconstruct(model, motion), format.contacts_of(frames)};
}

Motion walk(const PoseAutoencoder& model, const latent::LatentGaussian& space, int frames,
            std::uint64_t seed) {
  latent::WalkOptions options{.count = model.format().rows_for(frames), .seed = seed};
  if (space.steps().size() > 0) options.kind = "steps";
  const double fps = model.data().fps / model.format().hop();
  const latent::LatentPath path = latent::walk(space, std::nullopt, options, fps);
  if (model.format().window()) return latent::decode(model, path).slice(0, frames);
  return footing::stand_on_feet(sent_by_feet(model, path), {.step_m = footing::kStep_m}).motion;
}

/// y = matrix x + offset.
nn::Network linear(const Eigen::MatrixXd& matrix, const Eigen::VectorXd& offset) {
  return nn::Network({nn::affine_layer(matrix, offset, "dense")});
}

nn::Network encoder(const metrics::Pca& pca) { return linear(pca.encode, -pca.encode * pca.mean); }

/// To the features of a session's rows.
metrics::Pca fitted(const training::Session& session) {
  const Batch features = session.format.features_of(session.sample());
  const int latents = session.config.model.latent;
  return session.format.window() ? metrics::Pca::fit_leading(features, latents)
                                 : metrics::Pca::fit(features, latents);
}

Batch encoded(const metrics::Pca& pca, const codec::PoseFormat& format, const BatchRows& rows) {
  constexpr Eigen::Index kAtOnce = 1024;
  Batch latents(rows.rows(), pca.encode.rows());
  for (Eigen::Index first = 0; first < rows.rows(); first += kAtOnce) {
    const Eigen::Index count = std::min(kAtOnce, rows.rows() - first);
    latents.middleRows(first, count) =
        pca.latents(format.features_of(rows.part(first, count).copy()));
  }
  return latents;
}

}  // namespace

Codec codec_of(std::string name, PoseAutoencoder model) {
  const auto shared = std::make_shared<const PoseAutoencoder>(std::move(model));
  const auto space = std::make_shared<const latent::LatentGaussian>(shared->latent());
  return {std::move(name), shared->latent_dim(),
          shared->latent_dim() * shared->data().fps / shared->format().hop(),
          [shared](const Motion& motion) { return rebuild(*shared, motion); },
          [shared, space](int frames, std::uint64_t seed) {
            return walk(*shared, *space, frames, seed);
          }};
}

PoseAutoencoder principal_components(const training::Session& session) {
  const metrics::Pca pca = fitted(session);
  return session.make_model({encoder(pca), linear(pca.decode, pca.mean), {}},
                            encoded(pca, session.format, session.train()), "principal components");
}

PoseAutoencoder rebuilding_components(const training::Session& session) {
  const metrics::Pca pca = fitted(session);
  const Eigen::Index latents = pca.encode.rows();
  return PoseAutoencoder(
      {.format = session.format,
       .encoder = encoder(pca),
       .decoder = linear(pca.decode, pca.mean),
       .latent = {Eigen::VectorXd::Zero(latents), Eigen::MatrixXd::Identity(latents, latents)},
       .clip_options = session.data.clip_options,
       .fps = session.data.fps,
       .config = "",
       .provenance = {}});
}

}  // namespace poseaae::evaluation::motion
