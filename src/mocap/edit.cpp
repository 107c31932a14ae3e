#include "poseaae/mocap/edit.hpp"
