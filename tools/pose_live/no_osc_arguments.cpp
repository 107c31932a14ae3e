// Of a build without liblo, in place of osc_arguments.cpp.
#include "osc_arguments.hpp"

namespace poseaae::tools {

void OscArguments::add_to(CommandLine&) {}

std::unique_ptr<OscParts> OscArguments::start(live::Instrument&, const mocap::Motion&,
                                              double) const {
  return nullptr;
}

}  // namespace poseaae::tools
