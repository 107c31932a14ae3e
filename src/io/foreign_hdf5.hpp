#pragma once

#include <filesystem>

namespace poseaae::h5 {

/// Looks through an HDF5 file as this process will: the program inspect_hdf5 opens it, visits every
/// group, and reads every array, text and attribute that would be read here, in a process of its
/// own that can read files and compute, and nothing else (inspect_hdf5/sandbox.hpp). libhdf5
/// trusts what a file says of itself; whatever a damaged or hostile one makes of it, happens
/// there. A digest of one's own bytes, which every file can have, is no reason to leave that out.
///
/// The child may use 256 MB of memory, 2 s and a further second for every 20 MB of the file.
/// Where the program is not installed (a program of others that links this library), the file is
/// opened unseen, and the log says so once.
///
/// @throws ModelError: what was found, or how the child ended
void look_through(const std::filesystem::path& path);

}  // namespace poseaae::h5
