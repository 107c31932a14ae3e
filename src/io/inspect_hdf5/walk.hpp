#pragma once

#include <filesystem>

namespace poseaae::h5 {

/// Opens the file and reads all of it that this project's readers could: every group once, every
/// array of numbers whose size its bytes account for, every list of text, every attribute. What
/// they would refuse with a message (other types, links to other files, arrays that are not there)
/// is passed over. Plug-ins of HDF5 are switched off. @throws ModelError for a file that could not
/// be read without harm, though every call might return: groups more than 100 deep (HDF5 visits
/// them by recursion), arrays packed to less than a hundredth that would take more than 64 MB
void walk(const std::filesystem::path& path);

}  // namespace poseaae::h5
