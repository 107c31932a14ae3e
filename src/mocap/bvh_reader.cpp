#include "poseaae/mocap/bvh.hpp"
