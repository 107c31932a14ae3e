#include "poseaae/training/engine.hpp"

namespace poseaae::training {

Engine::~Engine() = default;

}  // namespace poseaae::training
