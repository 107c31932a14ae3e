#pragma once

#include <string_view>

#include "poseaae/osc/packet.hpp"

namespace poseaae::osc {

/// Whether a message keeps to OSC 1.0 in every byte before a library sees it: "" or what is wrong.
/// Address, types and texts end within the packet, in zeros up to a multiple of four; there are as
/// many bytes of values as the types say, and none beyond.
[[nodiscard]] std::string_view complaint_about(Bytes message);

}  // namespace poseaae::osc
