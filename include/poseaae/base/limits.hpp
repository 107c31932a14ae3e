#pragma once

#include <string_view>

namespace poseaae {

/// @throws UsageError "WHAT: expected LOW to HIGH, found VALUE" unless LOW <= VALUE <= HIGH, which
/// NaN never is. `unit` follows HIGH, as in " seconds".
void require_between(std::string_view what, double value, double low, double high,
                     std::string_view unit = "");

}  // namespace poseaae
