#include "poseaae/mocap/bvh.hpp"

#include "fuzz/support.hpp"

namespace poseaae::fuzz {

Target bvh_target();

namespace {

std::vector<std::string> seeds() {
  return {
      "HIERARCHY\nROOT a\n{\nOFFSET 0 1 0\nCHANNELS 6 Xposition Yposition Zposition Zrotation "
      "Xrotation Yrotation\nJOINT b\n{\nOFFSET 0 1 0\nCHANNELS 3 Zrotation Xrotation Yrotation\n"
      "End Site\n{\nOFFSET 0 1 0\n}\n}\n}\nMOTION\nFrames: 2\nFrame Time: .033\n"
      "0 1 0 1 2 3 4 5 6\n0 1 0 7 8 9 10 11 12\n",
      // Two channels, places of a joint, Windows' line ends, a name with spaces.
      "HIERARCHY\r\nROOT the hips\r\n{\r\n\tOFFSET 0 90 0\r\n\tCHANNELS 4 Yposition Yrotation "
      "Xrotation Zrotation\r\n\tJOINT left leg\r\n\t{\r\n\t\tOFFSET 10 -40 1e-3\r\n\t\tCHANNELS 6 "
      "Xposition Yposition Zposition Xrotation Yrotation Zrotation\r\n\t\tEnd Site\r\n\t\t{\r\n"
      "\t\t\tOFFSET 0 -40 0\r\n\t\t}\r\n\t}\r\n\tJOINT arm\r\n\t{\r\n\t\tOFFSET 30 40 0\r\n"
      "\t\tCHANNELS 0\r\n\t}\r\n}\r\nMOTION\r\nFrames: 2\r\nFrame Time: 0.04\r\n"
      "90 0 0 0 10 -40 0 1 2 3\r\n91 1 2 3 10 -40.5 0 4 5 6\r\n",
      written("a.bvh", [](const auto& file) { mocap::write_bvh(file, small_motion()); }),
      written("a.bvh", [](const auto& file) { mocap::write_bvh(file, shipped_motion()); }),
  };
}

void read(std::string_view input) { read_clip("a.bvh", input); }

}  // namespace

Target bvh_target() { return {.seeds = seeds, .read = read}; }

}  // namespace poseaae::fuzz
