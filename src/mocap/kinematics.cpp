#include "poseaae/mocap/kinematics.hpp"
