#pragma once

#include <functional>

namespace poseaae::bench {

/// The main of a measuring program: google-benchmark's options, then `declare` registers the
/// benchmarks, then those that the filter lets through run. An Error becomes one line on stderr and
/// its exit code.
int run(int argc, char** argv, const std::function<void()>& declare);

}  // namespace poseaae::bench
