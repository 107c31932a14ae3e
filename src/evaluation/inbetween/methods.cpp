#include "methods.hpp"

namespace poseaae::evaluation::inbetween {

const std::vector<Method>& methods() {
  static const std::vector<Method> all{method::zero_velocity(), method::interpolation()};
  return all;
}

}  // namespace poseaae::evaluation::inbetween
