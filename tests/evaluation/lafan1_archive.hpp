#pragma once

#include <filesystem>

namespace poseaae::test {

/// Writes the made-up archive of tests/golden/inbetween.py: BVH files with the names, joints and
/// channels of LAFAN1, moved by sines. Three clips for training, of which fall1_subject2 is too
/// short for a window, and two that are held out.
void write_lafan1_archive(const std::filesystem::path& folder);

}  // namespace poseaae::test
