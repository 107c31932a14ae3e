#include "poseaae/latent/super_resolution.hpp"

#include <cmath>

#include "poseaae/core/error.hpp"
#include "poseaae/latent/retime.hpp"
#include "poseaae/mocap/edit.hpp"

namespace poseaae::latent {

namespace {

math::Quat quaternion(const Batch& poses, Eigen::Index t, int joint) {
  return math::load_wxyz(poses.row(t).data() + 4 * joint).cast<double>();
}

/// r of each frame and joint (T, 4J), signs continuous over time.
Batch residuals(const Batch& rebuilt, const mocap::Motion& motion) {
  Batch result(motion.frames(), 4 * motion.joints());
  for (int t = 0; t < motion.frames(); ++t) {
    for (int j = 0; j < motion.joints(); ++j) {
      const math::Quat rest = quaternion(rebuilt, t, j).conjugate() * motion.rotation(t, j);
      math::store_wxyz(Eigen::Quaternionf(rest.normalized().cast<float>()),
                       result.row(t).data() + 4 * j);
    }
  }
  math::make_continuous_wxyz<float>({result.data(), static_cast<std::size_t>(result.size())},
                                    static_cast<std::size_t>(motion.joints()));
  return result;
}

/// (T, 3) root positions, for the spline; centred, since it works on floats.
Batch centred_roots(const mocap::Motion& motion, const mocap::Vec3& centre) {
  Batch result(motion.frames(), 3);
  for (int t = 0; t < motion.frames(); ++t) {
    result.row(t) = (motion.root_position(t) - centre).transpose().cast<float>();
  }
  return result;
}

}  // namespace

mocap::Motion super_resolve(const model::PoseAutoencoder& model, const mocap::Motion& motion,
                            double fps, const SuperResolutionOptions& options) {
  if (motion.frames() == 0) throw UsageError("super-resolution: expected a clip, found no frame");
  const LatentPath given{model.encode(model.poses_of(motion)), motion.fps()};
  const Batch poses = model.decode(upsample(given, fps).points);
  const Batch rest =
      options.residual
          ? upsample({residuals(model.decode(given.points), motion), motion.fps()}, fps).points
          : Batch();
  const mocap::Vec3 centre = motion.root_position(0);
  const Batch roots = upsample({centred_roots(motion, centre), motion.fps()}, fps).points;

  mocap::Motion result = mocap::resample(motion, fps);  // translation tracks, and given frames
  for (int t = 0; t < result.frames(); ++t) {
    const double moment = t * motion.fps() / fps;
    const bool is_given = std::abs(moment - std::round(moment)) < 1e-9 * (1.0 + moment);
    if (is_given && options.residual) continue;
    result.set_root_position(t, centre + roots.row(t).transpose().cast<double>());
    for (int j = 0; j < result.joints(); ++j) {
      const math::Quat decoded = quaternion(poses, t, j);
      result.set_rotation(
          t, j, options.residual ? decoded * quaternion(rest, t, j).normalized() : decoded);
    }
  }
  return mocap::make_continuous(std::move(result));
}

}  // namespace poseaae::latent
