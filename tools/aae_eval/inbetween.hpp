#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// aae_eval --task inbetween.
namespace poseaae::tools {

struct InbetweenTask {
  std::string lafan1;  ///< folder of the archive; "": the configuration's data
  std::string config;
  std::string model;  ///< that fills gaps too; its own configuration and split, unless there is one
  std::vector<std::string> assignments;
  std::vector<std::string> outputs;
  int folds = 0;
  std::uint64_t seed = 1;
  int threads = 0;
};

/// Measures, writes and prints. @throws Error when published figures do not come out
void run(const InbetweenTask& task);

}  // namespace poseaae::tools
