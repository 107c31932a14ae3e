#pragma once

#include "poseaae/dataset/pose_dataset.hpp"
#include "poseaae/dataset/split.hpp"
#include "python/clips.hpp"

namespace poseaae::python {

[[nodiscard]] const Names<dataset::SplitKind>& split_kind_names();

}  // namespace poseaae::python

POSEAAE_NAMED(poseaae::dataset::SplitKind, poseaae::python::split_kind_names);
