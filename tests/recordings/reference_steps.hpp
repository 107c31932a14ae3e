#pragma once

#include "folders.hpp"
#include "support/golden_steps.hpp"

/// Ten steps of the tutorial in PyTorch on poses of a recording.
namespace poseaae::test {

inline h5::Group reference_steps() { return h5::open_file(reference_dir() / "tutorial_steps.h5"); }

inline objective::EngineSetup reference_setup(const h5::Group& root) {
  // The file has the parents as an attribute; they are those of the recordings' 22 joints.
  return golden_setup(root, golden_skeleton(root, {-1, 0,  1,  2, 3,  4,  3,  6, 7,  8,  3,
                                                   10, 11, 12, 1, 14, 15, 16, 1, 18, 19, 20}));
}

}  // namespace poseaae::test
