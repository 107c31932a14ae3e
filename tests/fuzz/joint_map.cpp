#include "fuzz/support.hpp"
#include "poseaae/motion_io/target.hpp"

/// Which joint of a character follows which of a dancer.
namespace poseaae::fuzz {

Target joint_map_target();

namespace {

std::vector<std::string> seeds() {
  return {"# comment\nHips: pelvis\nTail:\n\"Bip01 Head\": head\n",
          "{Hips: \"hip\", Knee: 'knee', Arm: ~}\n"};
}

void read(std::string_view input) { (void)mocap::load_joint_map(scratch().put("a.yaml", input)); }

}  // namespace

Target joint_map_target() { return {.seeds = seeds, .read = read}; }

}  // namespace poseaae::fuzz
