#pragma once

namespace poseaae {

/// From now on, this process can read files, compute, allocate and print, and that is all: opening
/// a file for writing, sockets, new processes and programs, and every system call that is not
/// known to be needed end it with SIGSYS. By seccomp (libseccomp); kept for the rest of its life.
/// @return false where the kernel has no seccomp: then nothing is kept from it
[[nodiscard]] bool confine();

}  // namespace poseaae
