#pragma once

#include "aae_eval/arguments.hpp"

/// aae_eval --task inbetween.
namespace poseaae::tools::eval {

/// Trains what has to be, measures, writes and prints.
/// @throws Error when published figures do not come out, Interrupted
void run_inbetween(const Arguments& arguments);

}  // namespace poseaae::tools::eval
