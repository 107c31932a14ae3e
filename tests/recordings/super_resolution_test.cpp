#include "poseaae/latent/super_resolution.hpp"

#include <gtest/gtest.h>

#include "folders.hpp"
#include "latent/samples.hpp"
#include "latent/thinned.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/edit.hpp"

namespace poseaae::latent {
namespace {

/// 120 frames of a real dance at 30 a second, every other one thrown away and filled in again: the
/// mean distance of joints from where they were, and the jerk.
TEST(SuperResolve, OfARecordedDanceIsHalfAsFarOffAsSlerp) {
  const auto dance =
      mocap::read_bvh(poseaae::test::mocap_dir() / "bandai-namco" / "dance-short_normal_001.bvh")
          .motion.slice(600, 721);
  const mocap::Motion thin = test::every_other_frame(dance);
  const mocap::Motion ours = super_resolve(test::small_model(0.0F, dance.skeleton()), thin, 30.0);
  mocap::Motion truth = dance;
  for (const auto& [joint, track] : dance.translations()) truth.remove_translation(joint);
  const mocap::Motion slerped = mocap::resample(thin, 30.0);
  EXPECT_LT(compare(ours, truth).position_cm, 0.6 * compare(slerped, truth).position_cm);
  EXPECT_LT(test::jerk(ours), 0.6 * test::jerk(slerped));
}

}  // namespace
}  // namespace poseaae::latent
