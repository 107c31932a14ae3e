#include "poseaae/io/hdf5.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/motion_io/formats.hpp"
#include "poseaae/motion_io/skeleton_io.hpp"

namespace poseaae::mocap {

namespace {

// positions (T, J, 3) and root_positions (T, 3) in metres, rotations_wxyz (T, J, 4) local and unit,
// the skeleton (motion_io/skeleton_io.hpp), and the frame rate.
void write_h5(const std::filesystem::path& path, const Motion& motion, const WriteOptions&) {
  const auto frames = static_cast<std::size_t>(motion.frames());
  const auto joints = static_cast<std::size_t>(motion.joints());
  h5::write_file(path, [&](h5::Group& file) {
    const std::vector<double> positions = joint_positions(motion);
    file.write<double>("positions", positions, {frames, joints, 3});
    file.write<double>("rotations_wxyz", motion.rotations(), {frames, joints, 4});
    file.write<double>("root_positions", motion.root_positions(), {frames, 3});
    save_skeleton(file, motion.skeleton());
    file.set_attribute("fps", motion.fps());
    file.set_attribute("unit", "m");
    for (const char* name : {"positions", "root_positions"}) file.set_attribute("unit", "m", name);
    file.set_attribute("up", "+Y");
  });
}

}  // namespace

MotionFormat h5_format() {
  return {".h5", "joint positions in metres and rotations w x y z (HDF5)", nullptr, write_h5};
}

}  // namespace poseaae::mocap
